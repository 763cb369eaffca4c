import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import { lintFolders } from '#runtime/launchd/lint/lint-folders.ts';
import { fixPlist } from '#runtime/launchd/lint/lint-plist.ts';
import { createMachineFacts } from '#runtime/launchd/lint/machine-facts.ts';
import { readPlistBytes } from '#runtime/launchd/plist/read-plist-file.ts';
import type { CliContext } from '../context.ts';
import { safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[path...]', 'plists, or folders of them; ~/Library/LaunchAgents where left out')
    .option('--why', 'say with each finding why it matters')
    .option('--fixed', 'print one plist with everything mended that can be; no file is changed')
    .addHelpText(
      'after',
      `\nNeeds no running Luka and no launchd. Exits with ${EXIT.dataError} where there are errors.\n\nExamples:\n  luka agents lint\n  luka agents lint --why ~/backup/LaunchAgents\n  luka agents lint com.me.job.plist --fixed > mended.plist`,
    )
    .action(async (paths: string[], { why, fixed }: { why?: true; fixed?: true }) => {
      const home = context.env['HOME'] || homedir();
      const facts = createMachineFacts(home);
      const wanted =
        paths.length === 0 ? [join(home, 'Library', 'LaunchAgents')] : paths.map((path) => resolve(path));
      if (fixed) return printFixed(wanted, context, facts);
      const files = await lintFolders(wanted, facts);
      const findings = files.flatMap((file) => file.findings);
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      if (errors > 0) context.exitWith(EXIT.dataError);
      const { terminal } = context;
      if (context.json()) return terminal.json({ checked: files.length, findings });
      for (const finding of findings) {
        await terminal.print(safeText(formatFinding(finding)));
        if (finding.fix !== undefined) await terminal.print(safeText(`  can be mended: ${finding.fix}`));
        if (why) await terminal.print(safeText(`  why: ${finding.explanation} [${finding.source}]`));
      }
      const words = files.length === 1 ? '1 plist' : `${files.length} plists`;
      await terminal.note(
        findings.length === 0
          ? `${words}, nothing wrong`
          : `${words}, ${findings.length} found, ${errors} of them errors`,
      );
    });
}

async function printFixed(
  [file, ...others]: readonly string[],
  context: CliContext,
  facts: ReturnType<typeof createMachineFacts>,
): Promise<void> {
  if (file === undefined || others.length > 0)
    throw new LukaError('usage', { message: '--fixed takes one plist', remedy: 'name one file' });
  let bytes: Uint8Array;
  try {
    bytes = await readPlistBytes(file);
  } catch (error) {
    throw new LukaError('file_unreadable', {
      message: `${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
      cause: error,
    });
  }
  const { text, done } = await fixPlist(bytes, file, facts);
  if (context.json()) return context.terminal.json({ text, done });
  await context.terminal.print(text.replace(/\n$/, ''));
  for (const each of done) await context.terminal.note(each);
  if (done.length === 0) await context.terminal.note('nothing in it can be mended safely');
}
