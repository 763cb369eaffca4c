import { Worker } from 'node:worker_threads';
import type {
  DoctorAnswer,
  IndexJob,
  IndexReport,
  LedgerJob,
  LedgerReport,
  LogsJob,
  LogsReport,
} from './jobs.ts';

interface Answers {
  readonly ledger: [LedgerJob, LedgerReport];
  readonly index: [IndexJob, IndexReport];
  readonly logs: [LogsJob, LogsReport];
}

/** @param program where doctor-worker is. @throws Error in words, where the file cannot be read at all */
export function askWorker<K extends keyof Answers>(
  program: string,
  job: Answers[K][0] & { kind: K },
): Promise<Answers[K][1]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: job });
    worker.once('message', (said: DoctorAnswer) =>
      'error' in said ? reject(new Error(said.error)) : resolve(said.answer as Answers[K][1]),
    );
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the doctor's thread ended with code ${code}`)));
  });
}
