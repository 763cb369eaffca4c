/** Reads files and puts them into the index: a few at once are read, and a batch of them is one transaction. */
import { hash } from 'node:crypto';
import { readFile, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chunkSections } from '../chunks/chunk-sections.ts';
import { guessLanguage } from '../read/guess-language.ts';
import type { IndexWriter, NewDocument, NewSkipped } from '../index-store/index-writer.ts';
import type { HeavyReader } from '../read/apart/heavy-reader.ts';
import { NotRead, type HeavyKind, type ReadText } from '../read/document.ts';
import { plainTitle } from '../read/kind-of.ts';
import { readLight } from '../read/read-light.ts';
import type { BoundedIo } from './bounded-io.ts';
import type { KnownFiles } from './known-files.ts';
import type { SyncCount } from './sync-count.ts';
import { faultOf, type FoundFile } from './walk-folder.ts';

/** Bytes. Text of this size is a novel a hundred times over; what is larger is data. */
export const LARGEST_FILE = 20 * 1_048_576;
/** Bytes that may be in memory as read and not yet written. */
const MOST_IN_HAND = 24 * 1_048_576;
/** Each commit makes new segments of the tables of words, which are merged later: few and large ones cost less. */
const BATCH_UNITS = 8 * 1_048_576;
const BATCH_FILES = 1_500;
/** ms in which the worker hears nothing else. */
const TURN_MS = 10;
/** First bytes of the SHA-256: as many as nobody finds two texts for by chance. */
const HASH_BYTES = 16;
/** A disk that keeps whole seconds may change a file again without it showing; NTFS and APFS keep more. */
const COARSE_MS = 1_000;
const TOO_FRESH_MS = 2_500;

export interface ReadFilesOptions {
  readonly source: string;
  readonly writer: IndexWriter;
  readonly known: KnownFiles;
  readonly io: BoundedIo;
  readonly atOnce: number;
  /** The disk is this machine's: its files are read at once, which takes a third of the time. */
  readonly isLocal: boolean;
  readonly heavy: HeavyReader;
  readonly count: SyncCount;
  readonly signal: AbortSignal;
  /** All are the same kind, whatever their names say. */
  readonly kind?: NewDocument['kind'] | undefined;
  /** After each batch. */
  readonly onBatch: () => void;
}

type Outcome =
  | { readonly is: 'same'; readonly file: FoundFile; readonly id: number }
  | { readonly is: 'read'; readonly file: FoundFile; readonly document: NewDocument }
  | { readonly is: 'skipped'; readonly file: FoundFile; readonly skipped: NewSkipped }
  | { readonly is: 'gone'; readonly file: FoundFile };

/** What is written when the signal ends it is kept. @throws what SQLite says */
export async function readFiles(files: readonly FoundFile[], options: ReadFilesOptions): Promise<void> {
  const batch = new Batch(options);
  const isQuick = ({ kind, isHere }: FoundFile): boolean => options.isLocal && isHere && !isHeavy(kind);
  await Promise.all([
    readQuick(files.filter(isQuick), batch, options),
    readPatiently(
      files.filter((file) => !isQuick(file)),
      batch,
      options,
    ),
  ]);
  batch.write();
}

