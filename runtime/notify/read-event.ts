/** Which events are told, how bad they are and in which words. Pure: what it asks of the records comes by `Known`. */
import { isAgentTrouble, type AgentState } from '#shared/nouns/agent.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import type { NotifyKind, NotifySeverity } from '#shared/nouns/notify.ts';
import { isBad, type RunSummary } from '#shared/nouns/run.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { SlaState } from '#shared/nouns/sla.ts';

/** A notice before it is routed. */
export interface NewNotice {
  /** One for what happened: told once, however often the event is read. */
  readonly key: string;
  readonly kind: NotifyKind;
  readonly severity: NotifySeverity;
  /** `run:12`, `approval:4`: what was settled meanwhile is not told. */
  readonly about: string;
  readonly title: string;
  readonly body: string;
  /** The page of the UI about it. */
  readonly open: string;
  /** ms since 1970. */
  readonly at: number;
  readonly task?: string | undefined;
  readonly run?: number | undefined;
}

export interface Known {
  readonly titleOf: (task: string) => string;
  /** Whether the run of the task before this one ended badly. */
  readonly wasFailing: (task: string, run: number) => boolean;
  /** Whether the newest notice about it told of trouble. */
  readonly inTrouble: (about: string) => boolean;
  /** A moment as a person of this machine says it. */
  readonly clock: (ms: number) => string;
}

type Told = Omit<NewNotice, 'key' | 'at'> & { readonly key?: string };

/** The types that `readEvent` has something to say about. */
export const TOLD_EVENTS = [
  'run.finished',
  'run.unusual',
  'approval.requested',
  'approval.decided',
  'task.quarantined',
  'slot.decided',
  'sla.changed',
  'service.changed',
  'agent.changed',
  'task.changed',
  'policy.changed',
  'knowledge.changed',
  'answer.escalated',
  'module.staged',
  'module.unstaged',
] as const satisfies readonly LukaEvent['type'][];

/** What an event is about, where it settles something that may not have been told yet. */
export function settledBy({ type, data }: LukaEvent): string | undefined {
  if (type === 'approval.decided') return `approval:${Number(data['approval'])}`;
  return type === 'module.unstaged' ? `module:${String(data['module'])}` : undefined;
}

export function readEvent(event: LukaEvent, known: Known): NewNotice | undefined {
  const told = tell(event, known);
  return told && { key: `event:${event.seq}`, at: Date.parse(event.at), ...told };
}

function tell({ type, task, run, data }: LukaEvent, known: Known): Told | undefined {
  switch (type) {
    case 'run.finished':
      return ofRun(data['run'] as RunSummary, known);
    case 'run.unusual':
      return run === undefined ? undefined : ofUnusual(run, task, data, known);
    case 'approval.requested':
      return ofApproval(data as unknown as Asked, task);
    case 'task.quarantined':
      return task === undefined ? undefined : ofQuarantine(task, data, known);
    case 'slot.decided':
      return task === undefined ? undefined : ofSlot(task, data, known);
    case 'sla.changed':
      return task === undefined ? undefined : ofSla(task, data, known);
    case 'service.changed':
      return ofService(data['service'] as ServiceStatus, known);
    case 'agent.changed':
      return ofAgent(data, known);
    case 'task.changed':
      return task === undefined || data['valid'] !== false ? undefined : ofTaskFile(task, known);
    case 'policy.changed':
      return data['valid'] === false ? POLICY : undefined;
    case 'knowledge.changed':
      return data['state'] === 'failed' ? KNOWLEDGE : undefined;
    case 'answer.escalated':
      return ofAnswer(data);
    case 'module.staged':
      return ofModule(data);
    default:
      return undefined;
  }
}

function ofRun(run: RunSummary, { wasFailing }: Known): Told | undefined {
  // Lives of services come and go; how a service does is told by its state.
  if (run.cause.kind === 'service') return undefined;
  const base = {
    about: `run:${run.id}`,
    open: `/runs/${run.id}`,
    run: run.id,
    ...(run.task === undefined ? {} : { task: run.task }),
  };
  if (isBad(run.state) && run.state !== 'denied')
    return {
      ...base,
      kind: 'failure',
      severity: 'error',
      title: run.state === 'timed_out' ? `${run.title} took too long` : `${run.title} failed`,
      body: run.message ?? `Run ${run.id} ended with ${run.exitCode ?? run.state}`,
    };
  if (run.state === 'succeeded' && run.task !== undefined && wasFailing(run.task, run.id))
    return {
      ...base,
      kind: 'recovered',
      severity: 'info',
      title: `${run.title} works again`,
      body: `Run ${run.id} succeeded`,
    };
  return undefined;
}

/** A run that took far longer or far shorter than its task's do: nobody waits for it, but something may have changed. */
function ofUnusual(run: number, task: string | undefined, data: LukaEvent['data'], { titleOf }: Known): Told {
  return {
    kind: 'finding',
    severity: 'warning',
    about: `unusual:${run}`,
    title: `${task === undefined ? 'A run' : titleOf(task)} ${data['kind'] === 'faster' ? 'ended unusually soon' : 'took unusually long'}`,
    body: `Run ${run} ${String(data['message'])}`,
    open: `/runs/${run}`,
    run,
    ...(task === undefined ? {} : { task }),
  };
}

interface Asked {
  readonly approval: number;
  readonly title: string;
  readonly score: number;
  readonly by: string;
  readonly reason: string;
}

function ofApproval({ approval, title, score, by, reason }: Asked, task: string | undefined): Told {
  return {
    kind: 'approval',
    severity: 'warning',
    about: `approval:${approval}`,
    title: `${title} needs approval`,
    body: `Asked by ${by === 'person' ? 'you' : by}, risk ${score} of 100${reason === '' ? '' : `: ${reason}`}`,
    open: `/approvals/${approval}`,
    ...(task === undefined ? {} : { task }),
  };
}

