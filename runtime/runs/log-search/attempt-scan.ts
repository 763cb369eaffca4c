/** Goes through the log of one attempt. What its streams have is told in the order in which it was written. */
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogHit } from '#shared/nouns/log-search.ts';
import type { LogFiles } from '../logs/log-files.ts';
import { StreamScan, type ScannedLog, type ScanWishes } from './stream-scan.ts';

export interface AttemptStep {
  /** Bytes looked at since the step before. */
  readonly bytes: number;
  readonly hits: readonly LogHit[];
  /** Lines that match so far. */
  readonly total: number;
}

/** @throws the system's error; ENOENT, before anything is told, where the log was turned over meanwhile */
export function* scanAttempt(
  files: LogFiles,
  log: ScannedLog,
  streams: readonly LogStream[],
  wishes: ScanWishes,
): Generator<AttemptStep> {
  const scans: StreamScan[] = [];
  let room = wishes.each;
  try {
    for (const stream of streams)
      if (log.segments.some((segment) => segment.stream === stream && segment.offset >= 0))
        scans.push(new StreamScan(files, stream, log, wishes));
    for (let open = scans.filter(({ done }) => !done); open.length > 0;) {
      // The one that is behind: the others must not run ahead of it, or what they found would have to be kept.
      const behind = open.reduce((least, scan) => (scan.reached < least.reached ? scan : least));
      const bytes = behind.step();
      open = open.filter(({ done }) => !done);
      const hits = takeUpTo(scans, Math.min(...open.map(({ reached }) => reached))).slice(0, room);
      room -= hits.length;
      yield { bytes, hits, total: scans.reduce((sum, scan) => sum + scan.total, 0) };
    }
  } finally {
    for (const scan of scans) scan.close();
  }
}

/** What was found before a position. */
function takeUpTo(scans: readonly StreamScan[], position: number): LogHit[] {
  const taken = scans.flatMap((scan) => {
    if (scan.found.length === 0) return [];
    const later = scan.found.findIndex(({ at }) => at >= position);
    const ready = later < 0 ? scan.found : scan.found.slice(0, later);
    scan.found = later < 0 ? [] : scan.found.slice(later);
    return ready;
  });
  return scans.length > 1 ? taken.toSorted((a, b) => a.at - b.at) : taken;
}
