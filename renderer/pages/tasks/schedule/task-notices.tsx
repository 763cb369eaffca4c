/** What keeps a task's triggers from starting it: its quarantine, and pauses. */
import { Pause as PauseIcon, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Task } from '#shared/nouns/task.ts';
import { releaseTask } from '../../../live/actions.ts';
import { Ago, Due } from '../../../ui/clock.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { count } from '../../../words/run-state.ts';
import { reasonWords } from '../../../words/slot-state.ts';
import { PausedUntil, ResumeButton } from '../../pauses/pause-chips.tsx';
import { scopeWords } from '../../pauses/pause-words.ts';
import { usePausesOf } from '../../pauses/use-pauses.ts';

export function TaskNotices({ task }: { task: Task }) {
  return (
    <>
      <Quarantine task={task} />
      <Paused task={task} />
    </>
  );
}

/** @param named its title stands in the notice, for there may be several on a page */
export function Quarantine({ task, named = false }: { task: Task; named?: boolean }) {
  const { health } = task;
  if (health?.quarantinedAt === undefined) return null;
  return (
    <Notice
      tone="failed"
      icon={ShieldAlert}
      label={`Quarantine of ${task.title}`}
      title={
        named ? (
          <>
            <Link to={`/tasks/${encodeURIComponent(task.id)}`} className="underline-offset-3 hover:underline">
              {task.title}
            </Link>{' '}
            is in quarantine: its triggers do not start it
          </>
        ) : (
          'In quarantine: its triggers do not start it'
        )
      }
      actions={<ReleaseButton task={task} />}
    >
      <p>
        It failed {count(health.failuresInRow, 'time')} in a row, and is held since{' '}
        <Ago at={health.quarantinedAt} />.{' '}
        {health.reason === undefined ? '' : `${reasonWords(health.reason)} `}
        {health.releaseAt === undefined ? (
          'It stays so until you release it.'
        ) : (
          <>
            It is tried again <Due at={health.releaseAt} />.
          </>
        )}
      </p>
    </Notice>
  );
}

function ReleaseButton({ task }: { task: Task }) {
  const [busy, setBusy] = useState(false);
  const release = async (): Promise<void> => {
    setBusy(true);
    await releaseTask(task);
    setBusy(false);
  };
  return (
    <button
      type="button"
      className="btn"
      aria-label={`Release ${task.title}`}
      disabled={busy}
      onClick={() => void release()}
    >
      Release
    </button>
  );
}

function Paused({ task }: { task: Task }) {
  const pauses = usePausesOf(task);
  if (pauses.length === 0 && task.paused !== undefined)
    return (
      <Notice tone="waiting" icon={PauseIcon} label="Pause" title={`Paused ${task.paused}`}>
        Its triggers do not start it meanwhile.
      </Notice>
    );
  return pauses.map((pause) => {
    const own = 'task' in pause.scope;
    const name = own ? task.title : scopeWords(pause.scope, () => task.title);
    return (
      <Notice
        key={pause.id}
        tone="waiting"
        icon={PauseIcon}
        label={`Pause of ${name}`}
        title={
          <>
            {own ? 'This task is ' : `${name}: `}
            <PausedUntil pause={pause} />
          </>
        }
        actions={<ResumeButton pause={pause} name={name} />}
      >
        {pause.reason === undefined ? 'Its triggers do not start it meanwhile.' : reasonWords(pause.reason)}
      </Notice>
    );
  });
}
