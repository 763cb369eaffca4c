import { Option, type Command } from 'commander';
import { formatDuration } from '#shared/nouns/duration.ts';
import { isActive, RUN_STATES, type RunSummary } from '#shared/nouns/run.ts';
import { connect } from '../connect.ts';
import type { CliContext } from '../context.ts';
import { formatMoment } from '../moments.ts';
import { parseLimit, parseNames } from '../parse-options.ts';
import { runName, stateText, whyText } from '../run-words.ts';
import { formatTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  all?: boolean;
  state?: string;
  limit: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .option('-a, --all', 'runs that have ended, too')
    .addOption(
      new Option('--state <states>', `only these, comma-separated: ${RUN_STATES.join(', ')}`).conflicts(
        'all',
      ),
    )
    .option('--limit <number>', 'at most so many, newest first', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  luka ps\n  luka ps --state failed,timed_out --limit 10\n  luka ps -a --json',
    )
    .action(async (options: Options) => {
      const { terminal } = context;
      const query = { limit: parseLimit(options.limit, 500), ...stateQuery(options) };
      const { client } = await connect(context.home());
      const page = await client.listRuns({ query });
      if (context.json()) return terminal.json(page);
      if (page.runs.length === 0)
        return terminal.note(
          options.all === true || options.state !== undefined
            ? 'no such runs'
            : 'nothing is running; see `luka ps --all`',
        );
      for (const line of runLines(terminal, page.runs)) await terminal.print(line);
      if (page.next !== undefined)
        await terminal.note(terminal.style('dim', 'there are more: raise --limit', 'err'));
    });
}

function stateQuery(options: Options): { state?: string } {
  if (options.all === true) return {};
  if (options.state === undefined) return { state: RUN_STATES.filter(isActive).join(',') };
  return { state: parseNames('--state', options.state, RUN_STATES).join(',') };
}

function runLines(terminal: Terminal, runs: readonly RunSummary[]): string[] {
  const rows = runs.map((run) => [
    String(run.id),
    stateText(terminal, run.state),
    runName(run),
    run.cause.kind,
    formatMoment(run.startedAt ?? run.queuedAt),
    run.durationMs === undefined ? '-' : formatDuration(run.durationMs),
    whyText(run),
  ]);
  return formatTable(['RUN', 'STATE', 'TASK', 'CAUSE', 'STARTED', 'TOOK', 'WHY'], rows, {
    width: terminal.width,
    heading: (text) => terminal.style('bold', text),
  });
}