function ofQuarantine(task: string, data: LukaEvent['data'], { titleOf }: Known): Told {
  const { failures, message } = data as { failures?: number; message?: string };
  return {
    kind: 'quarantine',
    severity: 'error',
    about: `task:${task}`,
    title: `${titleOf(task)} was stopped`,
    body: `It failed ${failures} times in a row${message === undefined ? '' : `: ${message}`}`,
    open: pageOf(task),
    task,
  };
}

function ofSlot(task: string, data: LukaEvent['data'], { titleOf, clock }: Known): Told | undefined {
  const { state, code, due, reason } = data as Record<string, string | undefined>;
  // Whatever was made up for, or held by a person's own pause, is no surprise.
  if (state !== 'missed' && !(state === 'blocked' && code === 'conditions_unmet')) return undefined;
  return {
    kind: 'overdue',
    severity: 'warning',
    about: `slot:${task}:${due}`,
    title: `${titleOf(task)} did not run at ${clock(Date.parse(due ?? ''))}`,
    body: reason ?? '',
    open: pageOf(task),
    task,
  };
}

function ofSla(task: string, data: LukaEvent['data'], { titleOf, clock }: Known): Told | undefined {
  const { state, deadline, reason } = data as { state: SlaState; deadline: string; reason: string };
  const by = clock(Date.parse(deadline));
  const base = {
    kind: 'sla',
    about: `sla:${task}:${deadline}`,
    body: reason,
    open: pageOf(task),
    task,
  } as const;
  // Its own key: a state is told once for a deadline, also where a restart comes between.
  const key = `sla:${task}:${deadline}:${state}`;
  switch (state) {
    case 'at_risk':
      return { ...base, key, severity: 'warning', title: `${titleOf(task)} may not be done by ${by}` };
    case 'broken':
      return { ...base, key, severity: 'error', title: `${titleOf(task)} was not done by ${by}` };
    case 'late':
      return { ...base, key, severity: 'info', title: `${titleOf(task)} is done, later than ${by}` };
    case 'met':
    case 'waiting':
      return undefined;
  }
}

function ofService(
  { task, title, state, since, message }: ServiceStatus,
  { inTrouble }: Known,
): Told | undefined {
  const about = `service:${task}`;
  const base = { about, open: pageOf(task), task, key: `${about}:${state}:${since}` };
  if (state === 'failed' || state === 'unhealthy')
    return {
      ...base,
      kind: 'service',
      severity: 'error',
      title: state === 'failed' ? `${title} is down` : `${title} is not well`,
      body: message ?? '',
    };
  if (state === 'healthy' && inTrouble(about))
    return { ...base, kind: 'recovered', severity: 'info', title: `${title} is up again`, body: '' };
  return undefined;
}

function ofAgent(data: LukaEvent['data'], { inTrouble }: Known): Told | undefined {
  const { label, state, was } = data as { label?: string; state?: AgentState; was?: AgentState | null };
  // The first look at a machine finds them as they are: that is no change. Changes of Luka's own say no `was`.
  if (typeof label !== 'string' || state === undefined || was === undefined || was === null) return undefined;
  const base = { about: `agent:${label}`, open: '/agents' };
  if (isAgentTrouble(state) && !isAgentTrouble(was))
    return {
      ...base,
      kind: 'agent',
      severity: 'warning',
      title: `The agent ${label} is not well`,
      body: `It was ${words(was)}, and is ${words(state)}`,
    };
  if ((state === 'running' || state === 'idle') && inTrouble(base.about))
    return {
      ...base,
      kind: 'recovered',
      severity: 'info',
      title: `The agent ${label} is well again`,
      body: '',
    };
  return undefined;
}

function ofTaskFile(task: string, { titleOf }: Known): Told {
  return {
    kind: 'finding',
    severity: 'error',
    about: `task-file:${task}`,
    title: `The file of ${titleOf(task)} has errors`,
    body: 'It does not run until they are mended',
    open: pageOf(task),
    task,
  };
}

const POLICY: Told = {
  kind: 'finding',
  severity: 'error',
  about: 'policy',
  title: 'policy.yaml has errors',
  body: 'The policy before it stays in force',
  open: '/policy',
};
const KNOWLEDGE: Told = {
  kind: 'knowledge',
  severity: 'warning',
  about: 'knowledge',
  title: 'The documents could not be read to the end',
  body: 'The index holds what was read before',
  open: '/knowledge/sources',
};

function ofAnswer(data: LukaEvent['data']): Told {
  const { answer, by, note, conversation } = data as Record<string, string | number | undefined>;
  return {
    kind: 'answer',
    severity: 'warning',
    about: `answer:${answer}`,
    title: 'An answer needs a human',
    body: `Escalated by ${by === 'person' || by === undefined ? 'you' : by}${note === undefined ? '' : `: ${note}`}`,
    open: conversation === undefined ? '/assistant' : `/assistant/${conversation}`,
  };
}

function ofModule(data: LukaEvent['data']): Told | undefined {
  const { module, by } = data as Record<string, string>;
  // Whoever laid it ready knows it.
  if (module === undefined || by === 'person') return undefined;
  return {
    kind: 'approval',
    severity: 'warning',
    about: `module:${module}`,
    title: `The module ${module} waits for you`,
    body: `Laid ready by ${by}, and nothing of it runs before you deploy it`,
    open: `/modules/${encodeURIComponent(module)}`,
  };
}

function pageOf(task: string): string {
  return `/tasks/${encodeURIComponent(task)}`;
}

function words(state: string): string {
  return state.replaceAll('_', ' ');
}
