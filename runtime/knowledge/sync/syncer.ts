/** The worker's side of syncs: its sources, their events, and the one sync that goes on. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { isCorruption } from '../../store/store-errors.ts';
import { IndexWriter } from '../index-store/index-writer.ts';
import { openIndex, setIndexAside } from '../index-store/open-index.ts';
import { writeExports } from '../own/exports.ts';
import { OwnDocuments } from '../own/own-documents.ts';
import { HeavyReader } from '../read/apart/heavy-reader.ts';
import type { FolderEvents } from './folder-events.ts';
import { FolderSync } from './folder-sync.ts';
import {
  OWN_SOURCE,
  type FromSyncWorker,
  type SourceOrder,
  type SyncJob,
  type ToSyncWorker,
} from './messages.ts';
import { SourceWork } from './source-work.ts';
import { SyncCount } from './sync-count.ts';
import { WatchedFolder } from './watched-folder.ts';

/** ms between two words on how far it is. */
const TELL_MS = 200;
/** A folder that is not there is looked for again. */
const ABSENT_MS = 30_000;
const UNWATCHED_LOOKS = 10;
/** The whole file is looked over once, when the start is over. */
const CHECK_MS = 45_000;
/** Changes that come together are exported once. */
const EXPORT_MS = 2_000;
const REMOVALS_AT_ONCE = 500;

interface WholeSync {
  readonly count: SyncCount;
  readonly ending: AbortController;
  readonly todo: Set<string>;
}

export class Syncer {
  readonly #job: SyncJob;
  readonly #events: FolderEvents;
  readonly #post: (message: FromSyncWorker) => void;
  readonly #db: DatabaseSync;
  readonly #ledger: DatabaseSync;
  readonly #writer: IndexWriter;
  readonly #own: OwnDocuments;
  readonly #heavy = new HeavyReader();
  readonly #sources = new Map<string, SourceWork>();
  readonly #timers: NodeJS.Timeout[] = [];
  #whole: WholeSync | undefined;
  #exporting: NodeJS.Timeout | undefined;
  #exports: Promise<void> = Promise.resolve();
  #ended = false;
  #looks = 0;
  #isCheckDue = false;

