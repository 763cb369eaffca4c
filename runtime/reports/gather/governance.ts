/** Tasks by owner and phase, how they do, and everything that is open with where it stands. */
import type { DatabaseSync } from 'node:sqlite';
import { PRIORITIES, type Priority } from '#shared/nouns/priority.ts';
import type { Governance, GovernanceGroup, ToDo } from '#shared/nouns/report.ts';
import { isoAt } from '../../clock.ts';
import type { KnownTask } from '../facts.ts';
import { gatherOpen, type OpenRun, type OpenThings } from './open.ts';
import { gatherWritten } from './written-to-dos.ts';

const MOST = 500;
/** Who decides, and who mends where a task names nobody. */
const DECIDES = 'GG';
const MENDS = 'CLS';

export async function gatherGovernance(
  db: DatabaseSync,
  options: {
    readonly tasks: readonly KnownTask[];
    readonly reports: string;
    readonly now: number;
    readonly days: number;
  },
): Promise<Governance> {
  const { tasks, reports, now, days } = options;
  const open = gatherOpen(db, tasks, now);
  const toDos = [...openToDos(open, tasks), ...(await gatherWritten(db, reports))];
  return {
    at: isoAt(now),
    days,
    groups: groupsOf(db, { tasks, open, from: now - days * 86_400_000, to: now + 1 }),
    toDos: toDos.slice(0, MOST),
    more: toDos.length > MOST,
  };
}

function groupsOf(
  db: DatabaseSync,
  { tasks, open, from, to }: { tasks: readonly KnownTask[]; open: OpenThings; from: number; to: number },
): GovernanceGroup[] {
  const counts = db.prepare(
    `select count(*) as runs, coalesce(sum(state <> 'succeeded'), 0) as bad from runs
     where task = ? and ended_at is not null and ended_at >= ? and ended_at < ? and state not in ('cancelled', 'denied') and service is null`,
  );
  const stopped = new Set(open.quarantined.map(({ task }) => task));
  const asked = countBy(open.approvals);
  const waiting = countBy(open.results);
  const groups = Map.groupBy(tasks, ({ owner, phase }) =>
    JSON.stringify([owner?.toLocaleLowerCase('en') ?? null, phase?.toLocaleLowerCase('en') ?? null]),
  );
  const groupOf = (group: readonly KnownTask[]): GovernanceGroup => {
    const known = group.map(({ id, title, priority, state }) => {
      const { runs, bad } = counts.get(id, from, to) as { runs: number; bad: number };
      return { id, title, priority, state, runs, bad, quarantined: stopped.has(id) };
    });
    const sum = (of: (task: (typeof known)[number]) => number) =>
      known.reduce((all, task) => all + of(task), 0);
    const runs = sum((task) => task.runs);
    const bad = sum((task) => task.bad);
    const [{ owner, phase }] = group as readonly [KnownTask, ...KnownTask[]];
    return {
      ...(owner === undefined ? {} : { owner }),
      ...(phase === undefined ? {} : { phase }),
      tasks: known.toSorted(
        (a, b) =>
          PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || a.title.localeCompare(b.title),
      ),
      priorities: prioritiesOf(group),
      runs,
      bad,
      ...(runs === 0 ? {} : { success: (runs - bad) / runs }),
      approvals: sum(({ id }) => asked.get(id) ?? 0),
      results: sum(({ id }) => waiting.get(id) ?? 0),
    };
  };
  return [...groups.values()]
    .map(groupOf)
    .toSorted((a, b) => named(a.owner, b.owner) || named(a.phase, b.phase));
}

/** By name; what has none comes last. */
function named(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a.localeCompare(b);
}

function prioritiesOf(tasks: readonly KnownTask[]): Partial<Record<Priority, number>> {
  const counts: Partial<Record<Priority, number>> = {};
  for (const { priority } of tasks) counts[priority] = (counts[priority] ?? 0) + 1;
  return counts;
}

function countBy(runs: readonly OpenRun[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { task } of runs) if (task !== undefined) counts.set(task, (counts.get(task) ?? 0) + 1);
  return counts;
}

function openToDos(open: OpenThings, tasks: readonly KnownTask[]): ToDo[] {
  const known = new Map(tasks.map((task) => [task.id, task]));
  const mends = (task: string | undefined) =>
    (task === undefined ? undefined : known.get(task)?.owner) ?? MENDS;
  const said = (text: string | undefined) => (text === undefined || text === '' ? {} : { text });
  return [
    ...open.approvals.map(({ id, title, since }): ToDo => ({
      phase: 'approve',
      task: title,
      owner: DECIDES,
      since: isoAt(since),
      source: { kind: 'approval', id },
    })),
    ...open.results.map(({ run, title, since }): ToDo => ({
      phase: 'validate',
      task: `the result of ${title}`,
      owner: DECIDES,
      since: isoAt(since),
      source: { kind: 'result', id: run },
    })),
    ...open.answers.map(({ id, question, since }): ToDo => ({
      phase: 'answer',
      task: question,
      owner: DECIDES,
      since: isoAt(since),
      source: { kind: 'answer', id },
    })),
    ...open.quarantined.map(({ task, since, reason }): ToDo => ({
      phase: 'mend',
      task: `${known.get(task)?.title ?? task} is in quarantine`,
      owner: mends(task),
      since: isoAt(since),
      source: { kind: 'quarantine', id: task, ...said(reason) },
    })),
    ...open.failing.map(({ run, task, title, since, message }): ToDo => ({
      phase: 'mend',
      task: title,
      owner: mends(task),
      since: isoAt(since),
      source: { kind: 'run', id: run, ...said(message) },
    })),
  ];
}
