/** Copies of what an import changes, in the home: `backups/crontab-20260301T090000Z`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile } from '#runtime/home/atomic-file.ts';

/** @returns the path of the copy, which only its owner can read. @throws LukaError disk_full */
export async function saveBackup(home: string, name: string, text: string, now: number): Promise<string> {
  const folder = join(home, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const [, stem = name, ending = ''] = /^([^.]*)(\..*)?$/.exec(name) ?? [];
  for (let n = 1; ; n += 1) {
    const file = join(folder, `${stem}-${stamp}${n === 1 ? '' : `-${n}`}${ending}`);
    if (await createFile(file, text)) return file;
  }
}
