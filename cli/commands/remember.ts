import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { MEMORY_KINDS, type MemoryKind } from '#shared/nouns/memory.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';

interface Options {
  kind: MemoryKind;
  importance?: string;
  pin?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<text...>', 'what to keep in mind')
    .addOption(new Option('--kind <kind>', 'what it is').choices(MEMORY_KINDS).default('note'))
    .option('--importance <number>', 'from 0 to 1; 0.5 where left out')
    .option('--pin', 'let it never fade')
    .addHelpText(
      'after',
      '\nWhat says nearly the same becomes one memory, and the originals are kept.\n' +
        '\nExamples:\n  luka remember "the disk must be awake before the backup starts" --kind solution\n  luka remember "the rent is due on the 5th" --pin',
    )
    .action(async (words: string[], { kind, importance, pin }: Options) => {
      const weight = importance === undefined ? {} : { importance: parseImportance(importance) };
      await remember(await openSession(context), {
        text: words.join(' '),
        kind,
        pinned: pin === true,
        ...weight,
      });
    });
}

/** @throws LukaError usage */
function parseImportance(text: string): number {
  const number = /^(?:0|1|0?\.\d{1,6}|1\.0+)$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number))
    throw new LukaError('usage', {
      message: `--importance ${text} is not a number from 0 to 1`,
      remedy: 'give such a number, for example 0.8',
    });
  return number;
}

export async function remember(
  { client, terminal, json }: Session,
  body: { text: string; kind: MemoryKind; pinned: boolean; importance?: number },
): Promise<void> {
  const memory = await client.remember({ body });
  if (json) return terminal.json(memory);
  const merged =
    memory.originals.length === 0
      ? ''
      : `, and stands for ${memory.originals.join(', ')}, which said nearly the same`;
  await terminal.print(`${memory.kind} ${memory.id} is remembered${merged}`);
}
