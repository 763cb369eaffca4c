/** `luka modernize`: CommonJS files become ES modules beside the originals. Works without a running Luka. */
import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { modernize, type ModernizeStep, type SmokeSettings } from '#runtime/modernize/modernize.ts';
import { findSandbox } from '#runtime/safety/sandbox/find-sandbox.ts';
import type { CliContext } from '../context.ts';
import { summaryLine, tellFile } from '../modernize-words.ts';
import { cutText, safeText } from '../table.ts';

interface Options {
  dryRun?: boolean;
  force?: boolean;
  keep?: boolean;
  smoke: boolean;
  diff: boolean;
  verbose?: boolean;
  timeout: number;
}

const CLEAR = '\r\u001b[2K';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<path>', 'a .cjs or .js file, or a folder with some')
    .option('--dry-run', 'write nothing')
    .option('--force', 'replace .mjs files that are there')
    .option('--keep', 'write what turned out to differ, too, to start from')
    .option('--no-smoke', 'do not load the files to compare them: nothing of them is run')
    .option('--no-diff', 'do not show what changes')
    .option('--verbose', 'tell small things, too: what is still loaded by require, and why')
    .addOption(
      new Option('--timeout <seconds>', 'how long a file may take to load')
        .default(20)
        .argParser(readSeconds),
    )
    .addHelpText(
      'after',
      '\nEach file is converted, checked, and loaded together with its original, each in a process of its own: what they\n' +
        'export and write must be the same. Loading runs what a file does while it loads: confined, without network\n' +
        'and without the right to write, where this machine has a sandbox. The module is written beside the original, which\n' +
        'stays. What cannot be converted safely is not: every reason is told with its line.\n' +
        `\nExits with ${ERRORS.modernize_refused.exit} where a file was not converted.\n` +
        '\nExamples:\n  luka modernize lib/backup.cjs\n  luka modernize lib --dry-run\n  luka modernize lib --no-smoke --json',
    )
    .action((path: string, options: Options) => modernizePath(context, resolve(path), options));
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600)
    throw new InvalidArgumentError('It is no number of seconds from 1 to 600.');
  return seconds;
}

async function modernizePath(context: CliContext, path: string, options: Options): Promise<void> {
  const { terminal } = context;
  const json = context.json();
  const smoke = options.smoke ? await smokeSettings(context, options.timeout) : undefined;
  if (smoke && !json)
    await terminal.note(
      'loading each file beside its module runs what they do while loading (--no-smoke leaves that out)',
    );
  const isShown = !json && terminal.isTerminal('err');
  const report = await modernize({
    path,
    smoke,
    dryRun: options.dryRun === true,
    force: options.force === true,
    keep: options.keep === true,
    ...(isShown
      ? { onProgress: (step) => void terminal.write('err', CLEAR + stepText(step, terminal.width)) }
      : {}),
  });
  if (isShown) await terminal.write('err', CLEAR);
  if (report.files.some(({ verdict }) => verdict === 'refused'))
    context.exitWith(ERRORS.modernize_refused.exit);
  if (json) return terminal.json(report);
  const told = { cwd: process.cwd(), diff: options.diff, verbose: options.verbose === true };
  for (const one of report.files) await tellFile(terminal, one, told);
  await terminal.note(summaryLine(report));
}

async function smokeSettings(context: CliContext, seconds: number): Promise<SmokeSettings> {
  const sandbox = await findSandbox({ env: context.env });
  return {
    sandbox: 'reason' in sandbox ? undefined : sandbox,
    nodePath: process.execPath,
    lukaHome: context.home(),
    timeoutMs: seconds * 1_000,
  };
}

function stepText({ doing, done, total, file }: ModernizeStep, width: number): string {
  return cutText(`${doing} ${done} of ${total}: ${safeText(file)}`, Math.min(width, 120) - 1);
}
