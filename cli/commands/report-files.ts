/** `luka report day|week|list|show`: reports that Luka makes of a time, and those that are there. */
import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { REPORT_KINDS, type PeriodKind, type ReportKind } from '#shared/nouns/report.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseLimit } from '../parse-options.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

export function definePeriod(command: Command, kind: PeriodKind, context: CliContext): void {
  command
    .command(`${kind} [date]`)
    .description(`the report of a ${kind}: what ran, failed, was missed, was decided, changed, and needs you`)
    .option('--print', 'print it, too')
    .addHelpText(
      'after',
      `\nThe date is written as 2026-11-29, or is today or yesterday; ${kind === 'week' ? 'any day of the week will do. ' : ''}today where left out. Markdown, and a\n` +
        'page (HTML) beside it, in the folder reports of the home. A file that you changed is left alone.\n' +
        `\nExamples:\n  luka report ${kind}\n  luka report ${kind} ${kind === 'day' ? 'yesterday' : '2026-11-23'} --print`,
    )
    .action(async (date: string | undefined, options: { print?: boolean }) => {
      const session = await openSession(context);
      const day = dateOf(date, session.now);
      await makeReport(session, { kind, ...(day === undefined ? {} : { day }) }, options.print === true);
    });
}

/** @returns undefined for today: the machine that makes it knows which day that is */
function dateOf(text: string | undefined, now: number): string | undefined {
  if (text === undefined || text === 'today') return undefined;
  if (text === 'yesterday') {
    const date = new Date(now);
    date.setDate(date.getDate() - 1);
    const two = (n: number) => String(n).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  throw new LukaError('usage', {
    message: `"${text}" is no date`,
    remedy: 'write it as 2026-11-29, or today, or yesterday',
  });
}

export async function makeReport(
  { client, terminal, json }: Session,
  body: { kind: PeriodKind; day?: string },
  print: boolean,
): Promise<void> {
  const report = await client.makeReport({ body });
  if (json) return terminal.json(report);
  if (print) await terminal.write('out', report.text);
  else await terminal.print(report.file);
  if (print) await terminal.note(`written to ${report.file}`);
}

export function defineList(command: Command, context: CliContext): void {
  command
    .command('list')
    .description('reports that are there, the newest first')
    .addOption(new Option('--kind <kind>', 'only these').choices(REPORT_KINDS))
    .option('--limit <number>', 'at most so many', '30')
    .addHelpText('after', '\nExamples:\n  luka report list\n  luka report list --kind week')
    .action(async (options: { kind?: ReportKind; limit: string }) => {
      const { kind } = options;
      await listReports(await openSession(context), {
        limit: parseLimit(options.limit, 500),
        ...(kind === undefined ? {} : { kind }),
      });
    });
}

export async function listReports(
  { client, terminal, json, now }: Session,
  query: { limit: number; kind?: ReportKind },
): Promise<void> {
  const page = await client.listReports({ query });
  if (json) return terminal.json(page);
  if (page.reports.length === 0) return terminal.note('no such reports; make one with: luka report day');
  const rows = page.reports.map(({ name, kind, at, title, headline }) => [
    safeText(name),
    kind,
    formatClock(at, now),
    safeText(headline === undefined ? title : `${title}: ${headline}`),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['NAME', 'KIND', 'WRITTEN', 'WHAT'], rows, options))
    await terminal.print(line);
  if (page.next !== undefined)
    await terminal.note(`${page.reports.length} of ${page.total}; more with --limit`);
}

export function defineShow(command: Command, context: CliContext): void {
  command
    .command('show <name>')
    .description('print a report, as Markdown or as a page')
    .option('--html', 'as a page of HTML, to be written into a file')
    .addHelpText(
      'after',
      '\nExamples:\n  luka report show day-2026-11-29\n  luka report show week-2026-11-23 --html > week.html',
    )
    .action(async (name: string, options: { html?: boolean }) => {
      await showReport(await openSession(context), name.replace(/\.(?:md|html)$/, ''), options.html === true);
    });
}

export async function showReport(
  { client, terminal, json }: Session,
  report: string,
  html: boolean,
): Promise<void> {
  if (html) {
    const page = await client.getReportPage({ params: { report } });
    return json ? terminal.json(page) : terminal.write('out', page.html);
  }
  const found = await client.getReport({ params: { report } });
  if (json) return terminal.json(found);
  await terminal.write('out', found.text.endsWith('\n') ? found.text : `${found.text}\n`);
  if (found.cut) await terminal.note(`the file is longer: ${found.file}`);
}
