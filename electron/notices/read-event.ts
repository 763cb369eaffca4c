/** Which events a person is told of, and in which words. Pure. */
import type { LukaEvent } from '#shared/nouns/event.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { Notice } from './notice.ts';

export interface Known {
  readonly titleOf: (task: string) => string;
  /** Whether the run of the task before this one ended badly. */
  readonly wasFailing: (task: string) => boolean;
}

/** What an event is about, where it settles something that may not have been told yet. */
export function settledBy({ type, data }: LukaEvent): string | undefined {
  if (type === 'approval.decided') return `approval:${Number(data['approval'])}`;
  return type === 'module.unstaged' ? `module:${String(data['module'])}` : undefined;
}

export function readEvent(event: LukaEvent, known: Known): Notice | undefined {
  switch (event.type) {
    case 'run.finished':
      return ofRun(event.data['run'] as RunSummary, known);
    case 'approval.requested':
      return ofApproval(event.data as unknown as Asked);
    case 'task.quarantined':
      return event.task === undefined ? undefined : ofQuarantine(event.task, event.data, known);
    case 'slot.decided':
      return event.task === undefined ? undefined : ofSlot(event.task, event.data, known);
    case 'module.staged':
      return ofModule(event.data);
    default:
      return undefined;
  }
}

function ofRun(run: RunSummary, { wasFailing }: Known): Notice | undefined {
  // Lives of services come and go; that one is down is told by the icon.
  if (run.cause.kind === 'service') return undefined;
  const about = `run:${run.id}`;
  const open = `/runs/${run.id}`;
  if (isBad(run.state) && run.state !== 'denied')
    return {
      kind: 'failure',
      about,
      open,
      title: run.state === 'timed_out' ? `${run.title} took too long` : `${run.title} failed`,
      body: run.message ?? `Run ${run.id} ended with ${run.exitCode ?? run.state}`,
    };
  if (run.state === 'succeeded' && run.task !== undefined && wasFailing(run.task))
    return {
      kind: 'recovered',
      about,
      open,
      title: `${run.title} works again`,
      body: `Run ${run.id} succeeded`,
    };
  return undefined;
}

interface Asked {
  readonly approval: number;
  readonly title: string;
  readonly score: number;
  readonly by: string;
  readonly reason: string;
}

function ofApproval({ approval, title, score, by, reason }: Asked): Notice {
  const who = by === 'person' ? 'you' : by;
  return {
    kind: 'approval',
    about: `approval:${approval}`,
    title: `${title} needs approval`,
    body: `Asked by ${who}, risk ${score} of 100${reason === '' ? '' : `: ${reason}`}`,
    open: `/approvals/${approval}`,
  };
}

function ofModule(data: LukaEvent['data']): Notice | undefined {
  const { module, by } = data as Record<string, string>;
  // Whoever laid it ready knows it.
  if (module === undefined || by === 'person') return undefined;
  return {
    kind: 'approval',
    about: `module:${module}`,
    title: `The module ${module} waits for you`,
    body: `Laid ready by ${by}, and nothing of it runs before you deploy it`,
    open: `/modules/${encodeURIComponent(module)}`,
  };
}

function ofQuarantine(task: string, data: LukaEvent['data'], { titleOf }: Known): Notice {
  const { failures, message } = data as { failures?: number; message?: string };
  return {
    kind: 'quarantine',
    about: `task:${task}`,
    title: `${titleOf(task)} was stopped`,
    body: `It failed ${failures} times in a row${message === undefined ? '' : `: ${message}`}`,
    open: `/tasks/${encodeURIComponent(task)}`,
  };
}

function ofSlot(task: string, data: LukaEvent['data'], { titleOf }: Known): Notice | undefined {
  const { state, code, due, reason } = data as Record<string, string | undefined>;
  // Whatever was made up for, or held by a person's own pause, is no surprise.
  if (state !== 'missed' && !(state === 'blocked' && code === 'conditions_unmet')) return undefined;
  const at = new Date(due ?? '').toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  return {
    kind: 'overdue',
    about: `slot:${task}:${due}`,
    title: `${titleOf(task)} did not run at ${at}`,
    body: reason ?? '',
    open: `/tasks/${encodeURIComponent(task)}`,
  };
}
