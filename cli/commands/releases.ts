/** `luka releases`: what was deployed of task modules, what is laid ready, and the way to take that back. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('[module]', 'name of a task module; all where left out')
    .option('--staged', 'those that a program laid ready, and nobody deployed yet')
    .option('--drop', 'take back what is laid ready of that module; what runs stays as it is')
    .addHelpText(
      'after',
      '\nThe one that runs has a *.\n\nExamples:\n  luka releases\n  luka releases report\n  luka releases --staged\n  luka releases report --drop',
    )
    .action(async (module: string | undefined, options: { staged?: boolean; drop?: boolean }) => {
      if (options.drop && module === undefined)
        throw new LukaError('usage', {
          message: '--drop needs the name of a module',
          remedy: 'see them with `luka releases --staged`',
        });
      const session = await openSession(context);
      if (options.drop && module !== undefined) await dropStaged(session, module);
      else if (options.staged) await listStaged(session, module);
      else await listReleases(session, module);
    });
}

async function listReleases({ client, terminal, json }: Session, module: string | undefined): Promise<void> {
  const { releases } = await client.listReleases({ query: module === undefined ? {} : { module } });
  if (json) return terminal.json({ releases });
  if (releases.length === 0) return terminal.note('no module was deployed yet');
  const headings = ['', 'MODULE', 'RELEASE', 'HASH', 'AT', 'FROM'];
  const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
  for (const line of formatTable(headings, releases.map(rowOf), options)) await terminal.print(line);
}

async function listStaged({ client, terminal, json }: Session, module: string | undefined): Promise<void> {
  const { staged } = await client.listStaged();
  const wanted = staged.filter((one) => module === undefined || one.module === module);
  if (json) return terminal.json({ staged: wanted });
  if (wanted.length === 0) return terminal.note('nothing is laid ready');
  const options = { width: terminal.width, heading: (text: string) => terminal.style('dim', text) };
  const rows = wanted.map((one) => [
    one.module,
    safeText(one.by ?? '?'),
    one.hash,
    one.at,
    safeText(one.path),
  ]);
  for (const line of formatTable(['MODULE', 'BY', 'HASH', 'AT', 'DEPLOY WITH: luka deploy'], rows, options))
    await terminal.print(line);
}

/** @throws LukaError staged_unknown */
export async function dropStaged({ client, terminal, json }: Session, module: string): Promise<void> {
  const dropped = await client.dropStaged({ params: { module } });
  if (json) return terminal.json(dropped);
  await terminal.print(`${safeText(module)} is not laid ready any more`);
}

function rowOf(release: ModuleRelease): string[] {
  const { module, number, hash, at, from, current } = release;
  return [current ? '*' : ' ', module, String(number), hash, at, safeText(from)];
}
