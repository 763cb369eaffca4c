/** All tasks that ran in a stretch, with everything that is known of each; ordered as a person wants it. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { InsightRange, TaskInsight, TaskInsightSort } from '#shared/nouns/insights.ts';
import { None } from '../../charts/chart-table.tsx';
import { Sparkline } from '../../charts/sparkline.tsx';
import { numberWords, shareWords } from '../../charts/units.ts';
import { client } from '../../session/session.ts';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { rateWords } from '../../words/insights.ts';
import { durationWords } from '../../words/time.ts';
import { useInsight } from './use-insight.ts';

const SORTS: readonly (readonly [TaskInsightSort, string])[] = [
  ['slowest', 'Slowest'],
  ['flakiest', 'Flakiest'],
  ['failures', 'Failures'],
  ['runs', 'Runs'],
  ['busiest', 'Busiest'],
  ['saved', 'Saved'],
];
/** The server gives no more at once. */
const MOST = 500;

export function TaskTable({ range }: { range: InsightRange }) {
  const [sort, setSort] = useState<TaskInsightSort>('slowest');
  const { value, error } = useInsight(`task table ${range} ${sort}`, (signal) =>
    client.listTaskInsights({ query: { range, sort, limit: MOST } }, { signal }),
  );
  return (
    <div className="mt-2">
      <div className="mb-2 max-w-full overflow-x-auto">
        <Segmented label="Order of the tasks" value={sort} options={SORTS} onChange={setSort} />
      </div>
      {error && !value ? <Problem error={error} /> : null}
      {value ? (
        // Scrolled by keys, too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="chart-scroll" aria-label="All tasks, as a table" tabIndex={0}>
          <table aria-label="All tasks" className="chart-table">
            <thead>
              <tr>
                <th scope="col">Task</th>
                {['Runs', 'Failed', 'Succeeded', 'Median', '95% below', 'Flaky', 'Saved', 'Unusual'].map(
                  (name) => (
                    <th key={name} scope="col" className="text-right">
                      {name}
                    </th>
                  ),
                )}
                <th scope="col">Durations</th>
              </tr>
            </thead>
            <tbody>
              {value.tasks.map((task) => (
                <Row key={task.task} task={task} />
              ))}
            </tbody>
          </table>
          {value.more ? <p className="py-1 text-sm text-ink-3">Only the first {MOST} are shown.</p> : null}
        </section>
      ) : null}
    </div>
  );
}

function Row({ task }: { task: TaskInsight }) {
  const { title, exists, runs, failed, successRate, medianMs, p95Ms, flakiness, unusual, byHandMs } = task;
  return (
    <tr>
      <th scope="row" className="max-w-[220px] break-words">
        {exists ? (
          <Link to={`/tasks/${encodeURIComponent(task.task)}`} className="quiet-link">
            {title}
          </Link>
        ) : (
          `${title} (gone)`
        )}
      </th>
      <td className="text-right">{numberWords(runs)}</td>
      <td className={`text-right ${failed > 0 ? 'text-failed' : ''}`}>{numberWords(failed)}</td>
      <td className="text-right">{successRate === null ? <None /> : rateWords(successRate)}</td>
      <td className="text-right whitespace-nowrap">
        {medianMs === null ? <None /> : durationWords(medianMs)}
      </td>
      <td className="text-right whitespace-nowrap">{p95Ms === null ? <None /> : durationWords(p95Ms)}</td>
      <td className="text-right">{flakiness === null ? <None /> : shareWords(flakiness)}</td>
      <td className="text-right whitespace-nowrap">
        {byHandMs === undefined ? <None /> : durationWords(task.savedMs)}
      </td>
      <td className="text-right">{numberWords(unusual)}</td>
      <td>
        <Sparkline values={task.spark} label={`Durations of ${title}`} className="text-accent" />
      </td>
    </tr>
  );
}
