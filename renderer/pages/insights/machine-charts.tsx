/** Luka itself: what it takes of the machine's memory, and whether anything held it up. */
import { useMemo } from 'react';
import type { MachinePoint, Span } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import type { ChartData } from '../../charts/chart-data.ts';
import { BYTES, DURATION } from '../../charts/units.ts';
import { Empty } from '../../ui/page.tsx';
import { bucketTime } from './bucket-time.ts';
import { ChartPair } from './insight-section.tsx';

export function MachineCharts({ span, points }: { span: Span; points: readonly MachinePoint[] }) {
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const { memory, delay } = useMemo(() => chartsOf(points, time), [points, time]);
  if (points.every((point) => point.memoryMeanBytes === null && point.loopDelayMeanMs === null))
    return <Empty title="Luka has not looked yet.">It looks once a minute.</Empty>;
  return (
    <ChartPair>
      <Chart
        title="Memory"
        label="Memory of Luka"
        data={memory}
        range={time.range}
        tz={span.tz}
        height={130}
      />
      <Chart
        title="Main thread late by"
        label="How late the main thread was"
        data={delay}
        range={time.range}
        tz={span.tz}
        height={130}
      />
    </ChartPair>
  );
}

function chartsOf(
  points: readonly MachinePoint[],
  time: Omit<ChartData, 'series'>,
): { readonly memory: ChartData; readonly delay: ChartData } {
  return {
    memory: {
      ...time,
      series: [
        {
          label: 'Mean',
          tone: 'accent',
          look: 'line',
          unit: BYTES,
          values: points.map(({ memoryMeanBytes }) => memoryMeanBytes),
        },
        {
          label: 'Most',
          tone: 'waiting',
          look: 'dashed',
          unit: BYTES,
          values: points.map(({ memoryMaxBytes }) => memoryMaxBytes),
        },
      ],
    },
    delay: {
      ...time,
      series: [
        {
          label: 'Mean',
          tone: 'accent',
          look: 'line',
          unit: DURATION,
          values: points.map(({ loopDelayMeanMs }) => loopDelayMeanMs),
        },
        {
          label: 'Worst',
          tone: 'waiting',
          look: 'dashed',
          unit: DURATION,
          values: points.map(({ loopDelayMaxMs }) => loopDelayMaxMs),
        },
      ],
    },
  };
}
