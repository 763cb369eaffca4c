import { Circle, CircleCheck, CircleSlash, CircleX, Undo2, type LucideIcon } from 'lucide-react';
import type { AgentChange } from '#shared/nouns/agent.ts';
import { capital } from '../../words/run-state.ts';

type Step = AgentChange['steps'][number];

const STATES: Readonly<Record<Step['state'], { icon: LucideIcon; tone: string; word: string }>> = {
  done: { icon: CircleCheck, tone: 'text-ok', word: 'done' },
  failed: { icon: CircleX, tone: 'text-failed', word: 'failed' },
  skipped: { icon: CircleSlash, tone: 'text-quiet', word: 'not needed' },
  undone: { icon: Undo2, tone: 'text-waiting', word: 'undone' },
};

const NAMES: Readonly<Record<Step['step'], string>> = {
  lint: 'Lint',
  snapshot: 'Snapshot',
  bootout: 'Unload',
  write: 'Write',
  enable: 'Enable',
  bootstrap: 'Load',
  kickstart: 'Start',
  verify: 'Verify',
};

export function ChangeSteps({ steps, planned }: { steps: readonly Step[]; planned: boolean }) {
  return (
    <ol aria-label="Steps" className="grid gap-1">
      {steps.map(({ step, state, note }) => {
        const isAhead = planned && state !== 'skipped';
        const { icon: Icon, tone, word } = STATES[state];
        return (
          <li key={step} className="grid grid-cols-[auto_72px_minmax(0,1fr)] items-baseline gap-x-2">
            <span className={`self-center ${isAhead ? 'text-ink-3' : tone}`}>
              {isAhead ? <Circle size={13} aria-hidden /> : <Icon size={13} aria-hidden />}
            </span>
            <span className={state === 'skipped' ? 'text-ink-3' : 'font-medium'}>{NAMES[step]}</span>
            <span className="min-w-0 break-words text-ink-2">
              <span className="sr-only">{isAhead ? 'to do' : word}: </span>
              {capital(note)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
