/** Follows one source by events, with a snapshot of how it was when the index had all of it. */
import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEvents } from './folder-events.ts';
import { GatheredPaths } from './gathered-paths.ts';
import { TimedOut } from './bounded-io.ts';
import { within } from './within.ts';

/** After so long without an event a new snapshot is worth its time, and so long it must stay quiet around it. */
const QUIET_MS = 30_000;
const AROUND_MS = 1_000;
/** The system looks at every file of a folder before it follows it, which takes seconds for a large one; a dead drive never answers. */
const LIMIT_MS = 30_000;

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
  /** Resolves with the ms that they were worked on, when all that they told of is in the index. */
  readonly onPaths: (paths: readonly string[]) => Promise<number>;
  /** Events may be missing: only a look at everything can tell. */
  readonly onLost: (error: unknown) => void;
  readonly onError: (error: unknown) => void;
  /** ms, where others are wanted. */
  readonly quietMs?: number | undefined;
  readonly aroundMs?: number | undefined;
  readonly limitMs?: number | undefined;
}

export class WatchedFolder {
  readonly #options: WatchedFolderOptions;
  readonly #paths: GatheredPaths;
  #quiet: NodeJS.Timeout | undefined;
  /** What was begun, also where nobody waits for it any more. */
  #listening: { readonly done: Promise<void>; readonly since: number } | undefined;
  #isWanted = false;
  #isLate = false;
  #end: (() => Promise<void>) | undefined;
  #events = 0;
  #snapshotAt = -1;

  constructor(options: WatchedFolderOptions) {
    this.#options = options;
    this.#paths = new GatheredPaths(options.onPaths, options.onError);
  }

  get snapshot(): string {
    return join(this.#options.snapshots, this.#options.name);
  }

  get isListening(): boolean {
    return this.#end !== undefined;
  }

  /** It listens, or has begun to. */
  get isBegun(): boolean {
    return this.#listening !== undefined;
  }

  /**
   * While it begins to, a second call waits for the first. What is there only after the limit is taken all the same, and told as lost
   * events: some may have come before.
   * @throws what the system says, where the folder cannot be followed; TimedOut; the reason of the signal
   */
  async listen(signal?: AbortSignal): Promise<void> {
    this.#isWanted = true;
    this.#listening ??= { done: this.#listen(), since: performance.now() };
    const { done, since } = this.#listening;
    try {
      await within(done, { ms: this.#limitMs, since }, signal);
    } catch (error) {
      this.#isLate ||= error instanceof TimedOut && this.isBegun;
      throw error;
    }
  }

  /** Paths that changed since the snapshot. @throws where there is none that can be used; TimedOut; the reason of the signal */
  since(signal: AbortSignal): Promise<readonly string[]> {
    return within(
      this.#options.events.since(this.#options.folder, this.snapshot),
      { ms: this.#limitMs },
      signal,
    );
  }

  /** Notes how the folder is now. @returns undefined where that is not possible */
  async prepareSnapshot(signal?: AbortSignal): Promise<Snapshot | undefined> {
    const { folder, events } = this.#options;
    const file = `${this.snapshot}.${randomBytes(4).toString('hex')}.tmp`;
    const at = this.#events;
    const writing = events.writeSnapshot(folder, file);
    try {
      await within(writing, { ms: this.#limitMs }, signal);
    } catch {
      writing.then(() => rm(file, { force: true })).catch(() => undefined);
      // The folder may be gone: the look that follows says so. Without a snapshot only the next start takes longer.
      return undefined;
    }
    return {
      keep: async () => {
        await rename(file, this.snapshot);
        this.#snapshotAt = at;
      },
      drop: () => rm(file, { force: true }),
    };
  }

  /** What has only begun to listen is ended when it does. */
  async close(): Promise<void> {
    this.#isWanted = false;
    this.#paths.close();
    clearTimeout(this.#quiet);
    await this.#stop().catch(this.#options.onError);
  }

  get #limitMs(): number {
    return this.#options.limitMs ?? LIMIT_MS;
  }

  async #listen(): Promise<void> {
    const { folder, events, onLost } = this.#options;
    let end: () => Promise<void>;
    try {
      end = await events.listen(
        folder,
        (paths) => this.#note(paths),
        (reason) => this.#lose(reason),
      );
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
    if (!this.#isWanted) {
      this.#listening = undefined;
      await end();
      return;
    }
    this.#end = end;
    if (this.#isLate) onLost(new Error('it was followed only after a while'));
    this.#isLate = false;
  }

  /** After an error the library may say nothing more: what listened is ended, and the look that follows begins anew. */
  #lose(reason: unknown): void {
    const { onLost, onError } = this.#options;
    this.#stop().catch(onError);
    onLost(reason);
  }

  async #stop(): Promise<void> {
    const end = this.#end;
    if (!end) return;
    this.#listening = undefined;
    this.#end = undefined;
    await within(end(), { ms: this.#limitMs });
  }

  #note(paths: readonly string[]): void {
    if (this.#end === undefined) return;
    this.#events += 1;
    this.#paths.add(paths);
    this.#renewWhenQuiet();
  }

  #renewWhenQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      this.#renewSnapshot().catch(this.#options.onError);
    }, this.#options.quietMs ?? QUIET_MS);
    this.#quiet.unref();
  }

  /** What happens while it is written may be in it, and its event not yet here: then it is not taken. */
  async #renewSnapshot(): Promise<void> {
    if (this.#end === undefined || this.#snapshotAt === this.#events) return;
    // What the index has not taken in yet would be missed after a crash.
    if (!this.#paths.isEmpty) {
      this.#renewWhenQuiet();
      return;
    }
    const before = this.#events;
    const snapshot = await this.prepareSnapshot();
    await new Promise((resolve) => setTimeout(resolve, this.#options.aroundMs ?? AROUND_MS));
    await (this.#events === before && this.#end !== undefined ? snapshot?.keep() : snapshot?.drop());
  }
}
