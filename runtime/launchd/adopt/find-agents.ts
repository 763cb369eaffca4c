/** The plists that somebody means by labels, files and folders. */
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { readPlistBytes } from '../plist/read-plist-file.ts';
import { textAt } from '../lint/job-words.ts';
import { entryOf, type PlistDict } from '../plist/plist-value.ts';
import { readPlist } from '../plist/read-plist.ts';

export interface FoundAgent {
  /** Absolute. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Undefined where it cannot be read as a job. */
  readonly job: PlistDict | undefined;
}

/**
 * @param folder of the person's agents: where labels are looked for
 * @throws LukaError agent_unknown for a label that is not there; file_unreadable
 */
export async function findAgents(words: readonly string[], folder: string): Promise<FoundAgent[]> {
  const files = new Set<string>();
  for (const word of words)
    for (const file of isAbsolute(word) ? await plistsAt(word) : [await plistOf(word, folder)])
      files.add(file);
  const found: FoundAgent[] = [];
  for (const file of files) found.push(await readAgent(file));
  return found;
}

async function readAgent(file: string): Promise<FoundAgent> {
  const bytes = await readPlistBytes(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const { root } = readPlist(bytes);
  return { file, bytes, job: root?.kind === 'dict' && entryOf(root, 'Label') ? root : undefined };
}

async function plistsAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    return names
      .filter((name) => name.endsWith('.plist'))
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** By the name of its file, which is the label nearly always; else by what is in the files. */
async function plistOf(label: string, folder: string): Promise<string> {
  const unknown = new LukaError('agent_unknown', { message: `there is no agent ${label} in ${folder}` });
  const files = await plistsAt(folder).catch((error: unknown) => {
    if (error instanceof LukaError && hasCode(error.cause, 'ENOENT')) throw unknown;
    throw error;
  });
  const named = files.find((file) => file === join(folder, `${label}.plist`));
  if (named !== undefined) return named;
  for (const file of files) {
    const { job } = await readAgent(file);
    if (job && textAt(job, 'Label') === label) return file;
  }
  throw unknown;
}

function unreadable(path: string, cause: unknown): LukaError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LukaError('file_unreadable', { message: `${path} cannot be read (${why})`, cause });
}
