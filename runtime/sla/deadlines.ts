/** When a task must have succeeded: moments of a time of day in a zone. Pure. */
import { WEEKDAYS } from '#shared/nouns/schedule-policy.ts';
import type { Sla } from '#shared/nouns/sla.ts';
import { zoneOf, type Zone } from '../schedule/zone.ts';

const DAY_MS = 86_400_000;
/** Days that are looked at: a week, and two for zones that leap over one. */
const REACH = 9;

type Spec = Pick<Sla, 'succeededBy' | 'days' | 'tz'>;

/**
 * The first deadline later than `after`, ms since 1970. Where clocks leap over the time of day it is the first moment behind
 * the gap; where they show it twice, the first time.
 * @throws RangeError where the zone is none
 */
export function nextDeadline(spec: Spec, after: number): number {
  const zone = zoneOf(spec.tz);
  const today = dayOf(zone, after);
  for (let day = today - 1; day <= today + REACH; day += 1) {
    const moment = deadlineOn(spec, zone, day);
    if (moment !== undefined && moment > after) return moment;
  }
  throw new RangeError('a week has each of its days');
}

/** after < deadline <= upTo, the oldest first; at most the newest `most`. */
export function deadlinesBetween(spec: Spec, after: number, upTo: number, most = 100): number[] {
  const zone = zoneOf(spec.tz);
  const found: number[] = [];
  for (let day = dayOf(zone, upTo) + 1; day >= dayOf(zone, after) - 1 && found.length < most; day -= 1) {
    const moment = deadlineOn(spec, zone, day);
    if (moment !== undefined && moment > after && moment <= upTo) found.push(moment);
  }
  return found.reverse();
}

function deadlineOn({ succeededBy, days }: Spec, zone: Zone, day: number): number | undefined {
  // 1970-01-01 was a Thursday.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7]!;
  if (days !== undefined && !days.includes(weekday)) return undefined;
  const [hours = 0, minutes = 0] = succeededBy.split(':').map(Number);
  return zone.firstAt(day * DAY_MS + (hours * 60 + minutes) * 60_000);
}

function dayOf(zone: Zone, moment: number): number {
  return Math.floor(zone.wallAt(moment) / DAY_MS);
}
