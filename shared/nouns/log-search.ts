/** What a search through the logs of all runs is asked, and what it tells while it goes. */
import { z } from 'zod';
import { ErrorBody } from '../errors/luka-error.ts';
import { LogStream } from './log.ts';
import { RunState } from './run.ts';

/** More hits than this are not listed by one search; older ones are found by going on from its `next`. */
export const MOST_LOG_HITS = 10_000;
export const MOST_CONTEXT_LINES = 10;

/** A line that was found. */
export const LogHit = z.strictObject({
  stream: LogStream,
  /** Position of the line's first byte in the log of its attempt. */
  at: z.int().min(0),
  /** Its number among the lines of its stream, from 1 on. */
  line: z.int().positive(),
  /** About when it was written, ms since 1970. */
  time: z.number(),
  /** As a person reads it, without escape sequences; of a long line 400 characters around the first match. */
  text: z.string(),
  /** Where in `text` the matches are: first character, and the one behind the last. */
  ranges: z.array(z.tuple([z.int().min(0), z.int().min(0)])),
  /** Lines of the same stream, where they were asked for. */
  before: z.array(z.string()).optional(),
  after: z.array(z.string()).optional(),
});
export type LogHit = z.infer<typeof LogHit>;

/** Whose log it is, as far as a list of hits shows it. */
export const LogHitRun = z.strictObject({
  id: z.int().positive(),
  task: z.string().optional(),
  title: z.string(),
  state: RunState,
  startedAt: z.string(),
});
export type LogHitRun = z.infer<typeof LogHitRun>;

/** How far a search is. */
export const LogSearchProgress = z.strictObject({
  /** Runs searched, of those that fit the filters. */
  runs: z.int().min(0),
  of: z.int().min(0),
  bytes: z.int().min(0),
  /** Lines that match, listed or not, and in how many runs. */
  matches: z.int().min(0),
  matchedRuns: z.int().min(0),
  /** Hits listed. */
  listed: z.int().min(0),
  /** Runs whose logs are not kept any more. */
  gone: z.int().min(0),
  /** The `before` that goes on with what was not searched. */
  next: z.int().positive().optional(),
});
export type LogSearchProgress = z.infer<typeof LogSearchProgress>;

export const LogSearchEvent = z.discriminatedUnion('kind', [
  /** Another search of the same client, or two of others, come first. */
  z.strictObject({ kind: z.literal('waiting') }),
  z.strictObject({
    kind: z.literal('hits'),
    run: LogHitRun,
    attempt: z.int().positive(),
    /** In order; they follow those told before. */
    hits: z.array(LogHit),
    /** Lines of this attempt that match so far, listed or not. */
    total: z.int().min(0),
  }),
  LogSearchProgress.extend({ kind: z.literal('progress') }),
  /** A log that is there and cannot be read; the search goes on. */
  z.strictObject({
    kind: z.literal('unreadable'),
    run: z.int().positive(),
    attempt: z.int().positive(),
    message: z.string(),
  }),
  LogSearchProgress.extend({
    kind: z.literal('end'),
    reason: z.enum(['complete', 'limit']),
    tookMs: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('error'), error: ErrorBody }),
]);
export type LogSearchEvent = z.infer<typeof LogSearchEvent>;
