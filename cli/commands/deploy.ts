import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { VERSION } from '#shared/version.ts';
import { chooseNode } from '#runtime/deploy/luka/choose-node.ts';
import { formatCommand } from '#runtime/root/root-shell.ts';
import { confirm } from '../confirm.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { createDeployer } from '../deploy/create-deployer.ts';
import { printReport } from '../deploy/print-report.ts';
import { printSwitch } from '../deploy/print-switch.ts';
import { systemSteps } from '../deploy/system-steps.ts';
import { packageRoot } from '../package-root.ts';

interface Options {
  keep?: number;
  dryRun?: true;
  replace?: true;
  system?: true;
  yes?: true;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[module]', 'a .mjs file or a folder with one; Luka itself where left out')
    .option('--keep <n>', 'how many releases before it stay (modules 5, Luka 3)', readCount)
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('--replace', 'end a Luka that runs with this home and was started otherwise')
    .option('--system', 'as a LaunchDaemon, which runs while nobody is logged in; needs root')
    .option('--yes', 'with --system: do the steps of root without asking')
    .addHelpText(
      'after',
      '\nLuka itself becomes a LaunchAgent: copied beside the releases before, switched at once, started, and checked by\n' +
        'the process behind both ports. What fails is undone. A module needs a running Luka.\n' +
        '\nExamples:\n  luka deploy --dry-run\n  luka deploy\n  luka deploy ~/modules/report.mjs',
    )
    .action(async (module: string | undefined, options: Options) => {
      if (module === undefined) return deployLuka(context, options);
      if (options.system || options.replace)
        throw new LukaError('usage', { message: '--system and --replace are for Luka itself' });
      const { client } = await connect(context.home(), context.env);
      const { keep, dryRun } = options;
      const done = await client.deployModule({
        body: { path: resolve(module), ...(keep && { keep }), ...(dryRun && { dryRun }) },
      });
      return printSwitch(context, done);
    });
}

async function deployLuka(context: CliContext, options: Options): Promise<void> {
  const { deployer, service, system } = await createDeployer(context, options.system ? 'system' : undefined);
  if (system) {
    const { terminal } = context;
    await terminal.note('as root, in this order:');
    for (const step of systemSteps(service.file)) await terminal.note(`  sudo ${formatCommand(step)}`);
    const agreed =
      options.dryRun === true || options.yes === true || (await confirm('Do this now, as root?'));
    if (!agreed) throw new LukaError('consent_missing');
  }
  const root = packageRoot();
  const report = await deployer.deploy({
    packageRoot: root,
    version: VERSION,
    node: await chooseNode(process.execPath, root, context.env),
    keep: options.keep ?? 3,
    replace: options.replace === true,
    dryRun: options.dryRun === true,
  });
  await printReport(context, report);
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 50)
    throw new InvalidArgumentError('It is no number from 1 to 50.');
  return count;
}
