/** What the main thread and the thread of the figures say to each other. All moments are ms since 1970. */
import type { UnusualRun } from '#shared/nouns/insights.ts';
import type { TelemetrySettings } from '#shared/nouns/telemetry.ts';
import type { KnownTask } from './answers/question.ts';
import type { InsightName } from './insights.ts';
import type { Gauges } from './note/samples.ts';

export interface WorkerPlaces {
  /** telemetry.db, absolute. */
  readonly file: string;
  readonly ledger: string;
  readonly knowledge: string;
  /** Folders. */
  readonly logs: string;
  readonly lines: string;
  readonly home: string;
  /** When the thread starts. */
  readonly now: number;
}

/** What is so at the moment of a message. */
interface Moment {
  readonly now: number;
  /** The person's zone. */
  readonly tz: string;
  /** The newest event that is on the disk. */
  readonly upTo: number;
}

export type ToWorker =
  | (Moment & { readonly kind: 'note' })
  | (Moment & { readonly kind: 'sample'; readonly gauges: Gauges; readonly settings: TelemetrySettings })
  | (Moment & {
      readonly kind: 'ask';
      readonly id: number;
      readonly name: InsightName;
      readonly params: unknown;
      readonly query: unknown;
      readonly tasks: readonly KnownTask[];
      readonly settings: TelemetrySettings;
    })
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string }
  /** What went wrong and is gone on after; the thread lives. */
  | { readonly kind: 'error'; readonly error: string }
  /** The file was damaged; a fresh one was started. */
  | { readonly kind: 'set_aside'; readonly file: string }
  | {
      readonly kind: 'unusual';
      /** Just noted. */
      readonly fresh: readonly UnusualRun[];
      /** Those that no usual run has followed. */
      readonly open: readonly UnusualRun[];
    };
