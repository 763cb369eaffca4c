/** The knowledge of a home, with its threads, in this process. */
import { mkdir } from 'node:fs/promises';
import type { SyncProgress } from '#shared/nouns/knowledge.ts';
import { systemClock } from '#runtime/clock.ts';
import { AuditLog } from '#runtime/governance/audit/audit-log.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { createKnowledge } from '#runtime/knowledge/create-knowledge.ts';
import { Durability } from '#runtime/store/durability.ts';
import { openDatabase } from '#runtime/store/open-database.ts';
import { Store } from '#runtime/store/store.ts';

export async function openKnowledge(home: string) {
  const layout = homeLayout(home);
  await mkdir(layout.reports, { recursive: true });
  const durability = new Durability(`${layout.database}-wal`);
  const onError = (error: unknown): void => {
    process.exitCode = 1;
    console.error(error);
  };
  const store = new Store({
    db: openDatabase(layout.database, 0).db,
    clock: systemClock,
    durability,
    onError,
  });
  const audit = new AuditLog({ store, clock: systemClock });
  const knowledge = createKnowledge({ store, audit, clock: systemClock, layout, onError });
  knowledge.start();
  return {
    knowledge,
    index: layout.knowledge,
    async sync(): Promise<SyncProgress> {
      knowledge.startSync();
      return this.ended();
    },
    async ended(): Promise<SyncProgress> {
      for (;;) {
        const sync = knowledge.sync();
        if (sync?.tookMs !== undefined) return sync;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async [Symbol.asyncDispose]() {
      await knowledge.stop();
      await durability.close();
      store.close();
    },
  };
}
