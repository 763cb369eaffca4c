/** Starts a task; one with parameters asks for them first. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Task } from '#shared/nouns/task.ts';
import { startTask } from '../../live/actions.ts';
import { toastError } from '../../ui/toasts.tsx';
import { RunDialog } from './run-dialog.tsx';

export function RunTaskButton({
  task,
  named,
  primary,
  text = 'Run',
  onStarted,
}: {
  task: Task;
  named?: boolean;
  primary?: boolean;
  text?: string;
  onStarted?: (run: RunSummary) => void;
}) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const params = Object.keys(task.definition?.params ?? {});
  const start = async (): Promise<void> => {
    if (params.length > 0) {
      setAsking(true);
      return;
    }
    setBusy(true);
    try {
      const run = await startTask(task, {});
      onStarted?.(run);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        className={`btn ${primary ? 'btn-primary' : ''}`}
        disabled={busy || task.state === 'invalid'}
        {...(named ? { 'aria-label': `Run ${task.title}` } : {})}
        onClick={() => void start()}
      >
        <Play size={11} aria-hidden fill="currentColor" />
        {params.length > 0 ? `${text}…` : text}
      </button>
      {asking ? (
        <RunDialog
          task={task}
          onClose={() => setAsking(false)}
          onStarted={(run) => {
            setAsking(false);
            onStarted?.(run);
          }}
        />
      ) : null}
    </>
  );
}
