/** What can be asked of the schedule and told to it. Transports call this and nothing below it. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ResponseOf } from '#shared/http/endpoint.ts';
import type { scheduleEndpoints } from '#shared/http/schedule.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import type {
  Evidence,
  Pause,
  PauseScope,
  SchedulePreview,
  SlotState,
  TaskHealth,
  Upcoming,
  WhyAnswer,
} from '#shared/nouns/slot.ts';
import type { SlaStatus } from '#shared/nouns/sla.ts';
import type { Task } from '#shared/nouns/task.ts';
import { isTimeTrigger, triggerKind } from '#shared/nouns/trigger.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { TaskHealthBook } from '../runs/task-health.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask, TaskRegistry } from '../tasks/ports.ts';
import type { TaskService } from '../tasks/task-service.ts';
import { describeTrigger } from './describe-trigger.ts';
import { heat } from './heat.ts';
import type { HookDesk } from './hook-desk.ts';
import { machineZone } from './machine-zone.ts';
import { toPause, type PauseBook } from './pause-book.ts';
import { pauseWords } from './pause-words.ts';
import { previewTrigger } from './preview-trigger.ts';
import type { Roster } from './roster.ts';
import type { Scheduler } from './scheduler.ts';
import type { SlotQueries } from './slot-queries.ts';
import { timeline, type Timeline } from './timeline.ts';
import { obstaclesFor, upcoming, type Obstacles } from './upcoming.ts';
import { why } from './why.ts';

type Heat = ResponseOf<(typeof scheduleEndpoints)['getHeat']>;

const DAY_MS = 86_400_000;
const LONGEST_LOOK_AHEAD_MS = 31 * DAY_MS;

export interface ScheduleServiceOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly started: number;
  readonly registry: TaskRegistry;
  readonly tasks: TaskService;
  readonly scheduler: Scheduler;
  readonly roster: Roster;
  readonly nextDue: (task: string) => number | undefined;
  readonly pauses: PauseBook;
  readonly queries: SlotQueries;
  readonly health: TaskHealthBook;
  readonly hooks: HookDesk;
  readonly blackout: () => readonly BlackoutWindow[];
  /** How a task stands with its deadline. */
  readonly sla?: ((task: LoadedTask) => SlaStatus | undefined) | undefined;
}

export class ScheduleService {
  readonly #options: ScheduleServiceOptions;

  constructor(options: ScheduleServiceOptions) {
    this.#options = options;
  }

  /** Moments to come, earliest first. @throws LukaError task_unknown */
  upcoming(query: {
    from?: string | undefined;
    to?: string | undefined;
    task?: string | undefined;
    limit: number;
  }): {
    upcoming: Upcoming[];
    more: boolean;
  } {
    const from = query.from === undefined ? this.#options.clock.now() : Date.parse(query.from);
    const to = query.to === undefined ? from + DAY_MS : Date.parse(query.to);
    return upcoming({
      tasks: query.task === undefined ? this.#options.registry.list() : [this.#task(query.task)],
      from,
      to: Math.min(to, from + LONGEST_LOOK_AHEAD_MS),
      limit: query.limit,
      obstacles: this.#obstacles(),
    });
  }

  /** The next moment of each task, the earliest first. */
  next(limit: number): Upcoming[] {
    const { roster, registry } = this.#options;
    const obstacles = this.#obstacles();
    const moments: Upcoming[] = [];
    for (const { task: id, trigger, due } of roster.nextOfEach(limit)) {
      const task = registry.get(id);
      if (!task) continue;
      const obstacle = obstacles(task, due);
      moments.push({
        task: id,
        title: task.definition?.title ?? id,
        due: isoAt(due),
        trigger: describeTrigger(trigger),
        kind: triggerKind(trigger),
        ...(obstacle === undefined ? {} : { obstacle }),
      });
    }
    return moments;
  }

