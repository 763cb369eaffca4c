import type { Command } from 'commander';
import type { Evidence, Slot, WhyAnswer } from '#shared/nouns/slot.ts';
import { isBad } from '#shared/nouns/run.ts';
import type { CliContext } from '../context.ts';
import { formatClock, formatMoment } from '../moments.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseNumber } from '../parse-options.ts';
import { runSentence } from '../run-words.ts';
import { openSession, type Session } from '../session.ts';
import { similarLines } from '../similar-words.ts';
import { dueText, outcomeText, slotRunText } from '../slot-words.ts';
import { formatTable, safeText } from '../table.ts';

export function define(command: Command, context: CliContext): void {
  command
    .argument('<task>', 'id of the task; or the number of a run, such as #12')
    .option('--at <moment>', 'about which moment: 09:00, "yesterday 09:00", "Mon 09:00", "2h ago", ISO 8601')
    .addHelpText(
      'after',
      '\nSays in one sentence why the task did or did not run, then what is known about it and from where.\n' +
        'Of a run it says how it ended, and shows failures like it and what mended them.\n' +
        'Moments without an offset are those of this machine, and the last such moment is meant.\n' +
        '\nExamples:\n  luka why backup\n  luka why backup --at "yesterday 09:00"\n  luka why 12\n  luka why backup --at 2026-03-01T09:00+07:00 --json',
    )
    .action(async (task: string, { at }: { at?: string }) => {
      const moment =
        at === undefined ? undefined : parseMoment(at, { option: '--at', now: Date.now(), towards: 'past' });
      const session = await openSession(context);
      if (/^#?\d+$/.test(task) && at === undefined) await showWhyRun(session, parseNumber('run', task));
      else await showWhy(session, task, moment);
    });
}

/** How a run ended, and what is known of failures like it. */
export async function showWhyRun({ client, terminal, json, now }: Session, id: number): Promise<void> {
  const [run, similar] = await Promise.all([
    client.getRun({ params: { run: id } }),
    client.similarFailures({ params: { run: id } }),
  ]);
  if (json) return terminal.json({ run, similar });
  await terminal.print(runSentence(terminal, run, 'out'));
  for (const line of run.power?.words ?? []) await terminal.print(safeText(line));
  const lines = similarLines(terminal, similar, now);
  for (const line of lines) await terminal.print(line);
  if (lines.length === 0 && isBad(run.state)) await terminal.note('nothing like it is known from before');
}

/** @param at ms since 1970; now where left out */
export async function showWhy(session: Session, task: string, at?: number): Promise<void> {
  const { client, terminal } = session;
  const answer = await client.getWhy({
    params: { task },
    query: at === undefined ? {} : { at: new Date(at).toISOString() },
  });
  if (session.json) return terminal.json(answer);
  for (const line of whyLines(session, answer)) await terminal.print(line);
}

function whyLines(session: Session, answer: WhyAnswer): string[] {
  const { terminal, now } = session;
  const lines = [terminal.style('bold', safeText(answer.verdict))];
  if (answer.evidence.length > 0) lines.push('', ...evidenceLines(session, answer.evidence));
  if (answer.slots.length > 0) lines.push('', ...slotLines(session, answer.slots));
  if (answer.next !== undefined)
    lines.push('', `next: ${formatClock(answer.next, now)} (${formatMoment(answer.next, now)})`);
  return lines;
}

function evidenceLines({ terminal, now }: Session, evidence: readonly Evidence[]): string[] {
  const rows = evidence.map(({ source, at, text, run }) => [
    source,
    at === undefined ? '-' : formatClock(at, now),
    run === undefined ? safeText(text) : `${safeText(text)} (run ${run})`,
  ]);
  return formatTable(['SOURCE', 'WHEN', 'WHAT IS KNOWN'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}

function slotLines({ terminal, now }: Session, slots: readonly Slot[]): string[] {
  const inTime = slots.toSorted((a, b) => a.due.localeCompare(b.due));
  const rows = inTime.map((slot) => [
    slot === slots[0] ? '>' : '',
    dueText(slot, now),
    outcomeText(terminal, slot.state),
    slotRunText(terminal, slot),
    safeText(slot.reason),
  ]);
  return formatTable(['', 'DUE', 'OUTCOME', 'RUN', 'REASON'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}
