/** A file of the person's that Luka reads again whenever it changes, one look or change after the other. */
import { watch, type FSWatcher } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { hasCode } from './atomic-file.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 50;

export class WatchedFile {
  readonly #file: string;
  readonly #onError: (error: unknown) => void;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: string, onError: (error: unknown) => void) {
    this.#file = file;
    this.#onError = onError;
  }

  /** Begins to watch. Where that cannot be, the error is told, and the file is what it was. */
  watch(look: () => Promise<void>): void {
    try {
      // The folder, not the file: editors put a new file in the place of the old one.
      this.#watcher = watch(dirname(this.#file), { persistent: false }, (_, name) => {
        if (name !== null && name !== basename(this.#file)) return;
        this.#timer ??= setTimeout(() => {
          this.#timer = undefined;
          this.inTurn(look).catch(this.#onError);
        }, SETTLE_MS);
      });
      this.#watcher.on('error', this.#onError);
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Resolves when the last look or change has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#watcher?.close();
    await this.#turn.catch(() => undefined);
  }

  /** Its text; empty where there is no file. */
  read(): Promise<string> {
    return readFile(this.#file, 'utf8').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return '';
      throw error;
    });
  }

  /** After what was asked before. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
