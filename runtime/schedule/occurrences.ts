/** When time triggers are due: pure functions of the trigger and a range of moments (ms since 1970). */
import type { TimeTrigger } from '#shared/nouns/trigger.ts';
import { calendarOf } from './cron-calendar.ts';
import { momentOf } from './wall-text.ts';
import { ZonedCalendar } from './zoned-calendar.ts';
import { isZone, zoneOf } from './zone.ts';

/** In the year 275760: no Date is later (ECMA-262, "Time Values and Time Range"). */
const LAST_MOMENT = 8.64e15;

/**
 * The first moment later than `after`; undefined where none comes any more.
 * @throws Error for a trigger that validateTimeTrigger() refuses
 */
export function nextOccurrence(trigger: TimeTrigger, after: number): number | undefined {
  if ('cron' in trigger) return calendarIn(trigger).next(after);
  if ('every' in trigger) {
    const anchor = anchorOf(trigger);
    const moment = anchor + (steps(trigger, anchor, after) + 1) * trigger.every;
    return moment > LAST_MOMENT ? undefined : moment;
  }
  const at = onlyMoment(trigger);
  return at > after ? at : undefined;
}

/** after < moment <= upTo, ascending. Each is computed when it is asked for: a long range may be taken in parts. */
export function* occurrences(trigger: TimeTrigger, after: number, upTo: number): Generator<number> {
  let moment = nextOccurrence(trigger, after);
  for (; moment !== undefined && moment <= upTo; moment = nextOccurrence(trigger, moment)) yield moment;
}

export interface LastOccurrences {
  /** The latest of the range, ascending. */
  readonly last: number[];
  /** How many the range has in all. */
  readonly count: number;
}

/**
 * The latest `most` of after < moment <= upTo, and how many there are. It takes a step for each matching day and
 * `most` more, each of some microseconds: a month of `* * * * * *` well under a millisecond, a year of weekdays 5 ms.
 */
export function lastOccurrences(
  trigger: TimeTrigger,
  after: number,
  upTo: number,
  most: number,
): LastOccurrences {
  if (upTo <= after) return { last: [], count: 0 };
  if ('cron' in trigger) {
    const calendar = calendarIn(trigger);
    const last = calendar.newestFirst(after, upTo).take(most).toArray().reverse();
    return { last, count: calendar.count(after, upTo) };
  }
  if ('every' in trigger) {
    const anchor = anchorOf(trigger);
    const [first, end] = [steps(trigger, anchor, after) + 1, steps(trigger, anchor, upTo) + 1];
    const length = Math.min(most, end - first);
    const last = Array.from({ length }, (_, index) => anchor + (end - length + index) * trigger.every);
    return { last, count: end - first };
  }
  const at = onlyMoment(trigger);
  const inRange = at > after && at <= upTo;
  return { last: inRange && most > 0 ? [at] : [], count: inRange ? 1 : 0 };
}

/**
 * Why a trigger can never be due, in words that end a sentence about it; undefined where it can. A moment in the past
 * is no fault: it was due once.
 * @param after a cron expression with years has to come later than this; 1970 where left out
 */
export function validateTimeTrigger(trigger: TimeTrigger, after = 0): string | undefined {
  const tz = 'tz' in trigger ? trigger.tz : undefined;
  if (tz !== undefined && !isZone(tz)) return `"${tz}" is no time zone`;
  if ('every' in trigger) {
    if (!(trigger.every > 0)) return 'every must be longer than 0';
    const wrong = trigger.anchor === undefined ? undefined : notAMoment(trigger.anchor);
    if (wrong !== undefined) return wrong;
    return nextOccurrence(trigger, after) === undefined ? 'every is so long that it never comes' : undefined;
  }
  if ('at' in trigger) return notAMoment(trigger.at);
  const { cron } = trigger;
  if (cron.trim().toLowerCase() === '@reboot') return '"@reboot" is no time; use the trigger startup';
  if (/^\s*\d{4}-\d/.test(cron)) return `"${cron}" is a moment, not a cron expression; use the trigger at`;
  try {
    return nextOccurrence(trigger, after) === undefined ? `"${cron}" never comes` : undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `"${cron}" is not a cron expression: ${error.message.replace(/^CronPattern: /, '')}`;
  }
}

export function zonedCalendarOf(cron: string, tz: string | undefined): ZonedCalendar {
  return new ZonedCalendar(calendarOf(cron), zoneOf(tz));
}

function calendarIn(trigger: Extract<TimeTrigger, { cron: string }>): ZonedCalendar {
  return zonedCalendarOf(trigger.cron, trigger.tz);
}

function notAMoment(text: string): string | undefined {
  return Number.isNaN(momentOf(text, undefined)) ? `"${text}" is no moment` : undefined;
}

function onlyMoment(trigger: Extract<TimeTrigger, { at: string }>): number {
  return momentOf(trigger.at, trigger.tz);
}

/** Moments are before the anchor too: it says where they lie, not when they begin. */
function anchorOf(trigger: Extract<TimeTrigger, { every: number }>): number {
  return trigger.anchor === undefined ? 0 : momentOf(trigger.anchor, undefined);
}

/** How many whole intervals lie between the anchor and a moment. */
function steps(trigger: { every: number }, anchor: number, moment: number): number {
  return Math.floor((moment - anchor) / trigger.every);
}
