/** Run and step states in words. The shared noun carries zod with it, so what the page needs of it is written here; a test ties them. */
import type { RunState, RunSummary, StepRunState } from '#shared/nouns/run.ts';

export type Tone = 'running' | 'ok' | 'failed' | 'waiting' | 'quiet';
export type AnyState = RunState | StepRunState;

interface StateWords {
  readonly label: string;
  readonly tone: Tone;
  readonly active: boolean;
}

export const STATE_WORDS: Readonly<Record<AnyState, StateWords>> = {
  queued: { label: 'Queued', tone: 'waiting', active: true },
  awaiting_approval: { label: 'Awaiting approval', tone: 'waiting', active: true },
  running: { label: 'Running', tone: 'running', active: true },
  succeeded: { label: 'Succeeded', tone: 'ok', active: false },
  failed: { label: 'Failed', tone: 'failed', active: false },
  timed_out: { label: 'Timed out', tone: 'failed', active: false },
  cancelled: { label: 'Cancelled', tone: 'quiet', active: false },
  interrupted: { label: 'Interrupted', tone: 'failed', active: false },
  denied: { label: 'Denied', tone: 'failed', active: false },
  pending: { label: 'Pending', tone: 'quiet', active: true },
  skipped: { label: 'Skipped', tone: 'quiet', active: false },
};

export function isActive(state: AnyState): boolean {
  return STATE_WORDS[state].active;
}

export function stateLabel(state: string): string {
  return state in STATE_WORDS ? STATE_WORDS[state as AnyState].label : state;
}

/** `exit code 1`, `signal SIGKILL`, or nothing while there is neither. */
export function exitWords(exit: {
  exitCode?: number | undefined;
  signal?: string | undefined;
}): string | undefined {
  if (exit.signal !== undefined) return `signal ${exit.signal}`;
  return exit.exitCode === undefined ? undefined : `exit code ${exit.exitCode}`;
}

const CAUSES: Readonly<Record<Exclude<RunSummary['cause']['kind'], 'manual'>, string>> = {
  rerun: 'run again',
  order: 'work order',
  cron: 'schedule',
  every: 'interval',
  at: 'set time',
  startup: 'at startup',
  wake: 'after waking',
  login: 'at login',
  file: 'a file changed',
  volume: 'a volume was mounted',
  after: 'after another task',
  webhook: 'webhook',
  service: 'kept running',
};

/** Why a run started, in words: the schedule's own, or who asked; and that it came late, where it did. */
export function causeWords(cause: RunSummary['cause']): string {
  const words =
    cause.kind === 'manual'
      ? (cause.detail ?? (cause.by === 'agent' ? 'Started by an agent' : 'Started by hand'))
      : capital(cause.detail ?? CAUSES[cause.kind]);
  if (cause.late === undefined) return words;
  return `${words}, ${/^caught up\b/i.test(cause.late) ? 'caught up' : 'late'}`;
}

/** The first letter large: a server's phrase at the start of a line. */
export function capital(text: string): string {
  // A name that is written small.
  if (text.startsWith('launchd ') || text.startsWith('launchctl ')) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A server's phrase as a sentence: with a full stop where it has no end of its own. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** `1 run`, `3 runs`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-GB')} ${noun}${n === 1 ? '' : 's'}`;
}
