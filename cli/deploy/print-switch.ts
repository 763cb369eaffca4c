import type { ModuleSwitch } from '#shared/nouns/release.ts';
import type { CliContext } from '../context.ts';

const WORDS: Readonly<Record<ModuleSwitch['outcome'], string>> = {
  planned: 'would run as',
  switched: 'runs as',
  unchanged: 'runs already as',
};

export async function printSwitch(context: CliContext, done: ModuleSwitch): Promise<void> {
  const { terminal } = context;
  if (context.json()) return terminal.json(done);
  const { outcome, release, before, removed } = done;
  const was = before === undefined ? '' : `; before: release ${before.number} (${before.hash})`;
  await terminal.print(
    `${release.module} ${WORDS[outcome]} release ${release.number} (${release.hash})${was}`,
  );
  if (release.test === 'absent' && outcome !== 'unchanged')
    await terminal.note('it exports no selfTest: it was imported, and nothing more was tried');
  if (removed.length > 0) await terminal.note(`removed: release ${removed.join(', ')}`);
}
