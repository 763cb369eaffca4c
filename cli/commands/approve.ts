import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Grant } from '#shared/nouns/approval.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { parseMoment } from '../parse-moment.ts';
import { openSession, type Session } from '../session.ts';
import { approvalLines, grantText, parseApproval } from './approvals.ts';

interface Options {
  runs?: string;
  until?: string;
  note?: string;
  yes?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('<approval>', 'its number; see luka approvals')
    .addOption(
      new Option('--runs <number>', 'this run and the next of exactly the same, so many in all').conflicts(
        'until',
      ),
    )
    .option('--until <moment>', 'everything that is exactly the same, until then')
    .option('--note <text>', 'kept with the approval')
    .option('-y, --yes', 'do not ask: it was read before')
    .addHelpText(
      'after',
      '\nShows what would run and asks. The yes is to exactly that: where it was changed meanwhile, it is refused.\n' +
        '\nExamples:\n  luka approve 7\n  luka approve 7 --runs 5 --note "nightly copy"\n  luka approve 7 --until "tomorrow 09:00" --yes',
    )
    .action(async (text: string, options: Options) => {
      const session = await openSession(context);
      const grant = parseGrant(options, session.now);
      const done = await approve(session, parseApproval(text), {
        grant,
        note: options.note,
        ask: options.yes === true ? undefined : confirm,
      });
      if (!done) context.exitWith(1);
    });
}

/** @throws LukaError usage */
export function parseGrant({ runs, until }: Options, now: number): Grant {
  if (until !== undefined) {
    const at = parseMoment(until, { option: '--until', now, towards: 'future' });
    return { until: new Date(at).toISOString() };
  }
  if (runs === undefined) return { once: true };
  const number = /^\d{1,4}$/.test(runs) ? Number(runs) : 0;
  if (number < 1 || number > 1_000)
    throw new LukaError('usage', {
      message: `--runs ${runs} is not a number from 1 to 1000`,
      remedy: 'give such a number',
    });
  return { runs: number };
}

/** @param ask asked before; not where left out @returns whether it was approved */
export async function approve(
  { client, terminal, json, now }: Session,
  id: number,
  answer: {
    grant: Grant;
    note: string | undefined;
    ask: ((question: string) => Promise<boolean>) | undefined;
  },
): Promise<boolean> {
  const shown = await client.getApproval({ params: { approval: id }, query: {} });
  const { grant, note, ask } = answer;
  if (ask) {
    for (const line of approvalLines(terminal, shown, now)) await terminal.note(line);
    if (!(await ask(`Let it run, for ${grantText(grant)}?`))) {
      await terminal.note('nothing was decided');
      return false;
    }
  }
  const approval = await client.approve({
    params: { approval: id },
    body: { hash: shown.hash, grant, ...(note === undefined ? {} : { note }) },
  });
  if (json) await terminal.json(approval);
  else await terminal.print(`approved for ${grantText(grant)}; watch it with: luka logs ${approval.run} -f`);
  return true;
}
