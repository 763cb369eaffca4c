/** Where the last backup went and when: noted in the home, for it may lie on a disk that is seldom there. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../home/atomic-file.ts';
import type { HomeLayout } from '../home/layout.ts';

const LastBackup = z.object({
  at: z.string(),
  /** Absolute. */
  file: z.string(),
  bytes: z.int().min(0),
});
export type LastBackup = z.infer<typeof LastBackup>;

/** @throws LukaError disk_full */
export function noteBackup(layout: HomeLayout, backup: LastBackup): Promise<void> {
  return replaceFile(layout.lastBackup, `${JSON.stringify(backup)}\n`);
}

/** Undefined where none was noted, or the note cannot be read. */
export async function readLastBackup(layout: HomeLayout): Promise<LastBackup | undefined> {
  try {
    return LastBackup.parse(JSON.parse(await readFile(layout.lastBackup, 'utf8')));
  } catch {
    return undefined;
  }
}
