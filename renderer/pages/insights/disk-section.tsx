/** What Luka takes of the disk, how that grows, and when the disk is full if it goes on like that. */
import { HardDrive } from 'lucide-react';
import { useMemo } from 'react';
import type { DiskInsight, DiskTrend } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import type { ChartData, ChartTone, Look } from '../../charts/chart-data.ts';
import { BYTES } from '../../charts/units.ts';
import { Meter } from '../../ui/meter.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Empty } from '../../ui/page.tsx';
import { DISK_WORDS } from '../../words/insights.ts';
import { capital } from '../../words/run-state.ts';
import { sizeWords } from '../../words/time.ts';
import { bucketTime } from './bucket-time.ts';
import { ChartPair, ChartTitle } from './insight-section.tsx';

const LOOKS: readonly (readonly [keyof typeof DISK_WORDS, ChartTone, Look])[] = [
  ['ledger', 'accent', 'line'],
  ['logs', 'waiting', 'dashed'],
  ['knowledge', 'ok', 'dotted'],
  ['telemetry', 'quiet', 'area'],
];
/** Days ahead at which a full disk is something to do about. */
const SOON_DAYS = 60;

export function DiskSection({ disk }: { disk: DiskInsight }) {
  const { span, points, parts, forecast } = disk;
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const data = useMemo<ChartData>(
    () => ({
      ...time,
      series: LOOKS.map(([part, tone, look]) => ({
        label: DISK_WORDS[part],
        tone,
        look,
        unit: BYTES,
        values: points.map((point) => point[part]),
      })),
    }),
    [points, time],
  );
  if (parts.length === 0)
    return <Empty title="Not measured yet.">Luka measures what it takes while it runs.</Empty>;
  return (
    <>
      {forecast.kind === 'full_in' && forecast.days <= SOON_DAYS ? (
        <Notice tone="waiting" icon={HardDrive} label="The disk fills up" title={capital(forecast.message)}>
          What is kept, and for how long, is in the settings.
        </Notice>
      ) : null}
      <ChartPair>
        <Chart
          title="What Luka takes"
          label="Disk use of Luka"
          data={data}
          range={time.range}
          tz={span.tz}
          height={150}
        />
        <div className="min-w-0">
          <ChartTitle>Now, and how it grows</ChartTitle>
          <DiskTable disk={disk} />
        </div>
      </ChartPair>
    </>
  );
}

function DiskTable({ disk: { parts, freeBytes, totalBytes, freeTrend, forecast } }: { disk: DiskInsight }) {
  return (
    <>
      <table aria-label="Disk use now" className="chart-table">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className="text-right">
              Now
            </th>
            <th scope="col" className="text-right">
              A day
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ part, bytes, trend }) => (
            <tr key={part}>
              <th scope="row">{DISK_WORDS[part]}</th>
              <td className="text-right whitespace-nowrap">{sizeWords(bytes)}</td>
              <td className="text-right text-ink-2">{trendWords(trend)}</td>
            </tr>
          ))}
          {freeBytes === undefined ? null : (
            <tr>
              <th scope="row">Free on the disk</th>
              <td className="text-right whitespace-nowrap">{sizeWords(freeBytes)}</td>
              <td className="text-right text-ink-2">{trendWords(freeTrend)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {freeBytes !== undefined && totalBytes !== undefined && totalBytes > 0 ? (
        <p className="mt-2 flex items-center gap-2 text-sm text-ink-2">
          <Meter
            label="The disk"
            value={1 - freeBytes / totalBytes}
            text={`${sizeWords(totalBytes - freeBytes)} of ${sizeWords(totalBytes)} used`}
            width={96}
          />
          {sizeWords(totalBytes - freeBytes)} of {sizeWords(totalBytes)} used, by whoever
        </p>
      ) : null}
      {forecast.kind === 'full_in' && forecast.days <= SOON_DAYS ? null : (
        <p className="mt-1 text-sm text-ink-2">{capital(forecast.message)}</p>
      )}
    </>
  );
}

/** `+1.2 MB`, or why it is not known. */
function trendWords(trend: DiskTrend): string {
  if (!trend.known) return trend.message;
  const perDay = Math.round(trend.perDay);
  if (perDay === 0) return 'as it was';
  return `${perDay > 0 ? '+' : '−'}${sizeWords(Math.abs(perDay))}`;
}
