/** Makes a guarded folder and the missing ones above it, each from the one before. */
import { mkdir } from 'node:fs/promises';
import { hasCode } from '../../home/atomic-file.ts';
import { enter } from './open-inside.ts';
import type { GuardedPath } from './path-guard.ts';
import { invalid, joinParts, partsOf } from './path-text.ts';

export interface MakeFolderOptions {
  readonly mode: number;
  readonly platform: NodeJS.Platform;
}

export async function makeFolder(guarded: GuardedPath, { mode, platform }: MakeFolderOptions): Promise<void> {
  const make = (place: string) =>
    mkdir(place, { mode }).catch((error: unknown) => {
      // Somebody else made it, or something: what it is shows when it is entered.
      if (hasCode(error, 'EEXIST')) return;
      if (hasCode(error, 'ENOTDIR')) throw invalid(guarded.path, 'goes through a file');
      throw error;
    });
  if (platform === 'linux') {
    const folder = await enter(guarded, guarded.real, make);
    await folder.close();
    return;
  }
  // Elsewhere Node has no way to enter folders one by one; the caller looks afterwards where it was made.
  const missing = partsOf(guarded.real.slice(guarded.ancestor.path.length));
  for (let count = 1; count <= missing.length; count += 1)
    await make(joinParts(guarded.ancestor.path, missing.slice(0, count)));
}
