/** Whether each `luka …` of a shell block is a command line that the program itself takes. Nothing is run. */
import { CommanderError, type Command } from 'commander';
import { forEachChild, parse, type SyntaxNode } from 'unbash';
import { createProgram } from '#cli/program.ts';
import { captureTerminal } from '#cli/captured-terminal.ts';
import type { CodeBlock } from './pages.ts';

/** @returns what is wrong with each line that the program would not take */
export async function commandFaults({ language, text }: CodeBlock): Promise<readonly string[]> {
  // A block without a language may be anything; what begins with the command is a command line.
  const shell = language === '' ? linesOfLuka(text) : text;
  // Several commands side by side, as tables have them.
  const script = parse(shell.replaceAll(/ {2,}(?=luka )/g, '\n'));
  const faults: string[] = (script.errors ?? []).map(
    ({ message }) => `the shell does not read it: ${message}`,
  );
  for (const words of lukaCommands(script)) {
    const fault = await faultOf(words);
    if (fault !== undefined) faults.push(`\`luka ${words.join(' ')}\`: ${fault}`);
  }
  return faults;
}

function linesOfLuka(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^\s*(\$ )?luka\s/.test(line))
    .map((line) => line.replace(/^\s*\$ /, ''))
    .join('\n');
}

/** The words after `luka` of every command, also of those within pipes and substitutions. */
function lukaCommands(root: SyntaxNode): readonly (readonly string[])[] {
  const found: string[][] = [];
  const look = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name?.value === 'luka')
      found.push(node.suffix.flatMap((part) => (part.type === 'Word' ? [part.value] : [])));
    forEachChild(node, look);
  };
  look(root);
  return found;
}

/** One for all lines: commander forgets what it read when it reads anew. */
let reader: Promise<Command> | undefined;

async function readerOf(): Promise<Command> {
  const { terminal } = captureTerminal();
  const program = await createProgram({ words: 'all', env: {}, terminal }, () => undefined);
  // Everything is read as ever, and nothing is done.
  program.hook('preAction', () => {
    throw new ReadWhole();
  });
  return program;
}

async function faultOf(words: readonly string[]): Promise<string | undefined> {
  const program = await (reader ??= readerOf());
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof ReadWhole) return undefined;
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message.replaceAll(/\s+/g, ' ');
  }
  return undefined;
}

class ReadWhole extends Error {}
