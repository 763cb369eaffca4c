/** Reads files and puts them into the index: a few at once are read, and a batch of them is one transaction. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HeavyReader } from '../read/apart/heavy-reader.ts';
import type { HeavyKind } from '../read/document.ts';
import { readLight } from '../read/read-light.ts';
import type { BoundedIo } from './bounded-io.ts';
import type { PatientQuestions } from './file-questions.ts';
import {
  documentOf,
  failedAs,
  HASH_BYTES,
  skippedAs,
  type DocumentOptions,
  type Outcome,
} from './outcome.ts';
import { ReadBatch, type ReadBatchOptions } from './read-batch.ts';
import { isReadInParts, readLarge, tooLarge } from './read-large.ts';
import type { FoundFile } from './walk-folder.ts';

/** Bytes. Text of this size is a novel a hundred times over; what is larger is data. */
export const LARGEST_FILE = 20 * 1_048_576;
/** Bytes that may be in memory as read and not yet written. */
const MOST_IN_HAND = 24 * 1_048_576;
/** ms in which the worker hears nothing else. */
const TURN_MS = 10;

export interface ReadFilesOptions extends ReadBatchOptions, Pick<DocumentOptions, 'kind'> {
  readonly io: BoundedIo;
  readonly questions: PatientQuestions;
  readonly atOnce: number;
  /** The disk is this machine's: its files are read at once, which takes a third of the time. */
  readonly isLocal: boolean;
  /** JSON of more bytes is read in parts. */
  readonly wholeBytes?: number | undefined;
  readonly partUnits?: number | undefined;
  readonly heavy: HeavyReader;
  readonly signal: AbortSignal;
}

/** What is written when the signal ends it is kept. @throws what SQLite says */
export async function readFiles(files: readonly FoundFile[], options: ReadFilesOptions): Promise<void> {
  const batch = new ReadBatch(options);
  const { wholeBytes = LARGEST_FILE } = options;
  const isLarge = (file: FoundFile): boolean => file.size > wholeBytes && isReadInParts(file);
  const large = files.filter(isLarge);
  const others = large.length === 0 ? files : files.filter((file) => !isLarge(file));
  const isQuick = ({ kind, isHere }: FoundFile): boolean => options.isLocal && isHere && !isHeavy(kind);
  await Promise.all([
    readQuick(others.filter(isQuick), batch, options),
    readPatiently(
      others.filter((file) => !isQuick(file)),
      batch,
      options,
    ),
  ]);
  batch.write();
  // One after another, when all else is read: each takes its time.
  for (const file of large) {
    if (options.signal.aborted) return;
    const outcome = await readLarge(file, options);
    if (outcome) batch.add(outcome);
    batch.write();
  }
}

/** One after another; others get their turn often enough. */
async function readQuick(
  files: readonly FoundFile[],
  batch: ReadBatch,
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
  batch: ReadBatch,
  options: ReadFilesOptions,
): Promise<void> {
  const { signal, atOnce, io, questions } = options;
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
        io.asked<Buffer<ArrayBuffer>>((done) => questions.bytes(path, done)),
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
  if (size > LARGEST_FILE) return skippedAs(file, source, 'too-large', tooLarge(size, LARGEST_FILE));
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
    return failedAs(file, source, error);
  }
}
