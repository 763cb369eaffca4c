/** The tasks that take longest and those that fail now and then, as bars; all of them behind it as a table. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { InsightRange, TaskInsight } from '#shared/nouns/insights.ts';
import { shareWords } from '../../charts/units.ts';
import { Empty } from '../../ui/page.tsx';
import { count } from '../../words/run-state.ts';
import { successWords } from '../../words/insights.ts';
import { durationWords } from '../../words/time.ts';
import { ChartPair, ChartTitle } from './insight-section.tsx';
import { TaskTable } from './task-table.tsx';

export interface Ranks {
  readonly slowest: readonly TaskInsight[];
  readonly flakiest: readonly TaskInsight[];
}

export function TaskRanks({ ranks: { slowest, flakiest }, range }: { ranks: Ranks; range: InsightRange }) {
  const [open, setOpen] = useState(false);
  const slow = slowest.filter(({ medianMs }) => medianMs !== null);
  const longest = Math.max(1, ...slow.map(({ p95Ms, medianMs }) => p95Ms ?? medianMs ?? 0));
  const flaky = flakiest.filter(({ flakiness }) => flakiness !== null && flakiness > 0);
  return (
    <>
      <ChartPair>
        <div className="min-w-0">
          <ChartTitle>Slowest</ChartTitle>
          {slow.length === 0 ? (
            <Empty title="No task succeeded in this time." />
          ) : (
            <ol aria-label="Slowest tasks" className="rank">
              {slow.map((task) => (
                <Rank
                  key={task.task}
                  task={task}
                  share={(task.medianMs ?? 0) / longest}
                  beyond={(task.p95Ms ?? 0) / longest}
                  value={durationWords(task.medianMs ?? 0)}
                  detail={`95% below ${durationWords(task.p95Ms ?? 0)}, ${successWords(task.succeeded)}`}
                  tone="text-accent"
                />
              ))}
            </ol>
          )}
        </div>
        <div className="min-w-0">
          <ChartTitle>Flakiest</ChartTitle>
          {flaky.length === 0 ? (
            <Empty title="No task is flaky.">
              None succeeded at one time and failed at the next, or needed a second try.
            </Empty>
          ) : (
            <ol aria-label="Flakiest tasks" className="rank">
              {flaky.map((task) => (
                <Rank
                  key={task.task}
                  task={task}
                  share={task.flakiness ?? 0}
                  value={shareWords(task.flakiness ?? 0)}
                  detail={flakyWords(task)}
                  tone="text-waiting"
                />
              ))}
            </ol>
          )}
        </div>
      </ChartPair>
      <details className="mt-3" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="link w-fit text-sm">
          All tasks<span className="sr-only">, as a table</span>
        </summary>
        {open ? <TaskTable range={range} /> : null}
      </details>
    </>
  );
}

/** `3 failures in 40 runs, changed 6 times, 2 tried again`. */
function flakyWords({ failed, runs, flips, retried }: TaskInsight): string {
  const words = [`${count(failed, 'failure')} in ${count(runs, 'run')}`];
  if (flips > 0) words.push(`went back and forth ${count(flips, 'time')}`);
  if (retried > 0) words.push(`${retried.toLocaleString('en-GB')} only at a second try`);
  return words.join(', ');
}

function Rank({
  task: { task, title, exists },
  share,
  beyond = 0,
  value,
  detail,
  tone,
}: {
  task: TaskInsight;
  /** 0 to 1, of the whole width. */
  share: number;
  /** Up to where the bar goes on, thinner. */
  beyond?: number;
  value: string;
  detail: string;
  tone: string;
}) {
  return (
    <li className="py-1.5">
      <div className="flex items-baseline justify-between gap-3">
        {exists ? (
          <Link to={`/tasks/${encodeURIComponent(task)}`} className="quiet-link min-w-0 truncate font-medium">
            {title}
          </Link>
        ) : (
          <span className="min-w-0 truncate text-ink-2">{title} (gone)</span>
        )}
        <span className="shrink-0 font-medium">{value}</span>
      </div>
      <div aria-hidden className={`rank-track ${tone}`}>
        <span className="rank-beyond" style={{ width: `${Math.min(1, beyond) * 100}%` }} />
        <span className="rank-bar" style={{ width: `${Math.min(1, share) * 100}%` }} />
      </div>
      <p className="text-sm text-ink-3">{detail}</p>
    </li>
  );
}
