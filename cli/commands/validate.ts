import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { parseRunReference, resolveRun } from '../run-reference.ts';
import { runName, stateText } from '../run-words.ts';
import { openSession, type Session } from '../session.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  accept?: boolean;
  reject?: boolean;
  reason?: string;
  done?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[run]', 'its number, or last')
    .addOption(new Option('--accept', 'the result is good').conflicts('reject'))
    .option('--reject', 'it is not')
    .option('--reason <text>', 'kept with the verdict')
    .option('--done', 'list those that were looked at')
    .addHelpText(
      'after',
      '\nWithout a run: lists the runs whose results wait for a human. With a run alone: what was checked.\n' +
        '\nExamples:\n  luka validate\n  luka validate 12\n  luka validate 12 --accept\n  luka validate 12 --reject --reason "the file is empty"',
    )
    .action(async (text: string | undefined, options: Options) => {
      const session = await openSession(context);
      if (text === undefined) return listValidations(session, options.done === true);
      const run = await resolveRun(session.client, parseRunReference(text));
      const verdict = options.accept === true ? 'accepted' : options.reject === true ? 'rejected' : undefined;
      if (verdict === undefined && options.reason !== undefined)
        throw new LukaError('usage', {
          message: '--reason without a verdict',
          remedy: 'say --accept or --reject',
        });
      await (verdict === undefined
        ? showChecks(session, run)
        : giveVerdict(session, run, { verdict, reason: options.reason }));
    });
}

export async function listValidations(
  { client, terminal, json, now }: Session,
  done: boolean,
): Promise<void> {
  const answer = await client.listValidations({ query: { state: done ? 'done' : 'waiting' } });
  if (json) return terminal.json(answer);
  if (answer.runs.length === 0)
    return terminal.note(done ? 'nothing was looked at yet' : 'nothing waits for a human');
  const rows = answer.runs.map((run) => [
    String(run.id),
    stateText(terminal, run.state),
    run.validation ?? '',
    runName(run),
    formatMoment(run.endedAt, now),
    safeText(run.message ?? ''),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['RUN', 'STATE', 'RESULT', 'TASK', 'ENDED', ''], rows, options))
    await terminal.print(line);
}

const MARKS = {
  passed: ['green', 'passed'],
  failed: ['red', 'failed'],
  warning: ['yellow', 'warning'],
  undecided: ['cyan', 'for a human'],
} as const;

export async function showChecks({ client, terminal, json }: Session, id: number): Promise<void> {
  const run = await client.getRun({ params: { run: id } });
  if (json) return terminal.json({ checks: run.checks, validation: run.validation, verdict: run.verdict });
  if (run.checks.length === 0) await terminal.note(`run ${id} has no checks`);
  for (const { outcome, name, message } of run.checks) {
    const [style, word] = MARKS[outcome];
    await terminal.print(`${terminal.style(style, word.padEnd(11))} ${safeText(name)}: ${safeText(message)}`);
  }
  const { verdict } = run;
  if (verdict)
    await terminal.print(
      `${verdict.verdict} by ${safeText(verdict.by)}${verdict.reason === undefined ? '' : `: ${safeText(verdict.reason)}`}`,
    );
}

async function giveVerdict(
  { client, terminal, json }: Session,
  run: number,
  { verdict, reason }: { verdict: 'accepted' | 'rejected'; reason: string | undefined },
): Promise<void> {
  const answer = await client.validate({
    params: { run },
    body: { verdict, ...(reason === undefined ? {} : { reason }) },
  });
  if (json) return terminal.json(answer);
  await terminal.print(`run ${run} is ${verdict}`);
}
