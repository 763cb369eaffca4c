import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { safeText } from '../table.ts';

/** Bytes: what Luka takes as a task file. */
const LARGEST = 131_072;

export function define(command: Command, context: CliContext): void {
  command
    .argument('[file]', 'only this one, which need not be in the tasks folder')
    .addHelpText(
      'after',
      `\nExits with ${ERRORS.task_invalid.exit} where anything is wrong.\n\nExamples:\n  luka task lint\n  luka task lint draft.yaml --json`,
    )
    .action(async (file: string | undefined) => {
      const { terminal } = context;
      const body = file === undefined ? {} : { text: await readTask(file), file: resolve(file) };
      const { client } = await connect(context.home());
      const { checked, findings } = await client.lintTasks({ body });
      const errors = findings.filter((finding) => finding.severity === 'error').length;
      if (errors > 0) context.exitWith(ERRORS.task_invalid.exit);
      if (context.json()) return terminal.json({ checked, findings });
      for (const finding of findings) await terminal.print(safeText(formatFinding(finding)));
      const files = checked === 1 ? '1 file' : `${checked} files`;
      await terminal.note(
        findings.length === 0
          ? `${files}, nothing wrong`
          : `${files}, ${findings.length} found, ${errors} of them errors`,
      );
    });
}

async function readTask(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) throw new LukaError('task_too_large', { message: `${file} is larger than 128 KiB` });
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof LukaError) throw error;
    throw new LukaError('file_unreadable', {
      message: `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      cause: error,
    });
  }
}
