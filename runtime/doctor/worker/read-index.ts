import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { IndexJob, IndexReport } from './jobs.ts';

/** The index of knowledge: only whether it is whole. Synchronous: for a thread of its own. */
export function readIndex({ file, full }: IndexJob): IndexReport {
  const bytes = statSync(file).size;
  const pragma = full ? 'integrity_check' : 'quick_check';
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const rows = db.prepare(`pragma ${pragma}(5)`).all() as Record<string, string>[];
    return { bytes, faults: rows.map((row) => String(row[pragma])).filter((line) => line !== 'ok') };
  } catch (error) {
    // SQLITE_CORRUPT (11) and SQLITE_NOTADB (26) are what it has; anything else is that it could not be looked at.
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (code !== 11 && code !== 26) throw error;
    return { bytes, faults: [(error as Error).message] };
  } finally {
    db?.close();
  }
}
