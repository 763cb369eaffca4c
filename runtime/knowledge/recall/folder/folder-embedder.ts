/** The model of a folder as an embedder: its thread is started when first asked, ended where it hangs, and after a long rest. */
import { Worker } from 'node:worker_threads';
import { programPath } from '../../../home/programs.ts';
import type { AskedAs, Embedder } from '../embedder.ts';
import type { ModelAnswer, ModelJob, ModelQuestion } from './model-worker.ts';

/** A large model on a slow disk. */
const OPEN_MS = 60_000;
/** Its memory is given back when nobody asked for so long. */
const REST_MS = 600_000;

/** It is being read: nothing is wrong with it. */
export class ModelOpening extends Error {
  constructor() {
    super('it is being opened');
    this.name = 'ModelOpening';
  }
}

interface Open {
  readonly worker: Worker;
  /** Undefined until it is open. */
  readonly model: Promise<string>;
  readonly waiting: { resolve: (vectors: Float32Array[]) => void; reject: (error: Error) => void }[];
  isOpen: boolean;
}

export interface FolderEmbedderOptions {
  readonly folder: string;
  /** What its vectors are called; a folder with another model is refused. */
  readonly model: string;
  readonly openMs?: number | undefined;
}

export class FolderEmbedder implements Embedder, AsyncDisposable {
  readonly method = 'folder';
  readonly #options: Omit<FolderEmbedderOptions, 'model'>;
  #model: string | undefined;
  #open: Open | undefined;
  #rest: NodeJS.Timeout | undefined;

  constructor({
    model,
    ...options
  }: Omit<FolderEmbedderOptions, 'model'> & { readonly model?: string | undefined }) {
    this.#options = options;
    this.#model = model;
  }

  /** Opens whatever model the folder has. @throws an error that says what is wrong with it */
  static async open(options: Omit<FolderEmbedderOptions, 'model'>): Promise<FolderEmbedder> {
    const embedder = new FolderEmbedder(options);
    try {
      embedder.#model = await embedder.#started().model;
    } catch (error) {
      await embedder[Symbol.asyncDispose]();
      throw error;
    }
    return embedder;
  }

  get model(): string {
    return this.#model ?? '';
  }

  /** @throws ModelOpening where the signal ends it, and opening goes on */
  async ready(signal: AbortSignal): Promise<void> {
    await until(this.#started().model, signal, () => new ModelOpening());
  }

  /** @throws ModelOpening where the signal ends it and the model had to be opened first, which goes on */
  async embed(
    texts: readonly string[],
    signal: AbortSignal,
    asked: AskedAs = 'passage',
  ): Promise<Float32Array[]> {
    const open = this.#started();
    const wasOpen = open.isOpen;
    const found = await until(open.model, signal, () => new ModelOpening());
    if (found !== this.#model) throw new Error('the folder holds another model now');
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array[]>();
    open.waiting.push({ resolve, reject });
    // A thread keeps the process alive for as long as somebody waits for it.
    open.worker.ref();
    open.worker.postMessage({ texts, asked } satisfies ModelQuestion);
    this.#restLater();
    return until(promise, signal, () => {
      // Opening took the time; whoever asks next sees whether it hangs.
      if (!wasOpen) return new ModelOpening();
      // Nothing short of its end stops what is being computed.
      void this.#end(open, 'it was ended');
      return signal.reason as Error;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#rest);
    if (this.#open) await this.#end(this.#open, 'it was ended');
  }

  #started(): Open {
    return (this.#open ??= this.#start());
  }

  #start(): Open {
    const { folder, openMs = OPEN_MS } = this.#options;
    const worker = new Worker(programPath('knowledge-model-worker'), {
      workerData: { folder } satisfies ModelJob,
    });
    const { promise: model, resolve, reject } = Promise.withResolvers<string>();
    // Whoever waits for it hears of it; nobody may be waiting.
    model.catch(() => undefined);
    const open: Open = { worker, model, waiting: [], isOpen: false };
    const failed = (reason: string): void => {
      clearTimeout(late);
      reject(new Error(reason));
      void this.#end(open, reason);
    };
    const late = setTimeout(() => failed(`it did not open within ${openMs} ms`), openMs);
    worker.on('message', (answer: ModelAnswer) => {
      if ('model' in answer) {
        clearTimeout(late);
        open.isOpen = true;
        worker.unref();
        resolve(answer.model);
      } else if (!open.isOpen) failed('fault' in answer ? answer.fault : 'it answered before it was open');
      else settle(open, answer);
    });
    worker.on('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => failed('its thread ended'));
    return open;
  }

  #restLater(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (this.#open) void this.#end(this.#open, 'it was ended');
    }, REST_MS).unref();
  }

  async #end(open: Open, reason: string): Promise<void> {
    if (this.#open === open) this.#open = undefined;
    for (const { reject } of open.waiting.splice(0)) reject(new Error(reason));
    await open.worker.terminate();
  }
}

function settle({ worker, waiting }: Open, answer: Exclude<ModelAnswer, { model: string }>): void {
  const first = waiting.shift();
  if (waiting.length === 0) worker.unref();
  if ('fault' in answer) first?.reject(new Error(answer.fault));
  else first?.resolve([...answer.vectors]);
}

/** @throws what `late` makes, when the signal comes first */
function until<T>(promise: Promise<T>, signal: AbortSignal, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(late());
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