/** One after another; others get their turn often enough. */
async function readQuick(
  files: readonly FoundFile[],
  batch: Batch,
  options: ReadFilesOptions,
): Promise<void> {
  let turn = performance.now();
  for (const file of files) {
    if (options.signal.aborted) return;
    batch.add(await readOne(file, options, (path) => readFileSync(path)));
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
}

/** A few at once, each for as long as it may take. */
async function readPatiently(
  files: readonly FoundFile[],
  batch: Batch,
  options: ReadFilesOptions,
): Promise<void> {
  const { signal, atOnce, io } = options;
  let next = 0;
  let inHand = 0;
  const reader = async (): Promise<void> => {
    while (next < files.length && !signal.aborted) {
      // A large file is read when there is room for it, and then alone where it must be.
      const file = files[next]!;
      if (inHand > 0 && inHand + file.size > MOST_IN_HAND && file.size <= LARGEST_FILE) {
        await nextTurn();
        continue;
      }
      next += 1;
      const size = Math.min(file.size, LARGEST_FILE);
      inHand += size;
      const outcome = await readOne(file, options, (path) =>
        io.asked<Buffer<ArrayBuffer>>((done) => readFile(path, done)),
      );
      inHand -= size;
      batch.add(outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, reader));
}

function isHeavy(kind: FoundFile['kind']): kind is HeavyKind {
  return kind === 'pdf' || kind === 'docx';
}

async function readOne(
  file: FoundFile,
  options: ReadFilesOptions,
  bytesOf: (path: string) => Buffer<ArrayBuffer> | Promise<Buffer<ArrayBuffer>>,
): Promise<Outcome> {
  const { source, known, writer, heavy } = options;
  const { path, size, kind } = file;
  const skipped = (reason: NewSkipped['reason'], message: string): Outcome => {
    // What time may mend is tried again at each sync.
    const isLasting = reason !== 'unreadable' && reason !== 'timed-out';
    return {
      is: 'skipped',
      file,
      skipped: { source, path, reason, message, ...(isLasting ? { size, mtime: String(file.mtimeMs) } : {}) },
    };
  };
  if (size > LARGEST_FILE)
    return skipped('too-large', `it has ${Math.round(size / 1e6)} MB, and more than 20 are not read`);
  try {
    const bytes = await bytesOf(path);
    const digest = hash('sha256', bytes, 'buffer').subarray(0, HASH_BYTES);
    const before = known.get(path);
    const hashBefore = before && before.id > 0 ? writer.hashOf(before.id) : undefined;
    if (before && hashBefore && digest.equals(hashBefore)) return { is: 'same', file, id: before.id };
    const read = isHeavy(kind)
      ? // A copy: small files share their memory with others, and what is handed over is gone.
        await heavy.read(kind, new Uint8Array(bytes))
      : readLight(bytes, kind, path);
    return { is: 'read', file, document: documentOf(file, digest, read, options) };
  } catch (error) {
    if (error instanceof NotRead) return skipped(error.reason, error.message);
    const fault = faultOf(error as NodeJS.ErrnoException);
    return fault ? skipped(fault.reason, fault.message) : { is: 'gone', file };
  }
}

function documentOf(
  file: FoundFile,
  hash: Uint8Array,
  read: ReadText,
  { source, known, kind }: ReadFilesOptions,
): NewDocument {
  const { text, sections, title, tags = [], at, language } = read;
  const id = known.get(file.path)?.id;
  return {
    id: id === 0 ? undefined : id,
    source,
    path: file.path,
    kind: kind ?? file.kind,
    title: title?.replaceAll(/\s+/g, ' ').slice(0, 500) ?? plainTitle(file.path),
    tags,
    language: guessLanguage(text) ?? language,
    at: at ?? Math.trunc(file.mtimeMs),
    bytes: file.size,
    mtime: mtimeOf(file),
    hash,
    text,
    chunks: chunkSections(text, sections),
  };
}

/** @returns '' where the file may have changed since without it showing */
function mtimeOf({ mtimeMs }: FoundFile): string {
  const isUnsure = mtimeMs % COARSE_MS === 0 && Date.now() - mtimeMs < TOO_FRESH_MS;
  return isUnsure ? '' : String(mtimeMs);
}

class Batch {
  readonly #options: ReadFilesOptions;
  #outcomes: Outcome[] = [];
  #units = 0;

  constructor(options: ReadFilesOptions) {
    this.#options = options;
  }

  add(outcome: Outcome): void {
    const { count } = this.#options;
    count.files += 1;
    if (outcome.is !== 'skipped') count.bytes += outcome.file.size;
    this.#outcomes.push(outcome);
    if (outcome.is === 'read') this.#units += outcome.document.text.length;
    if (this.#units >= BATCH_UNITS || this.#outcomes.length >= BATCH_FILES) this.write();
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
