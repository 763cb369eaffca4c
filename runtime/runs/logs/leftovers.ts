/** What a crash left of a turn-over: files that nothing speaks of, and a cut that was not finished. */
import { appendFile, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LogStream } from '#shared/nouns/log.ts';
import { formatEmptied } from './index-file.ts';
import { newIndexFile, olderFile, type LogFiles } from './log-files.ts';
import type { LogIndex } from './log-index.ts';

const STREAMS = ['out', 'err', 'note'] as const satisfies readonly LogStream[];
/** So much of the end of two files is held against each other. */
const COMPARED = 65_536;

/** Of a log that nobody turns over just now. @throws the system's error */
export async function removeLeftovers(files: LogFiles, { generation, older }: LogIndex): Promise<void> {
  const names = new Map(STREAMS.map((stream) => [basename(files[stream]), stream]));
  const entries = await readdir(files.folder).catch(() => []);
  for (const entry of entries) {
    const [, name = '', number] = /^(.*)\.(\d+)$/.exec(entry) ?? [];
    const stream = names.get(name);
    const isOurs = stream !== undefined && !(Number(number) === generation && older[stream] > 0);
    if (isOurs || entry === basename(newIndexFile(files)))
      await rm(join(files.folder, entry), { force: true });
  }
}

/**
 * A live file that was to be cut when Luka died, and is long again: was it cut, and has grown? Then it does not begin with
 * what the older one has.
 */
export async function settleCut(files: LogFiles, index: LogIndex): Promise<void> {
  for (const stream of STREAMS) {
    const base = index.base[stream];
    const older = index.older[stream];
    if (base === 0 || older === 0) continue;
    const live = await stat(files[stream]).catch(() => undefined);
    if ((live?.size ?? 0) < base) continue;
    const length = Math.min(COMPARED, older);
    const [before, now] = await Promise.all([
      readAt(olderFile(files, stream, index.generation), older - length, length),
      readAt(files[stream], base - length, length),
    ]);
    if (before.equals(now)) continue;
    index.empty(stream);
    await appendFile(files.index, formatEmptied(stream));
  }
}

async function readAt(file: string, start: number, length: number): Promise<Buffer> {
  await using handle = await open(file, 'r');
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, start);
  return buffer.subarray(0, bytesRead);
}
