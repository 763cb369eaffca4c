/** `luka power headless`: a Mac that never sleeps, and the way back. */
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { HeadlessReport } from '#shared/nouns/headless.ts';
import type { HeadlessPlan, HeadlessRestore } from '#runtime/power/headless/headless-restore.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { createHeadless } from '../power/create-headless.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  agent?: string[];
  dryRun?: true;
  yes?: true;
}

export function define(command: Command, context: CliContext): void {
  command
    .command('restore')
    .description('show the steps of root, and do them after a yes')
    .option('--agent <label...>', 'make this agent a LaunchDaemon that runs as you')
    .option('--dry-run', 'show the steps, and do nothing')
    .option('--yes', 'do them without asking')
    .addHelpText(
      'after',
      '\nExamples:\n  luka power headless restore --dry-run\n  luka power headless restore --agent com.me.sync',
    )
    .action(async ({ agent = [], ...options }: Options) => {
      const headless = await createHeadless(context);
      await carryOut(context, headless, { plan: await headless.planRestore(agent), options });
    });
  command
    .command('verify')
    .description('whether each part is still as planned')
    .addHelpText(
      'after',
      `\nExits with ${EXIT.failed} where one is not.\n\nExample:\n  luka power headless verify`,
    )
    .action(async () => printReport(context, await (await createHeadless(context)).verify()));
  command
    .command('rollback')
    .description('put back the values, the agents and the daemons that were there before')
    .option('--dry-run', 'show the steps, and do nothing')
    .option('--yes', 'do them without asking')
    .addHelpText('after', '\nExample:\n  luka power headless rollback')
    .action(async (options: Options) => {
      const headless = await createHeadless(context);
      await carryOut(context, headless, { plan: await headless.planRollback(), options });
    });
  command.addHelpText(
    'after',
    '\nKeeps a Mac awake by pmset (on its charger only) and by a daemon that runs caffeinate. What was there before is\n' +
      'saved first. Nothing is done as root that was not shown and agreed to.\n' +
      '\nExamples:\n  luka power headless restore --dry-run\n  luka power headless rollback',
  );
}

export async function carryOut(
  context: CliContext,
  headless: Pick<HeadlessRestore, 'carryOut'>,
  { plan, options }: { plan: HeadlessPlan; options: Options },
): Promise<void> {
  const { terminal } = context;
  const { steps, notes } = plan;
  if (options.dryRun) {
    if (context.json())
      return terminal.json({
        action: plan.action,
        steps: steps.map(({ as, command, why }) => ({ as, command, why })),
        notes,
      });
    await showPlan(context, plan);
    return terminal.note('nothing was changed');
  }
  if (!context.json()) await showPlan(context, plan);
  const agreed = options.yes === true || (await confirm('Do this now?'));
  if (!agreed) throw new LukaError('consent_missing');
  await printReport(context, await headless.carryOut(plan));
}

async function showPlan({ terminal }: CliContext, { steps, notes }: HeadlessPlan): Promise<void> {
  for (const { as, command, why } of steps) {
    await terminal.print(safeText(`${as === 'root' ? 'sudo ' : ''}${command}`));
    await terminal.print(terminal.style('dim', safeText(`    ${why}`)));
  }
  for (const note of notes) await terminal.note(note);
}

async function printReport(context: CliContext, report: HeadlessReport): Promise<void> {
  if (report.outcome !== 'done') context.exitWith(EXIT.failed);
  const { terminal } = context;
  if (context.json()) return terminal.json(report);
  const failed = report.steps.filter(({ state }) => state === 'failed');
  for (const { command, note } of failed) await terminal.note(safeText(`${command}: ${note}`));
  const rows = report.checks.map(({ name, ok, note }) => [name, ok ? 'ok' : 'FAILED', safeText(note)]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
  if (rows.length > 0)
    for (const line of formatTable(['CHECK', '', ''], rows, options)) await terminal.print(line);
  await terminal.print(`${report.action}: ${WORDS[report.outcome]}`);
  if (report.file !== undefined) await terminal.note(`report: ${report.file}.md`);
}

const WORDS: Readonly<Record<HeadlessReport['outcome'], string>> = {
  planned: 'planned',
  done: 'done',
  failed: 'not everything is as planned',
  rolled_back: 'failed; the machine is as it was',
  stuck: 'failed half-way; what was before is saved: luka power headless rollback',
};
