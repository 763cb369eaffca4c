/**
 * Reads a file that is too large to be in memory, and writes it part by part. While that goes on its document is marked as one
 * that has to be read again: what a crash or a cancelled sync leaves of it is made whole by the next one.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { chunkSections } from '../chunks/chunk-sections.ts';
import type { IndexWriter } from '../index-store/index-writer.ts';
import { PieceDecoder } from '../read/decode-pieces.ts';
import { PartMaker, type ReadPart } from '../read/part-maker.ts';
import { JsonLinesParts, JsonParts, type PartReader } from '../read/read-json-parts.ts';
import type { BoundedIo } from './bounded-io.ts';
import { filePieces } from './file-pieces.ts';
import {
  documentOf,
  failedAs,
  HASH_BYTES,
  mtimeOf,
  skippedAs,
  type DocumentOptions,
  type Outcome,
} from './outcome.ts';
import type { SyncCount } from './sync-count.ts';
import type { FoundFile } from './walk-folder.ts';

/** Bytes. A million records; of what is larger, nobody would read the hits. */
const LARGEST_IN_PARTS = 256 * 1_048_576;
const CHUNKS_AT_ONCE = 2_000;
const NO_HASH = Buffer.alloc(0);

export interface ReadLargeOptions extends DocumentOptions {
  readonly writer: IndexWriter;
  readonly io: BoundedIo;
  readonly count: SyncCount;
  readonly signal: AbortSignal;
  readonly onBatch: () => void;
  /** UTF-16 units in a part, where fewer are wanted. */
  readonly partUnits?: number | undefined;
}

/** Others are read whole or not at all. */
export function isReadInParts({ kind }: FoundFile): boolean {
  return kind === 'json' || kind === 'jsonl';
}

/** @param most bytes */
export function tooLarge(size: number, most: number): string {
  return `it has ${Math.round(size / 1e6)} MB, and more than ${most / 1_048_576} are not read`;
}

/** @returns what is still to be written of it; undefined where all is, or the signal ended it @throws what SQLite says */
export async function readLarge(file: FoundFile, options: ReadLargeOptions): Promise<Outcome | undefined> {
  const { source, known, writer, io, count, signal } = options;
  const { path, size } = file;
  if (size > LARGEST_IN_PARTS) return skippedAs(file, source, 'too-large', tooLarge(size, LARGEST_IN_PARTS));
  const before = known.get(path);
  // Of many events only the first one has it read.
  if (before && before.id > 0 && before.size === size && before.mtimeMs === file.mtimeMs) {
    count.files += 1;
    known.see(before);
    return undefined;
  }
  try {
    const hashBefore = before && before.id > 0 ? writer.hashOf(before.id) : undefined;
    if (before && hashBefore && hashBefore.length > 0 && (await hashOfFile(file, io)).equals(hashBefore))
      return { is: 'same', file, id: before.id };
  } catch (error) {
    return failedAs(file, source, error);
  }
  const writing = new PartWriter(file, options);
  const parts = readParts(file, options);
  try {
    for (;;) {
      let next: IteratorResult<ReadPart, Buffer>;
      try {
        next = await parts.next();
      } catch (error) {
        return failedAs(file, source, error);
      }
      if (signal.aborted) return undefined;
      if (next.done) {
        writing.finish(next.value);
        return undefined;
      }
      await writing.write(next.value);
    }
  } finally {
    await parts.return(NO_HASH);
  }
}

/** @returns the hash of all bytes @throws NotRead; what the system says */
async function* readParts(
  { path, size, kind }: FoundFile,
  { io, count, signal, partUnits }: ReadLargeOptions,
): AsyncGenerator<ReadPart, Buffer> {
  const hash = createHash('sha256');
  const decoder = new PieceDecoder();
  const maker = new PartMaker(partUnits);
  const reader: PartReader = kind === 'json' ? new JsonParts(maker) : new JsonLinesParts(maker);
  for await (const bytes of filePieces(path, size, io)) {
    if (signal.aborted) break;
    hash.update(bytes);
    count.bytes += bytes.length;
    yield* reader.add(decoder.decode(bytes));
  }
  yield* reader.add(decoder.end());
  yield* reader.end();
  return hash.digest().subarray(0, HASH_BYTES);
}

async function hashOfFile({ path, size }: FoundFile, io: BoundedIo): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of filePieces(path, size, io)) hash.update(bytes);
  return hash.digest().subarray(0, HASH_BYTES);
}

class PartWriter {
  readonly #file: FoundFile;
  readonly #options: ReadLargeOptions;
  readonly #isNew: boolean;
  #id = 0;
  #title = '';
  #chunks = 0;
  #lines = 0;

  constructor(file: FoundFile, options: ReadLargeOptions) {
    this.#file = file;
    this.#options = options;
    this.#isNew = (options.known.get(file.path)?.id ?? 0) === 0;
  }

  async write({ text, sections }: ReadPart): Promise<void> {
    const { writer, onBatch } = this.#options;
    if (this.#id === 0) await this.#begin({ text, sections });
    else {
      const chunks = chunkSections(text, sections);
      const more = { title: this.#title, text, chunks, index: this.#chunks, line: this.#lines };
      writer.transaction(() => writer.append(this.#id, more));
      this.#chunks += chunks.length;
    }
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lines += 1;
    onBatch();
    await nextTurn();
  }

  finish(hash: Uint8Array): void {
    const { writer, count, known } = this.#options;
    const { path, size } = this.#file;
    const mtime = mtimeOf(this.#file);
    writer.transaction(() => writer.finish(this.#id, { mtime, hash }));
    known.set(path, { id: this.#id, size, mtime });
    count.files += 1;
    if (this.#isNew) count.added += 1;
    else count.changed += 1;
  }

  async #begin(part: ReadPart): Promise<void> {
    const { source, writer, known } = this.#options;
    const { path, size } = this.#file;
    const before = known.get(path);
    if (before && before.id > 0) {
      writer.finish(before.id, { mtime: '', hash: NO_HASH });
      known.set(path, { id: before.id, size, mtime: '' });
      while (writer.transaction(() => writer.thin(before.id, CHUNKS_AT_ONCE))) await nextTurn();
    }
    const document = { ...documentOf(this.#file, NO_HASH, part, this.#options), mtime: '' };
    this.#id = writer.transaction(() => {
      if (before?.id === 0) writer.unskip(source, path);
      return writer.put(document);
    });
    known.set(path, { id: this.#id, size, mtime: '' });
    this.#title = document.title;
    this.#chunks = document.chunks.length;
  }
}
