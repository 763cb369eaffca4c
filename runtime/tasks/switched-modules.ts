/** Which modules the person switched on or off: `.disabled.json` in the tasks folder, for a module's file is code. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../home/atomic-file.ts';

export const SWITCHED_FILE = '.disabled.json';

/** By module id; an unreadable file switches nothing. */
export async function readSwitched(tasksFolder: string): Promise<Record<string, boolean>> {
  try {
    const value: unknown = JSON.parse(await readFile(join(tasksFolder, SWITCHED_FILE), 'utf8'));
    if (value === null || typeof value !== 'object') return {};
    const entries = Object.entries(value).filter(
      (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

/** @throws LukaError disk_full */
export async function writeSwitched(tasksFolder: string, id: string, enabled: boolean): Promise<void> {
  const switched = { ...(await readSwitched(tasksFolder)), [id]: enabled };
  await replaceFile(join(tasksFolder, SWITCHED_FILE), `${JSON.stringify(switched, null, 2)}\n`);
}
