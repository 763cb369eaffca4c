/** What is told of runs and tasks: how they ended, how long they took, when, and how late. */
import { useMemo } from 'react';
import type { InsightRange, TaskInsight } from '#shared/nouns/insights.ts';
import { client } from '../../session/session.ts';
import { useTasks } from '../tasks/use-tasks.ts';
import { InsightSection } from './insight-section.tsx';
import { OutcomeCharts, SavedCharts } from './outcome-charts.tsx';
import { QueueCharts } from './queue-charts.tsx';
import { TaskRanks } from './task-ranks.tsx';
import { TrendSection } from './trend-section.tsx';
import { UnusualSection } from './unusual-section.tsx';
import { useInsight } from './use-insight.ts';
import { WeekMap } from './week-map.tsx';

/** Bars of each ranking. */
const RANKED = 6;
/** The server gives no more at once. */
const MOST_TASKS = 500;

export function RunSections({
  range,
  task,
  onTask,
}: {
  range: InsightRange;
  /** Whose trend is shown. */
  task: string | undefined;
  onTask: (task: string) => void;
}) {
  const outcomes = useInsight(`outcomes ${range}`, (signal) =>
    client.getOutcomes({ query: { range } }, { signal }),
  );
  const slowest = useInsight(`slowest ${range}`, (signal) =>
    client.listTaskInsights({ query: { range, sort: 'slowest', limit: MOST_TASKS } }, { signal }),
  );
  // Where the list has all tasks, it says which are the flakiest, too.
  const further = useInsight(slowest.value?.more === true ? `flakiest ${range}` : undefined, (signal) =>
    client.listTaskInsights({ query: { range, sort: 'flakiest', limit: RANKED } }, { signal }),
  );
  const week = useInsight(`week ${range}`, (signal) => client.getWeek({ query: { range } }, { signal }));
  const queue = useInsight(`queue ${range}`, (signal) =>
    client.getQueueInsights({ query: { range } }, { signal }),
  );
  const ranks = useMemo(
    () =>
      slowest.value && {
        slowest: slowest.value.tasks.slice(0, RANKED),
        flakiest: flakiestOf(further.value?.tasks ?? slowest.value.tasks),
      },
    [slowest.value, further.value],
  );
  const tasks = useTasks();
  const titleOf = (id: string): string => tasks?.find((each) => each.id === id)?.title ?? id;
  return (
    <>
      <InsightSection id="outcomes" title="How runs ended" read={outcomes} height={232}>
        {(value) => <OutcomeCharts outcomes={value} />}
      </InsightSection>
      <InsightSection id="tasks" title="Tasks" read={{ value: ranks, error: slowest.error }} height={420}>
        {(value) => <TaskRanks ranks={value} range={range} />}
      </InsightSection>
      <UnusualSection range={range} titleOf={titleOf} />
      <TrendSection range={range} tasks={slowest.value?.tasks} chosen={task} onChoose={onTask} />
      <InsightSection id="week" title="When in the week" read={week} height={226}>
        {(value) => <WeekMap cells={value.cells} />}
      </InsightSection>
      <InsightSection id="saved" title="Time saved" read={outcomes} height={150}>
        {(value) => <SavedCharts outcomes={value} />}
      </InsightSection>
      <InsightSection id="queue" title="Queue and lateness" read={queue} height={378}>
        {(value) => <QueueCharts span={value.span} points={value.points} />}
      </InsightSection>
    </>
  );
}

function flakiestOf(tasks: readonly TaskInsight[]): readonly TaskInsight[] {
  return tasks.toSorted((a, b) => (b.flakiness ?? 0) - (a.flakiness ?? 0)).slice(0, RANKED);
}
