/** How long the runs of one task took, what is usual for it, and which runs were not. */
import { useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import type { UnusualRun } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import { Empty } from '../../ui/page.tsx';
import { count } from '../../words/run-state.ts';
import { successWords } from '../../words/insights.ts';
import { durationWords } from '../../words/time.ts';
import { trendChart, type Trend } from './trend-data.ts';
import { UnusualList } from './unusual-list.tsx';

export function TaskTrend({
  trend,
  title,
  listed = 0,
}: {
  trend: Trend;
  title: string;
  /** How many of the unusual runs are named below the chart. */
  listed?: number;
}) {
  const [, navigate] = useLocation();
  const { data, range, stops, runAt, log } = useMemo(() => trendChart(trend), [trend]);
  const band = useMemo(
    () =>
      trend.usual.known
        ? { low: trend.usual.lowMs, high: trend.usual.highMs, label: 'Usual for it now' }
        : undefined,
    [trend],
  );
  if (data.series.length === 0) return <Empty title="It has not ended a run in this time." />;
  const { unusual } = trend;
  return (
    <>
      <Chart
        label={`How long ${title} took`}
        data={data}
        range={range}
        tz={trend.span.tz}
        stops={stops}
        log={log}
        band={band}
        renderAside={(index) => {
          const run = runAt[index];
          return run === undefined ? null : (
            <Link to={`/runs/${run}`} className="link">
              Open run #{run}
            </Link>
          );
        }}
        onOpen={(index) => {
          const run = runAt[index];
          if (run !== undefined) navigate(`/runs/${run}`);
        }}
        summary={usualWords(trend)}
      />
      {listed > 0 && unusual.length > 0 ? (
        <UnusualList
          unusual={newest(unusual, listed)}
          label={`Unusual runs of ${title}`}
          tz={trend.span.tz}
        />
      ) : null}
      {listed > 0 && unusual.length > listed ? (
        <p className="text-sm text-ink-3">
          {count(unusual.length - listed, 'more unusual run')}: in the chart and its table.
        </p>
      ) : null}
    </>
  );
}

function newest(unusual: readonly UnusualRun[], most: number): readonly UnusualRun[] {
  return unusual.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, most);
}

function usualWords({ usual }: Trend): string {
  if (!usual.known) return `What is usual is not known yet: ${usual.message}`;
  const { usualMs, lowMs, highMs, history } = usual;
  return `Usually ${durationWords(usualMs)}, from ${durationWords(lowMs)} to ${durationWords(highMs)}: by ${successWords(history)}`;
}
