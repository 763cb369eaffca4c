/** Everything that is found in one work, gathered by those who look into it. */
import { fold } from './shell/glob-match.ts';
import type { Work } from '../work.ts';
import { Budget, Exceeded } from './bounds.ts';
import type { FoundCommand, Note } from './found.ts';
import { pathText, readPath } from './paths/path.ts';
import type { Scope } from './shell/scope.ts';
import type { Language } from './unwrap/inner.ts';
import { holesOf, type Feed, type Word } from './word.ts';

/** Where in the work something is. */
export interface Place {
  readonly step: number | undefined;
  /** The commands that lead there, outermost first. */
  readonly via: readonly string[];
  readonly depth: number;
  /** How many processes run beside each other on the way here: what a fork bomb needs. */
  readonly spawns: number;
}

/** A file that runs, to be read when all that is known without it has been looked at. */
export interface PendingFile {
  readonly path: string;
  readonly language: Language | 'project' | 'makefile';
  readonly scope: Scope;
  readonly place: Place;
  readonly args: readonly Word[];
  readonly evidence: string;
  /** The script of a project that is meant. */
  readonly script?: string | undefined;
}

export class Session {
  readonly budget = new Budget();
  readonly commands: FoundCommand[] = [];
  readonly notes: Note[] = [];
  readonly pending: PendingFile[] = [];
  /** What the work itself writes into files, as far as it goes to run them. */
  readonly written = new Map<string, Feed>();
  readonly work: Work;
  private lines = 0;

  constructor(work: Work) {
    this.work = work;
  }

  nextLine(): number {
    this.lines += 1;
    return this.lines;
  }

  /** Looks into something; what cannot be looked into is asked about. */
  attempt<T>(place: Place, evidence: string, action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof Exceeded) && !(error instanceof RangeError)) throw error;
      const why = error instanceof Exceeded ? error.message : 'it nests too deeply';
      this.unparsed(`this is not understood: ${why}`, place, evidence);
      return undefined;
    }
  }

  unparsed(text: string, { step }: Place, evidence: string, points = 50): void {
    this.notes.push({ rule: 'unparsed', points, text, effect: 'ask', step, evidence: excerpt(evidence) });
  }

  /** Remembers what a file will hold when a later command runs it. */
  write(path: Word, cwd: Word, content: Feed, more: boolean): void {
    const text = pathText(readPath(path, { cwd }));
    const key = text === undefined ? relativeKey(path) : fold(text);
    if (key === undefined || this.written.size > 1_000) return;
    const before = more ? this.written.get(key) : undefined;
    this.written.set(
      key,
      before ? { words: [], from: [...new Set([...before.from, ...content.from])] } : content,
    );
  }

  writtenTo(path: Word, cwd: Word): Feed | undefined {
    if (this.written.size === 0) return undefined;
    const text = pathText(readPath(path, { cwd }));
    const key = text === undefined ? relativeKey(path) : fold(text);
    return key === undefined ? undefined : this.written.get(key);
  }
}

/** `$dir/x.sh` is the same file while nothing is known of `$dir`. */
function relativeKey(path: Word): string | undefined {
  return holesOf(path).length > 0 || path.value !== undefined
    ? `?${path.text.replace(/^(?:\.\/)+/, '')}`
    : undefined;
}

const EXCERPT = 200;
export const excerpt = (text: string): string => {
  const line = text.trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line;
};
