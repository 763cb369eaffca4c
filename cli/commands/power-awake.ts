/** `luka power awake` and `luka power release`: a person's own hold. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Hold } from '#shared/nouns/power.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseLength, parseNumber } from '../parse-options.ts';
import { endText } from '../power-words.ts';
import { openSession, type Session } from '../session.ts';
import { safeText } from '../table.ts';

interface Options {
  display?: true;
  reason?: string;
}

interface Wanted {
  readonly until?: string;
  /** Seconds. */
  readonly for?: number;
  readonly whileTasks?: true;
  readonly whileRun?: number;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[how...]', 'for <length>, until <moment>, while <run>, or while-tasks')
    .option('--display', 'keep the display on, too')
    .option('--reason <text>', 'kept with the hold')
    .addHelpText(
      'after',
      '\nWithout anything: until `luka power release`. It outlives a restart of Luka. Nothing keeps a machine awake\n' +
        'whose lid is closed or whose battery is empty, and the policies in the settings go before.\n' +
        '\nExamples:\n  luka power awake for 2h\n  luka power awake until 07:00 --display\n  luka power awake while 12\n  luka power awake while-tasks',
    )
    .action(async (how: string[], options: Options) => {
      const wanted = parseHow(how, Date.now());
      await keepAwake(await openSession(context), wanted, options);
    });
}

/** @throws LukaError usage */
export function parseHow([word, ...rest]: readonly string[], now: number): Wanted {
  const value = rest.join(' ');
  if (word === undefined) return {};
  if (word === 'while-tasks' && value === '') return { whileTasks: true };
  if (word === 'for' && value !== '') return { for: parseLength('for', value.replaceAll(' ', '')) / 1_000 };
  if (word === 'until' && value !== '')
    return { until: new Date(parseMoment(value, { option: 'until', now, towards: 'future' })).toISOString() };
  if (word === 'while' && value !== '') return { whileRun: parseNumber('while', value) };
  throw new LukaError('usage', {
    message: `"${[word, ...rest].join(' ')}" does not say for how long`,
    remedy: 'write for 2h, until 07:00, while 12, while-tasks, or nothing',
  });
}

export async function keepAwake(
  { client, terminal, json, now }: Session,
  wanted: Wanted,
  { display, reason }: Options,
): Promise<void> {
  const hold = await client.keepAwake({
    body: { ...wanted, ...(display ? { display } : {}), ...(reason === undefined ? {} : { reason }) },
  });
  if (json) return terminal.json(hold);
  const end = hold.until === undefined ? safeText(hold.reason) : `until ${endText(hold, now)}`;
  await terminal.print(hold.held ? `kept awake ${end}` : `noted, ${end}`);
  if (!hold.held)
    await terminal.note(
      terminal.style('yellow', `not held now: ${safeText(hold.notHeldBecause ?? '')}`, 'err'),
    );
  await terminal.note(terminal.style('dim', `end it with: luka power release ${hold.id}`, 'err'));
}

export function defineRelease(command: Command, context: CliContext): void {
  command
    .argument('[hold]', 'id of the hold; without it all that persons asked for')
    .addHelpText('after', '\nExamples:\n  luka power release\n  luka power release person-1a2b3c')
    .action(async (hold: string | undefined) => release(await openSession(context), hold));
}

export async function release({ client, terminal, json, now }: Session, hold?: string): Promise<void> {
  const ids =
    hold === undefined
      ? (await client.getPower()).holds.filter(({ owner }) => owner.kind === 'person').map(({ id }) => id)
      : [hold];
  const released: Hold[] = [];
  for (const id of ids) released.push((await client.releaseHold({ params: { hold: id } })).released);
  if (json) return terminal.json({ released });
  if (released.length === 0) return terminal.note('nobody asked to keep it awake');
  for (const one of released)
    await terminal.print(`released: ${safeText(one.reason)}, asked for ${formatClock(one.since, now)}`);
}
