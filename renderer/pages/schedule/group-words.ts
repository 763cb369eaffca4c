/** What a mark says to whoever cannot see it, and in its tooltip. Pure. */
import { countsWords, MARK_WORDS, slotWords, totalOf } from '../../words/slot-state.ts';
import { count } from '../../words/run-state.ts';
import { clockAt } from '../../words/zone.ts';
import type { Group, Point } from './timeline-layout.ts';

/** `09:00`, `09:00 to 10:00`. */
export function timeWords({ from, to }: Pick<Group, 'from' | 'to'>, tz: string): string {
  const [start, end] = [clockAt(from, tz), clockAt(to, tz)];
  // The end of a day is told as such: `23:00 to 00:00` reads like a mistake.
  return start === end ? start : `${start} to ${end === '00:00' ? '24:00' : end}`;
}

export function pointWords({ slot, mark, count: n }: Point): string {
  const words = slot ? slotWords(slot) : MARK_WORDS[mark].label;
  return n > 1 ? `${words}, ${n.toLocaleString('en-GB')} times` : words;
}

/** `Ran`, or `60 slots: 1 failed, 59 ran`. */
export function groupWords({ points, counts }: Pick<Group, 'points' | 'counts'>): string {
  const [only] = points;
  if (points.length === 1 && only) return pointWords(only);
  return `${count(totalOf(counts), 'slot')}: ${countsWords(counts)}`;
}

/** The accessible name of a mark. */
export function groupName(title: string, group: Group, tz: string): string {
  return `${title}, ${timeWords(group, tz)}: ${groupWords(group)}`;
}

/** What decided, or will keep it from running. */
export function whyWords({ slot, upcoming }: Point): string | undefined {
  return slot?.reason ?? upcoming?.obstacle;
}
