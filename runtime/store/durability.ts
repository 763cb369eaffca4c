/**
 * Group commit: waits until everything committed so far is on the disk, without holding up the event loop.
 *
 * SQLite in WAL mode with `synchronous = normal` writes a commit into the log file and leaves the sync for later. Syncing
 * that file makes every commit before it durable (frames carry checksums, so a torn tail is dropped at recovery). All
 * who ask while a sync is under way share the next one. On macOS libuv's fdatasync is F_FULLFSYNC, which is what
 * `pragma fullfsync` would use.
 */
import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';
import { LukaError } from '#shared/errors/luka-error.ts';
import { toStoreError } from './store-errors.ts';

const nextTurn = promisify(setImmediate);

export type Sync = (fd: number) => Promise<void>;

export class Durability {
  readonly #file: string;
  readonly #sync: Sync;
  #fd: number | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failed: unknown;

  /** @param logFile the `-wal` file beside the database */
  constructor(logFile: string, sync: Sync = promisify(fdatasync)) {
    this.#file = logFile;
    this.#sync = sync;
  }

  /**
   * Resolves when all commits made before this call are on the disk.
   * After a failed sync nothing can be promised any more (the kernel may have dropped the pages), so every later call
   * fails too until the database is opened again.
   * @throws LukaError disk_full, ledger_unavailable
   */
  barrier(): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    // Starts in the next turn at the earliest, so that all commits of this one share a sync.
    return (this.#next ??= (this.#running ?? nextTurn()).then(
      () => this.#startNext(),
      () => this.#startNext(),
    ));
  }

  #startNext(): Promise<void> {
    this.#next = undefined;
    if (this.#failed !== undefined) return Promise.reject(this.#failed);
    const running = this.#run().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    return (this.#running = running);
  }

  async #run(): Promise<void> {
    try {
      this.#fd ??= await promisify(open)(this.#file, 'r');
      await this.#sync(this.#fd);
    } catch (error) {
      const coded = toStoreError(error);
      this.#failed =
        coded instanceof LukaError ? coded : new LukaError('ledger_unavailable', { cause: error });
      throw this.#failed;
    }
  }

  async close(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(() => undefined);
    if (this.#fd !== undefined) await promisify(close)(this.#fd);
    this.#fd = undefined;
  }
}
