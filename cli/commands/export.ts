/** `luka export`: what a person wrote (tasks, modules, prompts, settings, the policy), for another machine. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatBytes } from '#shared/nouns/size.ts';
import { writeBackup } from '#runtime/backup/write-backup.ts';
import { requireHome } from '../connect.ts';
import type { CliContext } from '../context.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<file>', 'where to')
    .addHelpText(
      'after',
      '\nNothing that happened is in it, no secret and no token. luka import takes it on the other machine.\n' +
        '\nExamples:\n  luka export luka-tasks.tar.gz\n  luka import luka-tasks.tar.gz --apply',
    )
    .action(async (name: string) => {
      const { terminal } = context;
      const layout = await requireHome(context.home());
      const to = resolve(name);
      const { manifest, bytes } = await writeBackup(layout, {
        kind: 'export',
        to,
        now: new Date(),
        logs: false,
        secrets: false,
      });
      const { counts, files } = manifest;
      if (context.json()) return terminal.json({ file: to, bytes, files: files.length, tasks: counts.tasks });
      await terminal.print(to);
      await terminal.note(`${formatBytes(bytes)}: ${files.length} files, ${counts.tasks} tasks`);
    });
}
