/** Reads the ledger for one report, or for one look by owner and phase, on a thread and a read-only connection of its own. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { compose } from './compose/compose.ts';
import { gather } from './gather/gather.ts';
import { gatherGovernance } from './gather/governance.ts';
import type { ReportAnswers, ReportJob, ReportMessage } from './jobs.ts';
import { toMarkdown } from './to-markdown.ts';
import { toPage } from './to-page.ts';

async function work(job: ReportJob): Promise<ReportAnswers[keyof ReportAnswers]> {
  const db = new DatabaseSync(job.ledger, { readOnly: true });
  try {
    // One moment of the ledger, however long it is read.
    db.exec('pragma busy_timeout = 5000; pragma cache_size = -16384; begin');
    if (job.kind === 'governance') return await gatherGovernance(db, job);
    const { document, headline, failed, needs } = compose(
      await gather(db, job),
      (path) => `${job.pageUrl}${path}`,
    );
    return { markdown: toMarkdown(document), page: toPage(document), headline, failed, needs };
  } finally {
    db.close();
  }
}

function asUnavailable(error: unknown): unknown {
  if (error instanceof LukaError || !(error instanceof Error)) return error;
  return new LukaError('report_unavailable', {
    message: `the ledger cannot be read for a report: ${error.message.replaceAll(';', ',').replace(/\.$/, '')}`,
    cause: error,
  });
}

work(workerData as ReportJob).then(
  (answer) => parentPort?.postMessage({ answer } satisfies ReportMessage),
  (error: unknown) =>
    parentPort?.postMessage({ error: toErrorBody(asUnavailable(error)) } satisfies ReportMessage),
);
