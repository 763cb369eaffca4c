/** The retriever that asks the reader's thread: started when first asked, and again after it died or hung. */
import { Worker } from 'node:worker_threads';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { RecallMethod, SearchAnswer } from '#shared/nouns/knowledge.ts';
import type { Clock } from '../../clock.ts';
import type { Passage, Retriever, SearchRequest } from '../retriever.ts';
import type { ReaderAnswer, ReaderCall, ReaderQuestion, ReaderSettings, WantedModel } from './protocol.ts';

/** No answer takes a tenth of this. */
const PATIENCE_MS = 10_000;
/** A thread that never answered yet is loading its programs, which a busy machine takes long for: so many times as long. */
const FIRST_TIMES = 4;
const MEMORY_MB = 1_024;

export interface WorkerRetrieverOptions extends ReaderSettings {
  /** Path of the reader's program. */
  readonly program: string;
  readonly clock: Clock;
  /** Asked with each question. */
  readonly wantedModel?: (() => WantedModel | undefined) | undefined;
  /** Why the thread died, where it did. */
  readonly onError: (error: unknown) => void;
  readonly patienceMs?: number | undefined;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: LukaError) => void;
  readonly timer: NodeJS.Timeout;
}

export class WorkerRetriever implements Retriever {
  readonly #options: WorkerRetrieverOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;
  /** Whether the thread that there is now ever answered. */
  #hasAnswered = false;
  #isClosed = false;

  constructor(options: WorkerRetrieverOptions) {
    this.#options = options;
  }

  search(request: SearchRequest): Promise<SearchAnswer> {
    return this.#ask({ call: 'search', request });
  }

  recall(request: SearchRequest): Promise<SearchAnswer & { readonly method: RecallMethod }> {
    return this.#ask({ call: 'recall', request, wanted: this.#options.wantedModel?.() });
  }

  passages(chunks: readonly number[]): Promise<readonly Passage[]> {
    return this.#ask({ call: 'passages', chunks });
  }

  /** Whoever waits is told that nothing comes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end('Luka is stopping');
  }

  #ask<T>(call: ReaderCall): Promise<T> {
    if (this.#isClosed) return Promise.reject(unavailable('Luka is stopping'));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = (this.#lastId += 1);
    const worker = this.#started();
    const patience = (this.#options.patienceMs ?? PATIENCE_MS) * (this.#hasAnswered ? 1 : FIRST_TIMES);
    // What does not answer hangs in one statement: nothing short of its end stops that.
    const timer = setTimeout(() => void this.#end(`no answer within ${patience} ms`), patience);
    this.#waiting.set(id, { resolve, reject, timer });
    const question: ReaderQuestion = { ...call, id, now: this.#options.clock.now() };
    worker.postMessage(question);
    return promise as Promise<T>;
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const { program, onError, file, ollamaUrl } = this.#options;
    const worker = new Worker(program, {
      workerData: { file, ollamaUrl } satisfies ReaderSettings,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    // Those who wait keep the process alive by their timers.
    worker.unref();
    worker.on('message', (answer: ReaderAnswer) => this.#settle(answer));
    worker.on('error', onError);
    worker.on('exit', (code) => {
      if (this.#worker === worker) void this.#end(`its thread ended with code ${code}`);
    });
    this.#worker = worker;
    this.#hasAnswered = false;
    return worker;
  }

  #settle(answer: ReaderAnswer): void {
    this.#hasAnswered = true;
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if ('error' in answer) waiting.reject(unavailable(answer.error));
    else waiting.resolve(answer.value);
  }

  async #end(reason: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(unavailable(reason));
    }
    await worker?.terminate();
  }
}

function unavailable(reason: string): LukaError {
  return new LukaError('knowledge_unavailable', {
    message: `the index of knowledge cannot be asked now: ${reason.replaceAll(';', ',').replace(/\.$/, '')}`,
  });
}
