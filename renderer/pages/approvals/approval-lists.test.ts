import { describe, expect, it } from 'vitest';
import type { ApprovalState, ApprovalSummary } from '#shared/nouns/approval.ts';
import { approvalItems, unread } from './approval-lists.ts';

const approval = (id: number, state: ApprovalState = 'pending'): ApprovalSummary => ({
  id,
  state,
  run: id,
  title: `Task ${id}`,
  hash: 'a'.repeat(64),
  score: 50,
  cause: { kind: 'manual', by: 'person' },
  requestedAt: '2027-03-10T12:00:00Z',
  requestedBy: { name: 'person', role: 'person' },
  expiresAt: '2027-03-17T12:00:00Z',
});
const list = (rows: ApprovalSummary[], next?: number) => ({ rows, next });
const shown = (...lists: Parameters<typeof approvalItems>) =>
  approvalItems(...lists).map((item) =>
    item.kind === 'heading' ? `${item.title} ${item.count}`.trim() : item.approval.id,
  );

describe('the column of approvals', () => {
  it('begins with what waits', () => {
    expect(
      shown(list([approval(9), approval(7)]), list([approval(9), approval(8, 'denied'), approval(7)])),
    ).toEqual(['Waiting for you 2', 9, 7, 'Decided', 8]);
  });

  it('leaves parts out that are empty', () => {
    expect(shown(list([]), list([approval(1, 'approved')]))).toEqual(['Decided', 1]);
    expect(shown(list([approval(2)]), list([approval(2)]))).toEqual(['Waiting for you 1', 2]);
    expect(shown(undefined, undefined)).toEqual([]);
  });

  it('reads all that waits before anything that was decided', () => {
    const pending = list([approval(9)], 9);
    const decided = list([approval(8, 'denied')], 8);
    expect(shown(pending, decided)).toEqual(['Waiting for you 1+', 9]);
    expect(unread(pending, decided)).toBe('pending');
    expect(unread(list([approval(9)]), decided)).toBe('decided');
    expect(unread(list([]), list([]))).toBeUndefined();
  });

  it('takes a decision that only one of the lists has heard of', () => {
    expect(shown(list([approval(9, 'approved')]), list([approval(9)]))).toEqual([]);
    expect(shown(list([approval(9, 'approved')]), list([approval(9, 'approved')]))).toEqual(['Decided', 9]);
  });
});
