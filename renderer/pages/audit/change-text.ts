/** What a row says was before and after, as text to compare or to read. Pure. */

export type Change =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly name: 'before' | 'after'; readonly text: string }
  | { readonly kind: 'both'; readonly before: string; readonly after: string };

export function changeOf({ before, after }: { before?: unknown; after?: unknown }): Change {
  if (before === undefined && after === undefined) return { kind: 'none' };
  if (before === undefined) return { kind: 'value', name: 'after', text: textOf(after) };
  if (after === undefined) return { kind: 'value', name: 'before', text: textOf(before) };
  return { kind: 'both', before: textOf(before), after: textOf(after) };
}

/** A text as it is; anything else as JSON, one value a line. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
