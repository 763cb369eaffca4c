/** One job in a worker that is ended when it takes too long, or too much memory. */
import { Worker } from 'node:worker_threads';
import { programPath } from '../../../home/programs.ts';
import type { CheckAnswer, CheckJob, CheckMessage } from './jobs.ts';

/** Of one answer. What is not found in this time is not going to be. */
const ANSWER_MS = 5_000;
const MEMORY_MB = 256;

/** It was given up; `message` says why. */
export class CheckGivenUp extends Error {
  override readonly name = 'CheckGivenUp';
}

export class CheckThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #limitMs: number;
  /** Who waits for the next answer. */
  #waiting: PromiseWithResolvers<CheckAnswer> | undefined;
  #error: unknown;

  constructor(job: CheckJob, limitMs = ANSWER_MS) {
    this.#limitMs = limitMs;
    this.#worker = new Worker(programPath('check-worker'), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#worker.on('message', (answer: CheckAnswer) => this.#waiting?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) =>
      this.#fail(new Error(`the worker of checks ended by itself (${code})`)),
    );
  }

  /**
   * One question at a time.
   * @param message what it is asked; nothing where the job says it all
   * @throws CheckGivenUp; the reason of the signal; what the worker threw
   */
  async ask(message: CheckMessage | undefined, signal: AbortSignal): Promise<CheckAnswer> {
    signal.throwIfAborted();
    if (this.#error !== undefined) throw this.#error;
    const waiting = Promise.withResolvers<CheckAnswer>();
    this.#waiting = waiting;
    const stop = () => waiting.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(() => waiting.reject(new CheckGivenUp('takes too long')), this.#limitMs);
    try {
      if (message) this.#worker.postMessage(message);
      return await waiting.promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.#waiting = undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#error ??= outOfMemory ? new CheckGivenUp('takes too much memory') : error;
    this.#waiting?.reject(this.#error);
  }
}
