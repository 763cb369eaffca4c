/** What the menu bar and the sleep blocker follow: read from the engine, again after every event that can change it. */
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import { isDown, type ServiceStatus } from '#shared/nouns/service.ts';
import type { Task } from '#shared/nouns/task.ts';

export interface ReadyTask {
  readonly id: string;
  readonly title: string;
  /** It has a required parameter without a default: it can only be run from its page. */
  readonly needsParams: boolean;
}
export interface HostState {
  /** Lives of services are left out: they always go. */
  readonly running: readonly RunSummary[];
  readonly queued: number;
  /** Runs that need approval, oldest first. */
  readonly asked: readonly RunSummary[];
  /** Nothing new starts. */
  readonly frozen: boolean;
  /** The newest run of each task that ended badly within the last week. */
  readonly failures: readonly RunSummary[];
  readonly ready: readonly ReadyTask[];
  /** Services that should do their work and do not. */
  readonly down: readonly ServiceStatus[];
}
export const NOTHING_YET: HostState = {
  running: [],
  queued: 0,
  asked: [],
  frozen: false,
  failures: [],
  ready: [],
  down: [],
};

/** The part of the engine that is read. */
export interface StateSource {
  readonly queries: {
    active(state: 'running' | 'queued' | 'awaiting_approval'): RunSummary[];
    failures(now: number): RunSummary[];
  };
  readonly tasks: { list(): Task[] };
  readonly supervisor: { list(): ServiceStatus[] };
  readonly safety: { readonly policy: { readonly current: { readonly paused: boolean } } };
  readonly store: { onEvent(listener: (event: LukaEvent) => void): () => void };
}

export type StateListener = (state: HostState) => void;
export interface HostStateFeed {
  readonly current: HostState;
  /** Called at once, and after every change. @returns unsubscribe */
  follow(listener: StateListener): () => void;
  /** Reads no more: the engine is being stopped. */
  close(): void;
}

/** Events that change nothing of the state. */
const SILENT = new Set<EventType>([
  'step.started',
  'step.finished',
  'order.accepted',
  'order.refused',
  'order.finished',
  'system.started',
]);

export function followState(
  source: StateSource,
  onError: (error: unknown) => void,
  now: () => number = Date.now,
): HostStateFeed {
  const listeners = new Set<StateListener>();
  let current = readState(source, NOTHING_YET, { tasks: true, now: now() });
  let due: NodeJS.Immediate | undefined;
  let tasksDue = false;
  let closed = false;
  // Events come in bursts: one look is enough for all that arrive in the same turn.
  const look = (): void => {
    due = undefined;
    try {
      current = readState(source, current, { tasks: tasksDue, now: now() });
      tasksDue = false;
      for (const listener of listeners) listener(current);
    } catch (error) {
      onError(error);
    }
  };
  const close = (): void => {
    closed = true;
    unsubscribe();
    clearImmediate(due);
  };
  const unsubscribe = source.store.onEvent(({ type }) => {
    if (closed || SILENT.has(type)) return;
    tasksDue ||= type === 'task.changed' || type === 'task.removed';
    if (type === 'system.stopping') close();
    else due ??= setImmediate(look);
  });
  return {
    get current() {
      return current;
    },
    follow(listener) {
      listeners.add(listener);
      listener(current);
      return () => listeners.delete(listener);
    },
    close,
  };
}

function readState(
  { queries, tasks, supervisor, safety }: StateSource,
  before: HostState,
  how: { tasks: boolean; now: number },
): HostState {
  return {
    running: queries.active('running').filter(({ cause }) => cause.kind !== 'service'),
    queued: queries.active('queued').length,
    asked: queries.active('awaiting_approval'),
    frozen: safety.policy.current.paused,
    failures: queries.failures(how.now),
    down: supervisor.list().filter(({ state }) => isDown(state)),
    ready: how.tasks
      ? tasks
          .list()
          .filter((task) => task.state === 'ready' && task.definition?.service === undefined)
          .map(toReady)
      : before.ready,
  };
}

function toReady({ id, title, definition }: Task): ReadyTask {
  const needsParams = Object.values(definition?.params ?? {}).some(
    (param) => param.required === true && param.default === undefined,
  );
  return { id, title, needsParams };
}
