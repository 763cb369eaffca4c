/** Follows one source by events, with a snapshot of how it was when the index had all of it. */
import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEvents } from './folder-events.ts';

/** After so long without an event a new snapshot is worth its time, and so long it must stay quiet around it. */
const QUIET_MS = 30_000;
const AROUND_MS = 1_000;

export interface Snapshot {
  /** It is the one from now on: the index has all of it. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

export interface WatchedFolderOptions {
  readonly folder: string;
  /** Folder of the snapshots, and this one's name in it. */
  readonly snapshots: string;
  readonly name: string;
  readonly events: FolderEvents;
  readonly onPaths: (paths: readonly string[]) => void;
  /** Events may be missing: only a look at everything can tell. */
  readonly onLost: (error: unknown) => void;
  /** A newer snapshot took the place of the one before. */
  readonly onSnapshot: () => void;
  readonly onError: (error: unknown) => void;
}

export class WatchedFolder {
  readonly #options: WatchedFolderOptions;
  readonly #paths = new Set<string>();
  #gathering: NodeJS.Immediate | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #end: (() => Promise<void>) | undefined;
  #events = 0;
  #snapshotAt = -1;

  constructor(options: WatchedFolderOptions) {
    this.#options = options;
  }

  get snapshot(): string {
    return join(this.#options.snapshots, this.#options.name);
  }

  get isListening(): boolean {
    return this.#end !== undefined;
  }

  /** @throws what the system says, where the folder cannot be followed */
  async listen(): Promise<void> {
    const { folder, events, onLost } = this.#options;
    this.#end ??= await events.listen(folder, (paths) => this.#note(paths), onLost);
  }

  /** Paths that changed since the snapshot. @throws where there is none that can be used */
  since(): Promise<readonly string[]> {
    return this.#options.events.since(this.#options.folder, this.snapshot);
  }

  /** Notes how the folder is now. @returns undefined where that is not possible */
  async prepareSnapshot(): Promise<Snapshot | undefined> {
    const { folder, events } = this.#options;
    const file = `${this.snapshot}.${randomBytes(4).toString('hex')}.tmp`;
    const at = this.#events;
    try {
      await events.writeSnapshot(folder, file);
    } catch {
      // The folder may be gone: the look that follows says so. Without a snapshot only the next start takes longer.
      return undefined;
    }
    return {
      keep: async () => {
        await rename(file, this.snapshot);
        this.#snapshotAt = at;
        this.#options.onSnapshot();
      },
      drop: () => rm(file, { force: true }),
    };
  }

  async close(): Promise<void> {
    clearImmediate(this.#gathering);
    clearTimeout(this.#quiet);
    const end = this.#end;
    this.#end = undefined;
    await end?.();
  }

  #note(paths: readonly string[]): void {
    if (this.#end === undefined) return;
    this.#events += 1;
    for (const path of paths) this.#paths.add(path);
    this.#gathering ??= setImmediate(() => this.#hand());
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#renewSnapshot().catch(this.#options.onError);
    }, QUIET_MS);
    this.#quiet.unref();
  }

  #hand(): void {
    this.#gathering = undefined;
    const paths = [...this.#paths];
    this.#paths.clear();
    this.#options.onPaths(paths);
  }

  /** What happens while it is written may be in it, and its event not yet here: then it is not taken. */
  async #renewSnapshot(): Promise<void> {
    if (this.#end === undefined || this.#snapshotAt === this.#events) return;
    const before = this.#events;
    const snapshot = await this.prepareSnapshot();
    await new Promise((resolve) => setTimeout(resolve, AROUND_MS));
    await (this.#events === before && this.#end !== undefined ? snapshot?.keep() : snapshot?.drop());
  }
}
