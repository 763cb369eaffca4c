/** The trend of one task among those that ran; which one is part of the address. */
import type { InsightRange, TaskInsight } from '#shared/nouns/insights.ts';
import { client } from '../../session/session.ts';
import { Empty } from '../../ui/page.tsx';
import { InsightSection } from './insight-section.tsx';
import { TaskTrend } from './task-trend.tsx';
import { useInsight } from './use-insight.ts';

export function TrendSection({
  range,
  tasks: known,
  chosen,
  onChoose,
}: {
  range: InsightRange;
  /** Those that ran, the one to begin with first; undefined before they are known. */
  tasks: readonly TaskInsight[] | undefined;
  chosen: string | undefined;
  onChoose: (task: string) => void;
}) {
  const tasks = known ?? NONE;
  const task = chosen ?? tasks[0]?.task;
  const read = useInsight(task === undefined ? undefined : `trend ${range} ${task}`, (signal) =>
    client.getTrend({ params: { task: task ?? '' }, query: { range } }, { signal }),
  );
  const title = tasks.find((each) => each.task === task)?.title ?? task ?? '';
  const named = tasks.toSorted((a, b) => a.title.localeCompare(b.title));
  return (
    <InsightSection
      id="trend"
      title="How long a task takes"
      height={300}
      aside={
        task === undefined ? null : (
          <select
            aria-label="Task"
            className="field max-w-[240px]"
            value={task}
            onChange={(event) => onChoose(event.target.value)}
          >
            {named.some((each) => each.task === task) ? null : <option value={task}>{task}</option>}
            {named.map((each) => (
              <option key={each.task} value={each.task}>
                {each.title}
              </option>
            ))}
          </select>
        )
      }
      read={task === undefined && known ? NOTHING : read}
    >
      {(trend) =>
        trend === null ? (
          <Empty title="No task ran in this time." />
        ) : (
          <TaskTrend trend={trend} title={title} />
        )
      }
    </InsightSection>
  );
}

const NONE: readonly TaskInsight[] = [];
const NOTHING = { value: null, error: undefined } as const;
