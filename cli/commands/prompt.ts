/** `luka prompt`: texts for hand-offs, filled from the state. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { escapeTemplate } from '#runtime/tasks/template.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface FillOptions {
  set?: Record<string, string>;
  out?: string;
  order?: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .command('list')
    .alias('ls')
    .description('every prompt and what has to be given')
    .addHelpText('after', '\nExamples:\n  luka prompt list')
    .action(async () => listPrompts(await openSession(context)));
  command
    .command('fill')
    .description('print a prompt, its variables filled')
    .argument('<name>', 'of the prompt')
    .option('--set <name=value>', 'a variable; may be given again', collect)
    .option('--out <file>', 'write it there; a file that is there already is left alone')
    .option('--order <program>', 'hand it over as a work order that runs this program with the text')
    .addHelpText(
      'after',
      '\nExamples:\n  luka prompt fill codex-handoff --set goal="mend the backup" | pbcopy\n  luka prompt fill cls-follow-up --out follow-up.md\n  luka prompt fill codex-handoff --set goal="mend the backup" --order codex',
    )
    .action(async (name: string, options: FillOptions) => {
      if (options.out !== undefined && options.order !== undefined)
        throw new LukaError('usage', {
          message: '--out and --order exclude each other',
          remedy: 'give one of them',
        });
      await fillPrompt(await openSession(context), name, options);
    });
  command.addHelpText(
    'after',
    '\nYour own prompts are Markdown files in the folder prompts of the home, with {{variables}}.\n' +
      '\nExamples:\n  luka prompt list\n  luka prompt fill session-summary',
  );
}

/** @throws LukaError usage */
function collect(text: string, values: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([a-z]\w*)=([\s\S]*)$/i.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new LukaError('usage', {
      message: `--set ${text} is no variable`,
      remedy: 'write it as name=value',
    });
  return { ...values, [name]: value };
}

export async function listPrompts({ client, terminal, json }: Session): Promise<void> {
  const answer = await client.listPrompts();
  if (json) return terminal.json(answer);
  const rows = answer.prompts.map(({ name, title, file, variables }) => [
    name,
    safeText(title),
    file === undefined ? 'came with Luka' : 'your own',
    safeText(
      variables
        .filter(({ from, default: otherwise }) => from === 'given' && otherwise === undefined)
        .map((variable) => variable.name)
        .join(', '),
    ),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['NAME', 'TITLE', 'FROM', 'TO BE GIVEN'], rows, options))
    await terminal.print(line);
}

export async function fillPrompt(
  session: Session,
  name: string,
  { set = {}, out, order }: FillOptions,
): Promise<void> {
  const { client, terminal, json } = session;
  const filled = await client.fillPrompt({ params: { prompt: name }, body: { values: set } });
  if (filled.missing.length > 0) await terminal.note(`to be given with --set: ${filled.missing.join(', ')}`);
  if (order !== undefined)
    return handOver(session, { title: filled.title, text: filled.text, program: order });
  if (out !== undefined) {
    await writeNew(out, filled.text);
    return terminal.note(`written to ${out}`);
  }
  if (json) return terminal.json(filled);
  await terminal.write('out', filled.text.endsWith('\n') ? filled.text : `${filled.text}\n`);
}

/** The gate judges it like any other order. What stands in it is text: a log or a note can hold what looks like a template. */
async function handOver(
  { client, terminal, json }: Session,
  { title, text, program }: { title: string; text: string; program: string },
): Promise<void> {
  const receipt = await client.submitOrder({
    body: { title, steps: [{ argv: [program, escapeTemplate(text)] }] },
    headers: {},
  });
  if (json) return terminal.json(receipt);
  await terminal.print(`run ${receipt.run} has it (${receipt.state.replace('_', ' ')})`);
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw new LukaError('usage', {
      message: `${file} is not written (${error instanceof Error ? error.message : String(error)})`,
      remedy: 'name a file that is not there yet, in a folder that is',
      cause: error,
    });
  }
}
