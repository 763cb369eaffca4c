/** Has documents read by a worker, one after another, and ends it where one takes too long or too much memory. */
import { Worker } from 'node:worker_threads';
import { programPath } from '../../../home/programs.ts';
import { NotRead, type HeavyKind, type ReadText } from '../document.ts';
import type { ReadAnswer, ReadJob } from './read-worker.ts';

const ANSWER_MS = 30_000;
const MEMORY_MB = 512;
/** The parsers are large: they go again when there is nothing more to read. */
const IDLE_MS = 5_000;

export class HeavyReader {
  readonly #limitMs: number;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(limitMs = ANSWER_MS) {
    this.#limitMs = limitMs;
  }

  /**
   * @param bytes are handed over: they are empty afterwards
   * @throws NotRead broken, timed-out, too-large
   */
  async read(kind: HeavyKind, bytes: Uint8Array<ArrayBuffer>): Promise<ReadText> {
    this.#waiting += 1;
    clearTimeout(this.#idle);
    const mine = this.#last.then(() => this.#readNext(kind, bytes));
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#idle = setTimeout(() => void this.close(), IDLE_MS);
      this.#idle?.unref();
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #readNext(kind: HeavyKind, bytes: Uint8Array<ArrayBuffer>): Promise<ReadText> {
    const worker = (this.#worker ??= new Worker(programPath('knowledge-read-worker'), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      // A parser's remarks on a document belong in nobody's terminal.
      stdout: true,
      stderr: true,
    }));
    const answer = Promise.withResolvers<ReadAnswer>();
    const fail = (error: Error): void => {
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      answer.reject(
        outOfMemory
          ? new NotRead('too-large', `reading it takes more than ${MEMORY_MB} MB of memory`, error)
          : new NotRead('broken', `its reader gave up (${error.message})`, error),
      );
    };
    const timer = setTimeout(
      () =>
        answer.reject(new NotRead('timed-out', `reading it takes longer than ${this.#limitMs / 1_000} s`)),
      this.#limitMs,
    );
    worker.once('message', answer.resolve);
    worker.once('error', fail);
    const ended = (): void => fail(new Error('it ended by itself'));
    worker.once('exit', ended);
    let isWell = false;
    try {
      worker.postMessage({ kind, bytes } satisfies ReadJob, [bytes.buffer]);
      const result = await answer.promise;
      isWell = true;
      if ('fault' in result) throw new NotRead('broken', `it cannot be read as ${kind} (${result.fault})`);
      return result.read;
    } finally {
      // Whatever it is at now, the next document gets a new one.
      if (!isWell) await this.close();
      clearTimeout(timer);
      worker.off('message', answer.resolve);
      worker.off('error', fail);
      worker.off('exit', ended);
    }
  }
}
