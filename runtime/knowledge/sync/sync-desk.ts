/** The main process's side of syncs: keeps the worker running, and what is known of sources and of the sync that goes on. */
import { MessageChannel, Worker } from 'node:worker_threads';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { isoAt, type Clock } from '../../clock.ts';
import { programPath } from '../../home/programs.ts';
import type { SetAside } from '../index-store/open-index.ts';
import { createFolderEvents } from './folder-events.ts';
import { serveFolderEvents } from './remote-events.ts';
import {
  OWN_SOURCE,
  type FromSyncWorker,
  type SourceFacts,
  type SyncJob,
  type SyncWorkerData,
  type ToSyncWorker,
} from './messages.ts';

/** MB. A large file is several times in memory while it is read; more than this is a fault. */
const MEMORY_MB = 256;
/** MB, for what is new: V8's own measure lets three times as much of what is read wait for the next look, and is no faster. */
const YOUNG_MB = 8;
/** ms, before a worker that ended by itself is started again. */
const AGAIN_MS = [500, 5_000, 60_000] as const;
/** It went well for so long: what ended it was not the start. */
const WELL_MS = 120_000;
const STOP_MS = 5_000;

export interface SyncDeskOptions {
  readonly clock: Clock;
  /** The sources as they are now. */
  readonly job: () => SyncJob;
  /** The index is open, perhaps another one than before. */
  readonly onOpen: () => void;
  /** Of a sync: at its start and its end; while it goes on, at each step. */
  readonly onProgress: (progress: SyncProgress) => void;
  /** Documents changed, or what is known of a source. */
  readonly onChanged: (source: string) => void;
  readonly onError: (error: unknown) => void;
}

export class SyncDesk {
  readonly #options: SyncDeskOptions;
  readonly #events = createFolderEvents();
  readonly #facts = new Map<string, SourceFacts>();
  #worker: Worker | undefined;
  #again: (() => void) | undefined;
  #failures = 0;
  #startedAt = 0;
  #syncs = 0;
  #sync: SyncProgress | undefined;
  /** Of the newest that was cancelled; what is asked for after that is another one. */
  #cancelled = 0;
  #chunks = 0;
  #setAside: SetAside | undefined;
  #stopping: PromiseWithResolvers<void> | undefined;
  #isStopped = false;

  constructor(options: SyncDeskOptions) {
    this.#options = options;
  }

  /** The one that goes on, else the last one. */
  get sync(): SyncProgress | undefined {
    return this.#sync;
  }

  get chunks(): number {
    return this.#chunks;
  }

  /** The last index that was moved away. */
  get setAside(): SetAside | undefined {
    return this.#setAside;
  }

  factsOf(source: string): SourceFacts | undefined {
    return this.#facts.get(source);
  }

  start(): void {
    const { job, onError } = this.#options;
    this.#startedAt = this.#options.clock.monotonic();
    const { port1: ours, port2: theirs } = new MessageChannel();
    serveFolderEvents(ours, this.#events, onError);
    const worker = new Worker(programPath('knowledge-sync-worker'), {
      workerData: { job: job(), events: theirs } satisfies SyncWorkerData,
      transferList: [theirs],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker = worker;
    worker.on('message', (message: FromSyncWorker) => this.#hear(message));
    worker.on('error', onError);
    worker.on('exit', (code) => this.#ended(worker, code));
  }

  /** While one goes on that is not cancelled, these sources become part of it. @returns how far it is */
  begin(sources: readonly string[]): SyncProgress {
    const going = this.#sync;
    if (going && isGoing(going) && going.id > this.#cancelled) {
      this.#say({ do: 'sync', sync: going.id, sources });
      return going;
    }
    this.#syncs += 1;
    const begun: SyncProgress = {
      id: this.#syncs,
      state: 'walking',
      startedAt: isoAt(this.#options.clock.now()),
      files: 0,
      total: 0,
      bytes: 0,
      filesPerSecond: 0,
      added: 0,
      changed: 0,
      removed: 0,
      skipped: 0,
    };
    this.#note(begun);
    if (this.#worker) this.#say({ do: 'sync', sync: begun.id, sources });
    else this.#note({ ...begun, state: 'failed', message: 'the index cannot be written now', tookMs: 0 });
    return begun;
  }

  cancel(): void {
    this.#cancelled = this.#syncs;
    this.#say({ do: 'cancel' });
  }

  /** The list of sources changed. */
  sourcesChanged(): void {
    this.#say({ do: 'sources', sources: this.#options.job().sources });
  }

  ownChanged(): void {
    this.#say({ do: 'own' });
  }

  /** Somebody met damage in the index. */
  check(): void {
    this.#say({ do: 'check' });
  }

  forget(source: string): void {
    this.#facts.delete(source);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#again?.();
    const worker = this.#worker;
    if (!worker) return;
    this.#stopping = Promise.withResolvers<void>();
    this.#say({ do: 'stop' });
    // It may be within a long transaction: what is not committed is read again.
    const timer = setTimeout(() => this.#stopping?.resolve(), STOP_MS);
    await this.#stopping.promise;
    clearTimeout(timer);
    await worker.terminate();
  }

  #say(message: ToSyncWorker): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: FromSyncWorker): void {
    const { onOpen, onChanged, onError } = this.#options;
    switch (message.is) {
      case 'open':
        this.#chunks = message.chunks;
        this.#setAside = message.setAside ?? this.#setAside;
        onOpen();
        break;
      case 'progress':
        this.#chunks = message.chunks;
        this.#note(message.progress);
        break;
      case 'source':
        this.#facts.set(message.facts.id, message.facts);
        onChanged(message.facts.id);
        break;
      case 'changed':
        this.#chunks = message.chunks;
        onChanged(message.source);
        break;
      case 'wanted':
        this.begin(message.sources);
        break;
      case 'damaged':
        this.#setAside = message.setAside;
        onError(new Error(`the index of knowledge was damaged and is now ${message.setAside.file}`));
        void this.#worker?.terminate();
        break;
      case 'fault':
        onError(new Error(`${message.context}: ${message.message}`));
        break;
      case 'stopped':
        this.#stopping?.resolve();
        break;
    }
  }

  #note(progress: SyncProgress): void {
    // A cancelled one is still ending when the next one was asked for.
    if (progress.id >= (this.#sync?.id ?? 0)) this.#sync = progress;
    this.#options.onProgress(progress);
  }

  #ended(worker: Worker, code: number): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#stopping?.resolve();
    if (this.#sync && isGoing(this.#sync))
      this.#note({ ...this.#sync, state: 'failed', message: `its worker ended (${code})`, tookMs: 0 });
    if (this.#isStopped) return;
    const { clock } = this.#options;
    if (clock.monotonic() - this.#startedAt > WELL_MS) this.#failures = 0;
    const wait = AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)] ?? 0;
    this.#failures += 1;
    this.#again = clock.after(wait, () => this.start());
  }
}

export function isGoing({ state }: SyncProgress): boolean {
  return state === 'walking' || state === 'reading';
}

/** All of a home: its folders, and what is Luka's own. */
export function everySource(folders: readonly { readonly id: string }[]): string[] {
  return [OWN_SOURCE, ...folders.map(({ id }) => id)];
}
