/** Which attempt's log and steps are shown, where there is more than one; and when the next one starts. */
import type { Attempt, Run } from '#shared/nouns/run.ts';
import { Due, Took } from '../../ui/clock.tsx';
import { StateIcon } from '../../ui/state-icon.tsx';
import { stateLabel } from '../../words/run-state.ts';
import { attemptWords, isRetrying } from './attempt-words.ts';

export function AttemptBar({
  run,
  shown,
  onChoose,
}: {
  run: Run;
  shown: Attempt | undefined;
  onChoose: (attempt: number) => void;
}) {
  const { attempts } = run;
  if (attempts.length < 2 && !isRetrying(run)) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1.5 border-b border-line px-4 py-2 md:px-6">
      {attempts.length > 1 ? (
        <fieldset className="inline-flex max-w-full flex-wrap items-stretch rounded-[7px] bg-active p-[2px]">
          <legend className="sr-only">Attempt</legend>
          {attempts.map(({ number, state }) => (
            <label
              key={number}
              className={`relative flex h-[22px] items-center gap-1.5 rounded-[5px] px-2.5 text-sm font-medium select-none has-focus-visible:outline-2 has-focus-visible:outline-accent ${
                number === shown?.number
                  ? 'bg-pill text-ink shadow-(--shadow-control)'
                  : 'text-ink-2 hover:text-ink'
              }`}
            >
              <input
                type="radio"
                name="attempt"
                checked={number === shown?.number}
                onChange={() => onChoose(number)}
                className="absolute inset-0 opacity-0"
              />
              <StateIcon state={state} size={12} />
              <span>
                <span className={attempts.length > 4 ? 'sr-only' : ''}>Attempt </span>
                {number}
                <span className="sr-only">, {stateLabel(state).toLowerCase()}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      <output aria-label="Attempts" className="min-w-0 text-ink-2">
        {shown ? (
          <>
            {attemptWords(shown)} <Took of={shown} className="text-sm text-ink-3" />
          </>
        ) : null}
        {isRetrying(run) && run.readyAt !== undefined ? (
          <span className="text-waiting">
            {shown ? ' · ' : ''}Attempt {run.attempt ?? attempts.length + 1} <Due at={run.readyAt} />
          </span>
        ) : null}
      </output>
    </div>
  );
}
