/** What ran in a time, by task, and how long it took against what it usually takes. */
import type { DatabaseSync } from 'node:sqlite';
import type { RunState } from '#shared/nouns/run.ts';
import type { KnownTask, ReportFacts, TaskRuns } from '../facts.ts';
import type { Period } from '../period.ts';

const USUAL_DAYS = 30;
/** Of so many newest successes: more do not move the middle. */
const USUAL_RUNS = 500;
const LEAST_USUAL = 3;

interface EndedRow {
  readonly id: number;
  readonly task: string | null;
  readonly title: string;
  readonly state: RunState;
  readonly duration_ms: number | null;
  readonly service: number | null;
  readonly owner: string | null;
  readonly phase: string | null;
}

export function gatherRuns(
  db: DatabaseSync,
  { from, to }: Period,
  tasks: ReadonlyMap<string, KnownTask>,
): Pick<ReportFacts, 'runs' | 'services'> {
  const rows = db
    .prepare(
      // What an order says of itself stands in its definition; what a task says, in its file.
      `select runs.id, task, title, state, duration_ms, service,
              case when task is null then json_extract(body, '$.owner') end as owner,
              case when task is null then json_extract(body, '$.phase') end as phase
       from runs left join definitions on task is null and hash = definition_hash
       where ended_at is not null and ended_at >= ? and ended_at < ? order by ended_at`,
    )
    .all(from, to) as unknown as EndedRow[];
  const usual = db.prepare(
    `select duration_ms as ms from runs
     where task = ? and ended_at is not null and ended_at >= ? and ended_at < ? and state = 'succeeded'
     order by ended_at desc limit ${USUAL_RUNS}`,
  );
  const before = from - USUAL_DAYS * 86_400_000;
  const groups = Map.groupBy(
    rows.filter(({ service }) => service === null),
    ({ task, title }) => (task === null ? `order ${title}` : `task ${task}`),
  );
  const runs = [...groups.values()].map((group): TaskRuns => {
    const newest = group.at(-1)!;
    const known = newest.task === null ? undefined : tasks.get(newest.task);
    const good = group.filter(({ state }) => state === 'succeeded');
    const bad = group.filter(({ state }) => hasFailed(state)).length;
    const denied = group.filter(({ state }) => state === 'denied').length;
    const longest = good.reduce<EndedRow | undefined>(
      (most, row) => ((row.duration_ms ?? 0) > (most?.duration_ms ?? -1) ? row : most),
      undefined,
    );
    const usually =
      newest.task === null
        ? []
        : (usual.all(newest.task, before, from) as { ms: number | null }[]).flatMap(({ ms }) => ms ?? []);
    return {
      task: newest.task ?? undefined,
      title: known?.title ?? newest.title,
      owner: known?.owner ?? newest.owner ?? undefined,
      phase: known?.phase ?? newest.phase ?? undefined,
      good: good.length,
      bad,
      denied,
      cancelled: group.length - good.length - bad - denied,
      medianMs: median(good.flatMap(({ duration_ms }) => duration_ms ?? [])),
      longest: longest?.duration_ms == null ? undefined : { run: longest.id, ms: longest.duration_ms },
      usualMs: usually.length < LEAST_USUAL ? undefined : median(usually),
    };
  });
  const lives = Map.groupBy(
    rows.filter(({ service }) => service !== null),
    ({ task, title }) => task ?? title,
  );
  return {
    runs: runs.toSorted((a, b) => b.bad - a.bad || total(b) - total(a) || a.title.localeCompare(b.title)),
    services: [...lives].map(([task, all]) => ({
      task: tasks.get(task)?.title ?? task,
      ended: all.length,
      bad: all.filter(({ state }) => hasFailed(state)).length,
    })),
  };
}

/** What somebody denied was decided, not tried. */
function hasFailed(state: RunState): boolean {
  return state === 'failed' || state === 'timed_out' || state === 'interrupted';
}

function total({ good, bad, cancelled, denied }: TaskRuns): number {
  return good + bad + cancelled + denied;
}

/** Of an even number the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}
