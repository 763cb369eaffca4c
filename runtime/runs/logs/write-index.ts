/** Writes the index of a log anew, as it will be without its older files. */
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatLeftOut, formatSegment, formatTurn } from './index-file.ts';
import type { LogIndex } from './log-index.ts';

/** Lines that are made before the event loop has its turn. */
const LINES_AT_ONCE = 2_000;

/**
 * Brings it onto the disk, too.
 * @returns up to which segment: the last one may still grow
 * @throws the system's error
 */
export async function writeWithoutOlder(handle: FileHandle, index: LogIndex, bound: number): Promise<number> {
  const { moves, generation, firstLive, base } = index;
  const gone = index.segments[firstLive]?.at ?? index.size;
  await handle.write(formatLeftOut(generation, gone, index.segments[0]?.time ?? 0, bound));
  if (base.out + base.err + base.note > 0)
    await handle.write(formatTurn(generation, { out: 0, err: 0, note: 0 }, base));
  let written = firstLive;
  const end = index.segments.length - 1;
  while (written < end && index.moves === moves) {
    const upTo = Math.min(end, written + LINES_AT_ONCE);
    await handle.write(index.segments.slice(written, upTo).map(formatSegment).join(''));
    written = upTo;
    await nextTurn();
  }
  await handle.sync();
  return written;
}
