import { InvalidArgumentError, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { createDeployer } from '../deploy/create-deployer.ts';
import { printReport } from '../deploy/print-report.ts';
import { printSwitch } from '../deploy/print-switch.ts';

interface Options {
  to?: number;
  replace?: true;
  dryRun?: true;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[module]', 'name of a task module; Luka itself where left out')
    .option('--to <n>', 'this release of the module', readNumber)
    .option('--replace', 'end a Luka that runs with this home and was started otherwise')
    .option('--dry-run', 'show what would be done, and do nothing; for Luka itself')
    .addHelpText(
      'after',
      '\nRuns the release before the current one again, with the same checks as deploying.\n\nExamples:\n  luka rollback\n  luka rollback report',
    )
    .action(async (module: string | undefined, { to, replace, dryRun }: Options) => {
      if (module === undefined) {
        if (to !== undefined) throw new LukaError('usage', { message: '--to is for modules' });
        const { deployer } = await createDeployer(context);
        const report = await deployer.rollback({ replace: replace === true, dryRun: dryRun === true });
        return printReport(context, report);
      }
      if (replace || dryRun)
        throw new LukaError('usage', { message: '--replace and --dry-run are for Luka itself' });
      const { client } = await connect(context.home(), context.env);
      await printSwitch(
        context,
        await client.rollbackModule({ params: { module }, body: to === undefined ? {} : { to } }),
      );
    });
}

function readNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It is no number of a release.');
  return number;
}
