/** The thread that reads for the doctor: the ledger, the index, the folders of logs. Read only; gone when it has answered. */
import { parentPort, workerData } from 'node:worker_threads';
import type { DoctorAnswer, DoctorJob } from './jobs.ts';
import { readIndex } from './read-index.ts';
import { readLedger } from './read-ledger.ts';
import { readLogs } from './read-logs.ts';

function carryOut(job: DoctorJob): unknown {
  switch (job.kind) {
    case 'ledger':
      return readLedger(job);
    case 'index':
      return readIndex(job);
    case 'logs':
      return readLogs(job);
  }
}

function answer(): DoctorAnswer {
  try {
    return { answer: carryOut(workerData as DoctorJob) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(answer());
