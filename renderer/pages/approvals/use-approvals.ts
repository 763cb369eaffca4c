import { useEffect } from 'react';
import type { ApprovalState, ApprovalSummary } from '#shared/nouns/approval.ts';
import { onEvent } from '../../live/events.ts';
import { withRow } from '../../live/paged.ts';
import { usePaged, type PagedRead } from '../../live/use-paged.ts';
import { client } from '../../session/session.ts';

const PAGE = 200;
const idOf = ({ id }: ApprovalSummary): number => id;

/** @param state only those; undefined for all, `none` reads nothing */
export function useApprovals(
  state: ApprovalState | undefined | 'none',
  task: string | undefined,
): PagedRead<ApprovalSummary> {
  const read = usePaged({
    key: state === 'none' ? undefined : `${state ?? ''} ${task ?? ''}`,
    idOf,
    read: async (before, signal) => {
      const { approvals, next } = await client.listApprovals(
        {
          query: {
            limit: PAGE,
            ...(state === undefined || state === 'none' ? {} : { state }),
            ...(task === undefined ? {} : { task }),
            ...(before === undefined ? {} : { before }),
          },
        },
        { signal },
      );
      return { rows: approvals, next };
    },
  });
  const { list, change } = read;
  // The newest are read again anyway; of older ones that one is read which was decided.
  useEffect(
    () =>
      onEvent(({ type, data }) => {
        const id = data['approval'];
        if (type !== 'approval.decided' || typeof id !== 'number') return;
        const index = list?.rows.findIndex((row) => row.id === id) ?? -1;
        if (index < PAGE) return;
        client
          .getApproval({ params: { approval: id }, query: {} })
          .then((approval) => change((now) => withRow(now, approval, idOf)))
          // Luka does not answer: everything is read again when it does.
          .catch(() => undefined);
      }),
    [list, change],
  );
  return read;
}
