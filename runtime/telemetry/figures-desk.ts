/** The main thread's side of the figures: tells the thread what there is, and hands on its answers. */
import { Worker } from 'node:worker_threads';
import type { CallName, Contract } from '#shared/http/contract.ts';
import type { ParsedRequest, ResponseOf } from '#shared/http/endpoint.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { UnusualRun } from '#shared/nouns/insights.ts';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import type { Clock } from '../clock.ts';
import { machineZone } from '../schedule/machine-zone.ts';
import type { KnownTask } from './answers/question.ts';
import type { InsightName, Insights } from './insights.ts';
import type { Gauges } from './note/samples.ts';
import type { FromWorker, ToWorker, WorkerPlaces } from './protocol.ts';

/** No answer takes a tenth of this; a thread that hangs in one statement is ended. */
const PATIENCE_MS = 30_000;
const MEMORY_MB = 512;
/** A thread that ended by itself may end again at once, as on a full disk. */
const REST_MS = 30_000;

export interface FiguresDeskOptions {
  readonly places: Omit<WorkerPlaces, 'now'>;
  readonly program: string;
  readonly clock: Clock;
  readonly settings: () => TelemetrySettings;
  readonly tasks: () => readonly KnownTask[];
  /** The newest event that is on the disk. */
  readonly upTo: () => number;
  readonly onUnusual: (fresh: readonly UnusualRun[], open: readonly UnusualRun[]) => void;
  readonly onSetAside: (file: string) => void;
  readonly onError: (error: unknown) => void;
  readonly patienceMs?: number | undefined;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LukaError) => void;
  readonly timer: NodeJS.Timeout;
}

export class FiguresDesk implements Insights {
  readonly #options: FiguresDeskOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  #isClosed = false;
  /** By the monotonic clock: before it nothing but a question starts a thread. */
  #restsUntil = -Infinity;

  constructor(options: FiguresDeskOptions) {
    this.#options = options;
  }

  /** There are events to be counted. */
  note(): void {
    if (this.#isReady()) this.#tell({ kind: 'note', ...this.#moment() });
  }

  sample(gauges: Gauges): void {
    const { settings } = this.#options;
    if (this.#isReady()) this.#tell({ kind: 'sample', ...this.#moment(), gauges, settings: settings() });
  }

  ask<Name extends InsightName & CallName>(
    name: Name,
    { params, query }: Pick<ParsedRequest<Contract[Name]>, 'params' | 'query'>,
  ): Promise<ResponseOf<Contract[Name]>> {
    if (this.#isClosed) return Promise.reject(unavailable('Luka is stopping'));
    const { settings, tasks, patienceMs = PATIENCE_MS } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = (this.#lastId += 1);
    const timer = setTimeout(() => void this.#end(`no answer within ${patienceMs} ms`), patienceMs);
    this.#waiting.set(id, { resolve, reject, timer });
    this.#tell({
      kind: 'ask',
      id,
      name,
      params,
      query,
      ...this.#moment(),
      tasks: tasks(),
      settings: settings(),
    });
    return promise as Promise<ResponseOf<Contract[Name]>>;
  }

  /** What is being written is written to its end; whoever waits is told that nothing comes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#refuseAll('Luka is stopping');
    if (!worker) return;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    worker.once('exit', () => resolve());
    worker.postMessage({ kind: 'close' } satisfies ToWorker);
    const timer = setTimeout(() => void worker.terminate(), 5_000);
    await ended;
    clearTimeout(timer);
  }

  #isReady(): boolean {
    if (this.#isClosed) return false;
    return this.#worker !== undefined || this.#options.clock.monotonic() >= this.#restsUntil;
  }

  #moment(): { now: number; tz: string; upTo: number } {
    return { now: this.#options.clock.now(), tz: machineZone(), upTo: this.#options.upTo() };
  }

  #tell(message: ToWorker): void {
    this.#started().postMessage(message);
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const { program, places, clock, onError } = this.#options;
    const worker = new Worker(program, {
      workerData: { ...places, now: clock.now() } satisfies WorkerPlaces,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    // Those who wait keep the process alive by their timers.
    worker.unref();
    worker.on('message', (message: FromWorker) => this.#hear(message));
    worker.on('error', onError);
    worker.on('exit', (code) => {
      if (this.#worker !== worker) return;
      this.#restsUntil = clock.monotonic() + REST_MS;
      void this.#end(`its thread ended with code ${code}`);
    });
    return (this.#worker = worker);
  }

  #hear(message: FromWorker): void {
    const { onUnusual, onSetAside, onError } = this.#options;
    switch (message.kind) {
      case 'answer':
        this.#settle(message.id, ({ resolve }) => resolve(message.value));
        return;
      case 'failed':
        this.#settle(message.id, ({ reject }) => reject(unavailable(message.error)));
        return;
      case 'error':
        onError(new Error(message.error));
        return;
      case 'set_aside':
        onSetAside(message.file);
        return;
      case 'unusual':
        onUnusual(message.fresh, message.open);
    }
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    how(waiting);
  }

  async #end(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#refuseAll(reason);
    await worker?.terminate();
  }

  #refuseAll(reason: string): void {
    for (const id of this.#waiting.keys()) this.#settle(id, ({ reject }) => reject(unavailable(reason)));
  }
}

function unavailable(reason: string): LukaError {
  return new LukaError('telemetry_unavailable', {
    message: `the figures of what happened cannot be read now: ${reason.replaceAll(';', ',').replace(/\.$/, '')}`,
  });
}
