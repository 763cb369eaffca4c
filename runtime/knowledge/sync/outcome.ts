/** What reading a file came to. */
import { chunkSections } from '../chunks/chunk-sections.ts';
import type { NewDocument, NewSkipped } from '../index-store/index-writer.ts';
import { NotRead, type ReadText } from '../read/document.ts';
import { guessLanguage } from '../read/guess-language.ts';
import { plainTitle } from '../read/kind-of.ts';
import type { KnownFiles } from './known-files.ts';
import { faultOf, type FoundFile } from './walk-folder.ts';

/** A disk that keeps whole seconds may change a file again without it showing; NTFS and APFS keep more. */
const COARSE_MS = 1_000;
const TOO_FRESH_MS = 2_500;
/** First bytes of the SHA-256: as many as nobody finds two texts for by chance. */
export const HASH_BYTES = 16;

export type Outcome =
  | { readonly is: 'same'; readonly file: FoundFile; readonly id: number }
  | { readonly is: 'read'; readonly file: FoundFile; readonly document: NewDocument }
  | { readonly is: 'skipped'; readonly file: FoundFile; readonly skipped: NewSkipped }
  | { readonly is: 'gone'; readonly file: FoundFile };

export function skippedAs(
  file: FoundFile,
  source: string,
  reason: NewSkipped['reason'],
  message: string,
): Outcome {
  const { path, size, mtimeMs } = file;
  // What time may mend is tried again at each sync.
  const isLasting = reason !== 'unreadable' && reason !== 'timed-out';
  return {
    is: 'skipped',
    file,
    skipped: { source, path, reason, message, ...(isLasting ? { size, mtime: String(mtimeMs) } : {}) },
  };
}

/** @param error what reading it threw */
export function failedAs(file: FoundFile, source: string, error: unknown): Outcome {
  if (error instanceof NotRead) return skippedAs(file, source, error.reason, error.message);
  const fault = faultOf(error as NodeJS.ErrnoException);
  return fault ? skippedAs(file, source, fault.reason, fault.message) : { is: 'gone', file };
}

export interface DocumentOptions {
  readonly source: string;
  readonly known: KnownFiles;
  /** All are the same kind, whatever their names say. */
  readonly kind?: NewDocument['kind'] | undefined;
}

/** @param hash of its bytes */
export function documentOf(
  file: FoundFile,
  hash: Uint8Array,
  read: ReadText,
  { source, known, kind }: DocumentOptions,
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
export function mtimeOf({ mtimeMs }: FoundFile): string {
  const isUnsure = mtimeMs % COARSE_MS === 0 && Date.now() - mtimeMs < TOO_FRESH_MS;
  return isUnsure ? '' : String(mtimeMs);
}
