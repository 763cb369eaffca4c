/** Finds text in a log. On a thread of its own: a hundred megabytes take a while. */
import { parentPort } from 'node:worker_threads';
import type { LogMatch, LogSearchResult, LogStream } from '#shared/nouns/log.ts';
import { KeptFile } from './kept-file.ts';
import type { LogFiles } from './log-files.ts';
import type { Places, Segment } from './log-index.ts';

export interface SearchJob {
  readonly files: LogFiles;
  readonly segments: readonly Segment[];
  readonly places: Places;
  readonly query: string;
  readonly limit: number;
}

const LINE_CHARACTERS = 400;

/** Byte offset in a stream to position in the sequence. Offsets are asked in growing order. */
function positions(segments: readonly Segment[], stream: LogStream): (offset: number) => number | undefined {
  const own = segments.filter((segment) => segment.stream === stream && segment.offset >= 0);
  let current = 0;
  return (offset) => {
    while (current < own.length && own[current]!.offset + own[current]!.bytes <= offset) current += 1;
    const segment = own[current];
    return segment && offset >= segment.offset ? segment.at + (offset - segment.offset) : undefined;
  };
}

/** @throws the system's error */
export function searchLog(job: SearchJob): LogSearchResult {
  const needle = job.query.toLowerCase();
  const found: LogMatch[] = [];
  let total = 0;
  for (const stream of ['out', 'err', 'note'] as const) {
    const end = job.segments.reduce(
      (sum, segment) => (segment.stream === stream && segment.offset >= 0 ? sum + segment.bytes : sum),
      0,
    );
    if (end === 0) continue;
    const positionOf = positions(job.segments, stream);
    const file = new KeptFile(job.files, stream, job.places);
    let kept = 0;
    try {
      for (const { text, offset } of lines(file, end)) {
        if (!text.toLowerCase().includes(needle)) continue;
        total += 1;
        const at = positionOf(offset);
        if (kept < job.limit && at !== undefined) {
          kept += 1;
          const start = Math.max(0, text.toLowerCase().indexOf(needle) - LINE_CHARACTERS / 2);
          found.push({ at, stream, line: text.slice(start, start + LINE_CHARACTERS) });
        }
      }
    } finally {
      file.close();
    }
  }
  found.sort((a, b) => a.at - b.at);
  return { query: job.query, matches: found.slice(0, job.limit), total };
}

/** Lines with the byte offset each starts at. A line longer than 1 MiB is given in pieces. */
function* lines(file: KeptFile, end: number): Iterable<{ text: string; offset: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(1_048_576, end - offset - rest.length));
    const read = chunk.length === 0 ? 0 : file.read(chunk, 0, chunk.length, offset + rest.length);
    if (read === 0) break;
    const data: Buffer = Buffer.concat([rest, chunk.subarray(0, read)]);
    let start = 0;
    let newline = data.indexOf(0x0a);
    while (newline >= 0) {
      yield { text: data.toString('utf8', start, newline), offset: offset + start };
      start = newline + 1;
      newline = data.indexOf(0x0a, start);
    }
    rest = data.subarray(start);
    offset += start;
    if (rest.length > 1_048_576) {
      yield { text: rest.toString('utf8'), offset };
      offset += rest.length;
      rest = Buffer.alloc(0);
    }
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), offset };
}

/** What the thread says: that it is there, then what it found. */
export type FromSearch =
  { readonly ready: true } | { readonly result: LogSearchResult } | { readonly error: string };

if (parentPort) {
  const port = parentPort;
  const post = (message: FromSearch): void => port.postMessage(message);
  port.once('message', (job: SearchJob) => {
    try {
      post({ result: searchLog(job) });
    } catch (error) {
      post({ error: error instanceof Error ? error.message : String(error) });
    }
  });
  post({ ready: true });
}
