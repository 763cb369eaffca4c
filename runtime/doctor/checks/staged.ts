/** Modules that a program laid ready and nobody has looked at since. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { many } from '../many.ts';

const OLD_MS = 7 * 86_400_000;

export const stagedCheck: Check = {
  id: 'staged',
  title: 'Staged modules',
  async examine({ layout, now }) {
    const names = await readdir(layout.staged).catch(() => []);
    const stats = await Promise.all(names.map((name) => stat(join(layout.staged, name))));
    const old = names.filter((_, index) => now - stats[index]!.mtimeMs > OLD_MS);
    const note = names.length === 0 ? 'none' : `${names.length} laid ready`;
    if (old.length === 0) return { findings: [], note };
    return {
      note,
      findings: [
        {
          subject: layout.staged,
          severity: 'info',
          message: `${many(old.length, 'module has', 'modules have')} waited for more than a week to be deployed`,
          evidence: old.slice(0, 10).map((name) => join(layout.staged, name)),
          remedy: 'deploy them, or remove the files',
          command: `luka deploy '${join(layout.staged, old[0]!)}'`,
        },
      ],
    };
  },
};
