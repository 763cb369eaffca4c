import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { Adoption } from '#shared/nouns/adoption.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

interface Options {
  apply?: boolean;
  yes?: boolean;
  verbose?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<agent...>', 'labels of your agents, plists, or folders of them')
    .option('--apply', 'take them over, after asking')
    .option('-y, --yes', 'do not ask: it was read before')
    .option('--verbose', 'show the task files, too')
    .addHelpText(
      'after',
      '\nSays what each agent would become, and what will be otherwise. With --apply each is written as a task and\n' +
        'disabled in launchd at once, so that nothing runs twice; where that fails it is undone.\n' +
        `Ends with ${EXIT.tempFail} where one was not taken over.\n` +
        '\nExamples:\n  luka agents import com.me.backup\n  luka agents import ~/Library/LaunchAgents --apply\n  luka agents give-back com.me.backup',
    )
    .action(async (words: string[], options: Options) => {
      const session = await openSession(context);
      const agents = words.map((word) => agentOf(word));
      const done = await importAgents(session, agents, {
        apply: options.apply === true,
        verbose: options.verbose === true,
        ask: options.yes === true ? undefined : confirm,
      });
      if (!done) context.exitWith(EXIT.tempFail);
    });
}

/** A path where there is one, else a label: Luka knows nothing of the folder that a command runs in. */
function agentOf(word: string): string {
  return word.includes('/') || existsSync(word) ? resolve(word) : word;
}

export interface ImportHow {
  readonly apply: boolean;
  readonly verbose: boolean;
  /** Undefined: was read before. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** @returns false where one that was to be taken over was not */
export async function importAgents(
  session: Session,
  agents: readonly string[],
  how: ImportHow,
): Promise<boolean> {
  const { client, terminal, json } = session;
  const body = { agents: [...agents] };
  const plan = await client.previewAdoption({ body });
  const ready = plan.adoptions.filter(({ state }) => state === 'new');
  if (json && !how.apply) {
    await terminal.json({ ...plan, applied: false });
    return true;
  }
  if (!json) for (const adoption of plan.adoptions) await showAdoption(session, adoption, how.verbose);
  if (ready.length === 0 || !how.apply) {
    await terminal.note(
      ready.length === 0
        ? 'there is nothing to take over'
        : `nothing was changed; take over ${ready.length === 1 ? 'it' : `these ${ready.length}`} with --apply`,
    );
    return true;
  }
  const [only, ...more] = ready;
  const question =
    only !== undefined && more.length === 0
      ? `Make ${only.label} a task, and disable it in launchd?`
      : `Make ${ready.length} agents tasks, and disable them in launchd?`;
  if (how.ask && !(await how.ask(safeText(question)))) return false;
  const { adoptions } = await client.adoptAgents({ body });
  if (json) await terminal.json({ adoptions, applied: true });
  else for (const adoption of adoptions) await tell(session, adoption);
  return !adoptions.some(({ state }) => state === 'undone' || state === 'stuck');
}

async function showAdoption({ terminal }: Session, adoption: Adoption, verbose: boolean): Promise<void> {
  const { label, file, task, kind, state, findings, changes, secrets, text } = adoption;
  const name = terminal.style('bold', safeText(label === '' ? file : label));
  const becomes = {
    new: `becomes ${kind === 'service' ? 'the service' : 'the task'} ${safeText(task)}`,
    exists: `is the task ${safeText(task)} already`,
    cannot: terminal.style('red', 'cannot become a task'),
    adopted: '',
    undone: '',
    stuck: '',
  }[state];
  await terminal.print(`${name} ${becomes}`);
  for (const finding of findings) await terminal.print(`  ${safeText(formatFinding(finding))}`);
  if (state !== 'new') return;
  for (const change of changes) await terminal.print(`  otherwise: ${safeText(change)}`);
  for (const secret of secrets) await terminal.print(`  secret: ${safeText(secret)}`);
  if (verbose) for (const line of text.trimEnd().split('\n')) await terminal.print(`  | ${safeText(line)}`);
}

async function tell({ terminal }: Session, { label, task, state, message }: Adoption): Promise<void> {
  const why = message === undefined ? '' : `: ${safeText(message)}`;
  if (state === 'adopted')
    await terminal.print(`${safeText(label)} is the task ${safeText(task)} now, and off in launchd`);
  else if (state === 'undone')
    await terminal.print(`${safeText(label)} ${terminal.style('red', 'is as before')}${why}`);
  else if (state === 'stuck')
    await terminal.print(`${safeText(label)} ${terminal.style('red', 'is half way')}${why}`);
}
