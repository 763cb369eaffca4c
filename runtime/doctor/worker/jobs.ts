/** What the doctor asks its thread: reading that takes long. Only data goes between the two. */

export interface LedgerJob {
  readonly kind: 'ledger';
  readonly file: string;
  /** Where the newest row of the audit is noted. */
  readonly auditHead: string;
  readonly full: boolean;
  /** The newest migration this Luka knows. */
  readonly known: number;
}

export interface LedgerReport {
  readonly bytes: number;
  /** Of the write-ahead log. */
  readonly walBytes: number;
  readonly schema: number;
  /** Of `quick_check`, or with `full` of `integrity_check`: empty where the file is sound. */
  readonly faults: readonly string[];
  /** With `full`: rows that point to others that are not there, a line a table. */
  readonly orphans: readonly string[];
  /** With `full`: what is wrong with the chain of the audit. */
  readonly audit?: { readonly rows: number; readonly fault?: string | undefined } | undefined;
  /** ms since 1970 of the newest event; undefined where there is none. */
  readonly newestAt?: number | undefined;
  readonly runs: number;
  /** Runs of the rows' states `running` and `queued`, by number. */
  readonly active: readonly number[];
  readonly oldestEventAt?: number | undefined;
  /** When retention last removed something. */
  readonly lastRetentionAt?: number | undefined;
  /** When Luka last started, by its event. */
  readonly startedAt?: number | undefined;
}

export interface IndexJob {
  readonly kind: 'index';
  readonly file: string;
  readonly full: boolean;
}

export interface IndexReport {
  readonly bytes: number;
  readonly faults: readonly string[];
}

export interface LogsJob {
  readonly kind: 'logs';
  readonly folder: string;
  /** Undefined where there is none. */
  readonly ledger: string | undefined;
  /** ms since 1970: runs that started before may have lost their logs to retention. */
  readonly since: number;
  /** ms since 1970: what was written after counts as growth. */
  readonly grownSince: number;
}

export interface LogsReport {
  readonly folders: number;
  readonly bytes: number;
  readonly grownBytes: number;
  /** Numbers of runs that have a log and no row; the first of them, and how many. */
  readonly withoutRow: { readonly count: number; readonly bytes: number; readonly some: readonly number[] };
  /** Numbers of runs that started and have no log. */
  readonly withoutLog: { readonly count: number; readonly some: readonly number[] };
}

export type DoctorJob = LedgerJob | IndexJob | LogsJob;
export type DoctorAnswer = { readonly answer: unknown } | { readonly error: string };
