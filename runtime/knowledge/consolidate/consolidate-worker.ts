/** Looks over all documents on a thread of its own, and writes the reports. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { LukaError, toErrorBody, type ErrorBody } from '#shared/errors/luka-error.ts';
import { replaceFile } from '../../home/atomic-file.ts';
import { IndexFile } from '../retrieve/open-index.ts';
import { consolidate, duplicatesIn, type Consolidated, type DuplicateDocument } from './consolidate.ts';
import type { Duplicate } from './find-duplicates.ts';

export interface ConsolidateJob {
  /** The index, absolute. */
  readonly file: string;
  /** Where the reports go; made where it is not there. Duplicates alone, and no report, where left out. */
  readonly folder?: string | undefined;
  /** ms since 1970. */
  readonly now: number;
}

/** Without signatures, which nobody needs any more. */
export type FoundPair = Pick<Duplicate, 'kind' | 'likeness' | 'why'> & {
  readonly older: Omit<DuplicateDocument, 'signature'>;
  readonly newer: Omit<DuplicateDocument, 'signature'>;
};
export interface ConsolidateResult {
  readonly documents: number;
  readonly pairs: readonly FoundPair[];
  readonly counts: Consolidated['counts'];
  /** Names of files. */
  readonly reports: readonly string[];
}
export type ConsolidateMessage = { readonly result: ConsolidateResult } | { readonly error: ErrorBody };

const NOTHING = { topics: 0, links: 0, brokenLinks: 0, orphans: 0, contradictions: 0 } as const;

async function work({ file, folder, now }: ConsolidateJob): Promise<ConsolidateResult> {
  using opened = new IndexFile(file);
  const index = opened.current();
  if (!index) return { documents: 0, pairs: [], counts: NOTHING, reports: [] };
  if (folder === undefined)
    return { documents: 0, pairs: pairsOf(duplicatesIn(index)), counts: NOTHING, reports: [] };
  const { documents, duplicates, counts, reports } = consolidate(index, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { name, text } of reports) await replaceFile(join(folder, name), text);
  return { documents, pairs: pairsOf(duplicates), counts, reports: reports.map(({ name }) => name) };
}

function pairsOf(duplicates: readonly Duplicate<DuplicateDocument>[]): FoundPair[] {
  const side = ({ id, path, title, at }: DuplicateDocument) => ({ id, path, title, at });
  return duplicates.map(({ kind, likeness, why, older, newer }) => ({
    kind,
    likeness,
    why,
    older: side(older),
    newer: side(newer),
  }));
}

function asUnavailable(error: unknown): unknown {
  if (error instanceof LukaError || !(error instanceof Error)) return error;
  return new LukaError('knowledge_unavailable', {
    message: `the documents could not be looked over: ${error.message.replaceAll(';', ',').replace(/\.$/, '')}`,
    cause: error,
  });
}

work(workerData as ConsolidateJob).then(
  (result) => parentPort?.postMessage({ result } satisfies ConsolidateMessage),
  (error: unknown) =>
    parentPort?.postMessage({ error: toErrorBody(asUnavailable(error)) } satisfies ConsolidateMessage),
);
