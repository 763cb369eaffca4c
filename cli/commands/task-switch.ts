import type { Command } from 'commander';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';

/** `luka task enable` and `luka task disable`. */
export function defineSwitch(command: Command, context: CliContext, enabled: boolean): void {
  const word = enabled ? 'enable' : 'disable';
  command
    .argument('<task>', 'id of the task')
    .addHelpText(
      'after',
      `\nWrites it into the task's file and leaves the rest as it is.\n\nExample:\n  luka task ${word} backup`,
    )
    .action(async (task: string) => {
      const { client } = await connect(context.home());
      const changed = await client.updateTask({ params: { task }, body: { enabled } });
      if (context.json()) return context.terminal.json(changed);
      await context.terminal.print(`task ${changed.id} is ${enabled ? 'on' : 'off'}`);
    });
}
