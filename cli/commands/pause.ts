import { Option, type Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Pause, PauseScope } from '#shared/nouns/slot.ts';
import type { CliContext } from '../context.ts';
import { formatClock } from '../moments.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseLength } from '../parse-options.ts';
import { parseScope } from '../parse-scope.ts';
import { openSession, type Session } from '../session.ts';
import { scopeText } from '../slot-words.ts';
import { formatTable, safeText } from '../table.ts';

interface Options {
  tag?: string;
  all?: boolean;
  for?: string;
  until?: string;
  reason?: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'id of the task')
    .option('--tag <tag>', 'all tasks with this tag')
    .option('--all', 'everything')
    .addOption(new Option('--for <length>', 'so long').conflicts('until'))
    .option('--until <moment>', 'until then: 09:00, "tomorrow 09:00", "Mon 09:00", ISO 8601')
    .option('--reason <text>', 'kept with the pause')
    .addHelpText(
      'after',
      '\nTriggers do not start what is paused; what is running goes on, and `luka run` works as ever.\n' +
        'Without --for or --until: until `luka resume`. Without anything: lists the pauses in force.\n' +
        '\nExamples:\n  luka pause backup --for 2h\n  luka pause --tag heavy --until "Mon 09:00" --reason "on the train"\n  luka pause',
    )
    .action(async (task: string | undefined, options: Options) => {
      const scope = parseScope(task, options);
      const until = parseUntil(options, Date.now());
      const { reason } = options;
      if (scope === undefined && (until ?? reason) !== undefined)
        throw new LukaError('usage', {
          message: 'it is not said what to pause',
          remedy: 'name a task, --tag <tag> or --all',
        });
      const session = await openSession(context);
      await (scope === undefined ? showPauses(session) : makePause(session, { scope, until, reason }));
    });
}

/** @returns ms since 1970, or undefined for an open end */
function parseUntil(options: Options, now: number): number | undefined {
  if (options.for !== undefined) return now + parseLength('--for', options.for);
  if (options.until === undefined) return undefined;
  return parseMoment(options.until, { option: '--until', now, towards: 'future' });
}

export async function makePause(
  session: Session,
  wanted: { scope: PauseScope; until?: number | undefined; reason?: string | undefined },
): Promise<void> {
  const { client, terminal, now } = session;
  const { scope, until, reason } = wanted;
  const pause = await client.pause({
    body: {
      scope,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      ...(reason === undefined ? {} : { reason }),
    },
  });
  if (session.json) return terminal.json(pause);
  const end = pause.until === undefined ? 'until you resume it' : `until ${formatClock(pause.until, now)}`;
  await terminal.print(`${scopeText(pause.scope)}: paused ${end}`);
  await terminal.note(terminal.style('dim', `end it with: luka resume ${scopeWords(pause.scope)}`, 'err'));
}

export async function showPauses(session: Session): Promise<void> {
  const { client, terminal, now } = session;
  const answer = await client.listPauses();
  if (session.json) return terminal.json(answer);
  if (answer.pauses.length === 0) return terminal.note('nothing is paused');
  const rows = answer.pauses.map((pause: Pause) => [
    scopeText(pause.scope),
    pause.until === undefined ? 'you resume it' : formatClock(pause.until, now),
    formatClock(pause.from, now),
    safeText(pause.reason ?? ''),
  ]);
  const options = { width: terminal.width, heading: (text: string) => terminal.style('bold', text) };
  for (const line of formatTable(['PAUSED', 'UNTIL', 'SINCE', 'REASON'], rows, options))
    await terminal.print(line);
}

function scopeWords(scope: PauseScope): string {
  if ('task' in scope) return safeText(scope.task);
  return 'tag' in scope ? `--tag ${safeText(scope.tag)}` : '--all';
}
