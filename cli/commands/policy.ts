/** `luka policy`: the policy in force, checked and replaced from the command line. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { PolicyView } from '#shared/http/safety.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import type { CliContext } from '../context.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nThe policy is the file policy.yaml in the home; Luka reads it again whenever it is saved.\n' +
        '\nExamples:\n  luka policy\n  luka policy check policy.yaml\n  luka policy set policy.yaml',
    )
    .action(async () => {
      const session = await openSession(context);
      await showPolicy(session, await session.client.getPolicy());
    });
  command
    .command('check')
    .description('what is wrong with a policy file')
    .argument('<file>', '- reads standard input')
    .action(async (file: string) => {
      const { client, terminal, json } = await openSession(context);
      const { findings } = await client.checkPolicy({ body: { text: await readText(file) } });
      if (json) await terminal.json({ findings });
      else if (findings.length === 0) await terminal.note('it is a policy');
      else
        for (const finding of findings) await terminal.print(safeText(formatFinding({ ...finding, file })));
      if (findings.length > 0) context.exitWith(EXIT.config);
    });
  command
    .command('set')
    .description('put a file in the place of the policy')
    .argument('<file>', '- reads standard input')
    .action(async (file: string) => {
      const text = await readText(file);
      const session = await openSession(context);
      const { hash } = await session.client.getPolicy();
      await showPolicy(session, await session.client.setPolicy({ body: { text, hash } }));
    });
}

async function readText(file: string): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8');
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  } catch (cause) {
    throw new LukaError('file_unreadable', { message: `${file} cannot be read`, cause });
  }
}

export async function showPolicy({ terminal, json }: Session, view: PolicyView): Promise<void> {
  if (json) return terminal.json(view);
  if (view.paused) await terminal.print(terminal.style('yellow', 'frozen: nothing new starts (luka thaw)'));
  for (const finding of view.findings) await terminal.note(safeText(formatFinding(finding)));
  const { ask, deny, confinement, roots, network, version } = view.values;
  const words: [string, unknown][] = [
    ['version', version],
    ['asks from', ask],
    ['denies from', deny],
    ['confines', confinement],
    ['by', view.sandbox.tool ?? `nothing: ${view.sandbox.reason ?? 'not looked yet'}`],
    ['writes to', roots],
    ['network', network === true ? 'yes' : 'no'],
  ];
  for (const [name, value] of words) await terminal.print(`${name.padEnd(12)} ${safeText(wordsOf(value))}`);
  await terminal.note(terminal.style('dim', view.file, 'err'));
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, item]) => `${name} ${String(item)}`)
      .join(', ');
  return String(value);
}
