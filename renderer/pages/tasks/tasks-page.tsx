import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useLive } from '../../live/store.ts';
import { Findings } from '../../ui/findings.tsx';
import { Empty, PageHeader, Section, useTitle } from '../../ui/page.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { NewTaskDialog } from './new-task-dialog.tsx';
import { filterTasks, TASK_VIEWS, type TaskView } from './task-filter.ts';
import { TaskRow } from './task-row.tsx';
import { useTasks } from './use-tasks.ts';

export function TasksPage() {
  useTitle('Tasks');
  const tasks = useTasks();
  const fileFindings = useLive((state) => state.fileFindings);
  const [query, setQuery] = useSearchParams();
  const [search, setSearch] = useState('');
  const [, navigate] = useLocation();
  const view = TASK_VIEWS.find(([name]) => name === query.get('show'))?.[0] ?? 'all';
  const shown = tasks && filterTasks(tasks, search, view);
  const showNew = query.has('new');
  const setNew = (open: boolean): void => setQuery(open ? { new: '' } : {}, { replace: true });
  return (
    <>
      <PageHeader
        title="Tasks"
        actions={
          <button type="button" className="btn btn-primary" onClick={() => setNew(true)}>
            <Plus size={14} aria-hidden />
            New task
          </button>
        }
      >
        <Segmented<TaskView>
          label="Show"
          value={view}
          options={TASK_VIEWS}
          onChange={(next) => setQuery(next === 'all' ? {} : { show: next }, { replace: true })}
        />
        <input
          type="search"
          className="field w-[190px] grow md:grow-0"
          placeholder="Search"
          aria-label="Search tasks"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </PageHeader>
      <div className="min-h-0 grow overflow-y-auto px-4 md:px-6">
        {fileFindings.length > 0 && view !== 'ready' && view !== 'disabled' ? (
          <div className="pt-4">
            <Section id="files" title="Files that could not be read">
              <Findings findings={fileFindings} label="Files that could not be read" />
            </Section>
          </div>
        ) : null}
        {shown && shown.length > 0 ? (
          <ul aria-label="Tasks" className="divide-y divide-line pb-6">
            {shown.map((task) => (
              <TaskRow key={task.id} task={task} onTag={(tag) => setSearch(`#${tag}`)} />
            ))}
          </ul>
        ) : null}
        {shown?.length === 0 ? (
          <div className="py-6">
            {tasks?.length === 0 ? (
              <Empty title="No tasks yet.">
                A task is a small file with a command in it. Make one, or drop a file into the tasks folder.
              </Empty>
            ) : (
              <Empty title="No task fits.">Change the search or the filter.</Empty>
            )}
          </div>
        ) : null}
      </div>
      {showNew ? (
        <NewTaskDialog
          onClose={() => setNew(false)}
          onCreated={(task) => navigate(`/tasks/${encodeURIComponent(task.id)}`, { replace: true })}
        />
      ) : null}
    </>
  );
}
