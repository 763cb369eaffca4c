/** What a trigger would do, before anybody saves it. */
import type { SchedulePreview } from '#shared/nouns/slot.ts';
import type { TimeTrigger } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import { describeTrigger } from './describe-trigger.ts';
import { occurrences, zonedCalendarOf } from './occurrences.ts';
import { formatOffset, formatWall, readMoment } from './wall-text.ts';
import { zoneOf, type Zone } from './zone.ts';

const TIMES = 10;

/**
 * Its next ten times, later than `from` (ms since 1970).
 * @throws Error for a trigger that validateTimeTrigger() refuses
 */
export function previewTrigger(trigger: TimeTrigger, from: number): SchedulePreview {
  const zone = zoneOf('tz' in trigger ? trigger.tz : undefined);
  const times = occurrences(trigger, from, Infinity).take(TIMES).toArray();
  return {
    words: describeTrigger(trigger),
    tz: zone.name,
    times: times.map((due) => timeOf(trigger, due, zone)),
  };
}

function timeOf(trigger: TimeTrigger, due: number, zone: Zone): SchedulePreview['times'][number] {
  const time = {
    due: isoAt(due),
    local: formatWall(zone.wallAt(due)),
    offset: formatOffset(zone.offsetAt(due)),
  };
  const note = noteFor(trigger, due, zone);
  return note === undefined ? time : { ...time, note };
}

function noteFor(trigger: TimeTrigger, due: number, zone: Zone): string | undefined {
  // An interval does not go by a wall clock, and neither does a moment that says its offset.
  if ('every' in trigger || ('at' in trigger && readMoment(trigger.at).offset !== undefined))
    return undefined;
  const shown = zone.wallAt(due);
  const leapt = 'cron' in trigger ? leaptOf(trigger, due) : leaptTo(readMoment(trigger.at).wall, shown);
  if (leapt) return leapNote(leapt, shown);
  if (zone.showing(shown).length < 2) return undefined;
  return `${timeOfDay(shown)} happens twice on this day: it runs the first time`;
}

interface Leapt {
  readonly first: number;
  readonly last: number;
}

function leaptOf({ cron, tz }: Extract<TimeTrigger, { cron: string }>, due: number): Leapt | undefined {
  return zonedCalendarOf(cron, tz).leaptAt(due);
}

function leaptTo(wall: number, shown: number): Leapt | undefined {
  return wall < shown ? { first: wall, last: wall } : undefined;
}

function leapNote({ first, last }: Leapt, shown: number): string {
  const name = (wall: number) => (isSameDay(wall, shown) ? timeOfDay(wall) : formatWall(wall));
  const day = isSameDay(first, shown) ? ' on this day' : '';
  if (first === last) return `${name(first)} does not exist${day}: it runs at the first moment after`;
  return `${name(first)} to ${name(last)} do not exist${day}: they make one run at the first moment after`;
}

function isSameDay(one: number, other: number): boolean {
  return formatWall(one).slice(0, 10) === formatWall(other).slice(0, 10);
}

function timeOfDay(wall: number): string {
  return formatWall(wall).slice(11);
}
