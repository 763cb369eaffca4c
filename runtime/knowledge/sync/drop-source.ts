/** Takes out of the index what is left of a source that is no more. */
import { rm } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { IndexWriter } from '../index-store/index-writer.ts';

const AT_ONCE = 500;

export interface DropOptions {
  readonly db: DatabaseSync;
  readonly writer: IndexWriter;
  /** Its file. */
  readonly snapshot: string;
}

export async function dropSource(source: string, { db, writer, snapshot }: DropOptions): Promise<void> {
  const some = db.prepare('select id from documents where source = ? limit ?');
  for (;;) {
    const rows = some.all(source, AT_ONCE) as { id: number }[];
    if (rows.length === 0) break;
    writer.transaction(() => {
      for (const { id } of rows) writer.remove(id);
    });
    await nextTurn();
  }
  writer.transaction(() => {
    writer.unskipAll(source);
    writer.forgetNotes(source);
  });
  await rm(snapshot, { force: true });
}

/** Every source that the index has anything of. */
export function sourcesIn(db: DatabaseSync): string[] {
  // From one source to the next by the index: how many documents each has makes no difference.
  const rows = db
    .prepare(
      `with recursive each (source) as (
         select min(source) from documents
         union all
         select (select min(source) from documents where source > each.source) from each
         where each.source is not null
       )
       select source from each where source is not null
       union select source from skipped union select source from notes`,
    )
    .all() as { source: string }[];
  return rows.map(({ source }) => source);
}
