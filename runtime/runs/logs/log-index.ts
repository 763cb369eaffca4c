/**
 * The order in which the streams of a log grew. Each stream is a file of its own, written by the step's processes
 * without Luka in between; the index says which bytes came when, so that they can be read as one sequence.
 */
import type { LogStream } from '#shared/nouns/log.ts';

export interface Segment {
  readonly stream: LogStream;
  /** Where it starts in the sequence. */
  readonly at: number;
  /** Where it starts in its stream's file; below zero where the file was emptied since: the bytes are gone. */
  offset: number;
  bytes: number;
  /** ms since 1970. */
  readonly time: number;
}

const LETTERS = { out: 'o', err: 'e', note: 'n' } as const;
const STREAMS = { o: 'out', e: 'err', n: 'note' } as const satisfies Record<string, LogStream>;
/** Bytes of one stream that come within a second stay one segment: a flood is a handful of segments, not thousands. */
const SEGMENT_MS = 1_000;

export class LogIndex {
  readonly segments: Segment[] = [];
  /** How far each stream's file is known. */
  readonly fileSizes: Record<LogStream, number> = { out: 0, err: 0, note: 0 };
  size = 0;
  /** The last segment is written down already and may not grow any more. */
  sealed = false;

  /** @returns the segment before, when this growth started a new one: it will not change any more. */
  grow(stream: LogStream, bytes: number, time: number): Segment | undefined {
    if (bytes <= 0) return undefined;
    const last = this.segments.at(-1);
    let finished: Segment | undefined;
    if (
      !this.sealed &&
      last &&
      last.stream === stream &&
      time - last.time < SEGMENT_MS &&
      time >= last.time
    ) {
      last.bytes += bytes;
    } else {
      finished = this.sealed ? undefined : last;
      this.sealed = false;
      this.segments.push({ stream, at: this.size, offset: this.fileSizes[stream], bytes, time });
    }
    this.fileSizes[stream] += bytes;
    this.size += bytes;
    return finished;
  }

  /** The stream's file was emptied: what it held is gone, positions stay as they are. */
  empty(stream: LogStream): void {
    for (const segment of this.segments) if (segment.stream === stream) segment.offset = -1;
    this.fileSizes[stream] = 0;
    this.sealed = this.segments.length > 0;
  }

  /** The position in `segments` of the one that holds byte `at` of the sequence, or its length where there is none. */
  find(at: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const segment = this.segments[middle]!;
      if (segment.at + segment.bytes <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One line of the index file. */
export function formatSegment(segment: Segment): string {
  return `${LETTERS[segment.stream]} ${segment.bytes} ${segment.time}\n`;
}

/** The line that says a stream's file was emptied. */
export function formatEmptied(stream: LogStream): string {
  return `x ${LETTERS[stream]}\n`;
}

/** Reads an index file; a torn last line (a crash) is left out. */
export function parseIndex(text: string): LogIndex {
  const index = new LogIndex();
  for (const line of text.split('\n')) {
    const emptied = /^x ([oen])$/.exec(line);
    if (emptied) index.empty(STREAMS[emptied[1] as keyof typeof STREAMS]);
    const match = /^([oen]) (\d+) (\d+)$/.exec(line);
    if (!match) continue;
    const stream = STREAMS[match[1] as keyof typeof STREAMS];
    const bytes = Number(match[2]);
    index.segments.push({
      stream,
      at: index.size,
      offset: index.fileSizes[stream],
      bytes,
      time: Number(match[3]),
    });
    index.fileSizes[stream] += bytes;
    index.size += bytes;
  }
  index.sealed = index.segments.length > 0;
  return index;
}
