import { FilePen } from 'lucide-react';
import { Link } from 'wouter';
import type { AnyState } from '../../words/run-state.ts';
import type { Task } from '#shared/nouns/task.ts';
import { openTaskFile, setEnabled } from '../../live/actions.ts';
import { Ago, Due } from '../../ui/clock.tsx';
import { Findings } from '../../ui/findings.tsx';
import { ServiceBadge } from '../../ui/service-badge.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { Switch } from '../../ui/switch.tsx';
import { STATE_WORDS, stateLabel } from '../../words/run-state.ts';
import { RunTaskButton } from './run-task-button.tsx';
import { ServiceButtons } from './service-buttons.tsx';

export function TaskRow({ task, onTag }: { task: Task; onTag: (tag: string) => void }) {
  const invalid = task.state === 'invalid';
  return (
    <li className="py-2.5">
      <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 lg:grid-cols-[auto_minmax(0,1fr)_190px_130px_112px]">
        <Switch
          checked={task.state === 'ready'}
          disabled={invalid}
          label={`${task.title} is on`}
          onChange={(on) => void setEnabled(task, on)}
        />
        <div className="min-w-0">
          <p className="flex items-baseline gap-2">
            <Link
              to={`/tasks/${encodeURIComponent(task.id)}`}
              title={task.title}
              className={`quiet-link truncate font-medium ${task.state === 'ready' ? '' : 'text-ink-2'}`}
            >
              {task.title}
            </Link>
            {invalid ? <span className="shrink-0 text-sm font-semibold text-failed">Broken</span> : null}
            {task.state === 'disabled' ? <span className="shrink-0 text-sm text-ink-3">Off</span> : null}
            {task.service && task.state === 'ready' ? <ServiceBadge service={task.service} /> : null}
            {task.health?.quarantinedAt === undefined ? null : (
              <span className="shrink-0 text-sm font-semibold text-failed">Quarantine</span>
            )}
            {task.paused === undefined ? null : (
              <span className="shrink-0 text-sm text-waiting" title={`Paused ${task.paused}`}>
                Paused
              </span>
            )}
          </p>
          <p className="flex items-baseline gap-2 text-sm text-ink-3">
            <span className="truncate font-mono text-xs">{task.id}</span>
            {task.tags.map((tag) => (
              <button
                key={tag}
                type="button"
                className="shrink-0 hover:text-ink max-sm:hidden"
                aria-label={`Tag ${tag}`}
                onClick={() => onTag(tag)}
              >
                #{tag}
              </button>
            ))}
          </p>
        </div>
        <div className="min-w-0 text-sm max-lg:hidden">
          <When task={task} />
        </div>
        <div className="min-w-0 text-sm max-lg:hidden">
          <LastRun task={task} />
        </div>
        <div className="flex items-center justify-end gap-1.5">
          <button
            type="button"
            className="btn btn-plain btn-icon max-sm:hidden"
            aria-label={`Open the file of ${task.title}`}
            title="Open the file"
            onClick={() => void openTaskFile(task)}
          >
            <FilePen size={14} aria-hidden />
          </button>
          {task.service ? (
            <ServiceButtons service={task.service} compact />
          ) : (
            <RunTaskButton task={task} named />
          )}
        </div>
        <div className="col-start-2 col-end-4 flex flex-wrap items-center gap-x-4 text-sm lg:hidden">
          <When task={task} />
          <LastRun task={task} />
        </div>
      </div>
      {task.findings.length > 0 ? (
        <div className="mt-1 ml-[42px]">
          <Findings findings={task.findings} label={`What is wrong with ${task.title}`} />
        </div>
      ) : null}
    </li>
  );
}

/** Its triggers in words, and when it is due next. */
function When({ task }: { task: Task }) {
  if (task.state === 'invalid') return null;
  const triggers = task.triggers.join(', ');
  if (task.service) return <p className="text-ink-2">Kept running</p>;
  if (triggers === '') return <p className="text-ink-3">By hand</p>;
  return (
    <>
      <p className="truncate text-ink-2" title={triggers}>
        {triggers}
      </p>
      {task.nextDue && task.state === 'ready' ? (
        <p className="text-ink-3">
          <Due at={task.nextDue} />
        </p>
      ) : null}
    </>
  );
}

function LastRun({ task: { lastRun, state } }: { task: Task }) {
  if (!lastRun && state === 'invalid') return null;
  if (!lastRun) return <p className="text-ink-3">Never run</p>;
  const known = lastRun.state in STATE_WORDS;
  return (
    <Link to={`/runs/${lastRun.id}`} className="quiet-link flex items-center gap-1.5 text-ink-2">
      {known ? <StateIcon state={lastRun.state as AnyState} size={12} /> : null}
      <span className="truncate">
        <span className="sr-only">Last run: {stateLabel(lastRun.state)}, </span>
        <Ago at={lastRun.endedAt ?? lastRun.queuedAt} />
      </span>
    </Link>
  );
}
