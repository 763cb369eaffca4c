/** What the approvals page shows: what waits first, then what was decided. Pure. */
import type { ApprovalSummary } from '#shared/nouns/approval.ts';
import type { Paged } from '../../live/paged.ts';

export type ApprovalItem =
  | { readonly kind: 'heading'; readonly title: string; readonly count: string }
  | { readonly kind: 'approval'; readonly approval: ApprovalSummary };

type List = Paged<ApprovalSummary> | undefined;

/**
 * Everything in one column. What was decided comes once all that waits was read; whatever waits is in its own part only,
 * also while the other list has not heard of a decision yet, or has heard of it first.
 */
export function approvalItems(pending: List, decided: List): readonly ApprovalItem[] {
  const waits = pending?.rows.filter(({ state }) => state === 'pending') ?? [];
  const over = decided?.rows.filter(({ state }) => state !== 'pending') ?? [];
  const items: ApprovalItem[] = [];
  if (waits.length > 0) {
    const more = pending?.next === undefined ? '' : '+';
    items.push({ kind: 'heading', title: 'Waiting for you', count: `${waits.length}${more}` });
    for (const approval of waits) items.push({ kind: 'approval', approval });
  }
  if (over.length > 0 && pending?.next === undefined) {
    items.push({ kind: 'heading', title: 'Decided', count: '' });
    for (const approval of over) items.push({ kind: 'approval', approval });
  }
  return items;
}

/** Which list has a page to read before the column ends. */
export function unread(pending: List, decided: List): 'pending' | 'decided' | undefined {
  if (pending?.next !== undefined) return 'pending';
  return decided?.next === undefined ? undefined : 'decided';
}
