/** How many agents were well, ill or off, over time. */
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { AgentState } from '#shared/nouns/agent.ts';
import type { AgentsPoint, Span } from '#shared/nouns/insights.ts';
import { Chart } from '../../charts/chart.tsx';
import type { ChartData } from '../../charts/chart-data.ts';
import { COUNT } from '../../charts/units.ts';
import { Empty } from '../../ui/page.tsx';
import { AGENT_WORDS } from '../../words/agent-state.ts';
import { bucketTime } from './bucket-time.ts';

export function AgentsChart({ span, points }: { span: Span; points: readonly AgentsPoint[] }) {
  const time = useMemo(() => bucketTime(points, span), [points, span]);
  const data = useMemo<ChartData>(
    () => ({
      ...time,
      series: [
        { label: 'Well', tone: 'ok', look: 'line', unit: COUNT, values: sumOf(points, ['running', 'ok']) },
        {
          label: 'To look at',
          tone: 'failed',
          look: 'dashed',
          unit: COUNT,
          values: sumOf(points, ['failed', 'waiting']),
        },
        { label: 'Off', tone: 'quiet', look: 'dotted', unit: COUNT, values: sumOf(points, ['quiet']) },
      ],
    }),
    [points, time],
  );
  if (points.every(({ states }) => states === null || Object.keys(states).length === 0))
    return (
      <Empty title="No agents were seen in this time.">
        What there is now is on the page of{' '}
        <Link to="/agents" className="link underline">
          agents
        </Link>
        .
      </Empty>
    );
  return <Chart label="Agents by how they are" data={data} range={time.range} tz={span.tz} height={150} />;
}

/** Agents of the states whose words have one of these tones. */
function sumOf(points: readonly AgentsPoint[], tones: readonly string[]): readonly (number | null)[] {
  return points.map(({ states }) => {
    if (states === null) return null;
    let sum = 0;
    for (const [state, n] of Object.entries(states) as [AgentState, number | undefined][])
      if (tones.includes(AGENT_WORDS[state].tone)) sum += n ?? 0;
    return sum;
  });
}
