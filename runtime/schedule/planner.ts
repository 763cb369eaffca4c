/**
 * What one trigger's moments up to now come to: at most one is on time, the others were missed and are caught up, merged
 * or let go. Pure: the same moments, absences and pauses give the same plan.
 */
import type { Absence, CatchUp } from '#shared/nouns/schedule-policy.ts';
import { planCatchUp, type MissedMoment, type Verdict } from './catch-up.ts';
import { clockWords, lengthWords } from './local-words.ts';

/** A moment that is noticed within this is on time: a busy machine, a start that took a while. */
export const ON_TIME_MS = 60_000;
/** Missed moments of one trigger that get an entry each; older ones are told as one. */
export const MOST_ENTRIES = 500;

export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Absent extends Span {
  /** `fault`: the task's file had errors. */
  readonly kind: 'downtime' | 'sleep' | 'clock' | 'fault';
}
export interface PauseSpan extends Span {
  /** `to` is Infinity while it is in force. */
  readonly words: string;
}

export interface Due {
  /** The newest moments, ascending. */
  readonly moments: readonly number[];
  /** Older ones, told as one. */
  readonly older?: { readonly from: number; readonly to: number; readonly count: number } | undefined;
}

export interface Plan {
  /** The moment that is on time. */
  readonly live?: number;
  /** Due while a pause is in force: decided when it ends. */
  readonly held: readonly MissedMoment[];
  readonly verdicts: readonly Verdict[];
}

export function planDue(
  due: Due,
  context: {
    readonly now: number;
    readonly catchUp: CatchUp | undefined;
    readonly absent: readonly Absent[];
    /** Pauses that cover the task. */
    readonly pauses: readonly PauseSpan[];
  },
): Plan {
  const { now, catchUp, absent, pauses } = context;
  const held: MissedMoment[] = [];
  const missed: MissedMoment[] = [];
  let live: number | undefined;
  const all = [
    ...(due.older ? [{ due: due.older.from, lastDue: due.older.to, count: due.older.count }] : []),
    ...due.moments.map((moment) => ({ due: moment, lastDue: moment, count: 1 })),
  ];
  for (const [index, moment] of all.entries()) {
    // Many moments told as one are judged by the last of them.
    const at = moment.lastDue;
    const pause = pauses.find((span) => span.from <= at && at < span.to);
    if (pause) {
      const noticed = { ...moment, absence: 'pause' as const, because: pause.words };
      if (now < pause.to) held.push(noticed);
      else missed.push(noticed);
      continue;
    }
    const absence = absent.find((span) => span.from < at && at <= span.to);
    if (!absence && index === all.length - 1 && moment.count === 1 && now - at <= ON_TIME_MS) live = at;
    else missed.push({ ...moment, ...explain(at, absence, now) });
  }
  return {
    ...(live === undefined ? {} : { live }),
    held,
    verdicts: planCatchUp(missed, catchUp, now, live),
  };
}

function explain(
  moment: number,
  absence: Absent | undefined,
  now: number,
): { absence: Absence; because: string } {
  if (!absence)
    return { absence: 'sleep', because: `it was noticed ${lengthWords(now - moment)} after its time` };
  const span = `from ${clockWords(absence.from, now)} to ${clockWords(absence.to, now)}`;
  switch (absence.kind) {
    case 'downtime':
      return { absence: 'downtime', because: `Luka was not running ${span}` };
    case 'sleep':
      return { absence: 'sleep', because: `the machine slept ${span}` };
    case 'fault':
      return { absence: 'downtime', because: `the task's file had errors ${span}` };
    case 'clock':
      return { absence: 'sleep', because: `the clock was moved ${span}` };
  }
}
