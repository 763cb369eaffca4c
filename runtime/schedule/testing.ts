/** A schedule of one temporary ledger, with time that is moved by hand and runs that only stand in the ledger. */
import { join } from 'node:path';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Slot } from '#shared/nouns/slot.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { ConditionResult } from '../conditions/ports.ts';
import { RunLedger } from '../runs/run-ledger.ts';
import { RunQueries } from '../runs/run-queries.ts';
import { TaskHealthBook } from '../runs/task-health.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import type { Clock } from '../clock.ts';
import { ManualClock } from '../testing.ts';
import { createSchedule, type Schedule } from './create-schedule.ts';
import type { Absence } from './absences.ts';
import { toSlot } from './slot-queries.ts';

export interface ScheduleBenchOptions {
  readonly clock: Clock;
  readonly lookEvery?: number;
  readonly keepFor?: number;
  readonly conditions?: () => readonly ConditionResult[];
  /** Called at the start of every look. */
  readonly onLook?: () => void;
  /** What recovery does before the schedule is there. */
  readonly recover?: (ledger: RunLedger) => void;
  /** Skips the sync of the disk: for tests that never look at a crash. */
  readonly quick?: boolean;
}

export function loadedTask(id: string, definition: Partial<TaskDefinition>): LoadedTask {
  return {
    id,
    file: `/${id}.yaml`,
    source: 'yaml',
    hash: '',
    findings: [],
    definition: { steps: [{ run: 'true' }], ...definition },
  };
}

export type ScheduleBench = Awaited<ReturnType<typeof openScheduleBench>>;

/** Opening it again on the same folder is a restart. */
export async function openScheduleBench(
  folder: string,
  tasks: Map<string, LoadedTask>,
  options: ScheduleBenchOptions,
) {
  const { clock } = options;
  const file = join(folder, 'luka.db');
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const durability = options.quick
    ? new Durability(`${file}-wal`, () => Promise.resolve())
    : new Durability(`${file}-wal`);
  const { db } = openDatabase(file, clock.now());
  if (options.quick) db.exec('pragma synchronous = off');
  const store = new Store({ db, clock, durability, onError });
  let checkpointed = 0;
  /** What the checkpointer does in its worker: a log without end makes every read slow. */
  const checkpoint = (): void => {
    if (store.commits - checkpointed < 400) return;
    checkpointed = store.commits;
    db.exec('pragma wal_checkpoint(passive)');
  };
  const ledger = new RunLedger(store, clock);
  options.recover?.(ledger);
  const queries = new RunQueries(store);
  const noticed: Absence[] = [];
  const schedule: Schedule = createSchedule({
    clock,
    store,
    ledger,
    queries,
    health: new TaskHealthBook(store, clock),
    started: clock.now(),
    tasks: { list: () => [...tasks.values()], get: (id) => tasks.get(id) },
    prepare: (id, request) => {
      const definition = tasks.get(id)!.definition!;
      const { cause, idempotencyKey } = request;
      return { task: id, title: id, priority: 'normal', params: {}, definition, cause, idempotencyKey };
    },
    check: () => Promise.resolve(options.conditions?.() ?? []),
    sources: {},
    blackout: () => [],
    notice: () => {
      options.onLook?.();
      for (const absence of noticed.splice(0)) schedule.absences.add(absence);
    },
    apiUrl: () => 'http://127.0.0.1:4000',
    pump: () => undefined,
    replace: (run) => void ledger.finish(run, { state: 'cancelled', message: 'replaced' }),
    lookEvery: options.lookEvery,
    keepFor: options.keepFor,
    onError,
  });
  await schedule.start();

  return {
    ...schedule,
    store,
    ledger,
    queries,
    errors,
    /** What the machine will say of itself at the next look. */
    noticed,
    /** Lets time pass, with every look of it done. */
    async pass(ms: number): Promise<void> {
      const clock = manual(options.clock);
      const end = clock.monotonic() + ms;
      await schedule.scheduler.idle;
      for (;;) {
        const next = clock.nextTimer;
        if (next === undefined || clock.monotonic() + next > end) break;
        clock.advance(next);
        await schedule.scheduler.idle;
        checkpoint();
      }
      clock.advance(end - clock.monotonic());
      await schedule.scheduler.idle;
    },
    /** Sleep: the clocks of timers stand still, the wall clock goes on. */
    async sleep(ms: number): Promise<void> {
      const clock = manual(options.clock);
      const from = clock.now();
      clock.jump(ms);
      noticed.push({ kind: 'sleep', from, to: clock.now(), source: 'the test' });
      await schedule.scheduler.look();
    },
    slots(task?: string): Slot[] {
      return store
        .all<Parameters<typeof toSlot>[0]>(
          'select * from slots where ?1 is null or task = ?1 order by due, task, trigger',
          task ?? null,
        )
        .map((row) => toSlot(row));
    },
    runs(): RunSummary[] {
      return queries.list({ limit: 10_000 }).runs.reverse();
    },
    /** Starts and ends the oldest queued run of a task. */
    carryOut(run: number, state: 'succeeded' | 'failed' = 'succeeded'): void {
      ledger.start({ id: run, attempt: 1 }, 'boot', [{ name: 'true', kind: 'run', optional: false }]);
      ledger.finish(run, { state });
    },
    async close(how: 'stop' | 'crash' = 'stop'): Promise<void> {
      if (how === 'stop') await schedule.stop();
      else schedule.abandon();
      await durability.close();
      store.close();
    },
  };
}

function manual(clock: Clock): ManualClock {
  if (clock instanceof ManualClock) return clock;
  throw new TypeError('only a clock that is moved by hand can be moved');
}
