/** Reads fields of values that came from outside: only their own ones, whatever they are called. */

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The first of several names that a mapping carries with a value. */
export function pick(
  fields: Fields,
  ...names: readonly string[]
): { readonly name: string; readonly value: unknown } | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value !== undefined && value !== null) return { name, value };
  }
  return undefined;
}

export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A list of words; undefined where the value is no list, or holds what is no word. */
export function wordsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words = value.map(textOf);
  return words.every((word) => word !== undefined) ? words : undefined;
}
