/** Changes a task file on disk as a person would in an editor, and so that a power cut leaves the old or the new one. */
import { open, readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode, replaceFile } from '../home/atomic-file.ts';
import { MAX_TASK_BYTES } from './parse-task.ts';
import type { LoadedTask } from './ports.ts';
import { sha256 } from './task-file.ts';

export interface Change {
  /** @returns undefined where the text cannot be edited */
  readonly edit: (text: string) => string | undefined;
  /** SHA-256 of the bytes the change is made for; any where left out. */
  readonly hash?: string;
  /** What cannot be done, for a message: `switched`. */
  readonly what: string;
}

/**
 * Follows a link, so that the file it leads to changes and the link stays. Durable when it resolves.
 * @throws LukaError task_unreadable, task_changed, task_invalid, disk_full
 */
export async function changeTaskFile(task: LoadedTask, { edit, hash, what }: Change): Promise<void> {
  const { id } = task;
  const file = await realpath(task.file).catch(() => task.file);
  let bytes: Buffer;
  let mode: number;
  try {
    bytes = await readFile(file);
    mode = (await stat(file)).mode & 0o777;
  } catch (cause) {
    throw new LukaError('task_unreadable', { message: `${file} cannot be read`, cause });
  }
  if (hash !== undefined && sha256(bytes) !== hash) {
    throw new LukaError('task_changed', { message: `the file of "${id}" was changed meanwhile` });
  }
  const text = decode(bytes);
  const edited = text === undefined ? undefined : edit(text);
  if (edited === undefined) {
    throw new LukaError('task_invalid', {
      message: `"${id}" cannot be ${what} while its file cannot be read as a task`,
      remedy: 'mend the file first',
      findings: [...task.findings],
    });
  }
  if (edited === text) return;
  if (Buffer.byteLength(edited) > MAX_TASK_BYTES) {
    const message = `the file of "${id}" would be larger than 128 KiB`;
    throw new LukaError('task_invalid', { message, remedy: 'move long scripts to files of their own' });
  }
  try {
    await replaceFile(file, edited, mode);
  } catch (cause) {
    if (!['EACCES', 'EPERM', 'EROFS'].some((code) => hasCode(cause, code))) throw cause;
    throw new LukaError('task_unreadable', {
      message: `${file} cannot be written`,
      remedy: 'check the owner and mode of it and of its folder',
      cause,
    });
  }
  await syncFolder(dirname(file));
}

/** Invalid bytes would be lost by a change that has nothing to do with them. A byte order mark stays in the text. */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A file's new name is durable only with the folder it is in (fsync(2)). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
