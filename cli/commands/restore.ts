/** `luka restore`: a backup takes the place of the home, once it is known to be whole. */
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Manifest } from '#runtime/backup/manifest.ts';
import { readBackup } from '#runtime/backup/read-backup.ts';
import { restoreBackup } from '#runtime/backup/restore-backup.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { safeText } from '../table.ts';

interface Options {
  check?: boolean;
  yes?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<file>', 'what luka backup made')
    .option('--check', 'only whether it is whole; nothing is changed')
    .option('--yes', 'without asking')
    .addHelpText(
      'after',
      '\nEvery file in it is held against its hash, and the ledger is checked, before anything is changed. The home as it was\n' +
        'is kept beside it. What is restored is frozen: what waited then may long be done. Look, then say luka thaw.\n' +
        '\nExamples:\n  luka restore luka.tar.gz --check\n  luka restore /Volumes/hd2/luka.tar.gz',
    )
    .action(async (name: string, options: Options) => {
      const { terminal } = context;
      const file = resolve(name);
      const root = context.home();
      if (options.check === true) {
        const manifest = await look(root, file);
        if (context.json()) return terminal.json({ ok: true, ...summaryOf(manifest) });
        return terminal.print(`whole: ${words(manifest)}`);
      }
      if (options.yes !== true) {
        const manifest = await look(root, file);
        const question = `Put ${words(manifest)} in the place of ${root}?`;
        if (!(await confirm(question)))
          throw new LukaError('usage', { message: 'nothing was changed', remedy: 'say yes, or --yes' });
      }
      const { manifest, before } = await restoreBackup(root, file, new Date());
      if (context.json())
        return terminal.json({
          restored: root,
          ...summaryOf(manifest),
          ...(before === undefined ? {} : { before }),
        });
      await terminal.print(`restored: ${words(manifest)}`);
      if (before !== undefined) await terminal.note(`the home as it was is ${before}`);
      for (const { path, why } of manifest.leftOut ?? [])
        await terminal.note(`${safeText(path)} was not in it: ${safeText(why)}`);
      if (!manifest.secrets)
        await terminal.note('secrets and tokens were not in it: see luka secret list, luka client list');
      await terminal.note('it is frozen: start Luka with luka up, look, then say luka thaw');
    });
}

/** Unpacks it beside the home, where a restore would, and throws it away. */
async function look(root: string, file: string): Promise<Manifest> {
  const folder = await mkdtemp(join(dirname(root), '.luka-check-'));
  try {
    return await readBackup(file, join(folder, 'home'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function summaryOf({ at, host, version, counts, files, leftOut }: Manifest) {
  return { at, host, version, counts, files: files.length, ...(leftOut && { leftOut }) };
}

function words({ at, host, counts, files }: Manifest): string {
  return `the backup of ${formatClock(at, Date.now())} from ${host}, ${files.length} files, ${counts.tasks} tasks, ${counts.runs} runs`;
}
