/** One service as it is kept in mind while Luka runs. */
import type { ServiceState } from '#shared/nouns/service.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Actor } from '#shared/nouns/role.ts';
import { FRESH, type Streak } from './decide.ts';

export type ServiceDefinition = TaskDefinition & {
  readonly service: NonNullable<TaskDefinition['service']>;
};

export function isService(definition: TaskDefinition | undefined): definition is ServiceDefinition {
  return definition?.service !== undefined;
}

/** Why the next run is asked for, and on whose word. */
export interface Wish {
  readonly cause: RunCause;
  readonly by: Actor;
}

export class Service {
  readonly task: string;
  title: string;
  /** As its file says now; undefined where the file is gone, has errors or says no service any more. */
  definition: ServiceDefinition | undefined;
  tags: readonly string[] = [];
  streak: Streak = FRESH;
  /** The run that goes or waits, and what it was asked to do. */
  run: { readonly id: number; readonly work: string } | undefined;
  lastRun: number | undefined;
  lastMessage: string | undefined;
  /** Its run is being ended by us; what comes after that is seen when it has ended. */
  ending = false;
  /** A run is being asked for. */
  asking = false;
  health: 'unknown' | 'healthy' | 'unhealthy' = 'unknown';
  complaint: string | undefined;
  wish: Wish | undefined;
  cancelTimer: (() => void) | undefined;
  /** What was last told of it, as JSON but for the moment. */
  told = '';
  state: ServiceState | undefined;
  since = '';

  constructor(task: string) {
    this.task = task;
    this.title = task;
  }
}

/** What of a definition only a new run can take up. How it is called, and when it is restarted, can change while it runs. */
export function workOf({
  title: _title,
  description: _description,
  tags: _tags,
  priority: _priority,
  enabled: _enabled,
  service,
  ...work
}: TaskDefinition): string {
  return JSON.stringify({ ...work, health: service?.health });
}
