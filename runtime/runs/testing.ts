/** The runs of one temporary home, with real processes and a real ledger, and tasks given as objects. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { LukaEvent } from '#shared/nouns/event.ts';
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
import type { ExecutionContext } from './execute-run.ts';
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
      programs: { node: process.execPath, shell: '/bin/bash', moduleHost: programPath('module-host') },
      environment: baseEnvironment(process.env),
      defaultGraceMs: () => 300,
      ...options.context,
    },
    logs,
    bootId,
    maxRunning: () => options.maxRunning ?? 4,
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
  if (!options.closed) dispatcher.open();

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
      while (!isDone(runs.snapshot(id).state)) {
        await new Promise<void>((resolve) => {
          const off = store.onEvent(() => {
            off();
            resolve();
          });
        });
      }
      return runs.get(id);
    },
    /** What a run printed, all streams in order. */
    async log(id: number): Promise<string> {
      return (await runs.readLog(id, { limit: 1_000_000 })).entries.map((entry) => entry.text).join('');
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
    lint: () => Promise.resolve({ checked: loaded.size, findings: [] }),
  };
}
