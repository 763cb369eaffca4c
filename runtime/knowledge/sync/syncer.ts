/** The worker's side of syncs: its sources, their events, and the one sync that goes on. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { isCorruption } from '../../store/store-errors.ts';
import { IndexWriter } from '../index-store/index-writer.ts';
import { isIndexSound, openIndex, setIndexAside } from '../index-store/open-index.ts';
import { OwnDocuments } from '../own/own-documents.ts';
import { HeavyReader } from '../read/apart/heavy-reader.ts';
import { dropSource, sourcesIn } from './drop-source.ts';
import { ExportDesk } from './export-desk.ts';
import type { FolderEvents } from './folder-events.ts';
import { seemLocal } from './local-disk.ts';
import { makeSource } from './make-source.ts';
import {
  OWN_SOURCE,
  type FromSyncWorker,
  type SourceOrder,
  type SyncJob,
  type ToSyncWorker,
} from './messages.ts';
import { SourceList } from './source-list.ts';
import { noteLost, type SourceWork } from './source-work.ts';
import { SyncCount } from './sync-count.ts';
import { syncOne } from './sync-one.ts';
import { WholeSync } from './whole-sync.ts';

/** A folder that is not there is looked for again. */
const ABSENT_MS = 30_000;
/** The whole file is looked over once, when the start is over. */
const CHECK_MS = 45_000;

export class Syncer {
  readonly #job: SyncJob;
  readonly #events: FolderEvents;
  readonly #post: (message: FromSyncWorker) => void;
  readonly #db: DatabaseSync;
  readonly #ledger: DatabaseSync;
  readonly #writer: IndexWriter;
  readonly #own: OwnDocuments;
  readonly #heavy = new HeavyReader();
  readonly #sources: SourceList;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #exports: ExportDesk;
  /** The one that goes on, and after it what was asked for since it was cancelled. */
  readonly #wholes: WholeSync<SourceWork>[] = [];
  #local: ReadonlySet<string> = new Set();
  #caughtUp: Promise<unknown> = Promise.resolve();
  #ended = false;
  #isCheckDue = false;

