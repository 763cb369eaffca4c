/** The search itself: run after run, attempt after attempt, until all is read or enough is listed. */
import type { DatabaseSync } from 'node:sqlite';
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogSearchProgress } from '#shared/nouns/log-search.ts';
import { logFiles, type LogFiles } from '../logs/log-files.ts';
import { scanAttempt } from './attempt-scan.ts';
import type { LineMatcher } from './line-matcher.ts';
import type { ScanJob, Tail, TailAsked } from './protocol.ts';
import { wholeIndex, writtenIndex } from './read-segments.ts';
import type { ScannedLog } from './stream-scan.ts';
import type { Teller } from './teller.ts';
import { countRuns, wantedRuns, type WantedRun } from './wanted-runs.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];
type Counts = { -readonly [K in keyof LogSearchProgress]: LogSearchProgress[K] };

/** How often a log is looked at anew that is turned over just then. */
const MOST_TRIES = 5;

export interface SearchOptions {
  readonly db: DatabaseSync;
  readonly job: ScanJob;
  readonly matcher: LineMatcher;
  readonly counts: Counts;
  readonly teller: Teller;
  readonly now: () => number;
  readonly tail: (asked: TailAsked) => Promise<Tail>;
}

export function startCounts(): Counts {
  return { runs: 0, of: 0, bytes: 0, matches: 0, matchedRuns: 0, listed: 0, gone: 0 };
}

export async function searchLogs(options: SearchOptions): Promise<void> {
  const { db, job, counts, teller, now } = options;
  const began = now();
  counts.of = countRuns(db, job.runs);
  let reason: 'complete' | 'limit' = 'complete';
  for (const wanted of wantedRuns(db, job.runs)) {
    if (counts.listed >= job.limit) {
      reason = 'limit';
      break;
    }
    // Stopped in the middle of a run, the search goes on with this run once more.
    counts.next = wanted.run.id + 1;
    await searchRun(options, wanted);
    counts.runs += 1;
    counts.next = wanted.run.id;
  }
  // Runs that began since they were counted are no part of it, and some may have been removed.
  if (reason === 'complete') {
    counts.of = counts.runs;
    delete counts.next;
  }
  teller.tell({ kind: 'end', reason, ...counts, tookMs: Math.round(now() - began) });
  await teller.flush();
}

async function searchRun(options: SearchOptions, wanted: WantedRun): Promise<void> {
  const { counts, teller } = options;
  const before = counts.matches;
  let logs = 0;
  let tries = 0;
  for (let attempt = wanted.attempt; attempt > 0; attempt -= 1) {
    try {
      if (await searchAttempt(options, wanted, attempt)) logs += 1;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      // Removed while it was read, or not ours to read.
      if (code === 'ENOENT') {
        // Or turned over before its files were open: then it is looked at anew.
        if (wanted.going && attempt === wanted.attempt && ++tries < MOST_TRIES) attempt += 1;
        continue;
      }
      teller.tell({ kind: 'unreadable', run: wanted.run.id, attempt, message });
      logs += 1;
    }
  }
  if (logs === 0) counts.gone += 1;
  if (counts.matches > before) counts.matchedRuns += 1;
}

/** @returns false where it has no log. @throws the system's error */
async function searchAttempt(
  options: SearchOptions,
  { run, going }: WantedRun,
  attempt: number,
): Promise<boolean> {
  const { job, counts, teller } = options;
  const files = logFiles(job.folder, run.id, attempt);
  const log = await logOf(options, files, going ? { run: run.id, attempt } : undefined);
  if (!log) return false;
  const streams = job.stream === undefined ? STREAMS : [job.stream];
  // Where enough is listed, the rest of the run is still counted.
  const each = Math.min(job.each, job.limit - counts.listed);
  const { since, until } = job.runs;
  const wishes = { matcher: options.matcher, context: job.context, each, since, until };
  let told = 0;
  let known = 0;
  for (const { bytes, hits, total } of scanAttempt(files, log, streams, wishes)) {
    counts.bytes += bytes;
    counts.matches += total - known;
    known = total;
    if (hits.length > 0) {
      teller.tell({ kind: 'hits', run, attempt, hits: [...hits], total });
      counts.listed += hits.length;
      told = total;
    }
    if (teller.isDue) await teller.flush();
  }
  if (known > told) teller.tell({ kind: 'hits', run, attempt, hits: [], total: known });
  if (teller.isDue) await teller.flush();
  return true;
}

async function logOf(
  { tail }: SearchOptions,
  files: LogFiles,
  going: { readonly run: number; readonly attempt: number } | undefined,
): Promise<ScannedLog | undefined> {
  if (!going) return wholeIndex(files);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // What is written down does not change any more; how far the rest has come only the main thread knows.
    const written = writtenIndex(files);
    if (!written) return undefined;
    const { generation, older, base, segments, size } = written;
    const leftOut = written.leftOut?.bytes ?? 0;
    const rest = await tail({ ...going, from: segments.length, size, generation, leftOut });
    if (rest === undefined) break;
    if (rest !== 'again') return { generation, older, base, segments: [...segments, ...rest] };
  }
  return wholeIndex(files);
}
