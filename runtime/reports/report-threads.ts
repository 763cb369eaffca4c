/** One thread a question: reports are seldom made, and a thread that ended holds nothing. */
import { Worker } from 'node:worker_threads';
import { fromErrorBody, LukaError } from '#shared/errors/luka-error.ts';
import type { LedgerTeller, ReportAnswers, ReportJob, ReportMessage } from './jobs.ts';

const MEMORY_MB = 384;
/** ms. A ledger of a year takes seconds; a disk that does not answer must not be waited for. */
const LIMIT_MS = 120_000;

export class ReportThreads implements LedgerTeller {
  readonly #program: string;
  readonly #workers = new Set<Worker>();

  /** @param program absolute */
  constructor(program: string) {
    this.#program = program;
  }

  /** @throws LukaError report_unavailable */
  ask<K extends keyof ReportAnswers>(job: Extract<ReportJob, { kind: K }>): Promise<ReportAnswers[K]> {
    const worker = new Worker(this.#program, {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    this.#workers.add(worker);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(unavailable('it takes too long'));
        void worker.terminate();
      }, LIMIT_MS);
      worker.once('message', (message: ReportMessage) =>
        'error' in message
          ? reject(fromErrorBody(message.error))
          : resolve(message.answer as ReportAnswers[K]),
      );
      worker.once('error', (error) =>
        reject(unavailable(error instanceof Error ? error.message : String(error), error)),
      );
      worker.once('exit', (code) => {
        clearTimeout(limit);
        this.#workers.delete(worker);
        reject(unavailable(`its thread ended with code ${code}`));
      });
    });
  }

  /** Whoever waits for one hears that it ended. */
  async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }
}

function unavailable(reason: string, cause?: unknown): LukaError {
  return new LukaError('report_unavailable', {
    message: `the ledger cannot be read for a report: ${reason.replaceAll(';', ',').replace(/\.$/, '')}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
