/** What each record has to say about a moment, as facts with their source. */
import type { Away, Evidence, Pause, SlotCode } from '#shared/nouns/slot.ts';
import { isoAt } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { clockWords } from './local-words.ts';
import { dayWords } from './pause-words.ts';
import type { SlotQueries, SlotRow } from './slot-queries.ts';
import type { SlotSubject } from './slot-ledger.ts';
import type { TaskScheduleState } from './task-states.ts';
import { awayWords, rowSpan, spanWords, upper, wasPausedWords } from './why-words.ts';

type Source = Evidence['source'];

/** Which record a decision rests on, and so which facts come first. */
export const DECIDED_BY: Record<SlotCode, Source> = {
  on_time: 'schedule',
  condition_came_true: 'condition',
  after_downtime: 'catch-up',
  after_sleep: 'catch-up',
  after_pause: 'pause',
  one_for_all: 'catch-up',
  joined_waiting: 'overlap',
  superseded: 'overlap',
  overlap: 'overlap',
  queue_full: 'overlap',
  blackout: 'blackout',
  catch_up_off: 'catch-up',
  too_old: 'catch-up',
  too_many: 'catch-up',
  quarantined: 'quarantine',
  conditions_unmet: 'condition',
  waits_for_condition: 'condition',
  paused: 'pause',
  task_gone: 'task',
  refused: 'task',
  chain_too_long: 'schedule',
};
export const AWAY_SOURCE: Record<Away['kind'], Source> = {
  downtime: 'process',
  sleep: 'power',
  clock: 'clock',
};

/** That it was due, and what was decided about it. */
export function slotEvidence(row: SlotRow, now: number): Evidence[] {
  const when =
    row.count === 1 ? `Due at ${clockWords(row.due, now)}` : `Due ${row.count} times ${rowSpan(row, now)}`;
  const about = row.subject === null ? undefined : (JSON.parse(row.subject) as SlotSubject).text;
  const run = row.run === null ? {} : { run: row.run };
  return [
    {
      source: 'schedule',
      at: isoAt(row.due),
      text: `${when} by ${row.trigger}${about === undefined ? '' : `: ${about}`}`,
    },
    {
      // The pause is told by its own record.
      source: row.code === 'after_pause' ? 'catch-up' : DECIDED_BY[row.code],
      at: isoAt(row.decided_at),
      text: upper(row.reason),
      ...run,
    },
  ];
}

export function awayEvidence(away: Away, now: number): Evidence {
  return {
    source: AWAY_SOURCE[away.kind],
    at: away.from,
    text: `${awayWords(away, now)} (${away.source})`,
  };
}

export function pauseEvidence(pause: Pause, now: number): Evidence {
  const reason = pause.reason === undefined ? '' : `: ${pause.reason}`;
  return { source: 'pause', at: pause.from, text: `${upper(wasPausedWords(pause, now))}${reason}` };
}

/** Absences that cover a moment, which belongs to them from just after their beginning to their very end. */
export function awayAt(queries: SlotQueries, moment: number): Away[] {
  return queries.away(moment - 1, moment);
}

/** In force, or over and not yet proven sound, as the ledger has it now. */
export function quarantineEvidence(store: Store, task: string, at: number, now: number): Evidence[] {
  const row = store.get<{
    failures: number;
    quarantined_at: number | null;
    release_at: number | null;
    reason: string | null;
  }>('select failures, quarantined_at, release_at, reason from task_health where task = ?', task);
  if (!row || row.quarantined_at === null || row.quarantined_at > at) return [];
  const last = row.reason === null ? '' : `; last: ${row.reason}`;
  const failures = `after ${row.failures} failure${row.failures === 1 ? '' : 's'} in a row${last}`;
  const since = clockWords(row.quarantined_at, now);
  const text =
    row.release_at === null
      ? `In quarantine since ${since}, until it is released by hand, ${failures}`
      : row.release_at <= now
        ? `In quarantine ${spanWords(row.quarantined_at, row.release_at, now)} ${failures}`
        : `In quarantine since ${since}, until ${dayWords(row.release_at, now)}, ${failures}`;
  return [{ source: 'quarantine', at: isoAt(row.quarantined_at), text }];
}

/** What the task was at a moment, since when, and until when where that is over. */
export interface StateThen {
  /** `unknown` where Luka had not seen the task yet. */
  readonly state: TaskScheduleState | 'unknown';
  readonly from: number;
  readonly to?: number | undefined;
}

export function stateAt(store: Store, task: string, at: number): StateThen | undefined {
  const of = (sql: string) =>
    store.get<{ at: number; state: TaskScheduleState }>(
      `select at, state from task_states where task = ? and ${sql} limit 1`,
      task,
      at,
    );
  const then = of('at <= ? order by at desc');
  const next = of('at > ? order by at');
  if (then) return { state: then.state, from: then.at, to: next?.at };
  return next && { state: 'unknown', from: next.at };
}

/** @returns undefined where the task was as it should be */
export function stateWords({ state, from, to }: StateThen, now: number): string | undefined {
  const since = clockWords(from, now);
  const then = to === undefined ? '' : spanWords(from, to, now);
  switch (state) {
    case 'ready':
      return undefined;
    case 'unknown':
      return `Luka knows the task only since ${since}`;
    case 'disabled':
      return to === undefined
        ? `The task is switched off since ${since}`
        : `The task was switched off then, ${then}`;
    case 'invalid':
      return to === undefined
        ? `The file of the task has errors since ${since}`
        : `The file of the task had errors then, ${then}`;
    case 'gone':
      return to === undefined
        ? `The file of the task is gone since ${since}`
        : `The file of the task was not there then, ${then}`;
  }
}
