/** A copy of a file that grows while it is copied: all but the last bytes off the event loop, those at once. */
import { constants, createReadStream, createWriteStream, readSync, writeSync } from 'node:fs';
import { copyFile, open, rm, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { LogStream } from '#shared/nouns/log.ts';

/** Below that the rest is left to the last moment. */
const SMALL_REST = 262_144;
/** More than that is not copied without letting go of the event loop: a disk that is flooded makes every writer wait. */
const MOST_AT_ONCE = 1_048_576;
const CHUNK = 1_048_576;
/** A writer may be faster than any copy. */
const MOST_ROUNDS = 64;

export class CopyOfLive {
  readonly stream: LogStream;
  readonly #from: FileHandle;
  readonly #to: FileHandle;
  readonly #base: number;
  #bytes: number;

  private constructor(stream: LogStream, from: FileHandle, to: FileHandle, base: number, bytes: number) {
    this.stream = stream;
    this.#from = from;
    this.#to = to;
    this.#base = base;
    this.#bytes = bytes;
  }

  /** @param base how much at the beginning of the file is left out @throws the system's error */
  static async make(stream: LogStream, file: string, to: string, base: number): Promise<CopyOfLive> {
    await rm(to, { force: true });
    // A file system that can shares the blocks, and copies nothing (APFS, btrfs, XFS).
    if (base === 0) await copyFile(file, to, constants.COPYFILE_FICLONE);
    else await pipeline(createReadStream(file, { start: base }), createWriteStream(to, { mode: 0o600 }));
    const source = await open(file, 'r+');
    try {
      const copy = await open(to, 'r+');
      return new CopyOfLive(stream, source, copy, base, (await copy.stat()).size);
    } catch (error) {
      await source.close();
      throw error;
    }
  }

  /** How much the copy has. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Brings it onto the disk, and takes what has come meanwhile but for a rest. @throws the system's error */
  async catchUp(): Promise<void> {
    await this.#to.datasync();
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const { size } = await this.#from.stat();
      const rest = size - this.#base - this.#bytes;
      if (rest <= SMALL_REST) return;
      const buffer = Buffer.allocUnsafe(Math.min(rest, CHUNK));
      const { bytesRead } = await this.#from.read(buffer, 0, buffer.length, this.#base + this.#bytes);
      if (bytesRead === 0) return;
      await this.#to.write(buffer, 0, bytesRead, this.#bytes);
      this.#bytes += bytesRead;
    }
  }

  /** @param size of the live file @returns whether there was something, and it was little enough to be taken at once */
  takeRest(size: number): boolean {
    const rest = size - this.#base - this.#bytes;
    if (rest <= 0 || rest > MOST_AT_ONCE) return false;
    const buffer = Buffer.allocUnsafe(rest);
    const read = readSync(this.#from.fd, buffer, 0, buffer.length, this.#base + this.#bytes);
    this.#bytes += writeSync(this.#to.fd, buffer, 0, read, this.#bytes);
    return true;
  }

  /** Cuts off all that the live file has. @returns how much it was, just before */
  async emptyLive(): Promise<number> {
    const { size } = await this.#from.stat();
    await this.#from.truncate(0);
    return size;
  }

  async close(): Promise<void> {
    await this.#from.close();
    await this.#to.close();
  }
}
