/** Opens the index of knowledge. What cannot be used is set aside and made anew: it holds nothing that cannot be read again. */
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isCorruption, toStoreError } from '../../store/store-errors.ts';
import { INDEX_SCHEMA, INDEX_VERSION } from './schema.ts';

/**
 * Pages of the log before it is moved into the file within a commit: 128 MB. Each time all pages are synced to the disk, and
 * many of them are written again by the next commits; after a sync it is moved anyway.
 */
const LOG_PAGES = 32_000;

/**
 * `synchronous = normal`: in WAL mode a power cut may take the newest commits, never the whole
 * (https://www.sqlite.org/pragma.html#pragma_synchronous); what it takes is read again.
 */
const PRAGMAS = `
  pragma journal_mode = wal;
  pragma synchronous = normal;
  pragma busy_timeout = 5000;
  pragma foreign_keys = on;
  pragma journal_size_limit = 16777216;
  pragma wal_autocheckpoint = ${LOG_PAGES};
  pragma cache_size = -8192;
  pragma temp_store = memory;
`;

/**
 * Bytes that FTS5 gathers before it writes a segment. Its own 1 MiB makes so many small ones of a first sync that merging
 * them takes longer than writing them.
 */
const GATHERED = 16 * 1_048_576;

/** Read once, so that damage in any table shows when it is opened rather than in the middle of a sync. */
const LOOKS = [
  'select count(*) from (select 1 from documents order by id desc limit 50)',
  'select count(*) from (select 1 from chunks order by id desc limit 50)',
  'select count(*) from (select 1 from skipped limit 50)',
  'select count(*) from (select 1 from notes limit 50)',
  `select count(*) from (select 1 from words where words match 'luka' limit 1)`,
  `select count(*) from (select 1 from grams where grams match 'luka' limit 1)`,
  `select count(*) from (select 1 from names where names match 'luka' limit 1)`,
];

/** Where an index was moved to, and why. */
export interface SetAside {
  readonly file: string;
  readonly because: 'damage' | 'version';
}

export interface OpenedIndex {
  readonly db: DatabaseSync;
  /** It was made now: nothing of what is to be in it has been read. */
  readonly isNew: boolean;
  /** The one before, where there was one that could not be used. */
  readonly setAside?: SetAside;
}

/**
 * For the one who writes. Works on this thread: not for the main one.
 * @param now ms since 1970
 * @throws LukaError disk_full, ledger_unavailable
 */
export function openIndex(file: string, now: number): OpenedIndex {
  let because: SetAside['because'] = 'version';
  try {
    const opened = openSound(file);
    if (opened) return opened;
  } catch (error) {
    if (!isCorruption(error)) throw toStoreError(error);
    because = 'damage';
  }
  const setAside = setIndexAside(file, now, because);
  try {
    const opened = openSound(file);
    if (opened) return { ...opened, setAside };
  } catch (error) {
    throw toStoreError(error);
  }
  throw new Error('a new index has another version than it was made with');
}

const SUFFIX = { damage: 'damaged', version: 'outdated' } as const;

/** Moves the file and what belongs to it. Nobody may have it open to write. */
export function setIndexAside(file: string, now: number, because: SetAside['because']): SetAside {
  const aside = `${file}.${SUFFIX[because]}-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`;
  if (existsSync(file)) renameSync(file, aside);
  // The log of one database must never be taken for that of another.
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  return { file: aside, because };
}

/** Looks the whole file over. By a connection of its own: the memory of one that is open has pages as they were. */
export function isIndexSound(file: string): boolean {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const faults = db.prepare('pragma quick_check(1)').all() as { quick_check: string }[];
    return faults.every(({ quick_check: line }) => line === 'ok');
  } finally {
    db.close();
  }
}

/** @returns undefined for a file of another version */
function openSound(file: string): Omit<OpenedIndex, 'setAside'> | undefined {
  // SQLite would make it readable to others; its -wal and -shm take over the mode of the file.
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  try {
    db.exec(PRAGMAS);
    const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
    const { tables } = db.prepare('select count(*) as tables from sqlite_schema').get() as { tables: number };
    const isNew = version === 0 && tables === 0;
    if (isNew) make(db);
    else if (version !== INDEX_VERSION) {
      db.close();
      return undefined;
    }
    for (const sql of LOOKS) db.prepare(sql).get();
    return { db, isNew };
  } catch (error) {
    if (db.isOpen) db.close();
    throw error;
  }
}

function make(db: DatabaseSync): void {
  db.exec('begin immediate');
  try {
    db.exec(INDEX_SCHEMA);
    for (const table of ['words', 'grams', 'names'])
      db.exec(`insert into ${table} (${table}, rank) values ('hashsize', ${GATHERED})`);
    db.exec(`pragma user_version = ${INDEX_VERSION}`);
    db.exec('commit');
  } catch (error) {
    if (db.isTransaction) db.exec('rollback');
    throw error;
  }
}
