import { z } from 'zod';
import { LogStream } from '../nouns/log.ts';
import { LogSearchEvent, MOST_CONTEXT_LINES, MOST_LOG_HITS } from '../nouns/log-search.ts';
import { RunState } from '../nouns/run.ts';
import { endpoint } from './endpoint.ts';

const Count = z.coerce.number<number | string>().int();
const moment = z.iso.datetime({ offset: true });

export const LogSearchQuery = z.strictObject({
  q: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^\r\n]*$/, 'a match never goes over the end of a line'),
  /** `q` is a regular expression (RE2). */
  regex: z.stringbool().default(false),
  /** Upper and lower case are not the same. */
  case: z.stringbool().default(false),
  task: z.string().max(200).optional(),
  /** States, comma-separated. */
  state: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(RunState))
    .optional(),
  run: Count.positive().optional(),
  stream: LogStream.optional(),
  /** Lines written at this moment or later. */
  since: moment.optional(),
  /** Lines written before it. */
  until: moment.optional(),
  /** So many lines of the same stream around each hit. */
  context: Count.min(0).max(MOST_CONTEXT_LINES).default(0),
  /** Only runs with a smaller id: the `next` of the search before. */
  before: Count.positive().optional(),
  /** Ends after the run in which so many hits are listed. */
  limit: Count.min(1).max(MOST_LOG_HITS).default(1_000),
  /** List so many hits of one attempt; further ones are counted. */
  each: Count.min(1).max(MOST_LOG_HITS).default(100),
});
export type LogSearchQuery = z.output<typeof LogSearchQuery>;

export const logEndpoints = {
  searchLogs: endpoint({
    method: 'GET',
    path: '/api/v1/logs/search',
    summary:
      'Lines of all logs with a text or a match, the newest run first, as they are found: events `hits` and `progress`, then `end` or `error`. Closing the connection ends the search.',
    query: LogSearchQuery,
    response: LogSearchEvent,
    kind: 'stream',
    errors: ['log_pattern_invalid', 'log_search_busy', 'log_search_failed'],
  }),
} as const;
