/** The ledger as it is at one moment, while Luka goes on writing it. Synchronous: for a process that does nothing else. */
import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LukaError } from '#shared/errors/luka-error.ts';
import { isCorruption } from '../store/store-errors.ts';

export interface CopiedLedger {
  readonly schema: number;
  readonly runs: number;
  readonly events: number;
}

/**
 * `vacuum into` reads within one transaction and writes a file without gaps; with a write-ahead log nobody waits for it
 * (https://www.sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause).
 * @param to must not be there yet
 * @throws LukaError backup_ledger: damaged, or none
 */
export function copyLedger(from: string, to: string): CopiedLedger {
  copyDatabase(from, to, 'ledger');
  return lookAtLedger(to);
}

export type CopiedFigures = { readonly copied: boolean; readonly damage?: string };

/**
 * The figures of telemetry, which go on where they were. Luka makes a damaged file of them anew of the runs that the ledger
 * has, so it keeps nobody from a backup.
 * @returns not copied where there are none yet, or where they are damaged, and then how
 * @throws LukaError backup_ledger: they cannot be read now, or the copy not be written
 */
export function copyFigures(from: string, to: string): CopiedFigures {
  if (!existsSync(from)) return { copied: false };
  try {
    copyDatabase(from, to, 'file of figures');
    return { copied: true };
  } catch (error) {
    const { cause } = error as Error;
    if (!isCorruption(cause)) throw error;
    return { copied: false, damage: (cause as Error).message };
  }
}

function copyDatabase(from: string, to: string, what: string): void {
  // SQLite would make it readable to others.
  closeSync(openSync(to, 'wx', 0o600));
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(from, { readOnly: true, timeout: 10_000 });
    db.prepare('vacuum into ?').run(to);
  } catch (cause) {
    throw new LukaError('backup_ledger', {
      message: `the ${what} ${from} cannot be copied (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  } finally {
    db?.close();
  }
}

/** @throws LukaError backup_damaged where it is not whole */
export function lookAtLedger(file: string): CopiedLedger {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true });
    const faults = db.prepare('pragma integrity_check(5)').all() as { integrity_check: string }[];
    const [first] = faults;
    if (first?.integrity_check !== 'ok') throw new Error(first?.integrity_check ?? 'it cannot be checked');
    const orphan = db.prepare('pragma foreign_key_check').get();
    if (orphan !== undefined) throw new Error('rows point to others that are not there');
    const number = (sql: string): number => Number(Object.values(db?.prepare(sql).get() ?? {})[0] ?? 0);
    return {
      schema: number('pragma user_version'),
      runs: number('select count(*) from runs'),
      events: number('select count(*) from events'),
    };
  } catch (cause) {
    throw new LukaError('backup_damaged', {
      message: `the ledger in it is damaged (${cause instanceof Error ? cause.message : String(cause)})`,
      cause,
    });
  } finally {
    db?.close();
  }
}
