/** Seven days as stripes, the newest first. For who cannot see them, and for exact times, the same as a table. */
import { useMemo, useState } from 'react';
import type { PowerTimeline } from '#shared/nouns/power.ts';
import { Empty } from '../../ui/page.tsx';
import { clockAt, hourTicks, longDay, shortDay } from '../../words/zone.ts';
import { placeOf } from '../schedule/timeline-layout.ts';
import { lengthWords } from './power-words.ts';
import { dayWords, PART_WORDS, weekOf, type Day, type Part, type PartKind } from './week-layout.ts';

const LEGEND: readonly PartKind[] = ['held', 'not_held', 'sleep', 'dark_wake', 'battery', 'down', 'unknown'];
/** Of a day, in the table. */
const MOST_ROWS = 200;

export function Week({ timeline }: { timeline: PowerTimeline }) {
  const days = useMemo(() => weekOf(timeline), [timeline]);
  const { tz } = timeline;
  const used = LEGEND.filter((kind) => days.some(({ parts }) => parts.some((part) => part.kind === kind)));
  const noted = days.some(({ parts }) => parts.some(({ kind }) => kind !== 'unknown'));
  return (
    <>
      {noted ? null : (
        <Empty title="Nothing was noted yet.">
          From now on Luka notes when the machine sleeps, and who keeps it awake.
        </Empty>
      )}
      <div className="mt-2">
        <HourRow day={days[0]} tz={tz} />
        <ol aria-label="Days">
          {days.map((day) => (
            <DayRow key={day.day} day={day} tz={tz} />
          ))}
        </ol>
      </div>
      <ul aria-label="Legend" className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        {used.map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <span aria-hidden className={`power-swatch power-${kind}`} />
            {PART_WORDS[kind]}
          </li>
        ))}
      </ul>
      {timeline.more ? (
        <p className="mt-1 text-sm text-ink-3">There was more than is shown: only the newest is.</p>
      ) : null}
      {noted ? <WeekTable days={days} tz={tz} /> : null}
    </>
  );
}

function HourRow({ day, tz }: { day: Day | undefined; tz: string }) {
  if (!day) return null;
  return (
    <div aria-hidden className="power-day text-xs text-ink-3">
      <span />
      <span className="relative h-4">
        {hourTicks(day.range, tz)
          .filter(({ hour }) => hour % 6 === 0)
          .map(({ at, hour }) => (
            <span
              key={at}
              className={`absolute ${hour === 0 ? '' : '-translate-x-1/2'}`}
              style={{ left: `${placeOf(at, day.range)}%` }}
            >
              {String(hour).padStart(2, '0')}
            </span>
          ))}
      </span>
      <span />
    </div>
  );
}

function DayRow({ day, tz }: { day: Day; tz: string }) {
  const words = dayWords(day);
  return (
    <li className="power-day">
      <span className="text-sm text-ink-2">{shortDay(day.day)}</span>
      <span aria-hidden className="power-track">
        {day.parts.map((part) => (
          <span
            key={`${part.kind}${part.from}`}
            title={partWords(part, tz)}
            className={`power-part power-${part.kind}`}
            style={{
              left: `${placeOf(part.from, day.range)}%`,
              width: `${placeOf(part.to, day.range) - placeOf(part.from, day.range)}%`,
            }}
          />
        ))}
      </span>
      <span className="power-sum text-sm text-ink-3">{words}</span>
    </li>
  );
}

/** `Asleep, 02:10 to 05:40 (3 h 30 min): the lid was closed`. */
function partWords({ kind, from, to, detail }: Part, tz: string): string {
  const when =
    from === to
      ? clockAt(from, tz)
      : `${clockAt(from, tz)} to ${clockAt(to, tz)} (${lengthWords(to - from)})`;
  return `${PART_WORDS[kind]}, ${when}${detail === '' ? '' : `: ${detail}`}`;
}

function WeekTable({ days, tz }: { days: readonly Day[]; tz: string }) {
  // What nobody opened is not made.
  const [open, setOpen] = useState(false);
  return (
    <details className="mt-3" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="link w-fit text-sm">As a table</summary>
      {open ? (
        <div className="overflow-x-auto">
          <table className="power-table mt-2 w-full text-left">
            <caption className="sr-only">Stretches of the last seven days</caption>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">What</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col">Length</th>
                <th scope="col">Who or why</th>
              </tr>
            </thead>
            <tbody>
              {days.flatMap(({ day, parts }) =>
                [...parts]
                  .sort((a, b) => a.from - b.from)
                  .slice(0, MOST_ROWS)
                  .map((part) => (
                    <tr key={`${day}${part.kind}${part.from}`}>
                      <td>{longDay(day)}</td>
                      <td>{PART_WORDS[part.kind]}</td>
                      <td className="tabular-nums">{clockAt(part.from, tz)}</td>
                      <td className="tabular-nums">{clockAt(part.to, tz)}</td>
                      <td className="tabular-nums">{lengthWords(part.to - part.from)}</td>
                      <td className="break-words">{part.detail}</td>
                    </tr>
                  )),
              )}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  );
}
