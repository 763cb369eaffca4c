/** One sentence for what became of a slot, a run, a task. Every word of it is a row's. */
import type { Away, Pause } from '#shared/nouns/slot.ts';
import type { RunRow } from '../runs/records.ts';
import { clockWords } from './local-words.ts';
import { pauseEnd, pauseWords } from './pause-words.ts';
import type { SlotRow } from './slot-queries.ts';

/** A run that starts this late after its moment stood in the queue. */
const LATE_MS = 60_000;

/** What the sentence about a slot is made of, besides its row. */
export interface SlotFacts {
  readonly run?: RunRow | undefined;
  /** When its first attempt started. */
  readonly started?: number | undefined;
  /** The absence or the pause that covered its moment. */
  readonly away?: Away | undefined;
  readonly pause?: Pause | undefined;
  readonly now: number;
}

/** `at 09:00`, `on Sat 28 Mar at 09:00`. */
export function atWords(moment: number, now: number): string {
  const words = clockWords(moment, now);
  const space = words.lastIndexOf(' ');
  return space === -1 ? `at ${words}` : `on ${words.slice(0, space)} at ${words.slice(space + 1)}`;
}

/** `from 08:30 to 10:00`. */
export function spanWords(from: number, to: number, now: number): string {
  return `from ${clockWords(from, now)} to ${clockWords(to, now)}`;
}

type Ended = Pick<RunRow, 'state' | 'exit_code' | 'message'>;

/** `succeeded`, `failed: step 2 (build): ended with exit code 1`, `is still going`. */
export function endWords({ state, exit_code, message }: Ended & { attempt?: number }): string {
  const why = message === null ? '' : `: ${message}`;
  switch (state) {
    case 'queued':
      return 'waits in the queue';
    case 'awaiting_approval':
      return 'waits for approval';
    case 'running':
      return 'is still going';
    case 'succeeded':
      return 'succeeded';
    case 'failed': {
      const code = exit_code === null ? '' : `exit code ${exit_code}`;
      if (code === '' || why.includes(code)) return `failed${why}`;
      return why === '' ? `failed with ${code}` : `failed with ${code}${why}`;
    }
    case 'timed_out':
      return `timed out${why}`;
    case 'cancelled':
      return `was cancelled${why}`;
    case 'interrupted':
      return `was interrupted${why}`;
    case 'denied':
      return `was denied${why}`;
  }
}

export function slotVerdict(row: SlotRow, facts: SlotFacts): string {
  const { now, run } = facts;
  const when = row.count === 1 ? atWords(row.due, now) : `at its ${row.count} moments ${rowSpan(row, now)}`;
  const due =
    row.count === 1 ? `was due ${atWords(row.due, now)}` : `was due ${row.count} times ${rowSpan(row, now)}`;
  switch (row.state) {
    case 'ran':
      return ranVerdict(row, facts);
    case 'caught_up':
      return caughtUpVerdict(row, facts);
    case 'coalesced':
      return `It did not run of its own ${when}: ${row.reason}${run ? `; run #${run.id} ${endWords(run)}` : ''}`;
    case 'skipped':
    case 'blocked':
    case 'missed':
      return `It did not run ${when}: ${row.reason}`;
    case 'waiting':
      return `It ${due}; ${row.reason}`;
    case 'held':
      return `It ${due} and is held: ${facts.pause ? wasPausedWords(facts.pause, now) : row.reason}`;
  }
}

function ranVerdict(row: SlotRow, { run, started, now }: SlotFacts): string {
  const due = atWords(row.due, now);
  if (!run) return `It ran ${due}${row.run === null ? '' : ` as run #${row.run}`}`;
  if (started === undefined) {
    return run.ended_at === null
      ? `It was due ${due} and ${endWords(run)} as run #${run.id}`
      : `It was due ${due}; run #${run.id} ${endWords(run)}, before it started`;
  }
  if (run.state === 'queued') {
    const failed = run.message === null ? '' : `: ${run.message}`;
    return `It ran ${due} as run #${run.id} and waits for attempt ${run.attempt} of ${run.max_attempts}${failed}`;
  }
  const late = row.code === 'condition_came_true' || started - row.due > LATE_MS;
  if (late) return `It was due ${due}, ran ${atWords(started, now)} as run #${run.id} and ${endWords(run)}`;
  return run.state === 'running'
    ? `It started ${due} as run #${run.id} and ${endWords(run)}`
    : `It ran ${due} as run #${run.id} and ${endWords(run)}`;
}

function caughtUpVerdict(row: SlotRow, { run, started, away, pause, now }: SlotFacts): string {
  const moment =
    row.count === 1
      ? `the moment of ${clockWords(row.due, now)} was`
      : `the ${row.count} moments ${rowSpan(row, now)} were`;
  const when = atWords(started ?? row.decided_at, now);
  const which = run
    ? ` as run #${run.id}, which ${endWords(run)}`
    : row.run === null
      ? ''
      : ` as run #${row.run}`;
  const caught = `${moment} caught up ${when}${which}`;
  if (row.code === 'after_pause' && pause) return `${upper(wasPausedWords(pause, now))}; ${caught}`;
  return away ? `${awayWords(away, now)}; ${caught}` : `${upper(caught)}; ${row.reason}`;
}

export function rowSpan(row: SlotRow, now: number): string {
  return spanWords(row.due, row.last_due, now);
}

/** `Luka was not running from 08:30 to 10:00`. */
export function awayWords({ kind, from, to }: Away, now: number): string {
  const span = spanWords(Date.parse(from), Date.parse(to), now);
  switch (kind) {
    case 'downtime':
      return `Luka was not running ${span}`;
    case 'sleep':
      return `The machine slept ${span}`;
    case 'clock':
      return `The clock was moved ${span}`;
  }
}

/** `the task was paused from 08:00 to 10:00`, while it is in force `everything is paused since 08:00, until you resume it`. */
export function wasPausedWords(pause: Pause, now: number): string {
  const { scope, from } = pause;
  const who = 'all' in scope ? 'everything' : 'task' in scope ? 'the task' : `every task tagged ${scope.tag}`;
  const end = pauseEnd(pause);
  return end <= now
    ? `${who} was paused ${spanWords(Date.parse(from), end, now)}`
    : `${who} is paused since ${clockWords(Date.parse(from), now)}, ${pauseWords(pause, now)}`;
}

export function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
