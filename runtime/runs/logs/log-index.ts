/**
 * The order in which the streams of a log grew. Each stream is a file of its own, written by the step's processes
 * without Luka in between; the index says which bytes came when, so that they can be read as one sequence.
 *
 * A log that is bounded has its files turned over now and then: what they held is in a file of an older generation, and
 * they begin anew. Offsets of a stream go through both: first those of the older file, then those of the live one.
 */
import type { LogStream } from '#shared/nouns/log.ts';

export interface Segment {
  readonly stream: LogStream;
  /** Where it starts in the sequence. */
  readonly at: number;
  /** Where it starts in its stream's files; below zero where the bytes are gone. */
  offset: number;
  bytes: number;
  /** ms since 1970. */
  readonly time: number;
}

export type PerStream = Record<LogStream, number>;

/** In which file a byte of a stream is. */
export interface Places {
  /** The number of the older files; 0 where there never were any. */
  readonly generation: number;
  /** Bytes of each stream in its older file: offsets from there on are in the live one. */
  readonly older: Readonly<PerStream>;
  /** Bytes at the beginning of each live file that are in the older one already: a cut that was not finished. */
  readonly base: Readonly<PerStream>;
}

/** What is gone of the beginning of a log that is bounded. */
export interface LeftOut {
  readonly bytes: number;
  /** How many bytes are kept, about; undefined where the files went some other way. */
  readonly bound?: number | undefined;
}

/** Bytes of one stream that come within a second stay one segment: a flood is a handful of segments, not thousands. */
const SEGMENT_MS = 1_000;

export class LogIndex implements Places {
  readonly segments: Segment[] = [];
  /** How far each stream's live file is known. */
  fileSizes: PerStream = { out: 0, err: 0, note: 0 };
  generation = 0;
  older: PerStream = { out: 0, err: 0, note: 0 };
  base: PerStream = { out: 0, err: 0, note: 0 };
  leftOut: LeftOut | undefined;
  /** The first segment that is in live files. */
  liveFrom = 0;
  size = 0;
  /** The last segment is written down already and may not grow any more. */
  sealed = false;
  /** Counts up whenever bytes went, or are in another place. */
  moves = 0;

  /** Bytes in live files that are nowhere else. */
  get liveBytes(): number {
    const { out, err, note } = this.fileSizes;
    return out + err + note - this.base.out - this.base.err - this.base.note;
  }

  /** Bytes that processes wrote, but for what they emptied themselves. */
  get printed(): number {
    const { fileSizes, base, older } = this;
    const there = fileSizes.out + fileSizes.err - base.out - base.err + older.out + older.err;
    return there + (this.leftOut?.bytes ?? 0);
  }

  /** @returns the segment before, when this growth started a new one: it will not change any more. */
  grow(stream: LogStream, bytes: number, time: number): Segment | undefined {
    if (bytes <= 0) return undefined;
    const last = this.segments.at(-1);
    if (
      !this.sealed &&
      last &&
      last.stream === stream &&
      time - last.time < SEGMENT_MS &&
      time >= last.time
    ) {
      last.bytes += bytes;
      this.fileSizes[stream] += bytes;
      this.size += bytes;
      return undefined;
    }
    const finished = this.sealed ? undefined : last;
    this.sealed = false;
    this.add(stream, bytes, time);
    return finished;
  }

  /** A segment of its own. */
  add(stream: LogStream, bytes: number, time: number): void {
    const offset = this.older[stream] + this.fileSizes[stream] - this.base[stream];
    this.segments.push({ stream, at: this.size, offset, bytes, time });
    this.fileSizes[stream] += bytes;
    this.size += bytes;
  }

  /** Bytes that were part of the log and are nowhere any more. */
  addGone(stream: LogStream, bytes: number, time: number): void {
    this.segments.push({ stream, at: this.size, offset: -1, bytes, time });
    this.size += bytes;
    this.sealed = true;
  }

  /** The stream's live file was emptied: what it held is gone, positions stay as they are. */
  empty(stream: LogStream): void {
    for (const segment of this.segments)
      if (segment.stream === stream && segment.offset >= this.older[stream]) segment.offset = -1;
    this.fileSizes[stream] = 0;
    this.base[stream] = 0;
    this.sealed = this.segments.length > 0;
    this.moves += 1;
  }

  /**
   * What is in live files is in the files of a generation, too, and about to be cut off where it was. No older generation
   * may be left (`drop`).
   * @param kept bytes of each stream that the generation has; what is beyond is gone
   * @param sizes of the live files
   */
  turn(generation: number, kept: Readonly<PerStream>, sizes: Readonly<PerStream>): void {
    for (let position = this.liveFrom; position < this.segments.length; position += 1) {
      const segment = this.segments[position]!;
      const { stream, at, offset, bytes, time } = segment;
      const there = kept[stream] - offset;
      if (offset < 0 || there >= bytes) continue;
      if (there <= 0) segment.offset = -1;
      else {
        segment.bytes = there;
        const gone = { stream, at: at + there, offset: -1, bytes: bytes - there, time };
        this.segments.splice(position + 1, 0, gone);
      }
    }
    this.generation = generation;
    this.older = { ...kept };
    this.base = { ...sizes };
    this.fileSizes = { ...sizes };
    this.liveFrom = this.segments.length;
    this.sealed = this.segments.length > 0;
    this.moves += 1;
  }

  /** The position in `segments` of the first whose bytes are in a live file, or its length where there is none. */
  get firstLive(): number {
    const found = this.segments.findIndex(({ stream, offset }) => offset >= this.older[stream]);
    return found < 0 ? this.segments.length : found;
  }

  /** The older files go: all that stands before the first byte of a live file is one piece that is gone. */
  drop(bound?: number): void {
    const first = this.firstLive;
    const bytes = this.segments[first]?.at ?? this.size;
    const time = this.segments[0]?.time ?? 0;
    if (first === this.segments.length) this.sealed = first > 0;
    for (const segment of this.segments)
      if (segment.offset >= 0) segment.offset -= Math.min(segment.offset + 1, this.older[segment.stream]);
    if (first > 0) this.segments.splice(0, first, { stream: 'note', at: 0, offset: -1, bytes, time });
    this.leftOut = { bytes, bound };
    this.older = { out: 0, err: 0, note: 0 };
    this.liveFrom = first > 0 ? 1 : 0;
    this.moves += 1;
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
