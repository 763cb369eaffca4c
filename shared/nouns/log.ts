/**
 * A run's log is one sequence made of three streams: what the steps wrote to stdout and stderr, and Luka's own
 * notes. A position (`at`) is a byte offset in that sequence, so it only grows and can be resumed from.
 */
import { z } from 'zod';

export const LogStream = z.enum(['out', 'err', 'note']);
export type LogStream = z.infer<typeof LogStream>;

export const LogEntry = z.strictObject({
  stream: LogStream,
  at: z.int().min(0),
  /** Bytes this entry covers: the next entry starts at `at + bytes`. */
  bytes: z.int().min(0),
  /** When its first byte was seen, in ms since 1970. */
  time: z.number(),
  text: z.string(),
});
export type LogEntry = z.infer<typeof LogEntry>;

export const LogPage = z.strictObject({
  /** Whose log it is: positions are those of one attempt. */
  attempt: z.int().positive().optional(),
  entries: z.array(LogEntry),
  from: z.int().min(0),
  to: z.int().min(0),
  /** Bytes in the log when the page was read. */
  size: z.int().min(0),
  /** True when the attempt has ended: `size` will not grow. */
  complete: z.boolean(),
});
export type LogPage = z.infer<typeof LogPage>;

export const LogMatch = z.strictObject({
  at: z.int().min(0),
  stream: LogStream,
  /** The line the match stands in, at most 400 characters of it. */
  line: z.string(),
});
export type LogMatch = z.infer<typeof LogMatch>;
export const LogSearchResult = z.strictObject({
  query: z.string(),
  matches: z.array(LogMatch),
  /** All matches in the log, listed or not. */
  total: z.int().min(0),
});
export type LogSearchResult = z.infer<typeof LogSearchResult>;
