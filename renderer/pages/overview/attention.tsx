/** What a person must see before anything else: that nothing starts by itself, or that a task no longer does. */
import { Pause } from 'lucide-react';
import type { Task } from '#shared/nouns/task.ts';
import { Notice } from '../../ui/notice.tsx';
import { reasonWords } from '../../words/slot-state.ts';
import { PausedUntil, ResumeButton } from '../pauses/pause-chips.tsx';
import { usePauses } from '../pauses/use-pauses.ts';
import { Quarantine } from '../tasks/schedule/task-notices.tsx';

export function Attention({ quarantined }: { quarantined: readonly Task[] }) {
  const pausedAll = usePauses().filter(({ scope }) => 'all' in scope);
  return (
    <>
      {pausedAll.map((pause) => (
        <Notice
          key={pause.id}
          tone="waiting"
          icon={Pause}
          label="Pause of everything"
          title={
            <>
              Everything is <PausedUntil pause={pause} />
            </>
          }
          actions={<ResumeButton pause={pause} name="everything" />}
        >
          {pause.reason === undefined ? 'Nothing starts by itself meanwhile.' : reasonWords(pause.reason)}
        </Notice>
      ))}
      {quarantined.map((task) => (
        <Quarantine key={task.id} task={task} named />
      ))}
    </>
  );
}
