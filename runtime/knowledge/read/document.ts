/** What reading a file comes to. */
import type { DocumentKind, SkippedFile } from '#shared/nouns/knowledge.ts';
import type { Section } from '../chunks/chunk-sections.ts';

/** A document as it was read: its text, and where its parts begin. */
export interface ReadText {
  /** Has the lines of the file wherever the file has lines: they are what is cited. */
  readonly text: string;
  readonly sections: readonly Section[];
  /** The file's name where left out. */
  readonly title?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** When it was written, ms since 1970; the file's time where left out. */
  readonly at?: number | undefined;
  /** ISO 639-1, where the document says so itself. */
  readonly language?: string | undefined;
}

/** A file that cannot be read as what it should be; never a reason to stop reading others. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
  readonly reason: SkippedFile['reason'];

  constructor(reason: SkippedFile['reason'], message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** Kinds whose parsers may take for ever, or all memory: read apart. */
export type HeavyKind = Extract<DocumentKind, 'pdf' | 'docx'>;
/** Kinds that are files. */
export type FileKind = Exclude<DocumentKind, 'run' | 'report' | 'approval' | 'memory'>;
export type LightKind = Exclude<FileKind, HeavyKind>;
