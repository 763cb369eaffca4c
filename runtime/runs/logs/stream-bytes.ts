/** Bytes of a log's streams, by their offsets, out of whichever file has them. Files are opened when first read. */
import { open, type FileHandle } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LogStream } from '#shared/nouns/log.ts';
import { hasCode } from '../../home/atomic-file.ts';
import { olderFile, type LogFiles } from './log-files.ts';
import type { Places } from './log-index.ts';

export const NOTHING = Buffer.alloc(0);

export class StreamBytes {
  readonly #files: LogFiles;
  readonly #places: Places;
  readonly #handles = new Map<string, FileHandle>();

  constructor(files: LogFiles, places: Places) {
    this.#files = files;
    this.#places = places;
  }

  /** @throws LukaError log_unavailable where its file is gone, though nothing moved */
  async read(stream: LogStream, offset: number, length: number, hasMoved: () => boolean): Promise<Buffer> {
    const { generation, older, base } = this.#places;
    const isOlder = offset < older[stream];
    const file = isOlder ? olderFile(this.#files, stream, generation) : this.#files[stream];
    const start = isOlder ? offset : base[stream] + offset - older[stream];
    let handle = this.#handles.get(file);
    if (!handle) {
      try {
        handle = await open(file, 'r');
      } catch (error) {
        if (hasMoved() || (isOlder && hasCode(error, 'ENOENT'))) return NOTHING;
        throw new LukaError('log_unavailable', { cause: error });
      }
      this.#handles.set(file, handle);
    }
    const buffer = Buffer.allocUnsafe(length);
    let read = 0;
    while (read < length) {
      const { bytesRead } = await handle.read(buffer, read, length - read, start + read);
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return buffer.subarray(0, read);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#handles.values()].map((handle) => handle.close()));
  }
}
