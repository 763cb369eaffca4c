/** Writes down runs that ended: raw, in their hour and day, and whether they took unusually long. */
import type { Figures } from '../figures/figures.ts';
import { RollUp } from '../figures/roll-up.ts';
import { outcomeOf, toNoted, type NotedFacts, type RawRow, type RunFacts } from '../figures/run-facts.ts';
import { judgeDuration, usualOf } from '../unusual/judge-duration.ts';
import type { Histories } from '../unusual/histories.ts';
import { rebuildBuckets } from './rebuild.ts';

export interface NotedRun {
  readonly facts: RunFacts;
  readonly isUnusual: boolean;
}

/**
 * Within a transaction of the caller's. A run that was noted already counts once, whatever is told of it again; one that
 * ended anew since then counts as it ended last.
 */
export function noteRuns(figures: Figures, runs: readonly RunFacts[], histories: Histories): NotedRun[] {
  const rollUp = new RollUp();
  const again: NotedFacts[] = [];
  const noted: NotedRun[] = [];
  for (const facts of runs) {
    const before = figures.get<RawRow>(
      'select * from runs where run = ? and queued_at = ?',
      facts.run,
      facts.queuedAt,
    );
    if (before && before.ended_at === facts.endedAt && before.state === facts.state) continue;
    // Whether the outcome changed is a matter of the run before, which a run noted once knew already.
    const flip = before ? (before.flip === 0 ? 0 : 1) : flipOf(figures, facts);
    const one: NotedFacts = { ...facts, flip };
    insert(figures, one);
    if (before) {
      again.push(toNoted(before), one);
      figures.run('delete from unusual where run = ? and queued_at = ?', facts.run, facts.queuedAt);
    } else rollUp.add(one);
    noted.push({ facts, isUnusual: judge(figures, facts, histories) });
  }
  rollUp.write(figures);
  rebuildBuckets(figures, again);
  return noted;
}

function insert(figures: Figures, facts: NotedFacts): void {
  figures.run(
    `insert or replace into runs (run, queued_at, task, state, cause, ended_at, duration_ms, wait_ms, late_ms, attempt,
       flip, hour, day, day_at, cell) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    facts.run,
    facts.queuedAt,
    facts.task,
    facts.state,
    facts.cause,
    facts.endedAt,
    facts.durationMs,
    facts.waitMs,
    facts.lateMs,
    facts.attempt,
    facts.flip,
    facts.hour,
    facts.day,
    facts.dayAt,
    facts.cell,
  );
}

function flipOf(figures: Figures, { task, state }: RunFacts): 0 | 1 {
  const outcome = outcomeOf(state);
  if (outcome === undefined || task === '') return 0;
  const before = figures.get<{ last_outcome: string | null }>(
    'select last_outcome from tasks where task = ?',
    task,
  )?.last_outcome;
  figures.run(
    `insert into tasks (task, last_outcome) values (?, ?)
     on conflict (task) do update set last_outcome = excluded.last_outcome`,
    task,
    outcome,
  );
  return before == null || before === outcome ? 0 : 1;
}

function judge(figures: Figures, facts: RunFacts, histories: Histories): boolean {
  const { run, queuedAt, task, state, durationMs, endedAt, day } = facts;
  if (state !== 'succeeded' || durationMs === null || task === '') return false;
  const history = histories.of(task, facts);
  const usual = usualOf(history);
  histories.add(task, durationMs);
  figures.run(
    `insert into tasks (task, last_ok_run, last_ok_queued) values (?, ?, ?)
     on conflict (task) do update set last_ok_run = excluded.last_ok_run, last_ok_queued = excluded.last_ok_queued`,
    task,
    run,
    queuedAt,
  );
  if (!usual || judgeDuration(durationMs, usual) === undefined) return false;
  figures.run(
    `insert or replace into unusual (run, queued_at, task, at, day, duration_ms, usual_ms, low_ms, high_ms, history)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    run,
    queuedAt,
    task,
    endedAt,
    day,
    durationMs,
    usual.usualMs,
    usual.lowMs,
    usual.highMs,
    usual.history,
  );
  return true;
}
