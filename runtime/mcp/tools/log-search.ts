/** The search through the logs of all runs, as one answer. */
import { z } from 'zod';
import { fromErrorBody } from '#shared/errors/luka-error.ts';
import { LogStream } from '#shared/nouns/log.ts';
import { LogSearchEvent, type LogSearchProgress } from '#shared/nouns/log-search.ts';
import { RunState } from '#shared/nouns/run.ts';
import { defineTool, READS } from '../tool.ts';

const Hit = z.object({
  run: z.int(),
  task: z.string().optional(),
  title: z.string(),
  state: RunState,
  attempt: z.int(),
  at: z.int().describe('A position for read_log.'),
  line: z.int().describe('Its number among the lines of its stream.'),
  stream: LogStream,
  text: z.string(),
  before: z.array(z.string()).optional(),
  after: z.array(z.string()).optional(),
});

export const searchLogs = defineTool({
  name: 'search_logs',
  title: 'Search all logs',
  description:
    'Lines of the logs of all runs with a text or a match of a pattern (RE2), secrets masked, the newest run first; by task, state, stream and time. `matches` counts all, also those of a run beyond the `each` that are listed. `next` is the `before` that goes on with older runs.',
  scope: 'context:read',
  hints: READS,
  input: z.object({
    text: z.string().min(1).max(500),
    regex: z.boolean().default(false).describe('`text` is a pattern in the syntax of RE2.'),
    caseSensitive: z.boolean().default(false),
    task: z.string().optional(),
    state: z.array(RunState).optional(),
    stream: LogStream.optional(),
    run: z.int().positive().optional(),
    since: z.iso.datetime({ offset: true }).optional().describe('Lines written then or later.'),
    until: z.iso.datetime({ offset: true }).optional().describe('Lines written before.'),
    context: z.int().min(0).max(5).default(0).describe('So many lines around each hit.'),
    before: z.int().positive().optional(),
    limit: z.int().min(1).max(200).default(50),
    each: z.int().min(1).max(200).default(20).describe('At most so many of one attempt.'),
  }),
  output: z.object({
    hits: z.array(Hit),
    matches: z.int(),
    runsSearched: z.int(),
    runsInAll: z.int(),
    bytes: z.int(),
    complete: z.boolean().describe('Every run that fits was searched.'),
    next: z.int().optional(),
  }),
  async call({ text, regex, caseSensitive, state, ...rest }, { luka, signal, progress }) {
    const wanted = Object.entries(rest).filter(([, value]) => value !== undefined);
    const query = {
      ...Object.fromEntries(wanted),
      q: text,
      regex: String(regex),
      case: String(caseSensitive),
      ...(state === undefined || state.length === 0 ? {} : { state: state.join(',') }),
    };
    const hits: z.input<typeof Hit>[] = [];
    for await (const { data } of luka.searchLogs({ query }, { signal })) {
      const event = LogSearchEvent.parse(JSON.parse(data));
      if (event.kind === 'error') throw fromErrorBody(event.error);
      if (event.kind === 'hits') hits.push(...tell(event));
      if (event.kind === 'progress')
        await progress(event.runs, `${event.matches} lines in ${event.runs} of ${event.of} runs`, event.of);
      if (event.kind === 'end') return { hits, complete: event.reason === 'complete', ...counts(event) };
    }
    throw new Error('the search ended without an end');
  },
});

function tell(event: Extract<LogSearchEvent, { kind: 'hits' }>): z.input<typeof Hit>[] {
  const { id: run, startedAt: _started, ...of } = event.run;
  return event.hits.map(({ ranges: _ranges, time: _time, ...hit }) => ({
    run,
    ...of,
    attempt: event.attempt,
    ...hit,
  }));
}

function counts({ matches, runs, of, bytes, next }: LogSearchProgress) {
  return { matches, runsSearched: runs, runsInAll: of, bytes, ...(next === undefined ? {} : { next }) };
}