  /** Opens the index. @throws LukaError disk_full, ledger_unavailable */
  constructor(job: SyncJob, events: FolderEvents, post: (message: FromSyncWorker) => void) {
    this.#job = job;
    this.#events = events;
    this.#post = post;
    const { db, isNew, setAside } = openIndex(job.index, Date.now());
    this.#db = db;
    this.#ledger = new DatabaseSync(job.ledger, { readOnly: true });
    this.#ledger.exec('pragma busy_timeout = 5000');
    this.#writer = new IndexWriter(db);
    if (isNew) for (const { id } of job.sources) noteLost(id, this.#writer);
    this.#own = new OwnDocuments({ ledger: this.#ledger, db, writer: this.#writer });
    this.#sources = new SourceList({
      make: (order) => this.#make(order),
      onMissed: (source, paths) => this.#syncPaths(source, paths),
      onWanted: (source) => this.#want(source),
      drop: (source) => this.#drop(source),
    });
    this.#exports = new ExportDesk(
      () => ({ folder: job.exports, ledger: this.#ledger, db, now: Date.now() }),
      (error) => this.#failed('exports', error),
    );
    post({ is: 'open', setAside, chunks: this.#writer.chunks });
  }

  /** When every source is followed, or cannot be, and brought to what happened while nobody did. */
  async caughtUp(): Promise<void> {
    await this.#caughtUp;
  }

  async start(): Promise<void> {
    await mkdir(this.#job.snapshots, { recursive: true, mode: 0o700 });
    const reports: SourceOrder = {
      id: OWN_SOURCE,
      folder: this.#job.reports,
      // Pages of reports say what the Markdown beside them says.
      exclude: ['*.html'],
      events: true,
      slow: false,
    };
    const orders = [reports, ...this.#job.sources];
    this.#local = await seemLocal(orders.map(({ folder }) => folder));
    // Nobody waits for them: one on a drive that does not answer would keep all others, and every message, waiting.
    this.#caughtUp = Promise.all(
      orders.map((order) =>
        this.#sources.add(order).catch((error: unknown) => this.#failed(order.id, error)),
      ),
    );
    await this.#sources.dropUnknown(sourcesIn(this.#db));
    this.#timers.push(
      setInterval(() => this.#guard('sources', () => this.#sources.lookForAbsent()), ABSENT_MS),
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
        this.#cancel();
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
    this.#isCheckDue = this.#wholes.length > 0;
    if (this.#ended || this.#isCheckDue) return;
    if (!isIndexSound(this.#job.index)) this.#damaged();
  }

  async #sync(id: number, sources: readonly string[]): Promise<void> {
    const newest = this.#wholes.at(-1);
    if (newest && !newest.isCancelled) {
      newest.add(sources);
      return;
    }
    const whole = new WholeSync<SourceWork>({
      id,
      sources,
      sourceOf: (source) => this.#sources.get(source),
      syncOne: (source, count, signal, inTurn) =>
        syncOne({ source, count, signal, inTurn, andThen: () => this.#andOwn(source, signal, count) }),
      onChanged: () => this.#exports.now().catch((error: unknown) => this.#failed('exports', error)),
      onProgress: (progress) => this.#tell(progress),
    });
    this.#wholes.push(whole);
    if (!newest) await this.#runFirst(whole);
  }

  async #runFirst(whole: WholeSync<SourceWork>): Promise<void> {
    try {
      await whole.run();
    } finally {
      this.#wholes.shift();
      if (!this.#ended) {
        const end = whole.end();
        this.#tell(end);
        if (end.added + end.changed + end.removed > 0) this.#writer.settle();
        if (this.#isCheckDue) this.check();
      }
      const [next] = this.#wholes;
      if (next && !this.#ended) this.#guard('sync', () => this.#runFirst(next));
    }
  }

  #cancel(): void {
    for (const whole of this.#wholes) whole.cancel();
  }

  #tell(progress: SyncProgress): void {
    this.#post({ is: 'progress', progress, chunks: this.#writer.chunks });
  }

  #make(order: SourceOrder): SourceWork {
    return makeSource({
      order,
      db: this.#db,
      writer: this.#writer,
      heavy: this.#heavy,
      events: this.#events,
      snapshots: this.#job.snapshots,
      sizes: this.#job,
      limitMs: this.#job.limitMs,
      seemsLocal: this.#local.has(order.folder),
      ownDocuments: () => this.#own.documents,
      onPaths: (source, paths) => source.next(() => this.#syncPaths(source, paths)),
      onLost: (source) => this.#want(source),
      onFacts: (facts) => this.#post({ is: 'source', facts }),
      onError: (error) => this.#failed(order.id, error),
    });
  }

  /** @returns the ms that it took */
  async #syncPaths(source: SourceWork, paths: readonly string[]): Promise<number> {
    const begun = performance.now();
    const changed = !source.signal.aborted && (await source.syncPaths(paths, () => undefined));
    if (changed === 'all') this.#want(source);
    if (changed === true) {
      this.#post({ is: 'changed', source: source.id, chunks: this.#writer.chunks });
      if (source.id === OWN_SOURCE) this.#exports.soon();
    }
    return performance.now() - begun;
  }

  async #syncOwn(): Promise<void> {
    const own = this.#sources.get(OWN_SOURCE);
    await own?.next(async () => {
      const count = new SyncCount(1);
      await this.#readOwn(own.signal, count);
      if (!count.didChange) return;
      own.tell();
      this.#post({ is: 'changed', source: OWN_SOURCE, chunks: this.#writer.chunks });
      this.#exports.soon();
    });
  }

  async #andOwn(source: SourceWork, signal: AbortSignal, count: SyncCount): Promise<void> {
    if (source.id === OWN_SOURCE) await this.#readOwn(signal, count);
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
    const {
      gone: [gone],
      followed,
    } = await this.#sources.set(orders);
    if (gone !== undefined) this.#post({ is: 'changed', source: gone, chunks: this.#writer.chunks });
    await followed;
  }

  #drop(source: string): Promise<void> {
    const snapshot = join(this.#job.snapshots, `${source}.snapshot`);
    return dropSource(source, { db: this.#db, writer: this.#writer, snapshot });
  }

  #want(source: SourceWork): void {
    if (!this.#ended && !source.signal.aborted) this.#post({ is: 'wanted', sources: [source.id] });
  }

  /** Work that nobody waits for. Damage ends everything: the next worker makes the index anew. */
  #guard(context: string, work: () => Promise<void>): void {
    work().catch((error: unknown) => this.#failed(context, error));
  }

  #failed(context: string, error: unknown): void {
    if (this.#ended) return;
    if (isCorruption(error)) this.#damaged();
    else this.#fault(context, error);
  }

  #fault(context: string, error: unknown): void {
    this.#post({ is: 'fault', context, message: error instanceof Error ? error.message : String(error) });
  }

  #damaged(): void {
    this.#ended = true;
    this.#cancel();
    this.#db.close();
    this.#post({ is: 'damaged', setAside: setIndexAside(this.#job.index, Date.now(), 'damage') });
  }

  async #stop(): Promise<void> {
    this.#cancel();
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#sources.close();
    await this.#exports.close();
    this.#ended = true;
    await this.#heavy.close();
    this.#db.close();
    this.#ledger.close();
    this.#post({ is: 'stopped' });
  }
}
