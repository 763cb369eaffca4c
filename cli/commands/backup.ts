/** `luka backup`: everything that Luka knows, in one file, while it works. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes } from '#shared/nouns/size.ts';
import { noteBackup } from '#runtime/backup/last-backup.ts';
import { writeBackup } from '#runtime/backup/write-backup.ts';
import { progressLine, type ProgressLine } from '../backup/progress-line.ts';
import { requireHome } from '../connect.ts';
import type { CliContext } from '../context.ts';

interface Options {
  logs?: boolean;
  secrets?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[file]', 'where to; luka-<moment>.tar.gz in the folder backups of the home where left out')
    .option('--logs', 'with what runs wrote; that may be much')
    .option('--secrets', 'with the secrets that Luka keeps itself, what opens them, and the tokens')
    .addHelpText(
      'after',
      '\nWorks also while Luka runs. In it: tasks, modules, prompts, settings, the policy, the whole ledger, reports, snapshots,\n' +
        'orders. Not in it: what can be made anew, such as the index of knowledge, and earlier backups, wherever in the home\n' +
        'they are. Only you can read the file.\n' +
        '\nExamples:\n  luka backup\n  luka backup /Volumes/hd2/luka.tar.gz --logs\n  luka backup --secrets',
    )
    .action(async (file: string | undefined, options: Options) => {
      const { terminal } = context;
      const layout = await requireHome(context.home());
      const now = new Date();
      const to = file === undefined ? nameFor(layout.backups, now) : resolve(file);
      const line = progressLine(terminal, context.json());
      const written = await writing(line, () =>
        writeBackup(layout, {
          kind: 'backup',
          to,
          now,
          logs: options.logs === true,
          secrets: options.secrets === true,
          onProgress: line.tell,
        }),
      );
      const { manifest, bytes } = written;
      const { counts, files, leftOut } = manifest;
      await noteBackup(layout, { at: manifest.at, file: to, bytes });
      if (context.json())
        return terminal.json({ file: to, bytes, counts, files: files.length, ...(leftOut && { leftOut }) });
      await terminal.print(to);
      await terminal.note(
        `${formatBytes(bytes)}: ${files.length} files, ${counts.tasks} tasks, ${counts.runs} runs` +
          (manifest.secrets ? '; with secrets: keep it safe' : ''),
      );
      for (const { path, why } of leftOut ?? []) await terminal.note(`without ${path}: ${why}`);
    });
}

async function writing<T>(line: ProgressLine, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } finally {
    await line.end();
  }
}

/** Nobody gave it a name: one of the same second is no reason to refuse. */
function nameFor(folder: string, now: Date): string {
  for (let count = 1; ; count += 1) {
    const file = join(folder, `luka-${stampOf(now)}${count === 1 ? '' : `-${count}`}.tar.gz`);
    if (!existsSync(file)) return file;
  }
}

function stampOf(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(/[:]/g, '-');
}
