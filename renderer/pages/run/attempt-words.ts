/** Attempts of a run in words. Pure. */
import type { Attempt, Run, RunSummary } from '#shared/nouns/run.ts';
import { exitWords, isActive, stateLabel } from '../../words/run-state.ts';

/** `Attempt 1 failed (exit code 75)`. */
export function attemptWords({ number, state, exitCode }: Attempt): string {
  const exit = state === 'succeeded' ? undefined : exitWords({ exitCode });
  return `Attempt ${number} ${stateLabel(state).toLowerCase()}${exit === undefined ? '' : ` (${exit})`}`;
}

/** Whether the run waits for another attempt. */
export function isRetrying(run: Pick<RunSummary, 'state' | 'readyAt'>): boolean {
  return run.state === 'queued' && run.readyAt !== undefined;
}

/** The state in words: a run between two attempts is queued, and more than that. */
export function runLabel(run: Pick<RunSummary, 'state' | 'readyAt'>): string {
  return isRetrying(run) ? 'Waiting to try again' : stateLabel(run.state);
}

/** Which attempt is shown: the chosen one while it is there, else the newest. Undefined before the first. */
export function shownAttempt(run: Pick<Run, 'attempts'>, chosen: number | undefined): Attempt | undefined {
  return run.attempts.find(({ number }) => number === chosen) ?? run.attempts.at(-1);
}

/** Whether something may still be written into the log of an attempt. */
export function isGoing(run: Pick<Run, 'state' | 'attempts'>, attempt: Attempt | undefined): boolean {
  if (!isActive(run.state)) return false;
  return attempt === undefined || (attempt === run.attempts.at(-1) && attempt.endedAt === undefined);
}
