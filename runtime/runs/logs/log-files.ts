import { join } from 'node:path';
import type { LogStream } from '#shared/nouns/log.ts';

export interface LogFiles extends Readonly<Record<LogStream, string>> {
  readonly folder: string;
  readonly index: string;
}

/** Where an attempt's log is. A thousand runs share a folder, so that none grows without bound. */
export function logFiles(logs: string, run: number, attempt: number): LogFiles {
  const folder = join(logs, String(Math.floor(run / 1_000)), String(run));
  const file = (end: string) => join(folder, `${attempt}.${end}`);
  return { folder, out: file('out'), err: file('err'), note: file('note'), index: file('index') };
}

/** Where what a stream's file held is, once it was turned over. */
export function olderFile(files: LogFiles, stream: LogStream, generation: number): string {
  return `${files[stream]}.${generation}`;
}

/** Where a new index is written before it takes the place of the old one. Backups pass over what ends so. */
export function newIndexFile(files: LogFiles): string {
  return `${files.index}.tmp`;
}
