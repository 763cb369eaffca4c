/** The tasks a newcomer finds: copied once, into a home that has just been made. */
import { copyFile, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeLayout } from './layout.ts';
import { samplesFolder } from './places.ts';

/** Never overwrites: a file of the same name is the person's. */
export async function installSamples(
  layout: HomeLayout,
  folder: string = samplesFolder(),
): Promise<string[]> {
  const installed: string[] = [];
  for (const [from, to] of [
    [folder, layout.tasks],
    [join(folder, 'modules'), layout.modules],
  ] as const) {
    for (const entry of await readdir(from, { withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const target = join(to, entry.name);
      try {
        await copyFile(join(from, entry.name), target, constants.COPYFILE_EXCL);
        installed.push(target);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
    }
  }
  return installed;
}
