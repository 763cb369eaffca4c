/** How long runs waited, how late they started, how full the queue was, and what never started. */
import { useMemo, type ReactNode } from 'react';
import type { QueuePoint, Span } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import type { ChartData, ChartSeries, ChartTone, Look } from '../../charts/chart-data.ts';
import { COUNT, DURATION, type Unit } from '../../charts/units.ts';
import { Empty } from '../../ui/page.tsx';
import { count } from '../../words/run-state.ts';
import { bucketTime, type BucketTime } from './bucket-time.ts';
import { ChartPair, ChartTitle } from './insight-section.tsx';

export function QueueCharts({ span, points }: { span: Span; points: readonly QueuePoint[] }) {
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const { wait, late, depth, missed } = useMemo(() => chartsOf(points, time), [points, time]);
  const gone = points.reduce((sum, point) => sum + point.missed, 0);
  const frame = { range: time.range, tz: span.tz, height: 130 };
  return (
    <ChartPair>
      <Known title="Waited before the start" data={wait} empty="No run started in this time.">
        <Chart
          title="Waited before the start"
          label="How long runs waited before their start"
          data={wait}
          {...frame}
        />
      </Known>
      <Known title="Started late" data={late} empty="Nothing that was due started in this time.">
        <Chart title="Started late" label="How late due runs started" data={late} {...frame} />
      </Known>
      <Known title="At once" data={depth} empty="Luka has not looked yet: it looks once a minute.">
        <Chart title="At once" label="Most runs at once, going and queued" data={depth} {...frame} />
      </Known>
      <Known title="Missed" data={missed} empty="No due moment was missed.">
        <Chart
          title="Missed"
          label="Due moments that were missed"
          data={missed}
          summary={`${count(gone, 'due moment')} missed`}
          {...frame}
        />
      </Known>
    </ChartPair>
  );
}

/** A chart, or in words that it would have nothing to show. */
function Known({
  title,
  data: { series },
  empty,
  children,
}: {
  title: string;
  data: ChartData;
  empty: string;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      {series.some(({ values }) => values.some((value) => value != null)) ? (
        children
      ) : (
        <>
          <ChartTitle>{title}</ChartTitle>
          <Empty title={empty} />
        </>
      )}
    </div>
  );
}

type Charts = Readonly<Record<'wait' | 'late' | 'depth' | 'missed', ChartData>>;

function chartsOf(points: readonly QueuePoint[], time: BucketTime): Charts {
  const of = (
    label: string,
    [tone, look, unit]: readonly [ChartTone, Look, Unit],
    say: (point: QueuePoint) => number | null,
  ): ChartSeries => ({ label, tone, look, unit, values: points.map(say) });
  const middle = ['accent', 'line', DURATION] as const;
  const most = ['waiting', 'dashed', DURATION] as const;
  return {
    wait: {
      ...time,
      series: [
        of('Median', middle, ({ waitMedianMs }) => waitMedianMs),
        of('95% below', most, ({ waitP95Ms }) => waitP95Ms),
      ],
    },
    late: {
      ...time,
      series: [
        of('Median', middle, ({ lateMedianMs }) => lateMedianMs),
        of('95% below', most, ({ lateP95Ms }) => lateP95Ms),
      ],
    },
    depth: {
      ...time,
      series: [
        of('Going', ['accent', 'area', COUNT], ({ runningMax }) => runningMax),
        of('Queued', ['waiting', 'dashed', COUNT], ({ queuedMax }) => queuedMax),
      ],
    },
    missed: {
      ...time,
      series: [
        of('Missed', ['waiting', 'hatched', COUNT], (point) => (point.missed > 0 ? point.missed : null)),
      ],
    },
  };
}
