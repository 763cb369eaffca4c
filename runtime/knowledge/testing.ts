/** For tests and benchmarks: an index filled without reading a folder. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DocumentKind } from '#shared/nouns/knowledge.ts';
import { chunkMarkdown } from './chunks/chunk-markdown.ts';
import { INDEX_SCHEMA, INDEX_VERSION } from './index-store/schema.ts';
import { gramsText, hasUnspaced } from './search/scripts.ts';

export interface DocumentDraft {
  readonly path: string;
  readonly text: string;
  readonly title?: string | undefined;
  readonly source?: string | undefined;
  readonly kind?: DocumentKind | undefined;
  readonly tags?: readonly string[] | undefined;
  /** ms since 1970. */
  readonly at?: number | undefined;
}

/** Opens the index for writing, and makes it where it is new. */
export function openForFilling(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;');
  const { user_version: version } = db.prepare('pragma user_version').get() as { user_version: number };
  if (version === 0) db.exec(`${INDEX_SCHEMA}; pragma user_version = ${INDEX_VERSION};`);
  return db;
}

/** Adds documents in one transaction. */
export function addDocuments(db: DatabaseSync, drafts: Iterable<DocumentDraft>): void {
  const document = db.prepare(
    'insert into documents (source, path, kind, title, tags, language, at, bytes, mtime, hash) values (?, ?, ?, ?, ?, null, ?, ?, ?, ?)',
  );
  const chunk = db.prepare(
    'insert into chunks (document, idx, line, last_line, headings, text) values (?, ?, ?, ?, ?, ?)',
  );
  const words = db.prepare('insert into words (rowid, title, headings, text) values (?, ?, ?, ?)');
  const grams = db.prepare('insert into grams (rowid, text) values (?, ?)');
  const names = db.prepare('insert into names (rowid, title, path) values (?, ?, ?)');
  db.exec('begin immediate');
  for (const { path, text, source = 'notes', kind = 'markdown', tags = [], at = 0, ...draft } of drafts) {
    const title = draft.title ?? /^# (.+)$/m.exec(text)?.[1] ?? path.split('/').at(-1)!;
    const hash = createHash('sha256').update(text).digest().subarray(0, 16);
    const bytes = Buffer.byteLength(text);
    const id = document.run(source, path, kind, title, JSON.stringify(tags), at, bytes, '0', hash)
      .lastInsertRowid as number;
    names.run(id, title, path);
    chunkMarkdown(text).forEach(({ start, end, line, lastLine, headings }, index) => {
      const piece = text.slice(start, end);
      const row = chunk.run(id, index, line, lastLine, JSON.stringify(headings), piece)
        .lastInsertRowid as number;
      words.run(row, title, headings.join('\n'), piece);
      if (hasUnspaced(piece)) grams.run(row, gramsText(piece));
    });
  }
  db.exec('commit');
}

/** A new index with these documents in a folder. @returns its file */
export function makeIndex(folder: string, drafts: Iterable<DocumentDraft>): string {
  const file = join(folder, 'knowledge.db');
  const db = openForFilling(file);
  addDocuments(db, drafts);
  db.close();
  return file;
}
