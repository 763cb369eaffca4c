/** What keeps services from starting although they should run. */
import type { Clock } from '../clock.ts';
import { clockWords } from '../schedule/local-words.ts';
import type { Paused, PauseBook } from '../schedule/pause-book.ts';

export interface Held {
  /** In words. */
  readonly why: string;
  /** When that is over, ms since 1970, where anybody knows. */
  readonly until?: number | undefined;
}

/** @param byHand somebody asked for this start: a pause holds what starts by itself */
export type Hold = (service: Paused, how: { readonly byHand: boolean }) => Held | undefined;

export function createHold(options: {
  readonly clock: Clock;
  readonly frozen: () => boolean;
  readonly pauses: Pick<PauseBook, 'covering'>;
}): Hold {
  return (service, { byHand }) => {
    if (options.frozen()) return { why: 'Luka is frozen: nothing new starts' };
    if (byHand) return undefined;
    const now = options.clock.now();
    const pauses = options.pauses.covering(service, now);
    if (pauses.length === 0) return undefined;
    const until = Math.max(...pauses.map(({ until_at }) => until_at ?? Infinity));
    return until === Infinity
      ? { why: 'paused until you resume it' }
      : { why: `paused until ${clockWords(until, now)}`, until };
  };
}
