/** `luka power doctor`: why it slept, who keeps it awake, what stops work while nobody looks. */
import type { Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import type { PowerFinding, PowerReport } from '#shared/nouns/power-report.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseMoment } from '../parse-moment.ts';
import { openSession, type Session } from '../session.ts';
import { sourceText } from '../power-words.ts';
import { formatTable, safeText } from '../table.ts';
import type { Style } from '../terminal.ts';

interface Options {
  at?: string;
}

/** Around a moment that is asked about. */
const AROUND_MS = 6 * 3_600_000;
const STYLES: Readonly<Record<PowerFinding['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'dim',
  ok: 'green',
};

export function define(command: Command, context: CliContext): void {
  command
    .option('--at <moment>', 'why it slept around then: 03:12, "yesterday 23:00", ISO 8601')
    .addHelpText(
      'after',
      `\nExits with ${EXIT.failed} where something stops work while nobody looks.\n` +
        '\nExamples:\n  luka power doctor\n  luka power doctor --at 03:12',
    )
    .action(async ({ at }: Options) => {
      const now = Date.now();
      const moment = at === undefined ? undefined : parseMoment(at, { option: '--at', now, towards: 'past' });
      if (await examine(await openSession(context), moment)) context.exitWith(EXIT.failed);
    });
}

/** @param at ms since 1970. @returns whether something stops work */
export async function examine({ client, terminal, json, now }: Session, at?: number): Promise<boolean> {
  const query =
    at === undefined
      ? {}
      : {
          from: new Date(at - AROUND_MS).toISOString(),
          to: new Date(Math.min(now, at + AROUND_MS)).toISOString(),
        };
  const report = await client.powerDoctor({ query });
  const stops = report.findings.some(({ severity }) => severity === 'warning' || severity === 'error');
  if (json) {
    await terminal.json(report);
    return stops;
  }
  for (const { severity, message, evidence, remedy, command } of report.findings) {
    await terminal.print(`${terminal.style(STYLES[severity], severity.padEnd(8))}${safeText(message)}`);
    for (const line of evidence.slice(0, 5))
      await terminal.print(terminal.style('dim', `        ${safeText(line)}`));
    if (remedy !== undefined) await terminal.print(`        ${safeText(remedy)}`);
    if (command !== undefined) await terminal.print(`        ${safeText(command)}`);
  }
  if (report.reading) await terminal.print(`power   ${sourceText(report.reading)}`);
  await terminal.print(`lid     ${safeText(report.lid)}`);
  for (const line of tables(report, {
    now,
    width: terminal.width,
    bold: (text) => terminal.style('bold', text),
  }))
    await terminal.print(line);
  if (report.cannotKnow.length > 0)
    await terminal.print(`\n${terminal.style('bold', 'What cannot be known')}`);
  for (const line of report.cannotKnow) await terminal.print(`  ${safeText(line)}`);
  return stops;
}

function tables(
  report: PowerReport,
  { now, width, bold }: { now: number; width: number; bold: (text: string) => string },
): string[] {
  const options = { width, heading: bold };
  const awake = report.keepsAwake.map(({ process, pid, type, since, name, own }) => [
    `${safeText(process)}${own ? ' (Luka)' : ''}`,
    pid === undefined ? '-' : String(pid),
    type,
    since === undefined ? '-' : formatClock(since, now),
    safeText(name ?? ''),
  ]);
  const slept = report.events
    .slice(0, 40)
    .map(({ at, kind, why, text }) => [formatClock(at, now), kind.replace('_', ' '), safeText(why ?? text)]);
  const wakes = report.scheduled.map(({ at, repeats, type, owner }) => [
    at === undefined ? (repeats ?? '-') : formatClock(at, now),
    type,
    safeText(owner ?? '-'),
  ]);
  return [
    ...(awake.length > 0
      ? ['', ...formatTable(['KEEPS AWAKE', 'PID', 'HOW', 'SINCE', 'WHY'], awake, options)]
      : []),
    ...(slept.length > 0 ? ['', ...formatTable(['WHEN', 'WHAT', 'WHY'], slept, options)] : []),
    ...(wakes.length > 0 ? ['', ...formatTable(['PLANNED', 'WHAT', 'BY'], wakes, options)] : []),
  ];
}
