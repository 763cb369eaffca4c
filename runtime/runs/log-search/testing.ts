/** Logs as files of a temporary folder, for tests and benchmarks. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { LogStream } from '#shared/nouns/log.ts';
import { logFiles, type LogFiles } from '../logs/log-files.ts';
import { formatSegment } from '../logs/index-file.ts';
import { LogIndex, type Segment } from '../logs/log-index.ts';

export interface WrittenPiece {
  readonly stream: LogStream;
  readonly bytes: Buffer;
  /** ms since 1970. */
  readonly time: number;
}

/** Writes a log as if its pieces had come one after another. */
export function writeLog(
  folder: string,
  run: number,
  attempt: number,
  pieces: readonly WrittenPiece[],
): { files: LogFiles; index: LogIndex } {
  const files = logFiles(folder, run, attempt);
  mkdirSync(files.folder, { recursive: true });
  const index = new LogIndex();
  const finished: (Segment | undefined)[] = [];
  for (const { stream, bytes, time } of pieces) finished.push(index.grow(stream, bytes.length, time));
  finished.push(index.segments.at(-1));
  for (const stream of ['out', 'err', 'note'] as const)
    writeFileSync(
      files[stream],
      Buffer.concat(pieces.filter((piece) => piece.stream === stream).map(({ bytes }) => bytes)),
    );
  writeFileSync(
    files.index,
    finished.flatMap((segment) => (segment ? [formatSegment(segment)] : [])).join(''),
  );
  return { files, index };
}
