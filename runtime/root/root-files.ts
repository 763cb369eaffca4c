/** Files that only root may write, written whole: from a private copy, with owner and mode set in the same step. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createFile } from '../home/atomic-file.ts';
import { mustRun, type RootCommand, type RootShell } from './root-shell.ts';

/** As launchd wants a plist of the system: of root, writable by nobody else. */
export function installCommand(from: string, to: string): RootCommand {
  return ['/usr/bin/install', '-o', 'root', '-g', 'wheel', '-m', '644', from, to];
}

export function rootFiles(shell: RootShell) {
  return {
    /** @throws LukaError root_failed */
    async write(file: string, text: string): Promise<void> {
      const copy = join(tmpdir(), `${randomBytes(8).toString('hex')}-${basename(file)}`);
      await createFile(copy, text);
      try {
        await mustRun(shell, installCommand(copy, file));
      } finally {
        await rm(copy, { force: true });
      }
    },
    /** @throws LukaError root_failed */
    async remove(file: string): Promise<void> {
      await mustRun(shell, ['/bin/rm', '-f', file]);
    },
  };
}
