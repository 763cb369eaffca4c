/** What syncs are measured against: a walk over a folder, and SQLite with its text, and nothing else. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mapLimit } from '#runtime/tasks/map-limit.ts';

/** What a program does that looks at every file, and nothing else. */
export async function walkAndStat(folder: string): Promise<number> {
  const before = performance.now();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await mapLimit(
    entries.filter((entry) => entry.isFile()),
    16,
    (entry) => stat(join(entry.parentPath, entry.name)),
  );
  return performance.now() - before;
}

/** Reads every file and inserts its text into a table of words, in one transaction. */
export async function readAndInsert(folder: string, file: string): Promise<number> {
  const before = performance.now();
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  );
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
    create virtual table words using fts5(path, text, tokenize='unicode61'); begin`);
  const insert = db.prepare('insert into words (path, text) values (?, ?)');
  for (let at = 0; at < entries.length; at += 500) {
    const texts = await mapLimit(entries.slice(at, at + 500), 16, async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, await readFile(path, 'utf8')] as const;
    });
    for (const [path, text] of texts) insert.run(path, text);
  }
  db.exec('commit');
  db.close();
  return performance.now() - before;
}
