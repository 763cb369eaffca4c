/**
 * Files that a person opened with Luka (`nightly.luka.yaml`). They are read, shown for review, and dropped as a work order only
 * when a person says so in the window: opening runs nothing.
 */
import { open, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import type { OpenedFile } from '#shared/ipc/channels.ts';

/** Bytes: what the inbox and the API take. */
const LARGEST = 1_048_576;
/** More at once is a mistake, such as a whole folder. */
const MOST = 10;
const KIND = /\.luka\.ya?ml$/i;

/** Files among the words of a start, as Linux and Windows hand them over. */
export function filesAmong(words: readonly string[]): string[] {
  return words.filter((word) => !word.startsWith('-') && KIND.test(word));
}

export class OpenedFiles {
  readonly #waiting: OpenedFile[] = [];
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** @returns whether there is something to be looked at now */
  async add(file: string): Promise<boolean> {
    if (!isAbsolute(file) || !KIND.test(file) || this.#waiting.length >= MOST) return false;
    try {
      // A pipe or a device has no end: only files are opened.
      if (!(await stat(file)).isFile()) return false;
      const handle = await open(file);
      try {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(LARGEST + 1), 0, LARGEST + 1, 0);
        if (bytesRead > LARGEST) throw new RangeError(`${file} is larger than a work order may be`);
        this.#waiting.push({ name: basename(file), text: buffer.toString('utf8', 0, bytesRead) });
        return true;
      } finally {
        await handle.close();
      }
    } catch (error) {
      this.#onError(error);
      return false;
    }
  }

  /** Each is handed over once. */
  take(): OpenedFile[] {
    return this.#waiting.splice(0);
  }
}
