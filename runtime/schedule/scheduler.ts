/** Asks for runs when triggers are due. One timer, for the earliest of all; it looks at the wall clock again every 30 s. */
import { triggerKind, type RunCause, type Trigger } from '#shared/nouns/trigger.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { describeTrigger, nextDue } from './next-due.ts';

/** A timer stops while the machine sleeps and knows nothing of a clock that was set: never sleep longer than this. */
const LOOK_MS = 30_000;
/** A time server moves the clock by less than this while it keeps it right. */
const CLOCK_SLACK_MS = 1_000;

export interface DueMoment {
  readonly task: string;
  readonly trigger: Trigger;
  readonly due: number;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly started: number;
  readonly tasks: () => readonly LoadedTask[];
  /** True while a run of the task waits or goes: a due moment then passes. */
  readonly isActive: (task: string) => boolean;
  /** The key makes one due moment one run, whatever happens in between. */
  readonly request: (task: string, cause: RunCause, key: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  #moments: DueMoment[] = [];
  #cancelTimer: (() => void) | undefined;
  #running = false;
  #lastLook = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = true;
    this.#lastLook = this.#options.clock.now();
    this.#moments = this.#plan(this.#options.started, this.#options.started - 1);
    this.#arm();
  }

  stop(): void {
    this.#running = false;
    this.#cancelTimer?.();
  }

  /** To be called when tasks changed. Moments that are due already are kept: a change must not swallow them. */
  replan(): void {
    if (!this.#running) return;
    const now = this.#options.clock.now();
    const overdue = this.#moments.filter((moment) => moment.due <= now);
    const known = new Set(overdue.map((moment) => keyOf(moment)));
    this.#moments = [...overdue, ...this.#plan(now).filter((moment) => !known.has(keyOf(moment)))];
    this.#arm();
  }

  /** What is due next, earliest first. */
  upcoming(): readonly DueMoment[] {
    return [...this.#moments].sort((a, b) => a.due - b.due);
  }

  nextOf(task: string): number | undefined {
    return this.#moments.reduce<number | undefined>(
      (next, moment) =>
        moment.task === task && (next === undefined || moment.due < next) ? moment.due : next,
      undefined,
    );
  }

  /** @param startupAfter for startup triggers: the very start is due too */
  #plan(after: number, startupAfter: number = after): DueMoment[] {
    const moments: DueMoment[] = [];
    for (const task of this.#options.tasks()) {
      if (!task.definition || task.definition.enabled === false) continue;
      for (const trigger of task.definition.triggers ?? []) {
        const due = nextDue(trigger, 'startup' in trigger ? startupAfter : after, this.#options.started);
        if (due !== undefined) moments.push({ task: task.id, trigger, due });
      }
    }
    return moments;
  }

  #arm(): void {
    this.#cancelTimer?.();
    if (!this.#running || this.#moments.length === 0) return;
    const earliest = this.#moments.reduce((least, moment) => Math.min(least, moment.due), Infinity);
    const wait = Math.max(0, Math.min(LOOK_MS, earliest - this.#options.clock.now()));
    this.#cancelTimer = this.#options.clock.after(wait, () => this.#look());
  }

  #look(): void {
    const now = this.#options.clock.now();
    if (now < this.#lastLook - CLOCK_SLACK_MS) {
      // The clock was set back: what was planned lies too far ahead. Moments that had their run have their key.
      this.#moments = this.#plan(now);
    }
    this.#lastLook = now;
    const due = this.#moments.filter((moment) => moment.due <= now);
    if (due.length > 0) {
      const later = this.#moments.filter((moment) => moment.due > now);
      for (const moment of due) {
        this.#fire(moment);
        // From now on, not from the moment: however many passed while the machine slept, one run makes up for them.
        const next = nextDue(moment.trigger, now, this.#options.started);
        if (next !== undefined) later.push({ ...moment, due: next });
      }
      this.#moments = later;
    }
    this.#arm();
  }

  #fire(moment: DueMoment): void {
    if (this.#options.isActive(moment.task)) return;
    const scheduledFor = isoAt(moment.due);
    const cause: RunCause = {
      kind: triggerKind(moment.trigger),
      by: 'schedule',
      detail: describeTrigger(moment.trigger),
      scheduledFor,
    };
    this.#options
      .request(moment.task, cause, `slot:${moment.task}:${describeTrigger(moment.trigger)}:${scheduledFor}`)
      .catch(this.#options.onError);
  }
}

function keyOf(moment: DueMoment): string {
  return `${moment.task} ${describeTrigger(moment.trigger)}`;
}
