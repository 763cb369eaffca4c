import { useWords } from '../../ui/clock.tsx';
import { clockAt, type Range } from '../../words/zone.ts';
import { placeOf } from './timeline-layout.ts';

/** Where in the day it is now, in percent; empty on another day. Only what asks is rendered again. */
function useNowPlace(day: Range): string {
  return useWords((now) => (now < day.from || now >= day.to ? '' : placeOf(now, day).toFixed(2)));
}

export function NowLine({ day }: { day: Range }) {
  const place = useNowPlace(day);
  return place === '' ? null : <div aria-hidden className="now-line" style={{ left: `${place}%` }} />;
}

/** The time beside the hours. */
export function NowLabel({ day, tz }: { day: Range; tz: string }) {
  const place = useNowPlace(day);
  const text = useWords((now) => clockAt(now, tz));
  return place === '' ? null : (
    <span
      aria-hidden
      className="absolute bottom-[5px] -translate-x-1/2 bg-bg px-3"
      style={{ left: `${place}%` }}
    >
      <span className="rounded-[4px] bg-accent-fill px-1 font-semibold text-white">{text}</span>
    </span>
  );
}
