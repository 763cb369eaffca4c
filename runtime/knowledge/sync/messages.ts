/** What the main process and the worker of syncs say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import type { SetAside } from '../index-store/open-index.ts';

/** Luka's own documents, as a source. */
export const OWN_SOURCE = 'luka';

/** A folder to be read. */
export interface SourceOrder {
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Follow the file system's events. */
  readonly events: boolean;
  /** On a drive that may take its time: fewer questions at once, and more patience with each. */
  readonly slow: boolean;
}

export interface SyncJob {
  /** The file of the index. */
  readonly index: string;
  /** The ledger, read only. */
  readonly ledger: string;
  /** Folder of Luka's reports. */
  readonly reports: string;
  readonly exports: string;
  /** Folder of the watcher's snapshots. */
  readonly snapshots: string;
  readonly sources: readonly SourceOrder[];
  /** Files in one transaction, where fewer are wanted: for tests. */
  readonly batchFiles?: number | undefined;
  /** JSON of more than so many bytes is read in parts, where fewer are wanted: for tests. */
  readonly wholeBytes?: number | undefined;
  /** UTF-16 units in one of these parts, where fewer are wanted: for tests. */
  readonly partUnits?: number | undefined;
  /** ms that a drive may take for an answer, where others are wanted: for tests. */
  readonly limitMs?: number | undefined;
}

/** What the worker begins with. */
export interface SyncWorkerData {
  readonly job: SyncJob;
  /** To whoever listens to folders. */
  readonly events: MessagePort;
}

export type ToSyncWorker =
  | { readonly do: 'sources'; readonly sources: readonly SourceOrder[] }
  /** While one goes on, these sources become part of it; where that one is cancelled they are a sync of their own after it. */
  | { readonly do: 'sync'; readonly sync: number; readonly sources: readonly string[] }
  | { readonly do: 'cancel' }
  /** Something of Luka's own changed: a run ended, an approval, a memory. */
  | { readonly do: 'own' }
  /** Somebody met damage in the index. */
  | { readonly do: 'check' }
  | { readonly do: 'stop' };

/** What is known of one source. */
export interface SourceFacts {
  readonly id: string;
  readonly state: 'ready' | 'syncing' | 'absent' | 'failing' | 'new';
  readonly message?: string | undefined;
  readonly documents: number;
  readonly skipped: number;
  readonly bytes: number;
  /** ISO 8601. */
  readonly syncedAt?: string | undefined;
  /** ms, of the last whole sync. */
  readonly tookMs?: number | undefined;
}

export type FromSyncWorker =
  /** The index is open; whoever has it open opens it again. */
  | { readonly is: 'open'; readonly setAside?: SetAside | undefined; readonly chunks: number }
  | { readonly is: 'progress'; readonly progress: SyncProgress; readonly chunks: number }
  | { readonly is: 'source'; readonly facts: SourceFacts }
  /** Documents changed outside of a sync that was asked for. */
  | { readonly is: 'changed'; readonly source: string; readonly chunks: number }
  /** Only a look at all of these can tell how they are: please have them synced. */
  | { readonly is: 'wanted'; readonly sources: readonly string[] }
  /** The index was damaged and is moved away; this worker is at its end. */
  | { readonly is: 'damaged'; readonly setAside: SetAside }
  | { readonly is: 'fault'; readonly context: string; readonly message: string }
  | { readonly is: 'stopped' };
