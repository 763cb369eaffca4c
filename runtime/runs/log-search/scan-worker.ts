/** Searches the logs of many runs, on a thread and a read-only connection of its own. Ended by whoever started it. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { createMatcher } from './line-matcher.ts';
import { findPatternFault } from './pattern-fault.ts';
import type { FromScan, ScanJob, Tail, ToScan } from './protocol.ts';
import { searchLogs, startCounts } from './search-logs.ts';
import { Teller } from './teller.ts';

const job = workerData as ScanJob;
const post = (message: FromScan): void => parentPort?.postMessage(message);
const now = (): number => performance.now();

async function search(): Promise<void> {
  const fault = job.pattern.regex ? findPatternFault(job.pattern.q) : undefined;
  if (fault) return post({ kind: 'refused', fault });
  post({ kind: 'began' });
  const db = new DatabaseSync(job.database, { readOnly: true });
  db.exec('pragma busy_timeout = 2000');
  const counts = startCounts();
  let more = Promise.withResolvers<void>();
  let tail = Promise.withResolvers<Tail>();
  const teller = new Teller({
    post,
    now,
    more: () => more.promise,
    progress: () => ({ kind: 'progress', ...counts }),
  });
  parentPort?.on('message', (message: ToScan) => {
    if (message.kind === 'tail') return tail.resolve(message.segments);
    teller.taken();
    more.resolve();
    more = Promise.withResolvers();
  });
  await searchLogs({
    db,
    job,
    matcher: createMatcher(job.pattern),
    counts,
    teller,
    now,
    tail(asked) {
      tail = Promise.withResolvers();
      post({ kind: 'tail', ...asked });
      return tail.promise;
    },
  });
  db.close();
}

// What is thrown reaches the main thread as the thread's error.
try {
  await search();
} finally {
  parentPort?.close();
}
