/** Asks the worker that reads the ledger. It is started by the first question, and anew after it broke. */
import { Worker } from 'node:worker_threads';
import { LukaError } from '#shared/errors/luka-error.ts';
import { programPath } from '../../home/programs.ts';
import type { LedgerAnswer, LedgerQuestions, QuestionName } from './jobs.ts';

/** Of one answer, those before it in the row included. */
const ANSWER_MS = 10_000;
/** A worker that never answered yet is being loaded, which a busy machine takes long for: so many times as long. */
const FIRST_TIMES = 4;
const MEMORY_MB = 256;

export interface LedgerReader {
  /** Sees everything that was committed before. @throws LukaError knowledge_unavailable */
  ask<K extends QuestionName>(
    name: K,
    given: LedgerQuestions[K]['given'],
  ): Promise<LedgerQuestions[K]['answer']>;
}

export class WorkerLedgerReader implements LedgerReader {
  readonly #file: string;
  readonly #limitMs: number;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #worker: Worker | undefined;
  #next = 1;
  /** Whether the worker that there is now ever answered. */
  #hasAnswered = false;
  #closed = false;

  /** @param file the ledger's, absolute */
  constructor(file: string, limitMs = ANSWER_MS) {
    this.#file = file;
    this.#limitMs = limitMs;
  }

  async ask<K extends QuestionName>(
    name: K,
    given: LedgerQuestions[K]['given'],
  ): Promise<LedgerQuestions[K]['answer']> {
    if (this.#closed) throw unavailable('Luka is stopping');
    const worker = (this.#worker ??= this.#start());
    const id = this.#next++;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    const patience = this.#limitMs * (this.#hasAnswered ? 1 : FIRST_TIMES);
    const timer = setTimeout(() => this.#fail(worker, 'it takes too long'), patience);
    worker.postMessage({ id, name, given });
    try {
      return (await waiting.promise) as LedgerQuestions[K]['answer'];
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker) this.#fail(worker, 'Luka is stopping');
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(programPath('ledger-worker'), {
      workerData: { file: this.#file },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    // It waits for questions, and keeps nobody.
    worker.unref();
    this.#hasAnswered = false;
    worker.on('message', (told: LedgerAnswer) => {
      this.#hasAnswered = true;
      const waiting = this.#waiting.get(told.id);
      if ('error' in told) waiting?.reject(unavailable(told.error));
      else waiting?.resolve(told.answer);
    });
    worker.on('error', (error) => this.#fail(worker, error instanceof Error ? error.message : String(error)));
    worker.on('exit', () => this.#fail(worker, 'its worker ended'));
    return worker;
  }

  /** Whoever waits for it hears of it; the next question gets a new one. */
  #fail(worker: Worker, message: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    void worker.terminate();
    for (const waiting of this.#waiting.values()) waiting.reject(unavailable(message));
    this.#waiting.clear();
  }
}

function unavailable(message: string): LukaError {
  return new LukaError('knowledge_unavailable', {
    message: `memories cannot be asked now: ${message.replaceAll(';', ',').replace(/\.$/, '')}`,
  });
}
