/** What waits for a human's yes or no, and what was decided. */
import { useSearchParams } from 'wouter';
import type { ApprovalState } from '#shared/nouns/approval.ts';
import { Empty, PageHeader, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import { approvalItems, unread } from './approval-lists.ts';
import { ApprovalsList } from './approvals-list.tsx';
import { useApprovals } from './use-approvals.ts';

type Filter = 'all' | ApprovalState;
const FILTERS: readonly (readonly [Filter, string])[] = [
  ['all', 'Waiting and decided'],
  ['pending', 'Waiting'],
  ['approved', 'Approved'],
  ['denied', 'Denied'],
  ['expired', 'Lapsed'],
  ['void', 'Void'],
  ['revoked', 'Revoked'],
];

export function ApprovalsPage() {
  useTitle('Approvals');
  const [query, setQuery] = useSearchParams();
  const tasks = useTasks();
  const filter = FILTERS.find(([name]) => name === query.get('state'))?.[0] ?? 'all';
  const task = query.get('task') ?? undefined;
  const pending = useApprovals(filter === 'all' || filter === 'pending' ? 'pending' : 'none', task);
  const decided = useApprovals(filter === 'pending' ? 'none' : filter === 'all' ? undefined : filter, task);
  const show = (next: { state?: Filter; task?: string | undefined }): void => {
    const wanted = { state: filter, task, ...next };
    setQuery(
      {
        ...(wanted.state === 'all' ? {} : { state: wanted.state }),
        ...(wanted.task === undefined ? {} : { task: wanted.task }),
      },
      { replace: true },
    );
  };
  const items = approvalItems(pending.list, decided.list);
  const next = unread(pending.list, decided.list);
  const isRead =
    (filter === 'all' || filter === 'pending' ? pending.list !== undefined : true) &&
    (filter === 'pending' ? true : decided.list !== undefined);
  const error = pending.error ?? decided.error;
  return (
    <>
      <PageHeader title="Approvals">
        <select
          className="field max-w-[220px] max-sm:grow max-sm:basis-[120px]"
          aria-label="Task"
          value={task ?? ''}
          onChange={(event) => show({ task: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">All tasks and orders</option>
          {task !== undefined && !tasks?.some(({ id }) => id === task) ? (
            <option value={task}>{task}</option>
          ) : null}
          {tasks?.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <select
          className="field max-sm:grow max-sm:basis-[120px]"
          aria-label="State"
          value={filter}
          onChange={(event) => show({ state: event.target.value as Filter })}
        >
          {FILTERS.map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </PageHeader>
      {items.length > 0 ? (
        <ApprovalsList
          key={`${filter} ${task ?? ''}`}
          items={items}
          more={
            next === undefined
              ? undefined
              : {
                  token: `${next} ${pending.list?.next} ${decided.list?.next}`,
                  read: next === 'pending' ? pending.more : decided.more,
                }
          }
          onRevoked={(approval) =>
            decided.change((list) => ({
              ...list,
              rows: list.rows.map((row) => (row.id === approval.id ? approval : row)),
            }))
          }
        />
      ) : null}
      {items.length === 0 && isRead && next === undefined ? (
        <div className="px-4 py-6 md:px-6">
          {filter === 'all' && task === undefined ? (
            <Empty title="Nothing waits for you, and nothing was asked yet.">
              A run that scores too much risk, or that the policy always asks about, stops here until you say
              yes or no.
            </Empty>
          ) : (
            <Empty title="No approval fits.">Choose another state or task.</Empty>
          )}
        </div>
      ) : null}
      {items.length === 0 && error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
    </>
  );
}
