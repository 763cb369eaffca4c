/** Finds the files of a source. */
import type { Dirent, Stats } from 'node:fs';
import type { SkippedFile } from '#shared/nouns/knowledge.ts';
import type { FileKind } from '../read/document.ts';
import type { Asker, Done, FileQuestions } from './file-questions.ts';
import { IGNORE_FILES, isIgnoreFile, withRules, type IgnoreRules } from './ignore-rules.ts';
import type { SourceFilter } from './source-filter.ts';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly kind: FileKind;
  readonly size: number;
  /** ms since 1970, with all its digits. */
  readonly mtimeMs: number;
  /** False where its bytes may have to be fetched first, as those of a cloud's drive. */
  readonly isHere: boolean;
}

/** What is nowhere on the disk has no blocks on it. */
export function foundFile(path: string, kind: FileKind, { size, mtimeMs, blocks }: Stats): FoundFile {
  return { path, kind, size, mtimeMs, isHere: blocks > 0 || size === 0 };
}

export interface WalkOptions {
  /** The source's folder, absolute, and what it really is behind all links. */
  readonly root: string;
  readonly realRoot: string;
  /** Where to begin, below the root, and the rules above it; the root itself where left out. */
  readonly from?: { readonly folder: string; readonly rules: IgnoreRules | undefined } | undefined;
  readonly filter: SourceFilter;
  readonly io: Asker;
  readonly questions: FileQuestions;
  readonly signal: AbortSignal;
  readonly onFile: (file: FoundFile) => void;
  readonly onSkipped: (path: string, reason: SkippedFile['reason'], message: string) => void;
  /** It could not be looked into now: nothing can be said of what is known below it. */
  readonly onUnseen: (folder: string) => void;
}

