/** What the day came to: each mark with how often it stands there, each shading with how long. It is the legend, too. */
import { SlotIcon } from '../../ui/slot-icon.tsx';
import { MARKS, MARK_WORDS, totalOf, type MarkCounts } from '../../words/slot-state.ts';
import { durationWords } from '../../words/time.ts';
import { clockChangeWords, type Range } from '../../words/zone.ts';
import { BAND_WORDS, bandTimes, bandWords, type Band, type BandKind } from './bands.tsx';

const KINDS: readonly BandKind[] = ['sleep', 'downtime', 'clock', 'pause'];

export function DayFoot({
  counts,
  bands,
  day,
  tz,
}: {
  counts: MarkCounts;
  bands: readonly Band[];
  day: Range;
  tz: string;
}) {
  const change = clockChangeWords(day);
  if (totalOf(counts) === 0 && bands.length === 0 && change === undefined) return null;
  return (
    <ul
      aria-label="What the day came to"
      // One line on a narrow page; the keyboard scrolls it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="flex shrink-0 items-center gap-x-4 gap-y-1 border-t border-line px-4 py-1.5 text-sm text-ink-2 -outline-offset-2 max-md:overflow-x-auto max-md:whitespace-nowrap md:flex-wrap md:px-6"
    >
      {MARKS.toReversed().map((mark) => {
        const n = counts[mark] ?? 0;
        return n > 0 ? (
          <li key={mark} className="flex items-center gap-1.5">
            <SlotIcon mark={mark} size={12} />
            <span>
              <span className="font-semibold">{n.toLocaleString('en-GB')}</span>{' '}
              {MARK_WORDS[mark].label.toLowerCase()}
            </span>
          </li>
        ) : null;
      })}
      {KINDS.map((kind) => {
        const own = bands.filter((band) => band.kind === kind);
        return own.length > 0 ? (
          <li key={kind} className="flex items-center gap-1.5" title={titleOf(own, day, tz)}>
            <span aria-hidden className={`h-3 w-5 rounded-[2px] border border-line band-${kind}`} />
            {kindWords(own, day, tz)}
          </li>
        ) : null;
      })}
      {change === undefined ? null : <li>{change}</li>}
    </ul>
  );
}

/** `Asleep, 01:12 to 06:40`, or `Asleep 7 times, 6 h 12 min in all`. */
function kindWords(bands: readonly Band[], day: Range, tz: string): string {
  const [only] = bands;
  if (bands.length === 1 && only) return bandTimes(only, day, tz);
  const total = bands.reduce((sum, { from, to }) => {
    const end = Math.min(day.to, to === undefined ? Infinity : Date.parse(to));
    return sum + Math.max(0, end - Math.max(day.from, Date.parse(from)));
  }, 0);
  return `${BAND_WORDS[only?.kind ?? 'sleep']} ${bands.length} times, ${durationWords(total)} in all`;
}

function titleOf(bands: readonly Band[], day: Range, tz: string): string {
  return bands.map((band) => bandWords(band, day, tz)).join('\n');
}
