/** The moments of one trigger that are due by now: usually one, after an absence perhaps very many. */
import type { TimeTrigger } from '#shared/nouns/trigger.ts';
import { nextOccurrence, occurrences } from './occurrences.ts';
import { MOST_ENTRIES, type Due } from './planner.ts';

/** Moments counted before others get their turn: about a millisecond's work. */
const SLICE = 100;

/**
 * @param first the earliest moment, known already
 * @param breathe lets others have their turn
 * @returns the newest moments one by one, older ones as one, and the next after `upTo`
 */
export async function collectDue(
  trigger: TimeTrigger,
  first: number,
  upTo: number,
  breathe: () => Promise<void>,
): Promise<{ due: Due; next: number | undefined }> {
  const second = nextOccurrence(trigger, first);
  if (second === undefined || second > upTo) return { due: { moments: [first] }, next: second };
  if ('every' in trigger)
    return { due: ofInterval(trigger.every, first, upTo), next: nextOccurrence(trigger, upTo) };
  const moments = [first];
  let older: { from: number; to: number; count: number } | undefined;
  let counted = 0;
  for (const moment of occurrences(trigger, first, upTo)) {
    moments.push(moment);
    if (moments.length === 2 * MOST_ENTRIES) older = fold(moments, older);
    if (++counted % SLICE === 0) await breathe();
  }
  if (moments.length > MOST_ENTRIES) older = fold(moments, older);
  return { due: { moments, ...(older ? { older } : {}) }, next: nextOccurrence(trigger, upTo) };
}

/** Moves all but the newest from `moments` into the one entry for what is older. */
function fold(
  moments: number[],
  older: { from: number; to: number; count: number } | undefined,
): { from: number; to: number; count: number } {
  const folded = moments.splice(0, moments.length - MOST_ENTRIES);
  return {
    from: older?.from ?? folded[0]!,
    to: folded.at(-1)!,
    count: (older?.count ?? 0) + folded.length,
  };
}

function ofInterval(every: number, first: number, upTo: number): Due {
  const total = Math.floor((upTo - first) / every) + 1;
  const shown = Math.min(total, MOST_ENTRIES);
  const from = first + (total - shown) * every;
  const moments = Array.from({ length: shown }, (_, index) => from + index * every);
  if (shown === total) return { moments };
  return { moments, older: { from: first, to: from - every, count: total - shown } };
}
