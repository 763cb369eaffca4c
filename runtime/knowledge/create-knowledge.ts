/** Knowledge put together: the sources, the worker that reads them, and what is asked of the index. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  KnowledgeDocument,
  KnowledgeSource,
  KnowledgeStatus,
  SkippedFile,
  SourceSpec,
  SyncProgress,
} from '#shared/nouns/knowledge.ts';
import type { EventType } from '#shared/nouns/event.ts';
import type { Actor } from '#shared/nouns/role.ts';
import type { Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { HomeLayout } from '../home/layout.ts';
import type { Store } from '../store/store.ts';
import { Announcer } from './announcer.ts';
import { IndexQueries, type Page } from './index-store/index-queries.ts';
import { SourceBook, sourceUnknown, type FolderSource } from './source-book.ts';
import { SourceTimers } from './source-timers.ts';
import { OWN_SOURCE, type SyncJob } from './sync/messages.ts';
import { everySource, SyncDesk } from './sync/sync-desk.ts';

export interface KnowledgeOptions {
  readonly store: Store;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly layout: HomeLayout;
  readonly onError: (error: unknown) => void;
}

export type Knowledge = ReturnType<typeof createKnowledge>;

/** What Luka's own documents are made of changed. */
const OWN_EVENTS: ReadonlySet<EventType> = new Set([
  'run.finished',
  'run.validated',
  'approval.requested',
  'approval.decided',
  'memory.changed',
]);
/** ms. Runs may end by the hundred. */
const OWN_GATHER_MS = 1_000;

export function createKnowledge(options: KnowledgeOptions) {
  const { store, audit, clock, layout, onError } = options;
  const book = new SourceBook({ store, audit, clock, home: layout.root });
  const queries = new IndexQueries(layout.knowledge);
  const openListeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  const announcer = new Announcer({ store, clock, onError });
  const job = (): SyncJob => ({
    index: layout.knowledge,
    ledger: layout.database,
    reports: layout.reports,
    exports: join(layout.root, 'exports'),
    snapshots: `${layout.knowledge}.watch`,
    sources: book.list().map(({ id, folder, include, exclude, watch }) => ({
      id,
      folder,
      include,
      exclude,
      events: watch === 'events',
      slow: typeof watch === 'object',
    })),
  });
  const desk: SyncDesk = new SyncDesk({
    clock,
    job,
    onOpen: () => {
      queries.reopen();
      for (const listener of openListeners) listener();
    },
    onProgress: (progress) => {
      announcer.progress(progress);
      if (progress.tookMs !== undefined) for (const listener of changeListeners) listener();
    },
    onChanged: (source) => {
      announcer.changed(source);
      for (const listener of changeListeners) listener();
    },
    onError,
  });
  const timers = new SourceTimers({ clock, onDue: (source) => desk.begin([source]) });
  let gathering: (() => void) | undefined;
  let unlisten: (() => void) | undefined;
  const gather = (): void => {
    gathering ??= clock.after(OWN_GATHER_MS, () => {
      gathering = undefined;
      desk.ownChanged();
    });
  };

  const toSource = ({ id, name, folder, include, exclude, watch }: FolderSource): KnowledgeSource => ({
    name,
    folder,
    ...(include ? { include: [...include] } : {}),
    ...(exclude ? { exclude: [...exclude] } : {}),
    watch,
    ...factsOf(id),
  });
  const factsOf = (id: string) => {
    const { message, syncedAt, tookMs, ...facts } = desk.factsOf(id) ?? {
      id,
      state: 'new' as const,
      documents: 0,
      skipped: 0,
      bytes: 0,
    };
    return {
      ...facts,
      ...(message === undefined ? {} : { message }),
      ...(syncedAt === undefined ? {} : { syncedAt }),
      ...(tookMs === undefined ? {} : { tookMs }),
    };
  };
  const known = (id: string | undefined): string | undefined => {
    if (id !== undefined && id !== OWN_SOURCE && !book.get(id)) throw sourceUnknown(id);
    return id;
  };
  const sum = (source: string | undefined, what: 'documents' | 'skipped'): number =>
    (source === undefined ? everySource(book.list()) : [source]).reduce(
      (total, id) => total + (desk.factsOf(id)?.[what] ?? 0),
      0,
    );

  return {
    async status(): Promise<KnowledgeStatus> {
      const sources = [
        { name: 'Luka', watch: 'events' as const, ...factsOf(OWN_SOURCE) },
        ...book.list().map(toSource),
      ];
      return {
        sources,
        documents: sources.reduce((total, { documents }) => total + documents, 0),
        chunks: desk.chunks,
        bytes: await sizeOf(layout.knowledge),
        ...(desk.sync ? { sync: desk.sync } : {}),
        ...(desk.setAside ? { setAside: desk.setAside.file, setAsideFor: desk.setAside.because } : {}),
      };
    },
    /** Its first sync begins at once. @throws LukaError source_invalid, source_exists, ledger_unavailable */
    async addSource(spec: SourceSpec, by: Actor): Promise<KnowledgeSource> {
      const source = await book.add(spec, by);
      desk.sourcesChanged();
      desk.begin([source.id]);
      timers.set(book.list());
      return toSource(source);
    },
    /** @throws LukaError source_unknown, ledger_unavailable */
    async removeSource(id: string, by: Actor): Promise<void> {
      await book.remove(id, by);
      desk.sourcesChanged();
      desk.forget(id);
      timers.set(book.list());
      announcer.changed(id);
    },
    /** All sources where none is named. @throws LukaError source_unknown */
    startSync(source?: string): SyncProgress {
      const id = known(source);
      return desk.begin(id === undefined ? everySource(book.list()) : [id]);
    },
    /** The one that goes on, else the last one. */
    sync: (): SyncProgress | undefined => desk.sync,
    cancelSync: (): void => desk.cancel(),
    /** @throws LukaError knowledge_unavailable */
    skipped(page: Page): { skipped: SkippedFile[]; total: number } {
      return { skipped: queries.skipped(page), total: sum(page.source, 'skipped') };
    },
    /** @throws LukaError knowledge_unavailable */
    documents(page: Page): { documents: KnowledgeDocument[]; total: number } {
      return { documents: queries.documents(page), total: sum(page.source, 'documents') };
    },
    /** @throws LukaError document_unknown, knowledge_unavailable */
    document: (id: number) => queries.document(id),
    /** Whoever has the index open opens it again: another file has its name. @returns what ends it */
    onOpen(listener: () => void): () => void {
      openListeners.add(listener);
      return () => openListeners.delete(listener);
    },
    /** Documents may have changed. Comes often while a sync goes on. @returns what ends it */
    onChanged(listener: () => void): () => void {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    /** Something of Luka's own was written that no event tells of. */
    ownChanged: gather,
    /** Somebody met damage in the index: it is looked over, and made anew where that is so. */
    suspectDamage: (): void => desk.check(),
    start(): void {
      desk.start();
      timers.set(book.list());
      unlisten = store.onEvent(({ type }) => {
        if (OWN_EVENTS.has(type)) gather();
      });
    },
    async stop(): Promise<void> {
      unlisten?.();
      gathering?.();
      timers.close();
      announcer.close();
      await desk.stop();
      queries.close();
    },
  };
}

/** Bytes, with what is not yet moved into the file. */
async function sizeOf(file: string): Promise<number> {
  const sizes = await Promise.all(
    [file, `${file}-wal`].map((each) =>
      stat(each).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}
