/** What is asked of the file system: patiently, for drives that may not answer, or at once, for disks that do. */
import {
  lstat,
  readdir,
  readdirSync,
  readFile,
  readFileSync,
  realpath,
  realpathSync,
  stat,
  statfs,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';

export type Done<T> = (error: NodeJS.ErrnoException | null, value?: T) => void;

/** Those of a walk. */
export interface FileQuestions {
  entries(path: string, done: Done<Dirent[]>): void;
  text(path: string, done: Done<string>): void;
  stats(path: string, done: Done<Stats>): void;
  real(path: string, done: Done<string>): void;
}

/** All of them: a port, so that a test can have a drive that does not answer. */
export interface PatientQuestions extends FileQuestions {
  /** Of a link itself. */
  ownStats(path: string, done: Done<Stats>): void;
  bytes(path: string, done: Done<Buffer<ArrayBuffer>>): void;
  /** The number of the kind of its file system. statfs(2) */
  kind(path: string, done: Done<number>): void;
}

/** Puts questions, in whatever order, and answers each once. */
export interface Asker {
  ask<T>(begin: (done: Done<T>) => void, answer: Done<T>): void;
}

export const PATIENT: PatientQuestions = {
  entries: (path, done) => readdir(path, { withFileTypes: true }, done),
  text: (path, done) =>
    stat(path, (error, stats) => {
      if (error) done(error);
      else if (stats.isFile()) readFile(path, 'utf8', done);
      else done(noFile());
    }),
  stats: (path, done) => stat(path, done),
  real: (path, done) => realpath(path, done),
  ownStats: (path, done) => lstat(path, done),
  bytes: (path, done) => readFile(path, done),
  kind: (path, done) => statfs(path, (error, found) => (error ? done(error) : done(null, found.type))),
};

/** For a worker only: it waits for each answer. A look at ten thousand files takes a third of the time so. */
export const AT_ONCE: FileQuestions = {
  entries: (path, done) => attempt(() => readdirSync(path, { withFileTypes: true }), done),
  text: (path, done) =>
    attempt(() => {
      if (!statSync(path).isFile()) throw noFile();
      return readFileSync(path, 'utf8');
    }, done),
  stats: (path, done) => attempt(() => statSync(path), done),
  real: (path, done) => attempt(() => realpathSync(path), done),
};

/** A pipe would be read until somebody writes into it: as if there were none. */
function noFile(): NodeJS.ErrnoException {
  return Object.assign(new Error('it is no file'), { code: 'ENOENT' });
}

function attempt<T>(call: () => T, done: Done<T>): void {
  let value: T;
  try {
    value = call();
  } catch (error) {
    done(error as NodeJS.ErrnoException);
    return;
  }
  done(null, value);
}

/** ms in which the worker hears nothing else. */
const TURN_MS = 10;

/** For questions that are answered at once: one after another, the newest first; others get their turn in between. */
export class TurnTaker implements Asker {
  readonly #waiting: (() => void)[] = [];
  #isGoing = false;

  ask<T>(begin: (done: Done<T>) => void, answer: Done<T>): void {
    this.#waiting.push(() => begin(answer));
    if (this.#isGoing) return;
    this.#isGoing = true;
    this.#go();
  }

  #go(): void {
    const begun = performance.now();
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      next();
      if (performance.now() - begun < TURN_MS) continue;
      setImmediate(() => this.#go());
      return;
    }
    this.#isGoing = false;
  }
}
