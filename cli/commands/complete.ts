/** `luka __complete`: what the scripts of `luka completion` ask while somebody waits for a Tab. */
import { Argument, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { ASKED_KINDS, type AskedKind } from '../completion/command-tree.ts';
import { askedValues, offeredLines, type Offered } from '../completion/asked-values.ts';
import { quickGet } from '../completion/quick-get.ts';
import type { CliContext } from '../context.ts';

/** ms; a shell that waits longer feels stuck. */
const LONGEST = 150;

export function define(command: Command, context: CliContext): void {
  command
    .addArgument(new Argument('<kind>', 'of what').choices(ASKED_KINDS))
    .addHelpText('after', '\nExamples:\n  luka __complete task')
    .action(async (kind: AskedKind) => {
      const offered = await inTime(offer(context, kind));
      await (context.json()
        ? context.terminal.json(offered)
        : context.terminal.write('out', offeredLines(offered)));
    });
}

/** Nothing where no Luka runs, or where it does not want to say: a Tab is no place for an error. */
async function offer(context: CliContext, kind: AskedKind): Promise<readonly Offered[]> {
  try {
    return await askedValues(quickGet(context.home(), context.env), kind);
  } catch (error) {
    if (error instanceof LukaError) return [];
    throw error;
  }
}

function inTime(offered: Promise<readonly Offered[]>): Promise<readonly Offered[]> {
  const late = new Promise<readonly Offered[]>((resolve) => {
    setTimeout(resolve, LONGEST, []).unref();
  });
  return Promise.race([offered, late]);
}
