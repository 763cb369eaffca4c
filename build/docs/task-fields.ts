/** Every field that a task file may have, read from the schema: its path, what it takes, whether it must be there. */
import { z } from 'zod';
import { TaskDefinition } from '#shared/nouns/task.ts';
import { typeWords, type Schema } from './type-words.ts';

export interface TaskField {
  /** `retry.maxDelay`; of what is in a list `steps.run`; of what the person names `params.<name>.type`. */
  readonly path: string;
  /** In words: `duration`, `whole number, 1 to 64`. */
  readonly type: string;
  /** In every place where it can stand. */
  readonly required: boolean;
}

/** Fields that take what another one takes. */
const LIKE_ANOTHER: Readonly<Record<string, string>> = {
  'catchUp.downtime': 'as `catchUp`',
  'catchUp.sleep': 'as `catchUp`',
  'catchUp.pause': 'as `catchUp`',
  'checks.file.schema': 'JSON Schema',
};

export function taskFields(): readonly TaskField[] {
  const schema = z.toJSONSchema(TaskDefinition, { io: 'input', unrepresentable: 'any' }) as Schema;
  const found = new Map<string, { schemas: Schema[]; required: boolean }>();
  collect(schema, '', found);
  return [...found].map(([path, { schemas, required }]) => ({
    path,
    type: LIKE_ANOTHER[path] ?? typeWords(schemas.length === 1 ? (schemas[0] as Schema) : { anyOf: schemas }),
    required,
  }));
}

function collect(
  schema: Schema,
  path: string,
  found: Map<string, { schemas: Schema[]; required: boolean }>,
): void {
  for (const branch of schema.anyOf ?? schema.oneOf ?? []) collect(branch, path, found);
  if (schema.items !== undefined) collect(schema.items, path, found);
  if (typeof schema.additionalProperties === 'object')
    collect(schema.additionalProperties, `${path}.<name>`, found);
  const required = new Set(schema.required);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const own = path === '' ? name : `${path}.${name}`;
    const known = found.get(own);
    found.set(own, {
      schemas: [...(known?.schemas ?? []), property].filter(isNew),
      required: (known?.required ?? true) && required.has(name),
    });
    if (!(own in LIKE_ANOTHER)) collect(property, own, found);
  }
}

function isNew(schema: Schema, index: number, all: readonly Schema[]): boolean {
  const text = JSON.stringify(schema);
  return all.findIndex((other) => JSON.stringify(other) === text) === index;
}
