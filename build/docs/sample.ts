/** The least value that a JSON Schema takes, as far as it can be made up: examples of requests. */
import type { Schema } from './type-words.ts';

const WORDS: Readonly<Record<string, string>> = {
  task: 'backup',
  id: 'example',
  query: 'backup',
  q: 'backup',
  text: 'wake the disk first',
  label: 'com.me.backup',
  name: 'example',
};

export function sampleOf(schema: Schema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const branch = (schema.anyOf ?? schema.oneOf)?.[0];
  if (branch) return sampleOf(branch, name);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key) === true)
          .map(([key, property]) => [key, sampleOf(property, key)]),
      );
    case 'array':
      return schema.items !== undefined && (schema.minItems ?? 0) > 0 ? [sampleOf(schema.items, name)] : [];
    case 'integer':
    case 'number':
      return Math.max(
        schema.minimum ?? 1,
        schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1,
      );
    case 'boolean':
      return true;
    default:
      return WORDS[name] ?? 'text';
  }
}
