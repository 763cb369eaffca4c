/** What a row is about, on one line: the subject, its title where it has one, and why. */
export function aboutOf({ subject, reason, after }: Pick<AuditRow, 'subject' | 'reason' | 'after'>): string {
  const title =
    typeof after === 'object' && after !== null && 'title' in after && typeof after.title === 'string'
      ? after.title
      : '';
  return [subject, title, reason ?? '']
    .filter((part) => part !== '')
    .map(plainLine)
    .join(': ');
}

/** Rows of the audit as text to compare or to read. Pure. */
import type { AuditRow } from '#shared/nouns/audit.ts';
import { plainLine } from '../../words/plain.ts';

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