/** Resolves when all was seen, or when the signal says so. Whatever cannot be looked at is told, and never ends it. */
export async function walkFolder(options: WalkOptions): Promise<void> {
  const { signal } = options;
  const { promise, resolve } = Promise.withResolvers<void>();
  // Questions that a drive does not answer are not waited for.
  const end = (): void => resolve();
  signal.addEventListener('abort', end);
  try {
    new Walk(options, resolve).begin();
    await promise;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

class Walk {
  readonly #options: WalkOptions;
  readonly #done: () => void;
  /** Where links led that lead out of the source. */
  readonly #outside: string[] = [];
  #open = 0;

  constructor(options: WalkOptions, done: () => void) {
    this.#options = options;
    this.#done = done;
  }

  begin(): void {
    const { from } = this.#options;
    this.#folder(from?.folder ?? '', from?.rules);
  }

  /** Puts a question; the walk is over when none is open. */
  #ask<T>(
    begin: (done: Done<T>) => void,
    then: (error: NodeJS.ErrnoException | null, value: T) => void,
  ): void {
    this.#open += 1;
    this.#options.io.ask<T>(begin, (error, value) => {
      if (!this.#options.signal.aborted) then(error, value as T);
      this.#open -= 1;
      if (this.#open === 0) this.#done();
    });
  }

  #folder(folder: string, rules: IgnoreRules | undefined): void {
    const path = this.#absolute(folder);
    this.#ask<Dirent[]>(
      (done) => this.#options.questions.entries(path, done),
      (error, entries) => {
        if (error) {
          this.#unseen(path, error);
          return;
        }
        const named = entries.filter(({ name }) => isIgnoreFile(name));
        if (named.length === 0) this.#entries(folder, entries, rules);
        else this.#withRules(folder, named, rules, (own) => this.#entries(folder, entries, own));
      },
    );
  }

  #withRules(
    folder: string,
    named: readonly Dirent[],
    above: IgnoreRules | undefined,
    then: (rules: IgnoreRules | undefined) => void,
  ): void {
    const texts: string[] = [];
    let left = named.length;
    for (const { name } of named)
      this.#ask<string>(
        (done) => this.#options.questions.text(this.#absolute(below(folder, name)), done),
        (error, text) => {
          if (error) this.#skipped(this.#absolute(below(folder, name)), error);
          // Luka's own file has the last word.
          else texts[IGNORE_FILES.indexOf(name as (typeof IGNORE_FILES)[number])] = text;
          left -= 1;
          if (left === 0)
            then(
              withRules(
                above,
                folder,
                texts.filter((each) => each !== undefined),
              ),
            );
        },
      );
  }

  #entries(folder: string, entries: readonly Dirent[], rules: IgnoreRules | undefined): void {
    const { filter } = this.#options;
    for (const entry of entries) {
      const { name } = entry;
      const path = below(folder, name);
      if (entry.isFile()) {
        const kind = filter.kind(path, name, rules);
        if (kind !== undefined) this.#file(path, kind);
      } else if (entry.isDirectory()) {
        if (filter.enters(path, name, rules)) this.#folder(path, rules);
      } else if (entry.isSymbolicLink()) this.#link(path, name, rules);
    }
  }

  #file(path: string, kind: FileKind): void {
    const absolute = this.#absolute(path);
    this.#ask<Stats>(
      (done) => this.#options.questions.stats(absolute, done),
      (error, stats) => {
        if (error) this.#skipped(absolute, error);
        else if (stats.isFile()) this.#options.onFile(foundFile(absolute, kind, stats));
      },
    );
  }

  #link(path: string, name: string, rules: IgnoreRules | undefined): void {
    const { filter } = this.#options;
    const kind = filter.kind(path, name, rules);
    if (kind === undefined && !filter.enters(path, name, rules)) return;
    const absolute = this.#absolute(path);
    this.#ask<string>(
      (done) => this.#options.questions.real(absolute, done),
      (error, target) => {
        if (error) {
          this.#skipped(absolute, error);
          return;
        }
        const { realRoot } = this.#options;
        // What is in the source is read in its own place.
        if (isWithin(target, realRoot) && !isWithin(`${realRoot}/${path}`, target)) return;
        this.#ask<Stats>(
          (done) => this.#options.questions.stats(target, done),
          (failed, stats) => {
            if (failed) this.#skipped(absolute, failed);
            else if (stats.isDirectory()) {
              if (filter.enters(path, name, rules)) this.#outsideFolder(path, target, rules);
            } else if (stats.isFile() && kind !== undefined)
              this.#options.onFile(foundFile(absolute, kind, stats));
          },
        );
      },
    );
  }

  #outsideFolder(path: string, target: string, rules: IgnoreRules | undefined): void {
    const { realRoot, onSkipped } = this.#options;
    const seen = [realRoot, ...this.#outside].some(
      (known) => isWithin(known, target) || isWithin(target, known),
    );
    if (seen) {
      onSkipped(this.#absolute(path), 'loop', 'the link leads back to what is read already');
      return;
    }
    this.#outside.push(target);
    this.#folder(path, rules);
  }

  #unseen(path: string, error: NodeJS.ErrnoException): void {
    if (isGone(error)) return;
    this.#options.onUnseen(path);
    this.#skipped(path, error);
  }

  #skipped(path: string, error: NodeJS.ErrnoException): void {
    const told = faultOf(error);
    if (told) this.#options.onSkipped(path, told.reason, told.message);
  }

  #absolute(path: string): string {
    const { root } = this.#options;
    return path === '' ? root : `${root === '/' ? '' : root}/${path}`;
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

export function isGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** @returns why a file or folder was not read; undefined where it went while it was looked for */
export function faultOf(
  error: NodeJS.ErrnoException,
): { readonly reason: SkippedFile['reason']; readonly message: string } | undefined {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return undefined;
    case 'ELOOP':
      return { reason: 'loop', message: 'the link leads to itself' };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'unreadable', message: 'it may not be read' };
    case 'TIMEDOUT':
      return { reason: 'timed-out', message: error.message };
    default:
      return { reason: 'unreadable', message: `it cannot be read (${error.code ?? error.message})` };
  }
}
