/** `luka insights`: how the automation did, over hours or months, at a glance. */
import type { Command } from 'commander';
import { LukaError } from '#shared/errors/luka-error.ts';
import { INSIGHT_RANGES, InsightRange, TASK_INSIGHT_SORTS, TaskInsightSort } from '#shared/nouns/insights.ts';
import type { CliContext } from '../context.ts';
import { showInsights } from '../insights/show-insights.ts';
import { showTaskInsights } from '../insights/show-task.ts';
import { parseLimit } from '../parse-options.ts';
import { openSession } from '../session.ts';

interface Options {
  since: string;
  sort: string;
  limit: string;
}

export function define(command: Command, context: CliContext): void {
  command
    .argument('[task]', 'id of one task: how long its runs take, and which were unusual')
    .option('--since <range>', `how far back: ${INSIGHT_RANGES.join(', ')}`, '30d')
    .option('--sort <what>', `tasks by ${TASK_INSIGHT_SORTS.join(', ')}`, 'slowest')
    .option('--limit <number>', 'how many tasks', '15')
    .addHelpText(
      'after',
      '\nFAILED are runs that ended without doing what was asked, without cancelled ones. FLAKY is how often the outcome\n' +
        'changed or a second attempt was needed. SAVED is what the task says it takes by hand (byHand), for each success.\n' +
        '\nExamples:\n  luka insights\n  luka insights --since 1y --sort flakiest\n  luka insights backup --since 90d',
    )
    .action(async (task: string | undefined, options: Options) => {
      const range = oneOf(
        '--since',
        options.since,
        InsightRange.safeParse(options.since).data,
        INSIGHT_RANGES,
      );
      const sort = oneOf(
        '--sort',
        options.sort,
        TaskInsightSort.safeParse(options.sort).data,
        TASK_INSIGHT_SORTS,
      );
      const limit = parseLimit(options.limit, 500);
      const session = await openSession(context);
      if (task === undefined) await showInsights(session, { range, sort, limit });
      else await showTaskInsights(session, task, range);
    });
}

function oneOf<T>(option: string, given: string, found: T | undefined, all: readonly string[]): T {
  if (found !== undefined) return found;
  throw new LukaError('usage', {
    message: `${option} ${given} is not one of ${all.join(', ')}`,
    remedy: 'give one of these',
  });
}
