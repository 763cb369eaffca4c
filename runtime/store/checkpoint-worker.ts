/**
 * Moves the write-ahead log into the database, and looks the whole file over once: work with long disk waits, on a
 * thread and a connection of its own. Started when there is something to do and gone afterwards.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface CheckpointJob {
  readonly file: string;
  /** Also read every page and report damage. */
  readonly check: boolean;
}
export interface CheckpointResult {
  /** Empty when the file is sound or was not checked. */
  readonly faults: string[];
  readonly busy: boolean;
}

const job = workerData as CheckpointJob;
const db = new DatabaseSync(job.file);
try {
  db.exec('pragma fullfsync = on; pragma checkpoint_fullfsync = on; pragma busy_timeout = 1000;');
  const faults = job.check
    ? (db.prepare('pragma quick_check(20)').all() as { quick_check: string }[])
        .map((row) => row.quick_check)
        .filter((line) => line !== 'ok')
    : [];
  const state = db.prepare('pragma wal_checkpoint(passive)').get() as { busy: number };
  parentPort?.postMessage({ faults, busy: state.busy !== 0 } satisfies CheckpointResult);
} finally {
  db.close();
}
