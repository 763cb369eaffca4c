/** The segments of a log as the search needs them, read on the thread that searches. */
import { readFileSync, statSync } from 'node:fs';
import type { LogStream } from '#shared/nouns/log.ts';
import { parseIndex } from '../logs/index-file.ts';
import { olderFile, type LogFiles } from '../logs/log-files.ts';
import type { LogIndex } from '../logs/log-index.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];

/** What is written down of a log that goes; undefined where there is none. @throws the system's error */
export function writtenIndex(files: LogFiles): LogIndex | undefined {
  // Its files are made with the log; the index only when there is something to say.
  if (!sizeOf(files.out)) return undefined;
  const index = parseIndex(readIfThere(files.index));
  const isShort = STREAMS.some(
    (stream) =>
      index.older[stream] > 0 &&
      (sizeOf(olderFile(files, stream, index.generation))?.size ?? 0) < index.older[stream],
  );
  if (isShort) index.drop();
  return index;
}

/** Of a log that nobody writes any more: what its index missed comes after, as `readIndex` of the log's room has it. */
export function wholeIndex(files: LogFiles): LogIndex | undefined {
  const index = writtenIndex(files);
  if (!index) return undefined;
  for (const stream of STREAMS) {
    const { size, mtimeMs } = sizeOf(files[stream]) ?? { size: 0, mtimeMs: 0 };
    if (size < index.fileSizes[stream]) index.empty(stream);
    index.grow(stream, size - index.fileSizes[stream], Math.round(mtimeMs));
  }
  return index;
}

function sizeOf(file: string): { size: number; mtimeMs: number } | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Made when there is something to say: most logs of a moment have none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