  slots(query: {
    from?: string | undefined;
    to?: string | undefined;
    task?: string | undefined;
    state?: SlotState[] | undefined;
    limit: number;
  }): ReturnType<SlotQueries['list']> {
    const moment = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
    return this.#options.queries.list({
      from: moment(query.from),
      to: moment(query.to),
      task: query.task,
      states: query.state,
      limit: query.limit,
    });
  }

  /** @throws LukaError task_unknown, request_invalid */
  timeline(query: { from: string; to: string; task?: string | undefined }): Promise<Timeline> {
    const { clock, queries, registry } = this.#options;
    return timeline({
      queries,
      tasks: query.task === undefined ? registry.list() : [this.#task(query.task)],
      from: Date.parse(query.from),
      to: Date.parse(query.to),
      now: clock.now(),
      task: query.task,
      obstacles: this.#obstacles(),
      tz: machineZone(),
    });
  }

  /** What a trigger, given as a file would say it, would do. */
  preview(
    trigger: Record<string, unknown>,
    from?: string,
  ): { preview?: SchedulePreview; findings: Finding[] } {
    const checked = this.#options.tasks.checkTrigger(trigger);
    if (!checked.trigger) return { findings: checked.findings };
    const at = from === undefined ? this.#options.clock.now() : Date.parse(from);
    const preview = isTimeTrigger(checked.trigger)
      ? previewTrigger(checked.trigger, at)
      : { words: describeTrigger(checked.trigger), tz: machineZone(), times: [] };
    return { preview, findings: checked.findings };
  }

  /** @throws LukaError task_unknown, moment_too_old */
  why(id: string, at?: string): WhyAnswer {
    const { clock, store, queries, registry, started, nextDue } = this.#options;
    const now = clock.now();
    const task = registry.get(id);
    const next = nextDue(id);
    const sla = task && this.#options.sla?.(task);
    const answer = why({
      task,
      taskId: id,
      title: task?.definition?.title ?? id,
      at: at === undefined ? now : Date.parse(at),
      now,
      queries,
      store,
      started,
      ...(next === undefined ? {} : { nextDue: next }),
    });
    if (sla) answer.evidence.push(...slaEvidence(sla, at));
    return answer;
  }

  /** @throws LukaError task_unknown */
  heat(id: string, days: number): Promise<Heat> {
    this.#task(id);
    const { store, clock } = this.#options;
    return heat({ store, task: id, days, now: clock.now(), tz: machineZone() });
  }

  /** @throws LukaError task_unknown, task_changed, task_unreadable, task_invalid, trigger_invalid, disk_full */
  setTriggers(id: string, triggers: readonly Record<string, unknown>[], hash: string): Promise<Task> {
    return this.#options.tasks.setTriggers(id, triggers, hash);
  }

  /** @throws LukaError task_unknown, not_quarantined */
  async release(id: string): Promise<Task> {
    const task = this.#task(id);
    await this.#options.health.release(task.id, 'person');
    return this.#options.tasks.get(id);
  }

  pauses(): Pause[] {
    const { pauses, clock } = this.#options;
    return pauses.inForce(clock.now()).map(toPause);
  }

  /** @throws LukaError task_unknown, pause_invalid */
  async pause(input: {
    scope: PauseScope;
    until?: string | undefined;
    reason?: string | undefined;
  }): Promise<Pause> {
    if ('task' in input.scope) this.#task(input.scope.task);
    const until = input.until === undefined ? undefined : Date.parse(input.until);
    const pause = await this.#options.pauses.add({ scope: input.scope, until, reason: input.reason });
    // Its end is a moment to look at.
    void this.#options.scheduler.look();
    return pause;
  }

  /** @throws LukaError not_paused */
  async resume(scope: PauseScope): Promise<Pause[]> {
    const ended = await this.#options.pauses.end(scope);
    await this.#options.scheduler.look();
    return ended;
  }

  /** The pause in force that holds a task longest, in words. */
  pausedWords(task: LoadedTask): string | undefined {
    const { pauses, clock } = this.#options;
    const now = clock.now();
    const inForce = pauses.covering({ id: task.id, tags: task.definition?.tags ?? [] }, now);
    const longest = inForce.toSorted((a, b) => (b.until_at ?? Infinity) - (a.until_at ?? Infinity))[0];
    return longest && pauseWords(toPause(longest), now);
  }

  /** @throws LukaError task_unknown, hook_missing */
  hook(id: string, renew = false): Promise<{ url: string; perMinute: number }> {
    return this.#options.hooks.address(id, renew);
  }

  /** @throws LukaError hook_unknown, rate_limited, param_* */
  callHook(token: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#options.hooks.call(token, params);
  }

  #obstacles(): Obstacles {
    const { pauses, clock, health, blackout } = this.#options;
    const now = clock.now();
    return obstaclesFor({
      pauses: pauses.inForce(now).map(toPause),
      blackout: blackout(),
      health: (task): TaskHealth | undefined => health.isQuarantined(task, now),
      now,
    });
  }

  #task(id: string): LoadedTask {
    const task = this.#options.registry.get(id);
    if (!task) throw new LukaError('task_unknown', { message: `there is no task ${id}` });
    return task;
  }
}

/** Of the moment that is asked about: the first deadline behind it; how it stands where none is said. */
function slaEvidence(
  { deadline, state, reason, words, past }: SlaStatus,
  at: string | undefined,
): Evidence[] {
  const then =
    at === undefined ? undefined : past.findLast((each) => Date.parse(each.deadline) >= Date.parse(at));
  if (at !== undefined && !then) return [];
  const told = then ?? { deadline, state, reason };
  return [
    {
      source: 'deadline',
      at: told.deadline,
      text: `Must have ${words}: ${told.state.replaceAll('_', ' ')}. ${told.reason}`,
    },
  ];
}
