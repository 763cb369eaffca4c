/**
 * Days of the timeline that are over and settled, so that going back to one shows it at once. An event that may speak
 * of a past day makes them forgotten.
 */
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { Contract } from '#shared/http/contract.ts';
import { isSettled } from '../words/slot-state.ts';

export type Timeline = ResponseOf<Contract['getTimeline']>;

const KEPT = 40;
const days = new Map<string, Timeline>();

export function keptDay(key: string): Timeline | undefined {
  return days.get(key);
}

/** Keeps a day where nothing of it can change any more. @param to the day's end, ms since 1970 */
export function keepDay(key: string, to: number, timeline: Timeline): void {
  days.delete(key);
  if (Date.parse(timeline.now) < to || timeline.upcoming.length > 0 || !timeline.slots.every(isSettled))
    return;
  days.set(key, timeline);
  for (const old of days.keys()) if (days.size > KEPT) days.delete(old);
}

/**
 * Forgets what an event may have changed: a slot of the past that was decided now, an absence that was noticed, a
 * restart. Without an event: everything, for events may have been missed.
 */
export function forgetDaysAfter(event: Pick<LukaEvent, 'type' | 'at' | 'data'> | undefined): void {
  if (event === undefined || event.type === 'system.away' || event.type === 'system.started') days.clear();
  else if (event.type === 'slot.decided' || event.type === 'slot.waiting') {
    const due = dueOf(event);
    // A little late is on time: only a slot of long ago can belong to a day that is over.
    if (due === undefined || Date.parse(event.at) - due > 60_000) days.clear();
  }
}

/** The moment of the slot that an event carries, ms since 1970. */
function dueOf({ data }: Pick<LukaEvent, 'data'>): number | undefined {
  const due = typeof data['due'] === 'string' ? Date.parse(data['due']) : Number.NaN;
  return Number.isNaN(due) ? undefined : due;
}
