/** Outcomes of reading files, written together: a batch of them is one transaction. */
import type { IndexWriter, NewSkipped } from '../index-store/index-writer.ts';
import type { KnownFiles } from './known-files.ts';
import { mtimeOf, type Outcome } from './outcome.ts';
import type { SyncCount } from './sync-count.ts';

/** Each commit makes new segments of the tables of words, which are merged later: few and large ones cost less. */
const BATCH_UNITS = 8 * 1_048_576;
const BATCH_FILES = 1_500;

export interface ReadBatchOptions {
  readonly source: string;
  readonly writer: IndexWriter;
  readonly known: KnownFiles;
  readonly count: SyncCount;
  /** In one transaction, where fewer are wanted. */
  readonly batchFiles?: number | undefined;
  /** After each batch. */
  readonly onBatch: () => void;
}

export class ReadBatch {
  readonly #options: ReadBatchOptions;
  #outcomes: Outcome[] = [];
  #units = 0;

  constructor(options: ReadBatchOptions) {
    this.#options = options;
  }

  add(outcome: Outcome): void {
    const { count, batchFiles = BATCH_FILES } = this.#options;
    count.files += 1;
    if (outcome.is !== 'skipped') count.bytes += outcome.file.size;
    this.#outcomes.push(outcome);
    if (outcome.is === 'read') this.#units += outcome.document.text.length;
    if (this.#units >= BATCH_UNITS || this.#outcomes.length >= batchFiles) this.write();
  }

  write(): void {
    const outcomes = this.#outcomes;
    if (outcomes.length === 0) return;
    this.#outcomes = [];
    this.#units = 0;
    const { writer, onBatch } = this.#options;
    const ids = writer.transaction(() => outcomes.map((outcome) => this.#writeOne(outcome)));
    // Only what is in the index is known.
    outcomes.forEach((outcome, at) => this.#know(outcome, ids[at]!));
    onBatch();
  }

  /** @returns the document's id; 0 where there is none */
  #writeOne(outcome: Outcome): number {
    const { writer, known, source } = this.#options;
    const { path } = outcome.file;
    const before = known.get(path);
    const wasSkipped = before?.id === 0;
    if (wasSkipped && outcome.is !== 'skipped') writer.unskip(source, path);
    switch (outcome.is) {
      case 'read':
        return writer.put(outcome.document);
      case 'same':
        writer.touch(outcome.id, { mtime: mtimeOf(outcome.file), bytes: outcome.file.size });
        return outcome.id;
      case 'skipped':
        // What was read of it before is kept while the drive only does not answer.
        if (before && before.id > 0 && !isKept(outcome.skipped)) writer.remove(before.id);
        if (before && before.id > 0 && isKept(outcome.skipped)) return before.id;
        writer.skip(outcome.skipped);
        return 0;
      case 'gone':
        if (before && before.id > 0) writer.remove(before.id);
        return 0;
    }
  }

  #know(outcome: Outcome, id: number): void {
    const { known, count } = this.#options;
    const { path, size } = outcome.file;
    const before = known.get(path);
    switch (outcome.is) {
      case 'read':
        if (before && before.id > 0) count.changed += 1;
        else count.added += 1;
        known.set(path, { id, size, mtime: outcome.document.mtime });
        break;
      case 'same':
        known.set(path, { id, size, mtime: mtimeOf(outcome.file) });
        break;
      case 'skipped':
        count.skipped += 1;
        if (id > 0 && before) known.see(before);
        else {
          if (before && before.id > 0) count.removed += 1;
          known.set(path, { id: 0, size: outcome.skipped.size ?? -1, mtime: outcome.skipped.mtime ?? '' });
        }
        break;
      case 'gone':
        if (before && before.id > 0) count.removed += 1;
        known.delete(path);
        break;
    }
  }
}

function isKept({ reason }: NewSkipped): boolean {
  return reason === 'timed-out';
}
