/** One source in the worker: what is known of it, its watcher, and its work, one thing after another. */
import type { FolderSync } from './folder-sync.ts';
import type { SourceFacts, SourceOrder } from './messages.ts';
import { TimedOut } from './bounded-io.ts';
import { SyncCount } from './sync-count.ts';
import type { SyncEnd } from './sync-round.ts';
import type { Snapshot, WatchedFolder } from './watched-folder.ts';
import type { IndexWriter } from '../index-store/index-writer.ts';

export interface SourceWorkOptions {
  readonly folder: FolderSync;
  readonly watched: WatchedFolder | undefined;
  readonly writer: IndexWriter;
  /** Documents that are no files, besides those of the folder. */
  readonly others: () => number;
  readonly onFacts: (facts: SourceFacts) => void;
}

/** What the index had of a source went with the index. Noted until all of it is read again, however often that is begun. */
export function noteLost(source: string, writer: IndexWriter): void {
  writer.note(source, 'lost', 'index');
}

export class SourceWork {
  readonly #options: SourceWorkOptions;
  readonly #ending = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #state: SourceFacts['state'];
  #message: string | undefined;
  /** Why changes in it are not noticed. */
  #unheard: string | undefined;
  #syncedAt: string | undefined;
  #tookMs: number | undefined;

  constructor(options: SourceWorkOptions) {
    this.#options = options;
    const [syncedAt, tookMs] = (options.writer.noteOf(this.id, 'synced') ?? '').split(' ');
    this.#syncedAt = syncedAt || undefined;
    this.#tookMs = tookMs === undefined ? undefined : Number(tookMs);
    this.#state = this.#syncedAt === undefined ? 'new' : 'ready';
  }

  get id(): string {
    return this.order.id;
  }

  get order(): SourceOrder {
    return this.#options.folder.order;
  }

  /** The index had it, and has it no more. */
  get isLost(): boolean {
    return this.#options.writer.noteOf(this.id, 'lost') !== undefined;
  }

  /** It is there, whatever it is, and nothing tells of changes in it. */
  get isUnwatched(): boolean {
    const { watched, folder } = this.#options;
    return watched?.isListening === false && (this.#state !== 'absent' || folder.isElsewhere);
  }

  /** It was not there, or did not answer, when it was last looked at, and is now. */
  async isBack(): Promise<boolean> {
    const { folder } = this.#options;
    const isAway = this.#state === 'absent' || (this.#state === 'failing' && folder.isSilent);
    return isAway && (await folder.isBack());
  }

  /** Has itself told of changes, where that is possible. Resolves in any case, and at once when the signal ends it. */
  async listen(signal: AbortSignal = this.signal): Promise<void> {
    const { watched, folder } = this.#options;
    if (!watched || signal.aborted) return;
    if (watched.isListening) {
      this.#unheard = undefined;
      return;
    }
    try {
      // One that does not answer is not handed to the system, which would wait for it with all others. The look that follows tells.
      if (!watched.isBegun && !(await folder.isThere(signal))) return;
      await watched.listen(AbortSignal.any([signal, this.signal]));
      this.#unheard = undefined;
    } catch (error) {
      if (signal.aborted || this.signal.aborted) return;
      // Too many folders, a system without events: it is still synced whenever that is asked for.
      this.#unheard = `changes in it are not noticed: ${error instanceof Error ? error.message : String(error)}`;
      if (error instanceof TimedOut) this.#become('failing', this.#unheard);
      else this.tell();
    }
  }

  /** What changed while nobody listened. @returns undefined where only a look at everything can tell */
  async missed(): Promise<readonly string[] | undefined> {
    const { watched, writer } = this.#options;
    const hasSnapshot = this.#syncedAt !== undefined && writer.noteOf(this.id, 'snapshot') !== undefined;
    if (!hasSnapshot || !watched?.isListening) return undefined;
    try {
      return await watched.since(this.signal);
    } catch {
      // A snapshot that is gone or of another version.
      return undefined;
    }
  }

  /** Ends with the source, whatever goes on. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** After what goes on of this source. */
  next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Looks at every file. @param signal besides that of the source */
  async syncAll(count: SyncCount, signal: AbortSignal, onBatch: () => void): Promise<void> {
    const { folder, watched, writer } = this.#options;
    const begun = performance.now();
    const before = this.#state;
    this.#become('syncing');
    const both = AbortSignal.any([signal, this.signal]);
    let end: SyncEnd = { is: 'failing', message: 'it was not synced to its end' };
    let snapshot: Snapshot | undefined;
    try {
      // How it is before the look: what happens during it is looked at again.
      if (watched?.isListening) snapshot = await watched.prepareSnapshot(both);
      end = await folder.syncAll({ count, signal: both, onBatch });
    } catch (error) {
      end = { is: 'failing', message: error instanceof Error ? error.message : String(error) };
      throw error;
    } finally {
      const isWhole = end.is === 'done' && !both.aborted;
      await (isWhole ? snapshot?.keep() : snapshot?.drop());
      if (isWhole) {
        this.#syncedAt = new Date().toISOString();
        this.#tookMs = performance.now() - begun;
        writer.note(this.id, 'synced', `${this.#syncedAt} ${this.#tookMs.toFixed(1)}`);
        if (this.isLost) writer.forgetNote(this.id, 'lost');
        if (snapshot) writer.note(this.id, 'snapshot', 'kept');
      }
      // What watched it watches nothing now; it is followed again when it is there again.
      if (end.is === 'absent') await watched?.close();
      if (both.aborted) this.#become(before, this.#message);
      else if (end.is === 'done') this.#become('ready');
      else this.#become(end.is, end.message);
    }
  }

  /** @returns whether anything changed; `all` where only a look at everything can tell */
  async syncPaths(paths: readonly string[], onBatch: () => void): Promise<boolean | 'all'> {
    const count = new SyncCount(1);
    const end = await this.#options.folder.syncPaths(paths, { count, signal: this.signal, onBatch });
    if (end === 'all') return 'all';
    if (end.is !== 'done') this.#become(end.is, end.message);
    else if (count.didChange || count.skipped > 0) this.tell();
    return count.didChange;
  }

  tell(): void {
    const { folder, others, onFacts } = this.#options;
    onFacts({
      id: this.id,
      state: this.#state,
      message: this.#message ?? this.#unheard,
      documents: folder.known.documents + others(),
      skipped: folder.known.skipped,
      bytes: folder.known.bytes,
      syncedAt: this.#syncedAt,
      tookMs: this.#tookMs,
    });
  }

  /** Ends what goes on, and resolves when it has ended. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#options.watched?.close();
    await this.#last;
  }

  #become(state: SourceFacts['state'], message?: string): void {
    this.#state = state;
    this.#message = message;
    this.tell();
  }
}
