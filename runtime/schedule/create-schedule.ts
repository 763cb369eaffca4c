/** The rooms of the schedule put together: what is due, what it comes to, and what can be asked of it. */
import type { BlackoutWindow } from '#shared/nouns/schedule-policy.ts';
import type { Clock } from '../clock.ts';
import type { CheckConditions } from '../conditions/ports.ts';
import type { NewRun, RunLedger } from '../runs/run-ledger.ts';
import type { RunQueries } from '../runs/run-queries.ts';
import type { TaskRunRequest } from '../runs/run-service.ts';
import type { TaskHealthBook } from '../runs/task-health.ts';
import type { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { TriggerSource } from '../triggers/ports.ts';
import { Absences, REMEMBERED_MS } from './absences.ts';
import { AfterDesk } from './after-desk.ts';
import { ConditionWaiter } from './condition-waiter.ts';
import { EventDesk } from './event-desk.ts';
import { HookDesk } from './hook-desk.ts';
import { Marks } from './marks.ts';
import { PauseBook } from './pause-book.ts';
import { Roster } from './roster.ts';
import { Scheduler } from './scheduler.ts';
import { SlotDesk } from './slot-desk.ts';
import { SlotLedger } from './slot-ledger.ts';
import { SlotQueries } from './slot-queries.ts';
import { SlotWriter } from './slot-writer.ts';
import { TaskStates } from './task-states.ts';
import { TriggerBook } from './trigger-book.ts';

/** A start within this after Luka was last alive is no absence that anybody would notice. */
const RESTART_MS = 1_000;

export interface ScheduleOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly queries: RunQueries;
  readonly health: TaskHealthBook;
  /** When this Luka started, ms since 1970. */
  readonly started: number;
  readonly tasks: { list(): readonly LoadedTask[]; get(id: string): LoadedTask | undefined };
  readonly prepare: (task: string, request: TaskRunRequest) => NewRun;
  readonly check: CheckConditions;
  readonly sources: Partial<Record<'file' | 'volume' | 'login', TriggerSource>>;
  readonly blackout: () => readonly BlackoutWindow[];
  /** Finds out whether the machine slept or its clock was moved, before anything is planned. */
  readonly notice: () => Promise<void> | void;
  readonly apiUrl: () => string;
  readonly pump: () => void;
  readonly replace: (run: number) => void;
  readonly lookEvery?: number | undefined;
  readonly keepFor?: number | undefined;
  readonly onError: (error: unknown) => void;
}

export type Schedule = ReturnType<typeof createSchedule>;

export function createSchedule(options: ScheduleOptions) {
  const { clock, store, started, onError } = options;
  const now = () => clock.now();
  const marks = new Marks(store);
  const alive = marks.get('alive');
  const lastAlive = alive === undefined ? undefined : Number(alive);
  const absences = new Absences(store, started);
  const pauses = new PauseBook(store, clock, started - REMEMBERED_MS);
  const slots = new SlotLedger(store, now);
  const triggers = new TriggerBook(store);
  const desk = new SlotDesk({
    slots,
    ledger: options.ledger,
    prepare: options.prepare,
    active: (task) =>
      options.queries.activeOfTask(task).map(({ id, state, queuedAt, startedAt }) => ({
        id,
        going: state === 'running',
        since: (state === 'running' ? startedAt : undefined) ?? queuedAt,
      })),
    quarantine: (task, moment) => options.health.isQuarantined(task, moment),
    blackout: options.blackout,
    now,
  });
  const writer = new SlotWriter({ slots, desk, absences, pauses });
  const events: EventDesk = new EventDesk({
    clock,
    started,
    lastAlive,
    sources: options.sources,
    enter: (list) => scheduler.enter(list),
    expect: (task, key, due) => scheduler.expect(task, key, due),
    onError,
  });
  const roster = new Roster({
    clock,
    store,
    triggers,
    states: new TaskStates(store),
    task: (id) => options.tasks.get(id),
    watch: (id, task) => events.watch(id, task),
  });
  const scheduler: Scheduler = new Scheduler({
    clock,
    store,
    roster,
    slots,
    desk,
    writer,
    triggers,
    marks,
    pauses,
    absences,
    waiter: new ConditionWaiter({ store, slots, check: options.check, now }),
    notice: options.notice,
    release: async (moment) => {
      for (const task of options.health.dueReleases(moment)) await options.health.release(task, 'time');
    },
    pump: options.pump,
    replace: options.replace,
    watches: () => events.watches,
    lookEvery: options.lookEvery,
    keepFor: options.keepFor,
    onError,
  });
  const after = new AfterDesk({
    store,
    marks,
    clock,
    lastAlive,
    started,
    triggers: () => events.of((trigger) => 'after' in trigger),
    enter: (list, also) => scheduler.enter(list, also),
    onError,
  });
  const hooks = new HookDesk({
    store,
    clock,
    task: (id) => options.tasks.get(id),
    occur: (list) => scheduler.occur(list),
    apiUrl: options.apiUrl,
  });

  return {
    scheduler,
    roster,
    pauses,
    absences,
    hooks,
    marks,
    slotQueries: new SlotQueries(store),
    /** The machine woke: the host knows before any timer does. */
    look: () => scheduler.look(),
    nextOf: (task: string) => roster.nextOf(task),
    woke: () => events.woke(clock.now()),
    async start(): Promise<void> {
      if (lastAlive !== undefined && started - lastAlive > RESTART_MS)
        absences.add({
          kind: 'downtime',
          from: lastAlive,
          to: started,
          source: 'Luka notes when it is running',
        });
      await scheduler.start(options.tasks.list());
      events.started();
      await after.start();
    },
    /** No moment is looked at any more. */
    async stop(): Promise<void> {
      events.stop();
      try {
        await after.stop();
      } finally {
        scheduler.stop();
        await scheduler.idle;
      }
    },
    /** Leaves everything as a crash would. */
    abandon(): void {
      events.stop();
      scheduler.abandon();
    },
  };
}
