/** Which missed moments are made up for, and how. Pure: missed moments in, one verdict for each out. */
import type { Absence, CatchUp, CatchUpPolicy } from '#shared/nouns/schedule-policy.ts';
import type { SlotCode } from '#shared/nouns/slot.ts';
import { clockWords, lengthWords } from './local-words.ts';

/** One moment, or many older ones that are told as one: `count` of them from `due` to `lastDue`. The newest stand alone. */
export interface MissedMoment {
  readonly due: number;
  readonly lastDue: number;
  readonly count: number;
  readonly absence: Absence;
  /** What kept it from being noticed in time, as a clause: `the machine slept from 23:10 to 07:02`. */
  readonly because: string;
}

export type Verdict =
  /** It becomes a run of its own. */
  | {
      readonly moment: MissedMoment;
      readonly action: 'run';
      readonly code: SlotCode;
      readonly reason: string;
    }
  /** The run of the moment that all of this kind are merged into does its work. */
  | {
      readonly moment: MissedMoment;
      readonly action: 'join';
      readonly code: SlotCode;
      readonly reason: string;
    }
  | {
      readonly moment: MissedMoment;
      readonly action: 'miss';
      readonly code: SlotCode;
      readonly reason: string;
    };

const ALL_MAX = 20;
const ALL_WITHIN_MS = 86_400_000;

const AFTER: Record<Absence, SlotCode> = {
  downtime: 'after_downtime',
  sleep: 'after_sleep',
  pause: 'after_pause',
};

export function catchUpPolicy(catchUp: CatchUp | undefined, absence: Absence): CatchUpPolicy {
  if (catchUp === undefined) return 'latest';
  if (typeof catchUp === 'string' || 'all' in catchUp) return catchUp;
  return catchUp[absence] ?? 'latest';
}

/**
 * @param missed moments of one trigger, oldest first
 * @param live a moment that is on time right now: it makes up for those of `latest`, no second run is needed
 */
export function planCatchUp(
  missed: readonly MissedMoment[],
  catchUp: CatchUp | undefined,
  now: number,
  live?: number,
): Verdict[] {
  const latest = missed.filter((moment) => catchUpPolicy(catchUp, moment.absence) === 'latest');
  const carrier = live === undefined ? latest.at(-1) : undefined;
  const into = live ?? carrier?.lastDue;
  const left = remaining(missed, catchUp, now);
  return missed.map((moment): Verdict => {
    const policy = catchUpPolicy(catchUp, moment.absence);
    if (policy === 'skip') {
      const reason = `${moment.because}; the task says not to make up for it`;
      return { moment, action: 'miss', code: 'catch_up_off', reason };
    }
    if (policy === 'latest') {
      if (moment === carrier)
        return { moment, action: 'run', code: AFTER[moment.absence], reason: made(moment) };
      const reason = `${moment.because}; one run for all, that of ${clockWords(into!, now)}`;
      return { moment, action: 'join', code: 'one_for_all', reason };
    }
    const { max, within } = bounds(policy);
    if (now - moment.due > within) {
      const reason = `${moment.because}; it is longer ago than ${lengthWords(within)}, the most that is made up for`;
      return { moment, action: 'miss', code: 'too_old', reason };
    }
    if (!left.has(moment)) {
      const reason = `${moment.because}; only the newest ${max} are made up for`;
      return { moment, action: 'miss', code: 'too_many', reason };
    }
    return { moment, action: 'run', code: AFTER[moment.absence], reason: made(moment) };
  });
}

/** Of the moments that are each made up for, the newest that are within the bounds. */
function remaining(
  missed: readonly MissedMoment[],
  catchUp: CatchUp | undefined,
  now: number,
): Set<MissedMoment> {
  const kept = new Set<MissedMoment>();
  const counts = new Map<Absence, number>();
  for (const moment of missed.toReversed()) {
    const policy = catchUpPolicy(catchUp, moment.absence);
    if (policy === 'latest' || policy === 'skip') continue;
    const { max, within } = bounds(policy);
    const count = counts.get(moment.absence) ?? 0;
    if (count >= max || now - moment.due > within || moment.count > 1) continue;
    counts.set(moment.absence, count + 1);
    kept.add(moment);
  }
  return kept;
}

function bounds(policy: Exclude<CatchUpPolicy, 'latest' | 'skip'>): { max: number; within: number } {
  const said = policy === 'all' ? {} : policy.all;
  return { max: said.max ?? ALL_MAX, within: said.within ?? ALL_WITHIN_MS };
}

function made(moment: MissedMoment): string {
  return `made up for: ${moment.because}`;
}
