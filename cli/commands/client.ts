/** `luka client`: who may talk to Luka besides the person. */
import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { ROLES, SCOPES, type ClientRecord, type Role, type Scope } from '#shared/nouns/role.ts';
import type { CliContext } from '../context.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { parseMoment } from '../parse-moment.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .command('list')
    .alias('ls')
    .description('every client, its role and scopes')
    .action(async () => listClients(await openSession(context)));
  command
    .command('new')
    .description('make a client; its token is printed once')
    .argument('<name>', 'what it is called in the audit')
    .addOption(new Option('--role <role>', 'what it is').choices(ROLES).makeOptionMandatory())
    .addOption(
      new Option('--scope <scope>', 'may be given again; all of its role where left out')
        .choices(SCOPES)
        .argParser(collect),
    )
    .option('--until <moment>', 'until when its token is good')
    .action(async (name: string, options: { role: Role; scope?: Scope[]; until?: string }) => {
      const session = await openSession(context);
      const { role, scope, until } = options;
      const at =
        until === undefined
          ? undefined
          : parseMoment(until, { option: '--until', now: session.now, towards: 'future' });
      await createClientOf(session, {
        name,
        role,
        ...(scope === undefined ? {} : { scopes: scope }),
        ...(at === undefined ? {} : { expiresAt: new Date(at).toISOString() }),
      });
    });
  command
    .command('revoke')
    .description('its token is good for nothing from here on')
    .argument('<client>', 'its number or name')
    .action(async (text: string) => revokeClient(await openSession(context), text));
  command.addHelpText(
    'after',
    '\nThe luka command acts as a client where LUKA_TOKEN holds its token.\n' +
      '\nExamples:\n  luka client new builder --role codex\n  luka client list\n  luka client revoke builder',
  );
}

function collect(word: string, words: string[] = []): string[] {
  if (!(SCOPES as readonly string[]).includes(word))
    throw new LukaError('usage', {
      message: `there is no scope ${word}`,
      remedy: `use one of ${SCOPES.join(', ')}`,
    });
  return [...words, word];
}

export async function listClients({ client, terminal, json, now }: Session): Promise<void> {
  const answer = await client.listClients();
  if (json) return terminal.json(answer);
  if (answer.clients.length === 0) return terminal.note('there is nobody but you');
  const rows = answer.clients.map((one) => [
    String(one.id),
    safeText(one.name),
    one.role,
    one.scopes.join(' '),
    formatMoment(one.lastUsedAt, now),
    stateOf(one, now),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['ID', 'NAME', 'ROLE', 'SCOPES', 'SEEN', ''], rows, options))
    await terminal.print(line);
}

function stateOf({ revokedAt, expiresAt }: ClientRecord, now: number): string {
  if (revokedAt !== undefined) return `revoked ${formatMoment(revokedAt, now)}`;
  if (expiresAt === undefined) return '';
  return Date.parse(expiresAt) <= now ? 'expired' : `until ${formatClock(expiresAt, now)}`;
}

export async function createClientOf(
  { client, terminal, json }: Session,
  body: { name: string; role: Role; scopes?: Scope[]; expiresAt?: string },
): Promise<void> {
  const answer = await client.createClient({ body });
  if (json) return terminal.json(answer);
  await terminal.print(answer.token);
  await terminal.note(
    `the token of ${safeText(answer.client.name)} (${answer.client.role}: ${answer.client.scopes.join(', ')}); ` +
      'it is not shown again',
  );
}

export async function revokeClient({ client, terminal, json }: Session, text: string): Promise<void> {
  const { clients } = await client.listClients();
  const found = clients.find(
    (one) => one.revokedAt === undefined && (one.name === text || String(one.id) === text),
  );
  if (!found) throw new LukaError('client_unknown', { message: `there is no client ${text}` });
  const revoked = await client.revokeClient({ params: { client: found.id } });
  if (json) return terminal.json(revoked);
  await terminal.print(`client ${safeText(revoked.name)} is revoked`);
}
