/** Sees to it that what was read anew gets its vectors: one thread at a time, and once more for what came meanwhile. */
import { access } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { EmbedJob, EmbedResult } from './embed-worker.ts';

export interface EmbedDeskOptions extends EmbedJob {
  readonly program: string;
  readonly onError: (error: unknown) => void;
  /** How long nothing has to happen before a look: a sync commits again and again. */
  readonly restMs?: number | undefined;
}

const REST_MS = 1_000;

export class EmbedDesk {
  readonly #options: EmbedDeskOptions;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  #isWanted = false;
  #isBusy = false;
  #isClosed = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(options: EmbedDeskOptions) {
    this.#options = options;
  }

  /** To be called after the index has changed. */
  look(): void {
    if (this.#isClosed) return;
    this.#isWanted = true;
    this.#timer ??= setTimeout(() => this.#begin(), this.#options.restMs ?? REST_MS).unref();
  }

  /** Resolves when all that was asked for by now is done. */
  async idle(): Promise<void> {
    if (this.#timer) this.#begin();
    await this.#idle;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    // What it has committed stays; the rest is made after the next start.
    await this.#worker?.terminate();
    await this.#idle;
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBusy || !this.#isWanted) return;
    this.#isWanted = false;
    this.#isBusy = true;
    this.#idle = this.#run()
      .then(
        (result) => {
          const fault = result?.byModel?.fault;
          if (result?.byModel?.more && fault === undefined) this.#isWanted = true;
          if (fault !== undefined)
            this.#options.onError(new Error(`vectors by ${result!.byModel!.model}: ${fault}`));
        },
        (error: unknown) => {
          if (!this.#isClosed) this.#options.onError(error);
        },
      )
      .finally(() => {
        this.#isBusy = false;
        // Not at once: a thread that makes vectors for an hour leaves the others some time.
        if (this.#isWanted) this.look();
      });
  }

  async #run(): Promise<EmbedResult | undefined> {
    const { file, ollamaUrl, program } = this.#options;
    // Most starts have no index at all, and a thread costs more than this look.
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere || this.#isClosed) return undefined;
    const worker = new Worker(program, { workerData: { file, ollamaUrl } satisfies EmbedJob });
    worker.unref();
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      let result: EmbedResult | undefined;
      worker.once('message', (message: EmbedResult) => (result = message));
      worker.once('error', reject);
      worker.once('exit', () => {
        this.#worker = undefined;
        resolve(result);
      });
    });
  }
}
