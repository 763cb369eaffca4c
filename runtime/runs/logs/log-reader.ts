/** Reads parts of a log as one sequence, in bounded memory, whatever its size. */
import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LogEntry, LogPage, LogStream } from '#shared/nouns/log.ts';
import type { LogFiles } from './log-files.ts';
import { parseIndex, type LogIndex } from './log-index.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];
const NEWLINE = 0x0a;

export interface LogSource {
  readonly files: LogFiles;
  readonly index: LogIndex;
  readonly complete: boolean;
}

export interface LogRange {
  /** Start here. */
  readonly from?: number | undefined;
  /** Or end here. With neither, the end of the log. */
  readonly before?: number | undefined;
  /** Bytes, about: a page ends at a line's end where it can. */
  readonly limit: number;
}

/**
 * The index of a log that nobody writes any more. What the index missed (Luka died while the step went on) is
 * appended in a fixed order, so that positions stay the same from one reading to the next.
 * @throws LukaError log_unavailable
 */
export async function readIndex(files: LogFiles): Promise<LogIndex> {
  // Both files are made with the log; the index only when there is something to say.
  if (!(await stat(files.out).catch(() => undefined))) throw new LukaError('log_unavailable');
  const index = parseIndex(await readFile(files.index, 'utf8').catch(() => ''));
  for (const stream of STREAMS) {
    const { size, mtimeMs } = await stat(files[stream]).catch(() => ({ size: 0, mtimeMs: 0 }));
    if (size < index.fileSizes[stream]) index.empty(stream);
    index.grow(stream, size - index.fileSizes[stream], Math.round(mtimeMs));
  }
  return index;
}

/** @throws LukaError log_unavailable when a file is gone */
export async function readLog(source: LogSource, range: LogRange): Promise<LogPage> {
  // Both of the same moment: a log that ends while it is read is complete at the next reading, with what came meanwhile.
  const { index, complete } = source;
  const size = index.size;
  const tail = range.from === undefined;
  const end = tail ? Math.min(range.before ?? size, size) : Math.min(range.from + range.limit, size);
  const start = tail ? Math.max(0, end - range.limit) : Math.min(range.from, size);
  const handles = new Map<LogStream, FileHandle>();
  const pieces: Piece[] = [];
  try {
    for (let position = index.find(start); position < index.segments.length; position += 1) {
      const segment = index.segments[position]!;
      if (segment.at >= end) break;
      const from = Math.max(start, segment.at);
      const to = Math.min(end, segment.at + segment.bytes);
      const raw =
        segment.offset < 0
          ? Buffer.alloc(0)
          : await readBytes(
              handles,
              source.files,
              segment.stream,
              segment.offset + (from - segment.at),
              to - from,
            );
      // What a program emptied or cut off is gone, and is passed over: a reader must always get on.
      pieces.push({ stream: segment.stream, at: from, time: segment.time, raw, bytes: to - from });
    }
  } finally {
    await Promise.all([...handles.values()].map((handle) => handle.close()));
  }
  if (tail && start > 0) trimHead(pieces);
  if (!tail && end < size) trimTail(pieces, true);
  else if (end === size && !complete) trimTail(pieces, false);
  const first = pieces[0];
  const last = pieces.at(-1);
  return {
    entries: decode(pieces),
    from: first?.at ?? start,
    to: last ? last.at + last.bytes : start,
    size,
    complete,
  };
}

interface Piece {
  readonly stream: LogStream;
  readonly at: number;
  readonly time: number;
  readonly raw: Buffer;
  /** How much of the sequence it covers: more than `raw` where bytes are gone. */
  readonly bytes: number;
}

async function readBytes(
  handles: Map<LogStream, FileHandle>,
  files: LogFiles,
  stream: LogStream,
  offset: number,
  length: number,
): Promise<Buffer> {
  let handle = handles.get(stream);
  if (!handle) {
    try {
      handle = await open(files[stream], 'r');
    } catch (error) {
      throw new LukaError('log_unavailable', { cause: error });
    }
    handles.set(stream, handle);
  }
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

/** A character whose bytes were written in two goes, with another stream in between, is whole in the later piece. */
function decode(pieces: readonly Piece[]): LogEntry[] {
  const decoders = {
    out: new StringDecoder('utf8'),
    err: new StringDecoder('utf8'),
    note: new StringDecoder('utf8'),
  };
  const last = { out: -1, err: -1, note: -1 };
  for (const [position, piece] of pieces.entries()) last[piece.stream] = position;
  return pieces.map(({ stream, at, time, raw, bytes }, position) => {
    const text = decoders[stream].write(raw);
    return {
      stream,
      at,
      bytes,
      time,
      text: last[stream] === position ? text + decoders[stream].end() : text,
    };
  });
}

/** A page read backwards starts with a whole line: what stands before the first line break belongs to the page before. */
function trimHead(pieces: Piece[]): void {
  const first = pieces[0];
  if (!first || first.raw.length < first.bytes) return;
  const newline = first.raw.indexOf(NEWLINE);
  const cut = newline < 0 || newline + 1 >= first.raw.length ? characterStart(first.raw) : newline + 1;
  const raw = first.raw.subarray(cut);
  if (raw.length > 0) pieces[0] = { ...first, at: first.at + cut, raw, bytes: raw.length };
  else if (pieces.length > 1) pieces.shift();
}

/**
 * A page that stops in the middle stops after a line (`byLine`), or at least not inside a character. At the end of a log
 * that still grows, half a character waits for its other half.
 */
function trimTail(pieces: Piece[], byLine: boolean): void {
  const last = pieces.at(-1);
  if (!last || last.raw.length < last.bytes) return;
  const newline = byLine ? last.raw.lastIndexOf(NEWLINE) : -1;
  const raw = last.raw.subarray(0, newline < 0 ? characterEnd(last.raw) : newline + 1);
  if (raw.length > 0) pieces[pieces.length - 1] = { ...last, raw, bytes: raw.length };
  else if (pieces.length > 1 || !byLine) pieces.pop();
}

/** The first byte that starts a UTF-8 character (RFC 3629: continuation bytes are 10xxxxxx, at most three). */
export function characterStart(raw: Buffer): number {
  let position = 0;
  while (position < Math.min(3, raw.length) && (raw[position]! & 0xc0) === 0x80) position += 1;
  return position;
}

/** Where the last whole UTF-8 character ends. */
export function characterEnd(raw: Buffer): number {
  for (let back = 1; back <= Math.min(4, raw.length); back += 1) {
    const byte = raw[raw.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? raw.length - back : raw.length;
  }
  return raw.length;
}
