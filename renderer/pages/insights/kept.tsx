/** What figures of the past are kept, since when, and how large they are. */
import { Link } from 'wouter';
import type { TelemetryStatus, TelemetryTier } from '#shared/nouns/insights.ts';
import { numberWords } from '../../charts/units.ts';
import { Path } from '../../ui/path.tsx';
import { count } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import { dateWords, dayOf } from '../../words/zone.ts';

const TIERS: Readonly<Record<TelemetryTier['tier'], string>> = {
  raw: 'Each run and sample',
  hourly: 'Each hour',
  daily: 'Each day',
};

export function Kept({
  status: { tiers, bytes, behind, lines },
  tz,
}: {
  status: TelemetryStatus;
  tz: string;
}) {
  return (
    <>
      <div className="overflow-x-auto">
        <table aria-label="What is kept" className="chart-table max-w-[640px]">
          <thead>
            <tr>
              <th scope="col">Figures of</th>
              <th scope="col">Kept for</th>
              <th scope="col" className="text-right">
                Rows
              </th>
              <th scope="col" className="text-right">
                Size
              </th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {tiers.map(({ tier, kept, rows, bytes: size, from }) => (
              <tr key={tier}>
                <th scope="row">{TIERS[tier]}</th>
                <td>{kept}</td>
                <td className="text-right">{numberWords(rows)}</td>
                <td className="text-right whitespace-nowrap">{sizeWords(size)}</td>
                <td className="whitespace-nowrap">
                  {from === undefined ? '–' : dateWords(dayOf(Date.parse(from), tz))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 max-w-[72ch] text-sm text-ink-2">
        {sizeWords(bytes)} in all. Nothing of it ever leaves this machine.
        {behind > 0 ? ` ${count(behind, 'event')} still to be counted.` : ''}{' '}
        <Link to="/settings#kept" className="link underline">
          Change how long
        </Link>
      </p>
      {lines.on ? (
        <div className="mt-1 text-sm text-ink-3">
          Lines for other programs: {count(lines.files, 'file')}, {sizeWords(lines.bytes)}, in{' '}
          <Path path={lines.folder} />
        </div>
      ) : null}
    </>
  );
}
