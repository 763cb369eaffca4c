/** Whether an open file is as described. Everything is asked of what is open, not of a name that may lead elsewhere by now. */
import type { FileHandle } from 'node:fs/promises';
import type { CheckOf } from '#shared/nouns/check.ts';
import { CheckGivenUp, CheckThread } from './worker/check-thread.ts';

export type FileWanted = CheckOf<'file'>['file'];

/** Bytes that are read as JSON. */
const LARGEST_JSON = 8 * 1_048_576;
const READ_BYTES = 262_144;
/** Linux stamps files with the time of the last tick of its clock, at most 10 ms ago (CONFIG_HZ). */
const TICK_MS = 20;

/** @returns what is wrong, in words; undefined where nothing is */
export async function fileFault(
  handle: FileHandle,
  wanted: FileWanted,
  startedAt: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stat = await handle.stat();
  if (wanted.newer && !isSince(stat.mtimeMs, startedAt))
    return `it was last changed ${Math.ceil((startedAt - stat.mtimeMs) / 1_000)} s before the run`;
  const { minSize, maxSize, lines, schema } = wanted;
  if (minSize === undefined && maxSize === undefined && !lines && !schema) return undefined;
  if (!stat.isFile()) return 'it is no regular file';
  if (minSize !== undefined && stat.size < minSize)
    return `it has ${stat.size} bytes, of at least ${minSize}`;
  if (maxSize !== undefined && stat.size > maxSize) return `it has ${stat.size} bytes, of at most ${maxSize}`;
  if (lines) {
    const count = await countLines(handle, lines.max, signal);
    if (lines.min !== undefined && count < lines.min)
      return `it has ${count} lines, of at least ${lines.min}`;
    if (lines.max !== undefined && count > lines.max) return `it has more than ${lines.max} lines`;
  }
  return schema ? jsonFault(handle, schema, signal) : undefined;
}

/** A file system that knows only whole seconds rounds down. */
function isSince(mtimeMs: number, startedAt: number): boolean {
  const since = mtimeMs % 1_000 === 0 ? Math.floor(startedAt / 1_000) * 1_000 : startedAt - TICK_MS;
  return mtimeMs >= since;
}

/** Line breaks, and a last line without one. Stops where there are more than `max`. */
async function countLines(handle: FileHandle, max = Infinity, signal: AbortSignal): Promise<number> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  let count = 0;
  let last = 0x0a;
  for (let position = 0; count <= max;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const read = buffer.subarray(0, bytesRead);
    for (let at = read.indexOf(0x0a); at >= 0; at = read.indexOf(0x0a, at + 1)) count += 1;
    last = read[bytesRead - 1]!;
  }
  return last === 0x0a ? count : count + 1;
}

async function jsonFault(
  handle: FileHandle,
  schema: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const buffer = Buffer.allocUnsafe(LARGEST_JSON + 1);
  let length = 0;
  while (length < buffer.length) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(
      buffer,
      length,
      Math.min(READ_BYTES, buffer.length - length),
      length,
    );
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  if (length > LARGEST_JSON) return 'it is larger than 8 MiB, which is too large to be read as JSON';
  await using thread = new CheckThread({ kind: 'schema', schema, text: buffer.toString('utf8', 0, length) });
  try {
    const answer = await thread.ask(undefined, signal);
    return 'fault' in answer ? answer.fault : undefined;
  } catch (error) {
    if (error instanceof CheckGivenUp) return `its schema ${error.message}`;
    throw error;
  }
}
