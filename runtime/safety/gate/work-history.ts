/** What became of the same work before: a task that ran well yesterday is less of a risk than one that is new. */
import { definitionHash } from '../../runs/insert-run.ts';
import type { TaskHealthBook } from '../../runs/task-health.ts';
import type { Store } from '../../store/store.ts';
import type { WorkHistory } from '../work.ts';
import type { GateRequest } from './ports.ts';

/** Older runs say nothing of what a task is like now. */
const RUNS = 100;

export function workHistory(
  store: Store,
  health: Pick<TaskHealthBook, 'of'>,
): (request: GateRequest) => WorkHistory {
  return ({ task, definition }) => {
    if (task === undefined) return { succeeded: 0, changedSinceApproval: false, failuresInRow: 0 };
    const hash = definitionHash(definition);
    const { good } = store.get<{ good: number }>(
      `select count(*) as good from (
         select state, definition_hash from runs
         where task = ? and state in ('succeeded', 'failed', 'timed_out', 'interrupted', 'denied')
         order by id desc limit ${RUNS}
       ) where state = 'succeeded' and definition_hash = ?`,
      task,
      hash,
    ) ?? { good: 0 };
    const approved = store.get<{ hash: string }>(
      `select r.definition_hash as hash from approvals a join runs r on r.id = a.run
       where a.task = ? and a.state = 'approved' order by a.id desc limit 1`,
      task,
    )?.hash;
    return {
      succeeded: good,
      changedSinceApproval: approved !== undefined && approved !== hash,
      failuresInRow: health.of(task)?.failuresInRow ?? 0,
    };
  };
}
