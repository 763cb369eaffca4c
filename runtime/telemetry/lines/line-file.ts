/** One file of lines: opened once, only added to. What a crash cut is taken off when it is opened again. */
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../home/atomic-file.ts';

/** No line is longer than this: what has no end of a line in so much is no file of lines. */
const TAIL = 1_048_576;
const NAME = /^\d{8}\.log$/;

/** Names of the files, the oldest day first. */
export async function lineFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => NAME.test(name)).toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** @returns for adding to: readable by the owner alone, its last line whole */
export async function openLines(folder: string, name: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(join(folder, name), 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const tail = await readTail(handle, size);
    const end = tail.lastIndexOf(0x0a) + 1;
    if (end < tail.length) await handle.truncate(size - (tail.length - end));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The last whole line of a file. */
export async function lastLine(folder: string, name: string): Promise<string | undefined> {
  await using handle = await open(join(folder, name), 'r');
  const tail = await readTail(handle, (await handle.stat()).size);
  const end = tail.lastIndexOf(0x0a);
  if (end < 0) return undefined;
  return tail.subarray(tail.lastIndexOf(0x0a, end - 1) + 1, end).toString('utf8');
}

async function readTail(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(TAIL, size));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, size - buffer.length);
  return buffer.subarray(0, bytesRead);
}
