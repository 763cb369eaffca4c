/** `luka units`: what systemd keeps for the person. */
import type { Command } from 'commander';
import { changeUnit, isOwnUnit, listUnits, type UnitSummary } from '#runtime/systemd/list-units.ts';
import { createSystemctl } from '#runtime/systemd/systemctl.ts';
import type { CliContext } from '../context.ts';
import { formatTable, safeText } from '../table.ts';

const ACTIONS = {
  enable: 'start a unit, now and at every login',
  disable: 'end a unit, and start it no more',
  start: 'start a unit',
  stop: 'end a unit',
} as const;

export function define(command: Command, context: CliContext): void {
  command
    .command('list')
    .alias('ls')
    .description('services and timers, and how they do')
    .option('--all', 'those that systemd brings with it, too')
    .addHelpText('after', '\nExample:\n  luka units list')
    .action(async ({ all }: { all?: true }) => {
      const units = (await listUnits(createSystemctl(context.env))).filter((unit) => all || isOwnUnit(unit));
      const { terminal } = context;
      if (context.json()) return terminal.json({ units });
      const headings = ['UNIT', 'STATE', 'ENABLED', 'PID', 'DESCRIPTION'];
      const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
      for (const line of formatTable(headings, units.map(rowOf), options)) await terminal.print(line);
    });
  for (const [action, summary] of Object.entries(ACTIONS) as [keyof typeof ACTIONS, string][])
    command
      .command(action)
      .description(summary)
      .argument('<unit>', 'a service or a timer')
      .addHelpText('after', `\nExample:\n  luka units ${action} backup.timer`)
      .action(async (name: string) => {
        const unit = await changeUnit(createSystemctl(context.env), name, action);
        if (context.json()) return context.terminal.json(unit);
        await context.terminal.print(
          safeText(`${unit.name} is ${unit.state}, ${unit.enabled ? 'enabled' : 'not enabled'}`),
        );
      });
  command.addHelpText('after', '\nExamples:\n  luka units list\n  luka units disable old.timer');
}

function rowOf({ name, state, enabled, pid, description }: UnitSummary): string[] {
  return [
    safeText(name),
    state,
    enabled ? 'yes' : 'no',
    pid === undefined ? '' : String(pid),
    safeText(description),
  ];
}
