/** For tests: a syncer over a folder of its own, in this process, and what it says. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { openDatabase } from '../../store/open-database.ts';
import { createFolderEvents, type FolderEvents } from './folder-events.ts';
import type { FromSyncWorker, SourceFacts, SourceOrder, SyncJob } from './messages.ts';
import { Syncer } from './syncer.ts';

/** Nothing happens in any folder. */
export const NO_EVENTS: FolderEvents = {
  listen: () => Promise.resolve(() => Promise.resolve()),
  writeSnapshot: (_, file) => writeFile(file, ''),
  since: () => Promise.reject(new Error('there is no snapshot')),
};

export interface TestPlace extends AsyncDisposable {
  readonly path: string;
  /** The source's folder. */
  readonly folder: string;
  readonly job: SyncJob;
  write(name: string, content: string | Uint8Array): Promise<string>;
}

export async function makePlace(order: Partial<SourceOrder> = {}): Promise<TestPlace> {
  const path = await mkdtemp(join(tmpdir(), 'luka-sync-'));
  const folder = join(path, 'notes');
  const reports = join(path, 'reports');
  for (const each of [folder, reports]) await mkdir(each);
  openDatabase(join(path, 'luka.db'), 0).db.close();
  const source: SourceOrder = { id: 'notes', folder, events: false, slow: false, ...order };
  return {
    path,
    folder,
    job: {
      index: join(path, 'knowledge.db'),
      ledger: join(path, 'luka.db'),
      reports,
      exports: join(path, 'exports'),
      snapshots: join(path, 'knowledge.db.watch'),
      sources: [source],
    },
    async write(name, content) {
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export class TestSyncer implements AsyncDisposable {
  readonly messages: FromSyncWorker[] = [];
  readonly syncer: Syncer;
  readonly #place: Pick<TestPlace, 'folder' | 'job'>;
  readonly #waiting = new Set<() => void>();
  #syncs = 0;

  private constructor(place: Pick<TestPlace, 'folder' | 'job'>, events: FolderEvents, job: Partial<SyncJob>) {
    this.#place = place;
    this.syncer = new Syncer({ ...place.job, ...job }, events, (message) => {
      this.messages.push(message);
      for (const look of this.#waiting) look();
    });
  }

  static async start(
    place: Pick<TestPlace, 'folder' | 'job'>,
    events: FolderEvents | 'real' = NO_EVENTS,
    job: Partial<SyncJob> = {},
    { waits = true } = {},
  ): Promise<TestSyncer> {
    const made = new TestSyncer(place, events === 'real' ? createFolderEvents() : events, job);
    await made.syncer.start();
    if (waits) await made.syncer.caughtUp();
    return made;
  }

  /** A whole sync, to its end. */
  async sync(...sources: string[]): Promise<SyncProgress> {
    this.#syncs += 1;
    const id = this.#syncs;
    this.syncer.handle({ do: 'sync', sync: id, sources: sources.length > 0 ? sources : ['notes'] });
    const message = await this.until(
      (each) => each.is === 'progress' && each.progress.id === id && each.progress.tookMs !== undefined,
    );
    if (message.is !== 'progress') throw new Error('not a progress');
    return message.progress;
  }

  /** The first message that fits, from here on or, with `from`, from an earlier one. */
  async until(
    fits: (message: FromSyncWorker) => boolean,
    from = this.messages.length,
  ): Promise<FromSyncWorker> {
    for (let at = from; ;) {
      for (; at < this.messages.length; at += 1) if (fits(this.messages[at]!)) return this.messages[at]!;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look);
          resolve();
        };
        this.#waiting.add(look);
      });
    }
  }

  facts(source = 'notes'): SourceFacts | undefined {
    return this.messages
      .flatMap((message) => (message.is === 'source' && message.facts.id === source ? [message.facts] : []))
      .at(-1);
  }

  all<Row = Record<string, unknown>>(sql: string, ...values: (string | number)[]): Row[] {
    const db = new DatabaseSync(this.#place.job.index, { readOnly: true });
    try {
      return (db.prepare(sql).all(...values) as object[]).map((row): Row => Object.assign({}, row) as Row);
    } finally {
      db.close();
    }
  }

  /** Names below the folder of documents that have a word. */
  found(word: string): string[] {
    const rows = this.all<{ path: string }>(
      `select distinct path from documents join chunks on chunks.document = documents.id
       where chunks.id in (select rowid from words where words match ?) order by path`,
      word,
    );
    return rows.map(({ path }) => path.replace(`${this.#place.folder}/`, ''));
  }

  skipped(): Record<string, string> {
    const rows = this.all<{ path: string; reason: string }>('select path, reason from skipped order by path');
    return Object.fromEntries(
      rows.map(({ path, reason }) => [path.replace(`${this.#place.folder}/`, ''), reason]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const stopped = this.until(({ is }) => is === 'stopped');
    this.syncer.handle({ do: 'stop' });
    await stopped;
  }
}
