import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { openRuns, STATE_FILTERS, type StateFilter } from '../../live/fetches.ts';
import { sameFilter } from '../../live/runs-list.ts';
import { useLive } from '../../live/store.ts';
import { Empty, PageHeader, useTitle } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import { RunsTable } from './runs-table.tsx';
import { Problem } from '../../ui/problem.tsx';

const STATES: readonly (readonly [StateFilter, string])[] = [
  ['all', 'All'],
  ['active', 'Active'],
  ['succeeded', 'Succeeded'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
];

export function RunsPage() {
  useTitle('Runs');
  const [query, setQuery] = useSearchParams();
  const state = STATES.find(([name]) => name === query.get('state'))?.[0] ?? 'all';
  const task = query.get('task') ?? undefined;
  const list = useLive((live) => live.runs);
  const error = useLive((live) => live.runsError);
  const tasks = useTasks();
  useEffect(() => {
    void openRuns({ states: STATE_FILTERS[state], task });
  }, [state, task]);
  const show = (next: { state?: StateFilter; task?: string | undefined }): void => {
    const wanted = { state, task, ...next };
    setQuery(
      {
        ...(wanted.state === 'all' ? {} : { state: wanted.state }),
        ...(wanted.task === undefined ? {} : { task: wanted.task }),
      },
      { replace: true },
    );
  };
  const shown = list && sameFilter(list.filter, { states: STATE_FILTERS[state], task }) ? list : undefined;
  return (
    <>
      <PageHeader title="Runs">
        <select
          className="field max-w-[220px] max-sm:max-w-none max-sm:grow"
          aria-label="Task"
          value={task ?? ''}
          onChange={(event) => show({ task: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">All tasks</option>
          {task !== undefined && !tasks?.some(({ id }) => id === task) ? (
            <option value={task}>{task}</option>
          ) : null}
          {tasks?.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <Segmented<StateFilter>
          label="State"
          value={state}
          options={STATES}
          onChange={(next) => show({ state: next })}
        />
      </PageHeader>
      {shown && shown.runs.length > 0 ? <RunsTable key={`${state} ${task ?? ''}`} list={shown} /> : null}
      {shown?.runs.length === 0 ? (
        <div className="px-4 py-6 md:px-6">
          {state === 'all' && task === undefined ? (
            <Empty title="No runs yet.">
              Every time a task runs, by hand or by itself, it is kept here with its log.
            </Empty>
          ) : (
            <Empty title="No run fits.">Choose another state or task.</Empty>
          )}
        </div>
      ) : null}
      {!shown && error ? <Problem error={error} className="px-4 py-6 md:px-6" /> : null}
    </>
  );
}
