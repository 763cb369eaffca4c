/** Tasks as the API shows them: the registry joined with the schedule and the history. */
import { spawn } from 'node:child_process';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { SlaStatus } from '#shared/nouns/sla.ts';
import type { TaskHealth } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';
import { isoAt } from '../clock.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import { describeTrigger } from '../schedule/describe-trigger.ts';
import { readTrigger } from './check-new-triggers.ts';
import { parseTask } from './parse-task.ts';
import type { LoadedTask, TaskRegistry } from './ports.ts';

export interface TaskServiceOptions {
  readonly registry: TaskRegistry;
  readonly queries: Pick<RunQueries, 'lastOfTask'>;
  /** When a task is due next, ms since 1970. */
  readonly nextDue: (task: string) => number | undefined;
  /** Whether its triggers start it; undefined while nothing failed. */
  readonly health?: (task: string) => TaskHealth | undefined;
  /** The pause in force, in words. */
  readonly paused?: (task: LoadedTask) => string | undefined;
  /** How it does, where it is a service. */
  readonly service?: (task: string) => ServiceStatus | undefined;
  /** How it stands with its deadline. */
  readonly sla?: (task: LoadedTask) => SlaStatus | undefined;
  readonly platform?: NodeJS.Platform;
}

export class TaskService {
  readonly #options: TaskServiceOptions;

  constructor(options: TaskServiceOptions) {
    this.#options = options;
  }

  list(): Task[] {
    return this.#options.registry
      .list()
      .map((task) => this.#toTask(task))
      .sort((a, b) => a.title.localeCompare(b.title) || a.id.localeCompare(b.id));
  }

  findings(): Finding[] {
    return [...this.#options.registry.findings()];
  }

  /** @throws LukaError task_unknown */
  get(id: string): Task {
    const task = this.#options.registry.get(id);
    if (!task) throw new LukaError('task_unknown', { message: `there is no task ${id}` });
    return this.#toTask(task);
  }

  /** @throws LukaError task_exists, task_invalid, disk_full */
  async create(input: { id: string; title?: string | undefined; run?: string | undefined }): Promise<Task> {
    return this.#toTask(await this.#options.registry.create(input));
  }

  /** @throws LukaError task_unknown, task_invalid, disk_full */
  async setEnabled(id: string, enabled: boolean): Promise<Task> {
    return this.#toTask(await this.#options.registry.setEnabled(id, enabled));
  }

  /**
   * @param triggers as a file says them
   * @param hash of the file they are made for
   * @throws LukaError task_unknown, task_changed, task_unreadable, task_invalid, trigger_invalid, disk_full
   */
  async setTriggers(id: string, triggers: readonly Record<string, unknown>[], hash: string): Promise<Task> {
    return this.#toTask(await this.#options.registry.setTriggers(id, triggers, hash));
  }

  /** One trigger as a file would say it, before anybody saves it. Findings have no place. */
  checkTrigger(raw: Record<string, unknown>): { trigger?: Trigger; findings: Finding[] } {
    return readTrigger(raw);
  }

  /** Checks all files, or the text given under the name given. */
  async lint(
    text: string | undefined,
    file: string | undefined,
  ): Promise<{ checked: number; findings: Finding[] }> {
    if (text === undefined) return this.#options.registry.lint();
    const { findings } = parseTask(text, file ?? 'task.yaml');
    return { checked: 1, findings: [...findings] };
  }

  /** Opens the file with the person's own program for it. Never a shell, never a path from the caller. */
  async open(id: string): Promise<{ file: string; opened: boolean; message?: string }> {
    const { file } = this.get(id);
    const platform = this.#options.platform ?? process.platform;
    if (platform !== 'darwin' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
      return { file, opened: false, message: 'there is no display here; open the file in your editor' };
    }
    const program = platform === 'darwin' ? '/usr/bin/open' : 'xdg-open';
    return new Promise((resolve) => {
      const child = spawn(program, platform === 'darwin' ? ['-t', file] : [file], {
        stdio: 'ignore',
        detached: true,
      });
      child.once('error', (error) =>
        resolve({ file, opened: false, message: `${program} could not be started: ${error.message}` }),
      );
      child.once('spawn', () => {
        child.unref();
        resolve({ file, opened: true });
      });
    });
  }

  #toTask(task: LoadedTask): Task {
    const { definition } = task;
    const due = this.#options.nextDue(task.id);
    const health = this.#options.health?.(task.id);
    const paused = this.#options.paused?.(task);
    const service = this.#options.service?.(task.id);
    const sla = this.#options.sla?.(task);
    const last = this.#options.queries.lastOfTask(task.id);
    return {
      id: task.id,
      title: definition?.title ?? task.id,
      file: task.file,
      source: task.source,
      state: definition === undefined ? 'invalid' : definition.enabled === false ? 'disabled' : 'ready',
      tags: definition?.tags ?? [],
      ...(definition?.owner === undefined ? {} : { owner: definition.owner }),
      ...(definition?.phase === undefined ? {} : { phase: definition.phase }),
      priority: definition?.priority ?? 'normal',
      hash: task.hash,
      findings: [...task.findings],
      triggers: (definition?.triggers ?? []).map(describeTrigger),
      ...(definition?.description === undefined ? {} : { description: definition.description }),
      ...(definition === undefined ? {} : { definition }),
      ...(due === undefined ? {} : { nextDue: isoAt(due) }),
      ...(health === undefined ? {} : { health }),
      ...(paused === undefined ? {} : { paused }),
      ...(service === undefined ? {} : { service }),
      ...(sla === undefined ? {} : { sla }),
      ...(last === undefined
        ? {}
        : {
            lastRun: {
              id: last.id,
              state: last.state,
              queuedAt: last.queuedAt,
              ...(last.endedAt === undefined ? {} : { endedAt: last.endedAt }),
            },
          }),
    };
  }
}
