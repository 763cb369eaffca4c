/**
 * The bytes of a stream of a log, older ones and live ones, as if they were one file; also while the log is turned over. For a
 * thread of its own: it waits for the disk.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import type { LogStream } from '#shared/nouns/log.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { lastGeneration } from './index-file.ts';
import { olderFile, type LogFiles } from './log-files.ts';
import type { Places } from './log-index.ts';

export class KeptFile {
  readonly #files: LogFiles;
  readonly #stream: LogStream;
  readonly #generation: number;
  readonly #olderBytes: number;
  readonly #older: number | undefined;
  #live: number | undefined;
  /** Of the first live byte in its file. */
  #base: number;
  #hasTurned = false;
  /** The index file as it was looked at last. */
  #seen = '';

  /** @throws the system's error; ENOENT where the places are not those of now any more */
  constructor(files: LogFiles, stream: LogStream, { generation, older, base }: Places) {
    this.#files = files;
    this.#stream = stream;
    this.#generation = generation;
    this.#olderBytes = older[stream];
    this.#base = base[stream];
    this.#older = older[stream] > 0 ? openSync(olderFile(files, stream, generation), 'r') : undefined;
    try {
      this.#live = openSync(files[stream], 'r');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** @returns bytes that were read: 0 at the end, and where they are gone */
  read(buffer: Buffer, at: number, length: number, offset: number): number {
    if (this.#older !== undefined && offset < this.#olderBytes)
      return readSync(this.#older, buffer, at, Math.min(length, this.#olderBytes - offset), offset);
    const start = offset - this.#olderBytes;
    const read = this.#readLive(buffer, at, length, start);
    // Looked at afterwards: what was read before the file was cut is right.
    if (!this.#isTurned()) return read;
    this.#follow();
    return this.#readLive(buffer, at, length, start);
  }

  close(): void {
    for (const fd of [this.#older, this.#live]) if (fd !== undefined) closeSync(fd);
  }

  #readLive(buffer: Buffer, at: number, length: number, start: number): number {
    return this.#live === undefined ? 0 : readSync(this.#live, buffer, at, length, this.#base + start);
  }

  /** Whether a line of the index says so that was not there when the places were those. */
  #isTurned(): boolean {
    if (this.#hasTurned) return false;
    const index = statSync(this.#files.index, { throwIfNoEntry: false });
    const seen = index ? `${index.ino} ${index.size}` : '';
    if (seen === this.#seen) return false;
    this.#seen = seen;
    return lastGeneration(readFileSync(this.#files.index, 'utf8')) > this.#generation;
  }

  /** What was live is in the next generation now, and does not change there; unless that is gone, too. */
  #follow(): void {
    this.#hasTurned = true;
    if (this.#live !== undefined) closeSync(this.#live);
    this.#live = undefined;
    this.#base = 0;
    try {
      this.#live = openSync(olderFile(this.#files, this.#stream, this.#generation + 1), 'r');
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}
