/** Sees to it that what was read anew gets its vectors: one thread at a time, and once more for what came meanwhile. */
import { access } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { EmbedJob, EmbedResult } from './embed-worker.ts';

export interface EmbedDeskOptions extends Omit<EmbedJob, 'folder'> {
  /** Of a model that is to be used, as it is set now. */
  readonly folder?: (() => string | undefined) | undefined;
  readonly program: string;
  readonly onError: (error: unknown) => void;
  /** What a model made, or why it could not, is not as it was told before. */
  readonly onModel?: (() => void) | undefined;
  /** How long nothing has to happen before a look: a sync commits again and again. */
  readonly restMs?: number | undefined;
}

const REST_MS = 1_000;
const AGAIN_MS = 60_000;

export class EmbedDesk {
  readonly #options: EmbedDeskOptions;
  #timer: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  #isWanted = false;
  #isBusy = false;
  #isClosed = false;
  #idle: Promise<void> = Promise.resolve();
  #last: EmbedResult['byModel'];
  #lastAt = -Infinity;

  constructor(options: EmbedDeskOptions) {
    this.#options = options;
  }

  /** What a model made the last time; undefined where there is none, or it was not tried yet. */
  get byModel(): EmbedResult['byModel'] {
    return this.#last;
  }

  /** Tries a model once more that could not be used, but not with every question. */
  lookAgain(): void {
    if (this.#last?.fault !== undefined && performance.now() - this.#lastAt > AGAIN_MS) this.look();
  }

  /** To be called after the index has changed, or which model is to be used. */
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
          const isNews = fault !== this.#last?.fault;
          this.#note(result?.byModel);
          if (fault !== undefined && isNews)
            this.#options.onError(new Error(`vectors by ${this.#last?.model ?? 'a model'}: ${fault}`));
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

  #note(made: EmbedResult['byModel']): void {
    const stateOf = (each: EmbedResult['byModel']): string =>
      JSON.stringify([each?.model, each?.folder, each?.done, each?.chunks, each?.fault]);
    const before = stateOf(this.#last);
    this.#last = made;
    this.#lastAt = performance.now();
    if (stateOf(made) !== before) this.#options.onModel?.();
  }

  async #run(): Promise<EmbedResult | undefined> {
    const { file, ollamaUrl, program } = this.#options;
    const folder = this.#options.folder?.();
    // Most starts have no index at all, and a thread costs more than this look.
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere || this.#isClosed) return undefined;
    const worker = new Worker(program, { workerData: { file, ollamaUrl, folder } satisfies EmbedJob });
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
