/** Reads parts of a log as one sequence, in bounded memory, whatever its size. */
import { readFile, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LogEntry, LogPage, LogStream } from '#shared/nouns/log.ts';
import { parseIndex } from './index-file.ts';
import { olderFile, type LogFiles } from './log-files.ts';
import type { LogIndex } from './log-index.ts';
import { partsBefore, partsFrom } from './log-parts.ts';
import { NOTHING, StreamBytes } from './stream-bytes.ts';

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
  await dropWhereShort(files, index);
  for (const stream of STREAMS) {
    const { size, mtimeMs } = await stat(files[stream]).catch(() => ({ size: 0, mtimeMs: 0 }));
    if (size < index.fileSizes[stream]) index.empty(stream);
    index.grow(stream, size - index.fileSizes[stream], Math.round(mtimeMs));
  }
  return index;
}

/** Older files that are away, or not whole (a copy of the log that was made while they went), are as good as dropped. */
export async function dropWhereShort(files: LogFiles, index: LogIndex): Promise<void> {
  for (const stream of STREAMS) {
    if (index.older[stream] === 0) continue;
    const older = await stat(olderFile(files, stream, index.generation)).catch(() => undefined);
    if ((older?.size ?? 0) < index.older[stream]) return index.drop();
  }
}

/** @throws LukaError log_unavailable when a file is gone */
export async function readLog(source: LogSource, range: LogRange): Promise<LogPage> {
  for (;;) {
    const { moves } = source.index;
    const page = await readPage(source, range, () => source.index.moves !== moves);
    if (page) return page;
  }
}

/** @returns undefined where bytes moved meanwhile: they are to be looked for anew */
async function readPage(
  source: LogSource,
  range: LogRange,
  hasMoved: () => boolean,
): Promise<LogPage | undefined> {
  // All of the same moment: a log that ends while it is read is complete at the next reading, with what came meanwhile.
  const { index, complete } = source;
  const { size } = index;
  const { from, before = size, limit } = range;
  const parts =
    from === undefined ? partsBefore(index, { before, limit }) : partsFrom(index, { from, limit });
  const bytes = new StreamBytes(source.files, index);
  const pieces: Piece[] = [];
  try {
    for (const { length, note, ...part } of parts) {
      const raw = part.offset < 0 ? NOTHING : await bytes.read(part.stream, part.offset, length, hasMoved);
      if (hasMoved()) return undefined;
      // What is gone is passed over: a reader must always get on.
      pieces.push({ ...part, raw, bytes: length, note });
    }
  } finally {
    await bytes.close();
  }
  const tail = from === undefined;
  const end = endOf(pieces);
  if (tail && (pieces[0]?.at ?? 0) > 0) trimHead(pieces);
  if (!tail && end < size) trimTail(pieces, true);
  else if (end === size && !complete) trimTail(pieces, false);
  const start = Math.min(from ?? before, size);
  return {
    entries: decode(pieces),
    from: pieces[0]?.at ?? start,
    to: pieces.length > 0 ? endOf(pieces) : start,
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
  readonly note: string;
}

function endOf(pieces: readonly Piece[]): number {
  const last = pieces.at(-1);
  return last ? last.at + last.bytes : 0;
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
  return pieces.map(({ stream, at, time, raw, bytes, note }, position) => {
    const text = note + decoders[stream].write(raw);
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
