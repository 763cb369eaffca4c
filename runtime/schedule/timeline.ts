/** One stretch of time: what was due and came of it, what is to come, when the schedule could not be kept. */
import { setImmediate as otherWork } from 'node:timers/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { scheduleEndpoints } from '#shared/http/schedule.ts';
import type { Pause, Slot, Upcoming } from '#shared/nouns/slot.ts';
import { isoAt } from '../clock.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { pauseHolds } from './pause-words.ts';
import { toSlot, type SlotQueries } from './slot-queries.ts';
import { eachUpcoming, type Obstacles } from './upcoming.ts';

export type Timeline = ResponseOf<(typeof scheduleEndpoints)['getTimeline']>;

/** A week in which the clock is set back is an hour longer. */
const LONGEST_MS = 7 * 86_400_000 + 3_600_000;
const MOST_SLOTS = 5_000;
const MOST_UPCOMING = 5_000;
/** Slots, and moments to come, between two looks at other work. */
const SLOTS_AT_ONCE = 250;
const MOMENTS_AT_ONCE = 50;

export interface TimelineQuestion {
  readonly queries: SlotQueries;
  readonly tasks: readonly LoadedTask[];
  /** From this moment on, before `to`, ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly task?: string | undefined;
  readonly obstacles: Obstacles;
  /** The machine's zone. */
  readonly tz: string;
}

/** Where there is more than can be told, the slots are the newest and the moments to come the next. @throws LukaError request_invalid */
export async function timeline(question: TimelineQuestion): Promise<Timeline> {
  const { queries, tasks, from, to, now, task, tz } = question;
  if (to <= from) {
    throw new LukaError('request_invalid', {
      message: 'the stretch ends before it begins',
      remedy: 'give a "to" that is later than "from"',
    });
  }
  if (to - from > LONGEST_MS) {
    throw new LukaError('request_invalid', {
      message: 'the stretch is longer than 7 days',
      remedy: 'ask for at most 7 days at once',
    });
  }
  const past = await slotsOf(question);
  const coming = await upcomingOf(question, past.slots);
  const asked = tasks.find((one) => one.id === task);
  const concerns = ({ scope }: Pause) =>
    task === undefined || pauseHolds(scope, task, asked?.definition?.tags);
  return {
    now: isoAt(now),
    tz,
    slots: past.slots,
    upcoming: coming.upcoming,
    away: queries.away(from, to),
    pauses: queries.pauses(from, to).filter(concerns),
    more: past.more || coming.more,
  };
}

/** Oldest first. */
async function slotsOf({
  queries,
  from,
  to,
  task,
}: TimelineQuestion): Promise<{ slots: Slot[]; more: boolean }> {
  const slots: Slot[] = [];
  for (let before: number | undefined = to; before !== undefined;) {
    const page = queries.list({ from, to: before, task, limit: SLOTS_AT_ONCE });
    slots.push(...page.slots);
    before = page.next === undefined ? undefined : Date.parse(page.next);
    if (slots.length > MOST_SLOTS) return { slots: slots.slice(0, MOST_SLOTS).reverse(), more: true };
    await otherWork();
  }
  const spanning = queries.spanning(from, task).map((row) => toSlot(row));
  const all = [...spanning, ...slots.reverse()];
  return { slots: all.slice(-MOST_SLOTS), more: all.length > MOST_SLOTS };
}

async function upcomingOf(
  { tasks, from, to, now, task, obstacles }: TimelineQuestion,
  slots: readonly Slot[],
): Promise<{ upcoming: Upcoming[]; more: boolean }> {
  const found: Upcoming[] = [];
  if (to <= now) return { upcoming: found, more: false };
  // A clock that was set back leaves slots later than now: what has its outcome is not to come.
  const later = slots.filter(({ due }) => Date.parse(due) > now);
  const accounted = new Set(later.map((slot) => `${slot.task} ${slot.trigger} ${slot.due}`));
  const asked = task === undefined ? tasks : tasks.filter((one) => one.id === task);
  let sinceOtherWork = 0;
  for (const { key, tell } of eachUpcoming({ tasks: asked, from: Math.max(from, now + 1), to, obstacles })) {
    if (found.length === MOST_UPCOMING) return { upcoming: found, more: true };
    const moment = tell();
    if (!accounted.has(`${moment.task} ${key} ${moment.due}`)) found.push(moment);
    sinceOtherWork += 1;
    if (sinceOtherWork < MOMENTS_AT_ONCE) continue;
    sinceOtherWork = 0;
    await otherWork();
  }
  return { upcoming: found, more: false };
}
