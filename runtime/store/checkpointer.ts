/** Decides when the write-ahead log is worth moving into the database: by the number of commits, never by a timer. */
import { Worker } from 'node:worker_threads';
import type { CheckpointJob, CheckpointResult } from './checkpoint-worker.ts';

/** About SQLite's own default of 1000 pages, times the pages a commit of ours touches. */
const COMMITS_BETWEEN = 400;

export interface CheckpointerOptions {
  readonly file: string;
  readonly program: string;
  readonly onFaults: (faults: string[]) => void;
  readonly onError: (error: unknown) => void;
}

export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #doneAt = 0;
  #running: Promise<CheckpointResult> | undefined;

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  /** To be called after commits. */
  noteCommits(total: number): void {
    if (this.#running || total - this.#doneAt < COMMITS_BETWEEN) return;
    this.#doneAt = total;
    this.run({ check: false }).catch(this.#options.onError);
  }

  /** Runs one checkpoint; with `check` also reads the whole file for damage. One at a time. */
  run({ check }: { check: boolean }): Promise<CheckpointResult> {
    if (this.#running && !check) return this.#running;
    const before = this.#running ?? Promise.resolve();
    const job: CheckpointJob = { file: this.#options.file, check };
    const result = before.then(
      () => runWorker(this.#options.program, job),
      () => runWorker(this.#options.program, job),
    );
    this.#running = result;
    const settled = () => {
      if (this.#running === result) this.#running = undefined;
    };
    result.then(({ faults }) => {
      settled();
      if (faults.length > 0) this.#options.onFaults(faults);
    }, settled);
    return result;
  }

  async idle(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }
}

function runWorker(program: string, job: CheckpointJob): Promise<CheckpointResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: job });
    worker.unref();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the checkpoint worker ended with code ${code}`));
    });
  });
}
