import { InvalidArgumentError, Option, type Command } from 'commander';
import { LogStream, type LogPage } from '#shared/nouns/log.ts';
import { connect, type LukaClient } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { followRun, writeEntry } from '../follow-run.ts';
import { parseRunReference, resolveRun } from '../run-reference.ts';
import { defineLogSearch } from './logs-search.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  follow?: boolean;
  stream?: LogStream;
  attempt?: number;
}

export function define(command: Command, context: CliContext): void {
  defineLogSearch(
    command.command('search').description('find text or a pattern in the logs of all runs'),
    context,
  );
  command
    .argument('<run>', 'its number (12 or #12), or `last`')
    .option('-f, --follow', 'go on until the run ends, and end as it ends')
    .addOption(new Option('--stream <name>', 'only this one, on stdout').choices(LogStream.options))
    .option('--attempt <number>', 'of this attempt; the newest where left out', readAttempt)
    .addHelpText(
      'after',
      '\nWhat the run wrote to stdout goes to stdout; what it wrote to stderr, and notes, to stderr.\n' +
        'With --json: one document, or with --follow one line an entry.\n' +
        'With --follow the attempts that come after it follow, too.\n' +
        '\nExamples:\n  luka logs last -f\n  luka logs 12 --stream err | less -R\n  luka logs 12 --attempt 1\n  luka logs search "disk full"',
    )
    .action(async (text: string, { follow, stream, attempt }: Options) => {
      const reference = parseRunReference(text);
      const { terminal } = context;
      const json = context.json();
      const { client } = await connect(context.home());
      const run = await resolveRun(client, reference);
      if (follow === true) {
        context.exitWith(await followRun({ client, terminal, run, json, stream, attempt }));
      } else if (json) {
        await writeDocument({ client, terminal, run, stream, attempt });
      } else {
        for await (const page of pages(client, run, attempt))
          for (const entry of page.entries) await writeEntry({ terminal, json, stream }, entry);
      }
    });
}

function readAttempt(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 on.');
  return Number(text);
}

/** The log of one attempt as far as it went at the first look, a part at a time. */
async function* pages(client: LukaClient, run: number, asked: number | undefined): AsyncIterable<LogPage> {
  const of = (attempt: number | undefined) => (attempt === undefined ? {} : { attempt });
  let page = await client.readLog({ params: { run }, query: { from: 0, ...of(asked) } });
  // Another attempt may begin meanwhile.
  const { size, attempt } = page;
  yield page;
  while (page.to < size && page.to > page.from) {
    page = await client.readLog({ params: { run }, query: { from: page.to, ...of(attempt) } });
    yield page;
  }
}

/** One JSON document, written as it is read: a log may be larger than memory. */
async function writeDocument(options: {
  client: LukaClient;
  terminal: Terminal;
  run: number;
  stream: LogStream | undefined;
  attempt: number | undefined;
}): Promise<void> {
  const { client, terminal, run, stream, attempt } = options;
  let before = `{"run":${run},"entries":[`;
  for await (const page of pages(client, run, attempt)) {
    for (const entry of page.entries) {
      if (stream !== undefined && entry.stream !== stream) continue;
      await terminal.write('out', before + JSON.stringify(entry));
      before = ',';
    }
  }
  await terminal.write('out', before === ',' ? ']}\n' : `${before}]}\n`);
}
