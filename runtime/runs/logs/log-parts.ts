/** Which pieces of which segments a page of a log is made of. */
import type { LogStream } from '#shared/nouns/log.ts';
import { formatBytes } from '#shared/nouns/size.ts';
import type { LeftOut, LogIndex, Segment } from './log-index.ts';

/** A part of a segment. */
export interface LogPart {
  readonly stream: LogStream;
  readonly at: number;
  /** In the stream's files; below zero where it is gone. */
  readonly offset: number;
  readonly length: number;
  readonly time: number;
  /** What is said in the place of what is gone. */
  readonly note: string;
}

/** What a piece that is gone costs of the limit, at most: it is passed over at once, however much it was. */
const GONE_BYTES = 100;

/** From a position on. */
export function partsFrom(index: LogIndex, { from, limit }: { from: number; limit: number }): LogPart[] {
  const parts: LogPart[] = [];
  const start = Math.min(from, index.size);
  let room = limit;
  for (let position = index.find(start); position < index.segments.length && room > 0; position += 1) {
    const segment = index.segments[position]!;
    const at = Math.max(start, segment.at);
    const rest = segment.at + segment.bytes - at;
    const length = segment.offset < 0 ? rest : Math.min(rest, room);
    parts.push(partOf(index, segment, at, length));
    room -= segment.offset < 0 ? Math.min(length, GONE_BYTES) : length;
  }
  return parts;
}

/** Up to a position, or to the end. */
export function partsBefore(
  index: LogIndex,
  { before, limit }: { before: number; limit: number },
): LogPart[] {
  const parts: LogPart[] = [];
  const end = Math.min(before, index.size);
  let room = limit;
  for (let position = end === 0 ? -1 : index.find(end - 1); position >= 0 && room > 0; position -= 1) {
    const segment = index.segments[position]!;
    const to = Math.min(end, segment.at + segment.bytes);
    const length = segment.offset < 0 ? to - segment.at : Math.min(to - segment.at, room);
    parts.push(partOf(index, segment, to - length, length));
    room -= segment.offset < 0 ? Math.min(length, GONE_BYTES) : length;
  }
  return parts.reverse();
}

function partOf(
  index: LogIndex,
  { stream, at: start, offset, time }: Segment,
  at: number,
  length: number,
): LogPart {
  const isGone = offset < 0;
  const note = isGone && start === 0 && index.leftOut ? leftOutWords(index.leftOut) : '';
  return { stream, at, offset: isGone ? -1 : offset + (at - start), length, time, note };
}

function leftOutWords({ bytes, bound }: LeftOut): string {
  const why = bound === undefined ? '' : `: a service keeps about ${formatBytes(bound)}`;
  return `the log before this (${formatBytes(bytes)}) is left out${why}\n`;
}
