/** The runs of one temporary home, with real processes and a real ledger, and tasks given as objects. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { isDone, type Run } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { systemClock, type Clock } from '../clock.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { programPath } from '../home/programs.ts';
import { Dispatcher } from '../queue/dispatcher.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import type { LoadedTask, TaskRegistry } from '../tasks/ports.ts';
import { temporaryFolder } from '../testing.ts';
import { baseEnvironment } from './environment.ts';
import type { ExecutionContext } from './execution-context.ts';
import { LogShelf } from './logs/log-shelf.ts';
import { readBootId } from './processes/identity.ts';
import { spawnProcess } from './processes/spawn.ts';
import { recoverRuns } from './recovery.ts';
import { RunLedger } from './run-ledger.ts';
import { RunQueries } from './run-queries.ts';
import { RunService } from './run-service.ts';

export type Bench = Awaited<ReturnType<typeof openBench>>;

export interface BenchOptions {
  readonly maxRunning?: number;
  readonly context?: Partial<ExecutionContext>;
  readonly clock?: Clock;
  /** How many runs of a concurrency group go at once; 1 where left out. */
  readonly groupLimit?: (group: string) => number;
  /** What chance gives for the delays of further attempts; the longest where left out. */
  readonly random?: () => number;
  /** Leave the queue closed: runs wait. */
  readonly closed?: boolean;
}

/** A home's rooms around the runs. Opening it again on the same layout is a restart. */
export async function openBench(
  layout: HomeLayout,
  tasks: Record<string, TaskDefinition>,
  options: BenchOptions = {},
) {
  for (const folder of [layout.root, layout.logs, layout.scratch, layout.modules])
    await mkdir(folder, { recursive: true });
  const clock = options.clock ?? systemClock;
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const durability = new Durability(`${layout.database}-wal`);
  const store = new Store({ db: openDatabase(layout.database, clock.now()).db, clock, durability, onError });
  const ledger = new RunLedger(store, clock);
  const logs = new LogShelf({ folder: layout.logs, clock, searchProgram: programPath('log-search-worker') });
  const bootId = await readBootId();
  const recovered = await recoverRuns({ ledger, store, clock, bootId, home: layout.root, graceMs: 500 });
  const dispatcher = new Dispatcher({
    context: {
      store,
      ledger,
      clock,
      layout,
      spawn: spawnProcess,
      programs: {
        node: process.execPath,
        shell: '/bin/bash',
        moduleHost: programPath('module-host'),
        maskFilter: programPath('mask-filter'),
      },
      environment: baseEnvironment(process.env),
      defaultGraceMs: () => 300,
      ...options.context,
    },
    logs,
    bootId,
    maxRunning: () => options.maxRunning ?? 4,
    groupLimit: options.groupLimit ?? (() => 1),
    random: options.random ?? (() => 1),
    onError,
  });
  const runs = new RunService({
    store,
    ledger,
    logs,
    tasks: registryOf(tasks),
    dispatcher,
    modules: layout.modules,
  });
  const events: LukaEvent[] = [];
  store.onEvent((event) => events.push(event));
  const nextEvent = () =>
    new Promise<void>((resolve) => {
      const off = store.onEvent(() => {
        off();
        resolve();
      });
    });
  if (!options.closed) await dispatcher.open(recovered.adopted);

  return {
    layout,
    store,
    ledger,
    logs,
    runs,
    dispatcher,
    queries: new RunQueries(store),
    recovered,
    events,
    errors,
    /** Asks for a run of a task by hand. */
    request: (task: string, params: Record<string, unknown> = {}) =>
      runs.requestTask(task, { params, cause: { kind: 'manual', by: 'person' } }),
    /** Waits for a run's end. */
    async ended(id: number): Promise<Run> {
      while (!isDone(runs.snapshot(id).state)) await nextEvent();
      return runs.get(id);
    },
    /** Waits until something has happened to a run for the nth time. */
    async happened(id: number, type: EventType, times = 1): Promise<LukaEvent> {
      for (;;) {
        const event = events.filter((event) => event.run === id && event.type === type)[times - 1];
        if (event) return event;
        await nextEvent();
      }
    },
    /** What a run printed, all streams in order. */
    async log(id: number, attempt?: number): Promise<string> {
      const page = await runs.readLog(id, { limit: 1_000_000, attempt });
      return page.entries.map((entry) => entry.text).join('');
    },
    async close(): Promise<void> {
      await dispatcher.close({ state: 'interrupted', message: 'Luka is stopping' });
      await durability.close();
      store.close();
    },
  };
}

/** A new home, open until the scope ends. */
export async function temporaryBench(
  tasks: Record<string, TaskDefinition>,
  options: BenchOptions = {},
): Promise<Bench & AsyncDisposable> {
  const folder = await temporaryFolder();
  const bench = await openBench(homeLayout(join(folder.path, 'home')), tasks, options);
  return {
    ...bench,
    async [Symbol.asyncDispose]() {
      await bench.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function registryOf(tasks: Record<string, TaskDefinition>): TaskRegistry {
  const loaded = new Map<string, LoadedTask>(
    Object.entries(tasks).map(([id, definition]) => [
      id,
      { id, file: `/tasks/${id}.yaml`, source: 'yaml', hash: '', findings: [], definition },
    ]),
  );
  const refuse = () => Promise.reject(new Error('this registry is fixed'));
  return {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    list: () => [...loaded.values()],
    get: (id) => loaded.get(id),
    findings: () => [],
    create: refuse,
    setEnabled: refuse,
    add: refuse,
    setTriggers: refuse,
    lint: () => Promise.resolve({ checked: loaded.size, findings: [] }),
  };
}
