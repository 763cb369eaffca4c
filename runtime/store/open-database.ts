/** The one door to SQLite: pragmas, migrations, and what a damaged or newer file gets. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LukaError } from '#shared/errors/luka-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { isCorruption, toStoreError } from './store-errors.ts';

/**
 * SQLite's own defaults are unsafe for a ledger (rollback journal, busy timeout 0, fullfsync off).
 *
 * `synchronous = normal` leaves the sync of the write-ahead log to `Durability`, which does it off this thread and
 * before anything is announced: the promise of `full`, without holding up the event loop for the disk. Checkpoints are
 * made by a worker for the same reason (`wal_autocheckpoint = 0`). https://www.sqlite.org/wal.html#performance_considerations
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma busy_timeout = 5000;
  pragma foreign_keys = on;
  pragma wal_autocheckpoint = 0;
  pragma cache_size = -4096;
`;

export interface DatabaseSchema {
  /** In order; the position plus one is the version that a file has after it. */
  readonly migrations: readonly string[];
  /** Queries that read the first pages of what is largest: most damage shows there at once. */
  readonly probes: readonly string[];
}

const LEDGER: DatabaseSchema = {
  migrations: MIGRATIONS,
  probes: [
    'select count(*) from (select 1 from runs order by id desc limit 50)',
    'select max(seq) from events',
  ],
};

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where a damaged database was moved to, when that happened. */
  readonly setAside?: string;
}

/**
 * Opens a database, the ledger where no other schema is given; makes or migrates its tables.
 * A damaged file is moved aside, never deleted, and a fresh one takes its place.
 * @throws LukaError database_newer, disk_full, ledger_unavailable
 */
export function openDatabase(file: string, now: number, schema = LEDGER): OpenedDatabase {
  try {
    return { db: openSound(file, schema) };
  } catch (error) {
    if (!isCorruption(error)) throw toStoreError(error);
  }
  const setAside = `${file}.corrupt-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, setAside + suffix);
  }
  try {
    return { db: openSound(file, schema), setAside };
  } catch (error) {
    throw toStoreError(error);
  }
}

function openSound(file: string, { migrations, probes }: DatabaseSchema): DatabaseSync {
  // SQLite would make it readable to others; its -wal and -shm take over the mode of the file.
  if (file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  try {
    db.exec(PRAGMAS);
    migrate(db, migrations);
    // The whole file of the ledger is checked by the worker later.
    for (const probe of probes) db.prepare(probe).get();
    syncDirectory(dirname(file));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Runs the migrations that the file has not seen, each in a transaction of its own. */
export function migrate(db: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
  if (version > migrations.length) {
    throw new LukaError('database_newer', {
      message: `the database has version ${version}; this Luka knows up to ${migrations.length}`,
    });
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    db.exec('begin immediate');
    try {
      db.exec(sql);
      db.exec(`pragma user_version = ${index + 1}`);
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      throw error;
    }
  }
}

/** Makes the file's name durable: syncing a file does not sync the folder it is in (fsync(2)). */
function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
