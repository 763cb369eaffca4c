/** How runs ended, what share of them well, and what they saved, over time. */
import { useMemo } from 'react';
import type { OutcomePoint, Span } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import type { ChartData } from '../../charts/chart-data.ts';
import { COUNT, HOURS, SHARE } from '../../charts/units.ts';
import { Empty } from '../../ui/page.tsx';
import { bucketTime } from './bucket-time.ts';
import { outcomeGroups } from './by-week.ts';
import { ChartPair } from './insight-section.tsx';

interface Outcomes {
  readonly span: Span;
  readonly points: readonly OutcomePoint[];
}

export function OutcomeCharts({ outcomes: { span, points: all } }: { outcomes: Outcomes }) {
  const points = useMemo(() => outcomeGroups(all), [all]);
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const runs = useMemo<ChartData>(() => {
    const succeeded = points.map((point) => point.succeeded);
    const failed = points.map((point) => point.failed);
    return {
      ...time,
      series: [
        { label: 'Succeeded', tone: 'ok', look: 'bars', unit: COUNT, values: succeeded },
        // Nothing is drawn where nothing failed.
        {
          label: 'Failed',
          tone: 'failed',
          look: 'hatched',
          unit: COUNT,
          values: failed.map((n) => (n === 0 ? null : n)),
          on: succeeded,
        },
      ],
    };
  }, [points, time]);
  const rate = useMemo<ChartData>(
    () => ({
      ...time,
      series: [
        {
          label: 'Succeeded',
          tone: 'ok',
          look: 'area',
          unit: SHARE,
          values: points.map(({ successRate }) => successRate),
        },
      ],
    }),
    [points, time],
  );
  if (points.every((point) => point.runs === 0)) return <Empty title="No run ended in this time." />;
  return (
    <ChartPair>
      <Chart title="Runs" label="Runs by how they ended" data={runs} range={time.range} tz={span.tz} />
      <Chart title="Success rate" label="Success rate" data={rate} range={time.range} tz={span.tz} />
    </ChartPair>
  );
}

export function SavedCharts({ outcomes: { span, points: all } }: { outcomes: Outcomes }) {
  const points = useMemo(() => outcomeGroups(all), [all]);
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const data = useMemo<ChartData>(
    () => ({
      ...time,
      series: [
        {
          label: 'Saved',
          tone: 'accent',
          look: 'bars',
          unit: HOURS,
          values: points.map(({ savedMs }) => savedMs),
        },
      ],
    }),
    [points, time],
  );
  if (points.every(({ savedMs }) => savedMs === 0))
    return (
      <Empty title="No task that succeeded says how long it takes by hand.">
        Write <code>byHand: 15m</code> into a task’s file: each of its successes then counts as 15 minutes
        saved. Nothing else is claimed.
      </Empty>
    );
  return <Chart label="Time saved" data={data} range={time.range} tz={span.tz} height={130} />;
}
