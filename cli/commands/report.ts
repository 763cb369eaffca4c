/** `luka report`: what was done, as Markdown in the folder of reports. */
import type { Command } from 'commander';
import type { CliContext } from '../context.ts';
import { parseMoment } from '../parse-moment.ts';
import { openSession, type Session } from '../session.ts';
import { defineList, definePeriod, defineShow } from './report-files.ts';

interface Options {
  slug: string;
  objective?: string;
  next?: string;
  since?: string;
  print?: boolean;
}

export function define(command: Command, context: CliContext): void {
  command
    .command('session')
    .description(
      'the report of a session: objective, roles, state, fixes, decisions, to-dos, outcome, next goal',
    )
    .option('--slug <words>', 'of its file: 261129_<slug>.md', 'session')
    .option('--objective <text>', 'what the session was for')
    .option('--next <text>', 'the next goal')
    .option(
      '--since <moment>',
      'from when on: 09:00, "2h ago", ISO 8601; the start of the day where left out',
    )
    .option('--print', 'print it, too')
    .addHelpText(
      'after',
      '\nMade from runs, audit and notes. Lines of notes such as "- [ ] build: the mover (Codex)" are its to-dos.\n' +
        '\nExamples:\n  luka report session --slug archive --objective "move the archive"\n  luka report session --since 09:00 --print',
    )
    .action(async (options: Options) => {
      const session = await openSession(context);
      const { slug, objective, next, since } = options;
      const at =
        since === undefined
          ? undefined
          : parseMoment(since, { option: '--since', now: session.now, towards: 'past' });
      await reportSession(
        session,
        {
          slug,
          ...(objective === undefined ? {} : { objective }),
          ...(next === undefined ? {} : { nextGoal: next }),
          ...(at === undefined ? {} : { since: new Date(at).toISOString() }),
        },
        options.print === true,
      );
    });
  definePeriod(command, 'day', context);
  definePeriod(command, 'week', context);
  defineList(command, context);
  defineShow(command, context);
  command.addHelpText(
    'after',
    '\nExamples:\n  luka report day\n  luka report week --print\n  luka report session\n  luka report list',
  );
}

export async function reportSession(
  { client, terminal, json }: Session,
  body: { slug: string; objective?: string; nextGoal?: string; since?: string },
  print: boolean,
): Promise<void> {
  const report = await client.reportSession({ body });
  if (json) return terminal.json(report);
  if (print) await terminal.write('out', report.text);
  else await terminal.print(report.file);
  if (print) await terminal.note(`written to ${report.file}`);
}