  /** Opens the index. @throws LukaError disk_full, ledger_unavailable */
  constructor(job: SyncJob, events: FolderEvents, post: (message: FromSyncWorker) => void) {
    this.#job = job;
    this.#events = events;
    this.#post = post;
    const { db, setAside } = openIndex(job.index, Date.now());
    this.#db = db;
    this.#ledger = new DatabaseSync(job.ledger, { readOnly: true });
    this.#ledger.exec('pragma busy_timeout = 5000');
    this.#writer = new IndexWriter(db);
    this.#own = new OwnDocuments({ ledger: this.#ledger, db, writer: this.#writer });
    post({ is: 'open', setAside, chunks: this.#writer.chunks });
  }

  async start(): Promise<void> {
    await mkdir(this.#job.snapshots, { recursive: true, mode: 0o700 });
    const reports: SourceOrder = { id: OWN_SOURCE, folder: this.#job.reports, events: true, slow: false };
    await Promise.all([reports, ...this.#job.sources].map((order) => this.#add(order)));
    await this.#dropUnknown();
    this.#timers.push(
      setInterval(() => this.#guard('sources', () => this.#lookForAbsent()), ABSENT_MS),
      setTimeout(() => this.#guard('check', async () => this.check()), CHECK_MS),
    );
    for (const timer of this.#timers) timer.unref();
    this.handle({ do: 'own' });
  }

  handle(message: ToSyncWorker): void {
    switch (message.do) {
      case 'sources':
        this.#guard('sources', () => this.#setSources(message.sources));
        break;
      case 'sync':
        this.#guard('sync', () => this.#sync(message.sync, message.sources));
        break;
      case 'cancel':
        this.#whole?.ending.abort();
        break;
      case 'own':
        this.#guard('own documents', () => this.#syncOwn());
        break;
      case 'check':
        this.#guard('check', async () => this.check());
        break;
      case 'stop':
        this.#guard('stop', () => this.#stop());
        break;
    }
  }

  /** Looks the whole file over; after the sync that goes on, where one does. */
  check(): void {
    this.#isCheckDue = this.#whole !== undefined;
    if (this.#ended || this.#isCheckDue) return;
    // By a connection of its own: this one's memory has pages as they were.
    const db = new DatabaseSync(this.#job.index, { readOnly: true });
    try {
      const faults = db.prepare('pragma quick_check(1)').all() as { quick_check: string }[];
      if (faults.some(({ quick_check: line }) => line !== 'ok')) this.#damaged();
    } finally {
      db.close();
    }
  }

  async #sync(id: number, sources: readonly string[]): Promise<void> {
    if (this.#whole) {
      for (const source of sources) this.#whole.todo.add(source);
      return;
    }
    const whole: WholeSync = {
      count: new SyncCount(id),
      ending: new AbortController(),
      todo: new Set(sources),
    };
    this.#whole = whole;
    const { count, ending, todo } = whole;
    const tell = (): void =>
      this.#post({ is: 'progress', progress: count.progress(), chunks: this.#writer.chunks });
    const telling = setInterval(tell, TELL_MS);
    tell();
    const faults: string[] = [];
    const syncOne = async (source: SourceWork): Promise<void> => {
      try {
        await source.next(async () => {
          await this.#listen(source);
          if (ending.signal.aborted) return;
          await source.syncAll(count, ending.signal, () => undefined);
          if (source.id === OWN_SOURCE) await this.#readOwn(ending.signal, count);
        });
      } catch (error) {
        if (isCorruption(error)) throw error;
        faults.push(`${source.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    // Slow drives are waited for beside the others; those are read one after another, each with all there is.
    const beside: Promise<void>[] = [];
    try {
      while (todo.size > 0 && !ending.signal.aborted) {
        const [next = ''] = todo;
        todo.delete(next);
        const source = this.#sources.get(next);
        if (source?.order.slow) beside.push(syncOne(source));
        else if (source) await syncOne(source);
        if (todo.size === 0) await Promise.all(beside);
      }
      await Promise.all(beside);
      if (count.didChange) await this.#export();
    } finally {
      clearInterval(telling);
      this.#whole = undefined;
      if (!this.#ended) {
        const end = ending.signal.aborted ? 'cancelled' : faults.length > 0 ? 'failed' : 'done';
        const progress = count.end(end, faults.length > 0 ? faults.join(', ') : undefined);
        this.#post({ is: 'progress', progress, chunks: this.#writer.chunks });
        if (this.#isCheckDue) this.check();
      }
    }
  }

  /** Follows a source, and brings it to what happened while nobody did. */
  async #add(order: SourceOrder): Promise<void> {
    const source = this.#make(order);
    this.#sources.set(order.id, source);
    source.tell();
    await source.next(async () => {
      await this.#listen(source);
      if (!order.events) return;
      const paths =
        source.hasSnapshot && source.watched?.isListening ? await this.#missed(source) : undefined;
      if (paths === undefined) this.#want(source);
      else if (paths.length > 0) await this.#syncPaths(source, paths);
    });
  }

  #make(order: SourceOrder): SourceWork {
    const isOwn = order.id === OWN_SOURCE;
    const source: SourceWork = new SourceWork({
      folder: new FolderSync({
        order,
        db: this.#db,
        writer: this.#writer,
        heavy: this.#heavy,
        ...(isOwn ? { kind: 'report' } : {}),
      }),
      watched: order.events
        ? new WatchedFolder({
            folder: order.folder,
            snapshots: this.#job.snapshots,
            name: `${order.id}.snapshot`,
            events: this.#events,
            onPaths: (paths) =>
              this.#guard(order.id, () => source.next(() => this.#syncPaths(source, paths))),
            onLost: () => this.#want(source),
            onSnapshot: () => undefined,
            onError: (error) => this.#fault(order.id, error),
          })
        : undefined,
      writer: this.#writer,
      others: () => (isOwn ? this.#own.documents : 0),
      onFacts: (facts) => this.#post({ is: 'source', facts }),
    });
    return source;
  }

  async #listen(source: SourceWork): Promise<void> {
    const { watched } = source;
    if (!watched || watched.isListening) return;
    try {
      await watched.listen();
    } catch (error) {
      // Not there, too many folders, a system without events: it is still synced whenever that is asked for.
      source.complain(
        `changes in it are not noticed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async #missed(source: SourceWork): Promise<readonly string[] | undefined> {
    try {
      return await source.watched?.since();
    } catch {
      // A snapshot that is gone or of another version: everything is looked at.
      return undefined;
    }
  }

  async #syncPaths(source: SourceWork, paths: readonly string[]): Promise<void> {
    if (source.signal.aborted) return;
    const changed = await source.syncPaths(paths, () => undefined);
    if (changed === 'all') this.#want(source);
    if (changed !== true) return;
    this.#post({ is: 'changed', source: source.id, chunks: this.#writer.chunks });
    if (source.id === OWN_SOURCE) this.#exportSoon();
  }

  async #syncOwn(): Promise<void> {
    const own = this.#sources.get(OWN_SOURCE);
    await own?.next(async () => {
      const count = new SyncCount(1);
      await this.#readOwn(own.signal, count);
      if (!count.didChange) return;
      own.tell();
      this.#post({ is: 'changed', source: OWN_SOURCE, chunks: this.#writer.chunks });
      this.#exportSoon();
    });
  }

  async #readOwn(signal: AbortSignal, count: SyncCount): Promise<void> {
    await this.#own.sync({
      signal,
      onBatch: (added, changed, removed) => {
        count.added += added;
        count.changed += changed;
        count.removed += removed;
      },
    });
    this.#sources.get(OWN_SOURCE)?.tell();
  }

  async #setSources(orders: readonly SourceOrder[]): Promise<void> {
    const wanted = new Set(orders.map(({ id }) => id));
    const gone = [...this.#sources.values()].filter(({ id }) => id !== OWN_SOURCE && !wanted.has(id));
    for (const source of gone) {
      this.#sources.delete(source.id);
      await source.close();
      await this.#drop(source.id);
    }
    await Promise.all(orders.filter(({ id }) => !this.#sources.has(id)).map((order) => this.#add(order)));
    if (gone.length > 0) this.#post({ is: 'changed', source: gone[0]!.id, chunks: this.#writer.chunks });
  }

  /** What is left of sources that were removed while nobody looked. */
  async #dropUnknown(): Promise<void> {
    const rows = this.#db
      .prepare('select source from documents union select source from skipped union select source from notes')
      .all() as { source: string }[];
    for (const { source } of rows) if (!this.#sources.has(source)) await this.#drop(source);
  }

  async #drop(source: string): Promise<void> {
    const some = this.#db.prepare('select id from documents where source = ? limit ?');
    for (;;) {
      const rows = some.all(source, REMOVALS_AT_ONCE) as { id: number }[];
      if (rows.length === 0) break;
      this.#writer.transaction(() => {
        for (const { id } of rows) this.#writer.remove(id);
      });
      await nextTurn();
    }
    this.#writer.transaction(() => {
      this.#writer.unskipAll(source);
      this.#writer.forgetNotes(source);
    });
    await rm(join(this.#job.snapshots, `${source}.snapshot`), { force: true });
  }

  /** No event tells that a volume is back; and what cannot be followed is looked at now and then. */
  async #lookForAbsent(): Promise<void> {
    this.#looks += 1;
    for (const source of this.#sources.values()) {
      const { order, isAbsent, watched } = source;
      if (!order.events) continue;
      const isBack = isAbsent && (await stat(order.folder).catch(() => undefined))?.isDirectory();
      const isUnwatched = !isAbsent && watched?.isListening === false && this.#looks % UNWATCHED_LOOKS === 0;
      if (isBack || isUnwatched) this.#want(source);
    }
  }

  #want(source: SourceWork): void {
    if (!this.#ended && !source.signal.aborted) this.#post({ is: 'wanted', sources: [source.id] });
  }

  #exportSoon(): void {
    this.#exporting ??= setTimeout(() => this.#guard('exports', () => this.#export()), EXPORT_MS);
  }

  #export(): Promise<void> {
    clearTimeout(this.#exporting);
    this.#exporting = undefined;
    const options = { folder: this.#job.exports, ledger: this.#ledger, db: this.#db, now: Date.now() };
    const mine = this.#exports.then(() => writeExports(options));
    this.#exports = mine.catch(() => undefined);
    return mine;
  }

  /** Work that nobody waits for. Damage ends everything: the next worker makes the index anew. */
  #guard(context: string, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (this.#ended) return;
      if (isCorruption(error)) this.#damaged();
      else this.#fault(context, error);
    });
  }

  #fault(context: string, error: unknown): void {
    this.#post({ is: 'fault', context, message: error instanceof Error ? error.message : String(error) });
  }

  #damaged(): void {
    this.#ended = true;
    this.#whole?.ending.abort();
    this.#db.close();
    this.#post({ is: 'damaged', setAside: setIndexAside(this.#job.index, Date.now()) });
  }

  async #stop(): Promise<void> {
    this.#whole?.ending.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#sources.values()].map((source) => source.close()));
    if (this.#exporting) await this.#export().catch((error: unknown) => this.#fault('exports', error));
    await this.#exports;
    this.#ended = true;
    await this.#heavy.close();
    this.#db.close();
    this.#ledger.close();
    this.#post({ is: 'stopped' });
  }
}
