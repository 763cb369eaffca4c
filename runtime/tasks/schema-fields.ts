import type { z } from 'zod';
import type { Path } from './source-text.ts';

type Type = z.core.$ZodTypes;

/** The field names that a schema knows at a path, for "did you mean". Follows the value where a union could be meant. */
export function fieldsAt(schema: z.ZodType, path: Path, value: unknown): string[] {
  const type = unwrap(schema as unknown as Type);
  const [part, ...rest] = path;
  if (type._zod.def.type === 'union') {
    const options = (type as z.core.$ZodUnion)._zod.def.options as unknown as z.ZodType[];
    const fitting = options.filter((option) => fitsDiscriminator(option, value));
    return [...new Set(fitting.flatMap((option) => fieldsAt(option, path, value)))];
  }
  const inner =
    part === undefined ? undefined : (value as Record<string | number, unknown> | undefined)?.[part];
  switch (type._zod.def.type) {
    case 'object': {
      const shape = type._zod.def.shape;
      if (part === undefined) return Object.keys(shape);
      const next = shape[part];
      return next ? fieldsAt(next as unknown as z.ZodType, rest, inner) : [];
    }
    case 'array':
      return fieldsAt(type._zod.def.element as unknown as z.ZodType, rest, inner);
    case 'record':
      return fieldsAt(type._zod.def.valueType as unknown as z.ZodType, rest, inner);
    default:
      return [];
  }
}

function unwrap(type: Type): Type {
  let at = type;
  while (at._zod.def.type === 'optional' || at._zod.def.type === 'default')
    at = at._zod.def.innerType as unknown as Type;
  return at;
}

function fitsDiscriminator(option: z.ZodType, value: unknown): boolean {
  const def = (option as unknown as Type)._zod.def;
  if (def.type !== 'object' || value === null || typeof value !== 'object') return true;
  const literal = (def.shape['type'] as unknown as Type | undefined)?._zod.def;
  if (literal?.type !== 'literal' || !('type' in value)) return true;
  return (literal.values as readonly unknown[]).includes(value.type);
}
