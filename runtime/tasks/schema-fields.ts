import type { z } from 'zod';
import type { Path } from './source-text.ts';

type Type = z.core.$ZodTypes;
/** A mapping with more keys has other faults. */
const MAX_KEYS = 20;

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

/**
 * What the way of a union finds wrong that knows keys another way was blamed for: zod tells of one way only, where just
 * one of them is no worse than strict.
 * @returns undefined where no other way knows all keys of the value
 */
export function branchThatKnows(
  schema: z.ZodType,
  path: Path,
  value: unknown,
  unknown: readonly string[],
): readonly z.core.$ZodIssue[] | undefined {
  const at = typeAt(schema, path);
  if (at?._zod.def.type !== 'union') return undefined;
  const inner = path.reduce<unknown>((one, part) => (one as Record<string | number, unknown>)[part], value);
  const keys = Object.keys(inner as object);
  if (keys.length > MAX_KEYS || !unknown.every((key) => keys.includes(key))) return undefined;
  const other = optionsOf(at).find((option) => keys.every((key) => fieldsAt(option, [], {}).includes(key)));
  return other?.safeParse(inner).error?.issues;
}

function typeAt(schema: z.ZodType, path: Path): Type | undefined {
  let at: Type | undefined = unwrap(schema as unknown as Type);
  for (const part of path) {
    if (at?._zod.def.type !== 'object') return undefined;
    const next: unknown = at._zod.def.shape[part];
    at = next ? unwrap(next as Type) : undefined;
  }
  return at;
}

/** A union in a union is one with more ways. */
function optionsOf(union: Type): z.ZodType[] {
  const { options } = (union as z.core.$ZodUnion)._zod.def;
  return (options as unknown as Type[]).flatMap((option) =>
    option._zod.def.type === 'union' ? optionsOf(option) : [option as unknown as z.ZodType],
  );
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
