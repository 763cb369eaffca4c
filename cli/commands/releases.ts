import type { Command } from 'commander';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import type { CliContext } from '../context.ts';
import { connect } from '../connect.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[module]', 'name of a task module; all where left out')
    .addHelpText(
      'after',
      '\nThe one that runs has a *.\n\nExamples:\n  luka releases\n  luka releases report',
    )
    .action(async (module: string | undefined) => {
      const { client } = await connect(context.home(), context.env);
      const { releases } = await client.listReleases({ query: module === undefined ? {} : { module } });
      const { terminal } = context;
      if (context.json()) return terminal.json({ releases });
      if (releases.length === 0) return terminal.note('no module was deployed yet');
      const headings = ['', 'MODULE', 'RELEASE', 'HASH', 'AT', 'FROM'];
      const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
      for (const line of formatTable(headings, releases.map(rowOf), options)) await terminal.print(line);
    });
}

function rowOf(release: ModuleRelease): string[] {
  const { module, number, hash, at, from, current } = release;
  return [current ? '*' : ' ', module, String(number), hash, at, safeText(from)];
}
