/** What the thread that searches is given, and what it and the main thread say to each other. */
import type { LogStream } from '#shared/nouns/log.ts';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import type { Segment } from '../logs/log-index.ts';
import type { Pattern } from './line-matcher.ts';
import type { PatternFault } from './pattern-fault.ts';
import type { RunWishes } from './wanted-runs.ts';

export interface ScanJob {
  /** The ledger's file, and the folder of the logs; absolute. */
  readonly database: string;
  readonly folder: string;
  readonly pattern: Pattern;
  readonly runs: RunWishes;
  readonly stream?: LogStream | undefined;
  readonly context: number;
  readonly limit: number;
  readonly each: number;
}

export type FromScan =
  | { readonly kind: 'refused'; readonly fault: PatternFault }
  | { readonly kind: 'began' }
  /** Waits for `more` after a few of these. */
  | { readonly kind: 'events'; readonly events: readonly LogSearchEvent[] }
  /** Still at it, with nothing to tell. */
  | { readonly kind: 'alive' }
  | ({ readonly kind: 'tail' } & TailAsked);

export type ToScan = { readonly kind: 'more' } | { readonly kind: 'tail'; readonly segments: Tail };

/** What is known of a log that goes; the segments after it are asked for. */
export interface TailAsked {
  readonly run: number;
  readonly attempt: number;
  /** So many segments are known, of so many bytes. */
  readonly from: number;
  readonly size: number;
  readonly generation: number;
  readonly leftOut: number;
}

/** `again` where what is known is not so any more: the log was turned over. Undefined where it does not go any more. */
export type Tail = readonly Segment[] | 'again' | undefined;

/** How many messages with events may be under way: who reads slowly is not flooded. */
export const MOST_UNDER_WAY = 4;
