/** Ends a restore that a crash broke off between its two renames, so that there is always a home where there was one. */
import { lstat, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { undefinedWhereGone } from './atomic-file.ts';

const Note = z.strictObject({
  /** Where the restored home is until it gets its place. Absolute. */
  restored: z.string(),
  /** Where the home before went. Absolute. */
  before: z.string(),
});
export type RestoreNote = z.infer<typeof Note>;

/** Beside the home: it has to outlive its moves. */
export function restoreNote(root: string): string {
  return `${root}.restoring.json`;
}

/** To be called before a home is looked for, opened or made. */
export async function finishRestore(root: string): Promise<void> {
  const text = await readFile(restoreNote(root), 'utf8').catch(undefinedWhereGone);
  if (text === undefined) return;
  const { restored, before } = Note.parse(JSON.parse(text));
  if (!(await isThere(root))) {
    if (await isThere(restored)) await rename(restored, root);
    else if (await isThere(before)) await rename(before, root);
  }
  await rm(restoreNote(root), { force: true });
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(undefinedWhereGone)) !== undefined;
}
