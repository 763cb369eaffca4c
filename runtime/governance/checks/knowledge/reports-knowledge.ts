/** What the reports of a home say: text and Markdown files, read as a stream, case aside. */
import { open, opendir, type FileHandle } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { hasCode } from '../../../home/atomic-file.ts';
import type { CheckContext } from '../check-runner.ts';

const READ = /\.(?:md|markdown|txt|text)$/i;
const MOST_FILES = 10_000;
const DEEPEST = 8;
/** Bytes of one file: a longer one is a log. */
const MOST_BYTES = 64 * 1_048_576;
const PIECE_BYTES = 65_536;

export function createReportsKnowledge(folder: string): CheckContext['knowledge'] {
  return {
    async contains(text, signal) {
      const needle = text.normalize('NFC').toLowerCase();
      for await (const file of reports(folder, signal)) if (await holds(file, needle, signal)) return true;
      return false;
    },
  };
}

/** Regular files only: a link could lead anywhere. */
async function* reports(root: string, signal: AbortSignal): AsyncIterable<string> {
  let level = [root];
  let count = 0;
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      const entries = await opendir(folder).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT') || hasCode(error, 'EACCES')) return undefined;
        throw error;
      });
      for await (const entry of entries ?? []) {
        signal.throwIfAborted();
        const path = join(folder, entry.name);
        if (entry.isDirectory()) next.push(path);
        if (!entry.isFile() || !READ.test(entry.name)) continue;
        count += 1;
        if (count > MOST_FILES) return;
        yield path;
      }
    }
    level = next;
  }
}

async function holds(file: string, needle: string, signal: AbortSignal): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    // Removed or exchanged since it was listed, or not for us.
    if (['ENOENT', 'ELOOP', 'EACCES'].some((code) => hasCode(error, code))) return false;
    throw error;
  }
  try {
    if (!(await handle.stat()).isFile()) return false;
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    const decoder = new StringDecoder('utf8');
    let rest = '';
    for (let position = 0; position < MOST_BYTES;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES, position);
      if (bytesRead === 0) break;
      position += bytesRead;
      const text = (rest + decoder.write(buffer.subarray(0, bytesRead))).normalize('NFC');
      if (text.toLowerCase().includes(needle)) return true;
      // Twice as much: a letter with its marks, or its small form, may be longer than what is looked for.
      rest = text.slice(-needle.length * 2);
    }
    return false;
  } finally {
    await handle.close();
  }
}
