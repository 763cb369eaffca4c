import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { CliContext } from '../context.ts';
import { createDeployer } from '../deploy/create-deployer.ts';
import { printReport } from '../deploy/print-report.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      `\nPuts right what an interrupted deployment left, then checks the release's files, the service, and who is behind\nthe control socket and both ports. Exits with ${EXIT.failed} where a check fails.\n\nExample:\n  luka verify`,
    )
    .action(async () => {
      const { deployer } = await createDeployer(context);
      await printReport(context, await deployer.verify());
    });
}
