/** Moments in the words of a report: of a day the time alone, of a week the weekday before it. */
import { zoneOf } from '../../schedule/zone.ts';
import type { Period } from '../period.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number) => String(n).padStart(2, '0');

/** `07:30`, `Tue 07:30`; `3 Dec 07:30` where it lies outside of the time. */
export function momentWords(moment: number, { kind, from, to, zone }: Period): string {
  const wall = new Date(zoneOf(zone).wallAt(moment));
  const time = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  if (moment < from || moment >= to) return `${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${time}`;
  return kind === 'day' ? time : `${WEEKDAYS[wall.getUTCDay()]} ${time}`;
}

export function countWords(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;
}
