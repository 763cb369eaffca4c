import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { parseNumber } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<memory>', 'its number')
    .addHelpText(
      'after',
      '\nFor good, with those that it stands for. The audit keeps that it was forgotten, and not what it was.\n' +
        '\nExamples:\n  luka forget 12\n  luka recall',
    )
    .action(async (text: string) => {
      const memory = parseNumber('memory', text);
      await forget(await openSession(context), memory);
    });
}

export async function forget({ client, terminal, json }: Session, memory: number): Promise<void> {
  const answer = await client.forgetMemory({ params: { memory } });
  if (json) return terminal.json(answer);
  await terminal.print(`memory ${memory} is forgotten`);
}
