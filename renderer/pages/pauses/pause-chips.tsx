import { Pause as PauseIcon } from 'lucide-react';
import type { Pause } from '#shared/nouns/slot.ts';
import { resumeSchedule } from '../../live/actions.ts';
import { useLive } from '../../live/store.ts';
import { Due } from '../../ui/clock.tsx';
import { scopeWords } from './pause-words.ts';
import { usePauses } from './use-pauses.ts';

/** The pauses in force or to come, each with the way to end it. */
export function PauseChips() {
  const pauses = usePauses();
  const tasks = useLive((state) => state.tasks);
  if (pauses.length === 0) return null;
  const titleOf = (id: string): string => tasks?.find((task) => task.id === id)?.title ?? id;
  return (
    <ul aria-label="Pauses" className="flex flex-wrap gap-2">
      {pauses.map((pause) => (
        <li
          key={pause.id}
          className="flex min-h-[30px] max-w-full items-center gap-2 rounded-[7px] border border-line-strong py-0.5 pr-0.5 pl-2.5"
        >
          <PauseIcon size={12} aria-hidden className="shrink-0 text-waiting" fill="currentColor" />
          <span className="min-w-0 text-sm">
            <span className="font-semibold">{scopeWords(pause.scope, titleOf)}</span>{' '}
            <span className="text-ink-2">
              <PausedUntil pause={pause} />
              {pause.reason === undefined ? '' : `: ${pause.reason}`}
            </span>
          </span>
          <ResumeButton pause={pause} name={scopeWords(pause.scope, titleOf)} />
        </li>
      ))}
    </ul>
  );
}

export function PausedUntil({ pause }: { pause: Pause }) {
  return pause.until === undefined ? (
    'paused until you resume'
  ) : (
    <>
      paused, goes on <Due at={pause.until} />
    </>
  );
}

export function ResumeButton({ pause, name }: { pause: Pause; name: string }) {
  return (
    <button
      type="button"
      className="btn"
      aria-label={`Resume ${name}`}
      onClick={() => void resumeSchedule(pause)}
    >
      Resume
    </button>
  );
}
