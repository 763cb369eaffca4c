/** Answers questions about the ledger on a thread and a read-only connection of its own. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { countMemories } from './count-memories.ts';
import { findFailures } from './find-failures.ts';
import { findMemories } from './find-memories.ts';
import type { LedgerAnswer, LedgerJob } from './jobs.ts';
import { nearMemories } from './near-memories.ts';

const { file } = workerData as { file: string };
const db = new DatabaseSync(file, { readOnly: true });
db.exec('pragma busy_timeout = 2000; pragma cache_size = -8192;');

function answer(job: LedgerJob): unknown {
  switch (job.name) {
    case 'find':
      return findMemories(db, job.given);
    case 'near':
      return nearMemories(db, job.given);
    case 'counts':
      return countMemories(db);
    case 'failures':
      return findFailures(db, job.given);
  }
}

parentPort?.on('message', (job: LedgerJob | 'end') => {
  if (job === 'end') {
    db.close();
    parentPort?.close();
    return;
  }
  let told: LedgerAnswer;
  try {
    told = { id: job.id, answer: answer(job) };
  } catch (error) {
    told = { id: job.id, error: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(told);
});
