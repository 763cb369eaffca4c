/** What is told of the machine: its agents, its disk, Luka itself, and what of all this is kept. */
import type { InsightRange } from '#shared/nouns/insights.ts';
import { client } from '../../session/session.ts';
import { AgentsChart } from './agents-chart.tsx';
import { DiskSection } from './disk-section.tsx';
import { InsightSection } from './insight-section.tsx';
import { Kept } from './kept.tsx';
import { MachineCharts } from './machine-charts.tsx';
import { useInsight } from './use-insight.ts';

export function MachineSections({ range }: { range: InsightRange }) {
  const agents = useInsight(`agent insights ${range}`, (signal) =>
    client.getAgentInsights({ query: { range } }, { signal }),
  );
  const disk = useInsight(`disk ${range}`, (signal) =>
    client.getDiskInsights({ query: { range } }, { signal }),
  );
  const machine = useInsight(`machine ${range}`, (signal) =>
    client.getMachineInsights({ query: { range } }, { signal }),
  );
  const kept = useInsight('telemetry', (signal) => client.getTelemetry({}, { signal }));
  return (
    <>
      <InsightSection id="agents" title="Agents" read={agents} height={200}>
        {(value) => <AgentsChart span={value.span} points={value.points} />}
      </InsightSection>
      <InsightSection id="disk" title="Disk" read={disk} height={230}>
        {(value) => <DiskSection disk={value} />}
      </InsightSection>
      <InsightSection id="machine" title="Luka itself" read={machine} height={190}>
        {(value) => <MachineCharts span={value.span} points={value.points} />}
      </InsightSection>
      <InsightSection id="kept" title="What is kept" read={kept} height={160}>
        {(value) => <Kept status={value} tz={disk.value?.span.tz ?? 'UTC'} />}
      </InsightSection>
    </>
  );
}
