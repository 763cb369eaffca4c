/** A ledger of one's own with an audit and a clock that is moved by hand. */
import { join } from 'node:path';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { AuditLog } from './audit/audit-log.ts';

export async function openLedger() {
  const folder = await temporaryFolder();
  const database = join(folder.path, 'luka.db');
  const clock = new ManualClock();
  const durability = new Durability(`${database}-wal`);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const store = new Store({ db: openDatabase(database, 0).db, clock, durability, onError });
  const audit = new AuditLog({ store, clock });
  return {
    file: database,
    clock,
    store,
    audit,
    errors,
    onError,
    rows: () => audit.list({ after: 0, limit: 1_000 }).rows,
    async [Symbol.asyncDispose]() {
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
