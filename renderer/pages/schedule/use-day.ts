import { useMemo } from 'react';
import { keepDay, keptDay, type Timeline } from '../../live/days.ts';
import { learnClock, useMachineClock } from '../../live/machine-clock.ts';
import { useFetched, type Fetched } from '../../live/use-fetched.ts';
import { client } from '../../session/session.ts';
import { useWords } from '../../ui/clock.tsx';
import { dayOf, dayRange, type Range } from '../../words/zone.ts';

export interface Day extends Fetched<Timeline> {
  readonly tz: string;
  readonly range: Range;
}

/** The day it is where Luka is. */
export function useToday(): string {
  const tz = useMachineClock((state) => state.tz);
  return useWords((now) => dayOf(now, tz));
}

/** What became of a day, or will; a day that is over is read once. */
export function useDay(day: string): Day {
  const tz = useMachineClock((state) => state.tz);
  const range = useMemo(() => dayRange(day, tz), [day, tz]);
  const key = `${day} ${tz}`;
  const fetched = useFetched(
    key,
    async (signal) => {
      const [from, to] = [range.from, range.to].map((at) => new Date(at).toISOString());
      const timeline = await client.getTimeline({ query: { from: from ?? '', to: to ?? '' } }, { signal });
      keepDay(key, range.to, timeline);
      learnClock(timeline);
      return timeline;
    },
    { peek: keptDay },
  );
  return { ...fetched, tz, range };
}
