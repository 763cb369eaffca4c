/** One YAML file of the tasks folder, as it is on disk now. */
import { createHash } from 'node:crypto';
import { lstat, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TaskId } from '#shared/nouns/task.ts';
import type { Finding } from '#shared/nouns/finding.ts';
import type { Locate } from './source-text.ts';
import { MAX_TASK_BYTES, parseTask, tooLarge, type ParsedTask } from './parse-task.ts';

export interface TaskFile extends ParsedTask {
  readonly name: string;
  readonly file: string;
  /** SHA-256 of its bytes, hex; of nothing where it could not be read. */
  readonly hash: string;
}

/** Task files end in .yaml or .yml; what editors leave behind (dotfiles, `~`) is none. */
export function isTaskFile(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

/** The id that a file name stands for, or what is wrong with it. */
export function idOfFile(name: string, file: string): { id: string } | { finding: Finding } {
  const id = name.replace(/\.(ya?ml|mjs)$/, '');
  if (TaskId.safeParse(id).success) return { id };
  const better = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 100);
  return {
    finding: {
      code: 'task_invalid',
      severity: 'error',
      message: `the file name "${name}" cannot be a task's id: lower-case letters, digits, ".", "-" and "_", at most 100`,
      remedy: `rename it${better === '' ? '' : ` to ${better}${name.slice(id.length)}`}`,
      file,
      line: 1,
      column: 1,
    },
  };
}

/** @returns undefined where there is no such file (any more) */
export async function readTaskFile(folder: string, name: string): Promise<TaskFile | undefined> {
  const file = join(folder, name);
  const failed = (finding: Finding): TaskFile => ({
    name,
    file,
    hash: sha256(''),
    findings: [finding],
    locate: () => undefined,
  });
  try {
    const found = await stat(file);
    if (found.isDirectory()) return undefined;
    if (!found.isFile()) return failed(unreadable(file, 'it is not a regular file'));
    if (found.size > MAX_TASK_BYTES) return failed(tooLarge(file));
    const bytes = await readFile(file);
    const text = decode(bytes);
    if (text === undefined)
      return failed({
        ...unreadable(file, 'it is not UTF-8 text'),
        code: 'task_unparsable',
        remedy: 'save it as UTF-8',
      });
    // The document behind the places is many times as large as its text, and asked for only where something is wrong.
    const { locate: _locate, ...parsed } = parseTask(text, file);
    const locate: Locate = (path, options) => parseTask(text, file).locate(path, options);
    return { name, file, hash: sha256(bytes), ...parsed, locate };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') {
      const link = await lstat(file).catch(() => undefined);
      return link?.isSymbolicLink() ? failed(unreadable(file, 'the link leads nowhere')) : undefined;
    }
    return failed(unreadable(file, error instanceof Error ? error.message : 'unknown'));
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, why: string): Finding {
  return {
    code: 'task_unreadable',
    severity: 'error',
    message: `the file cannot be read: ${why}`,
    remedy: 'check its owner and mode',
    file,
    line: 1,
    column: 1,
  };
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
