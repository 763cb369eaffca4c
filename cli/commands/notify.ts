/** `luka notify`: channels, routes, tests, and what was sent. */
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { formatFinding } from '#shared/nouns/finding.ts';
import {
  MESSAGE_STATES,
  NOTIFY_KINDS,
  NOTIFY_SEVERITIES,
  type ChannelView,
  type MessageRow,
  type NotifyView,
} from '#shared/nouns/notify.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { parseNumber } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .addHelpText(
      'after',
      '\nWho is told of what is the file notify.yaml in the home; Luka reads it again whenever it is saved. Without a channel\n' +
        'in it nothing is ever sent.\n' +
        '\nExamples:\n  luka notify\n  luka notify test phone\n  luka notify log --state dead\n  luka notify routes backup',
    )
    .action(async () => showChannels(await openSession(context)));
  command
    .command('channels')
    .description('which ways there are, and how they do')
    .addHelpText('after', '\nExamples:\n  luka notify channels\n  luka notify channels --json')
    .action(async () => showChannels(await openSession(context)));
  command
    .command('test')
    .description('send a test now, and say what the other side answered')
    .argument('<channel>', 'its name')
    .addHelpText('after', '\nExamples:\n  luka notify test phone\n  luka notify test ops --json')
    .action(async (channel: string) => {
      const session = await openSession(context);
      const result = await session.client.testChannel({ params: { channel }, body: {} });
      if (session.json) await session.terminal.json(result);
      else {
        const { terminal } = session;
        const word = result.ok ? terminal.style('green', 'sent') : terminal.style('red', 'not sent');
        await terminal.print(`${word} in ${Math.round(result.tookMs)} ms: ${safeText(result.answer)}`);
      }
      if (!result.ok) context.exitWith(EXIT.unavailable);
    });
  command
    .command('log')
    .description('what was sent, waits or was given up, newest first')
    .option('--channel <name>', 'of one channel')
    .option('--state <state>', MESSAGE_STATES.join(', '))
    .option('--limit <n>', 'how many', '20')
    .option('--retry <message>', 'send one that was given up once more')
    .addHelpText(
      'after',
      '\nExamples:\n  luka notify log\n  luka notify log --state dead\n  luka notify log --retry 12',
    )
    .action(async (options: { channel?: string; state?: string; limit: string; retry?: string }) => {
      const session = await openSession(context);
      if (options.retry !== undefined) return retry(session, parseNumber('--retry', options.retry));
      await showLog(session, options);
    });
  command
    .command('routes')
    .description('which channels are told of what; of a task, where a failure of it goes')
    .argument('[task]', 'id of a task')
    .option('--kind <kind>', `${NOTIFY_KINDS.join(', ')}; failure`)
    .option('--severity <severity>', `${NOTIFY_SEVERITIES.join(', ')}; error`)
    .addHelpText(
      'after',
      '\nExamples:\n  luka notify routes\n  luka notify routes backup --kind recovered --severity info',
    )
    .action(async (task: string | undefined, options: { kind?: string; severity?: string }) => {
      await showRoutes(await openSession(context), task, options);
    });
}

async function showChannels({ client, terminal, json, now }: Session): Promise<void> {
  const view = await client.getNotify();
  if (json) return terminal.json(view);
  for (const finding of view.findings) await terminal.note(safeText(formatFinding(finding)));
  if (view.channels.length === 0) {
    await terminal.print('there are no channels: nothing is ever sent');
    return terminal.note(`write some into ${view.file}`);
  }
  const rows = view.channels.map((channel) => [
    channel.name,
    channel.kind,
    safeText(channel.where),
    stateOf(channel),
    channel.lastSentAt === undefined ? '-' : formatMoment(channel.lastSentAt, now),
  ]);
  for (const line of formatTable(['CHANNEL', 'KIND', 'WHERE', 'STATE', 'LAST SENT'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('dim', text),
  }))
    await terminal.print(line);
}

function stateOf({ enabled, problem, dead, waiting, quietUntil }: ChannelView): string {
  if (!enabled) return 'off';
  if (problem !== undefined) return safeText(problem);
  const parts = [
    ...(quietUntil === undefined ? [] : ['quiet']),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(dead > 0 ? [`${dead} not sent`] : []),
  ];
  return parts.length === 0 ? 'ready' : parts.join(', ');
}

async function showLog(
  { client, terminal, json, now }: Session,
  { channel, state, limit }: { channel?: string; state?: string; limit: string },
): Promise<void> {
  const page = await client.listMessages({
    query: {
      limit: parseNumber('--limit', limit),
      ...(channel === undefined ? {} : { channel }),
      ...(state === undefined ? {} : { state: oneOf('--state', state, MESSAGE_STATES) }),
    },
  });
  if (json) return terminal.json(page);
  if (page.messages.length === 0) return terminal.note('nothing was sent');
  const rows = page.messages.map((row: MessageRow) => [
    String(row.seq),
    formatMoment(row.message.at, now),
    row.channel,
    row.attempts > 1 ? `${row.state} (${row.attempts})` : row.state,
    safeText(row.message.title),
    safeText(row.answer ?? ''),
  ]);
  for (const line of formatTable(['', 'WHEN', 'CHANNEL', 'STATE', 'WHAT', 'ANSWER'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('dim', text),
  }))
    await terminal.print(line);
}

async function retry({ client, terminal, json }: Session, message: number): Promise<void> {
  const row = await client.retryMessage({ params: { message }, body: {} });
  if (json) return terminal.json(row);
  await terminal.print(`message ${row.seq} goes once more by ${row.channel}; see luka notify log`);
}

async function showRoutes(
  { client, terminal, json }: Session,
  task: string | undefined,
  options: { kind?: string; severity?: string },
): Promise<void> {
  if (task === undefined && options.kind === undefined && options.severity === undefined) {
    const view = await client.getNotify();
    if (json) return terminal.json({ match: view.match, routes: view.routes, default: view.default });
    for (const line of routeLines(view)) await terminal.print(safeText(line));
    return;
  }
  const kind = oneOf('--kind', options.kind ?? 'failure', NOTIFY_KINDS);
  const severity = oneOf('--severity', options.severity ?? 'error', NOTIFY_SEVERITIES);
  const { channels } = await client.routeNotice({
    query: { kind, severity, ...(task === undefined ? {} : { task }) },
  });
  if (json) return terminal.json({ kind, severity, ...(task === undefined ? {} : { task }), channels });
  await terminal.print(channels.length === 0 ? 'nobody is told' : channels.join(', '));
}

function routeLines({ routes, match, default: rest }: NotifyView): string[] {
  const names = (to: readonly string[]): string => (to.length === 0 ? 'nobody' : to.join(', '));
  return [
    match === 'all' ? 'all routes that fit:' : 'the first route that fits:',
    ...routes.map(({ when, to }, index) => `${index + 1}. ${when} -> ${names(to)}`),
    `else -> ${names(rest)}`,
  ];
}

function oneOf<const T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw new LukaError('usage', {
    message: `${option} cannot be "${text}"`,
    remedy: `give one of ${known.join(', ')}`,
  });
}
