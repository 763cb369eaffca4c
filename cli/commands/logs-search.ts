/** `luka logs search`: text or a pattern in the logs of all runs, printed as it is found. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { EXIT } from '#shared/errors/exit-codes.ts';
import { fromErrorBody, LukaError } from '#shared/errors/luka-error.ts';
import { LogStream } from '#shared/nouns/log.ts';
import { LogSearchEvent, MOST_CONTEXT_LINES, MOST_LOG_HITS } from '#shared/nouns/log-search.ts';
import { RUN_STATES } from '#shared/nouns/run.ts';
import type { CliContext } from '../context.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseLimit, parseNames, parseNumber } from '../parse-options.ts';
import { HitPrinter } from '../print-log-hits.ts';
import { openSession, type Session } from '../session.ts';
import { safeText, textWidth } from '../table.ts';

/** What a shell reports for a command ended by Ctrl-C. */
const INTERRUPTED = 130;

export interface LogSearchOptions {
  readonly regex?: boolean;
  readonly caseSensitive?: boolean;
  readonly task?: string;
  readonly state?: string;
  readonly stream?: LogStream;
  readonly run?: string;
  readonly since?: string;
  readonly until?: string;
  readonly context?: number;
  readonly limit: string;
  readonly each: string;
  readonly before?: string;
}

export function defineLogSearch(command: Command, context: CliContext): void {
  command
    .argument('<words...>', 'what to look for, as it stands in a line')
    .option('-e, --regex', 'it is a pattern, in the syntax of RE2')
    .option('-s, --case-sensitive', 'upper and lower case are not the same')
    .option('--task <id>', 'only runs of this task')
    .option('--state <names>', 'only runs in these states, comma-separated')
    .addOption(new Option('--stream <name>', 'only what was written there').choices(LogStream.options))
    .option('--run <number>', 'only this run')
    .option('--since <moment>', 'only lines written then or later: "2h ago", yesterday, 2026-03-01')
    .option('--until <moment>', 'only lines written before')
    .option('-C, --context <lines>', 'so many lines around each hit', readLines)
    .option('--limit <number>', 'end after the run in which so many hits are listed', '1000')
    .option('--each <number>', 'list at most so many of one attempt; further ones are counted', '100')
    .option('--before <run>', 'go on with runs older than this')
    .addHelpText(
      'after',
      '\nThe newest run comes first. A hit is `run:line`, with the stream or the attempt where that says more.\n' +
        'Upper and lower case are the same; colours that a program wrote do not count. Ctrl-C ends the search.\n' +
        'With --json: one event a line. Ends with 1 where nothing was found.\n' +
        '\nExamples:\n  luka logs search disk full\n  luka logs search -e "exit(ed)? with [1-9]" --since "7d ago" --state failed\n  luka logs search สำรองข้อมูล --task backup -C 2',
    )
    .action(async (words: string[], options: LogSearchOptions) => {
      // `--stream` and `--json` may be taken for the parent's: both say the same.
      const all = command.optsWithGlobals<LogSearchOptions>();
      context.exitWith(await searchLogs(await openSession(context), words, { ...all, ...options }));
    });
}

/** @returns the exit code: 0, 1 where nothing was found, 130 after Ctrl-C. @throws LukaError usage, log_* */
export async function searchLogs(
  session: Session,
  words: readonly string[],
  options: LogSearchOptions,
): Promise<number> {
  const query = queryOf(words, options, session.now);
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  process.once('SIGINT', leave);
  const printer = new HitPrinter(session);
  try {
    for await (const { data } of session.client.searchLogs({ query }, { signal: leaving.signal })) {
      const event = LogSearchEvent.parse(JSON.parse(data));
      if (event.kind === 'error') throw fromErrorBody(event.error);
      if (session.json) await session.terminal.json(event);
      else await printer.print(event);
      if (event.kind === 'end') return event.matches > 0 ? EXIT.ok : EXIT.failed;
    }
    throw new LukaError('not_running', {
      message: 'the connection to Luka broke in the middle of the search',
      remedy: 'see `luka status`, then search again',
    });
  } catch (error) {
    if (leaving.signal.aborted) {
      await printer.leave();
      return INTERRUPTED;
    }
    throw session.json ? error : await pointAt(session, query.q, error);
  } finally {
    process.off('SIGINT', leave);
  }
}

/** Shows where in a pattern its fault is. @returns what is left to say */
async function pointAt({ terminal }: Session, pattern: string, error: unknown): Promise<unknown> {
  const column = error instanceof LukaError ? error.findings[0]?.column : undefined;
  if (!(error instanceof LukaError) || error.code !== 'log_pattern_invalid' || column === undefined)
    return error;
  await terminal.note(`  ${safeText(pattern)}\n  ${' '.repeat(textWidth(pattern.slice(0, column - 1)))}^`);
  const { code, message, remedy } = error;
  return new LukaError(code, { message, remedy, cause: error });
}

function queryOf(words: readonly string[], options: LogSearchOptions, now: number) {
  const { task, stream, state, run, since, until, context, before } = options;
  const moment = (option: string, text: string) =>
    new Date(parseMoment(text, { option, now, towards: 'past' })).toISOString();
  return {
    q: words.join(' '),
    ...(options.regex === true ? { regex: 'true' } : {}),
    ...(options.caseSensitive === true ? { case: 'true' } : {}),
    ...(task === undefined ? {} : { task }),
    ...(stream === undefined ? {} : { stream }),
    ...(state === undefined ? {} : { state: parseNames('--state', state, RUN_STATES).join(',') }),
    ...(run === undefined ? {} : { run: parseNumber('--run', run) }),
    ...(since === undefined ? {} : { since: moment('--since', since) }),
    ...(until === undefined ? {} : { until: moment('--until', until) }),
    ...(context === undefined ? {} : { context }),
    ...(before === undefined ? {} : { before: parseNumber('--before', before) }),
    limit: parseLimit(options.limit, MOST_LOG_HITS),
    each: parseLimit(options.each, MOST_LOG_HITS),
  };
}

function readLines(text: string): number {
  const lines = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  if (lines < 0 || lines > MOST_CONTEXT_LINES)
    throw new InvalidArgumentError(`It must be a number from 0 to ${MOST_CONTEXT_LINES}.`);
  return lines;
}
