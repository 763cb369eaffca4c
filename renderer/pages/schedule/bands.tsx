/** Stretches of a day in which the schedule could not be kept, or was paused, as shadings behind the marks. */
import type { Away, Pause } from '#shared/nouns/slot.ts';
import { clockAt, type Range } from '../../words/zone.ts';
import { stretchOf } from './timeline-layout.ts';

export type BandKind = Away['kind'] | 'pause';

export const BAND_WORDS: Readonly<Record<BandKind, string>> = {
  sleep: 'Asleep',
  downtime: 'Luka was not running',
  clock: 'The clock was moved',
  pause: 'Paused',
};

export interface Band {
  readonly kind: BandKind;
  readonly from: string;
  readonly to: string | undefined;
  /** How it is known, or why it was. */
  readonly detail: string | undefined;
}

export function awayBands(away: readonly Away[]): readonly Band[] {
  return away.map(({ kind, from, to, source }) => ({ kind, from, to, detail: source }));
}

export function pauseBands(pauses: readonly Pause[]): readonly Band[] {
  return pauses.map(({ from, until, ended, reason }) => ({
    kind: 'pause',
    from,
    to: ended ?? until,
    detail: reason,
  }));
}

/** `Asleep, 01:12 to 06:40: the machine said so`. */
export function bandWords(band: Band, day: Range, tz: string): string {
  return `${bandTimes(band, day, tz)}${band.detail === undefined ? '' : `: ${band.detail}`}`;
}

/** `Asleep, 01:12 to 06:40`. */
export function bandTimes({ kind, from, to }: Band, day: Range, tz: string): string {
  const start = Date.parse(from) <= day.from ? '00:00' : clockAt(from, tz);
  const end = to === undefined || Date.parse(to) >= day.to ? '24:00' : clockAt(to, tz);
  return `${BAND_WORDS[kind]}, ${start} to ${end}`;
}

export function Bands({
  bands,
  day,
  tz,
  titled = false,
}: {
  bands: readonly Band[];
  day: Range;
  tz: string;
  titled?: boolean;
}) {
  return bands.map((band) => {
    const place = stretchOf(band, day);
    return place ? (
      <div
        key={`${band.kind}${band.from}`}
        title={titled ? bandWords(band, day, tz) : undefined}
        className={`absolute inset-y-0 min-w-[2px] band-${band.kind} ${titled ? '' : 'pointer-events-none'}`}
        style={{ left: `${place.left}%`, width: `${place.width}%` }}
      />
    ) : null;
  });
}
