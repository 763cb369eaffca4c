/** Writes documents into the index. All of a call's statements belong to the transaction that its caller has begun. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentKind, SkippedFile } from '#shared/nouns/knowledge.ts';
import type { Chunk } from '../chunks/chunk.ts';
import { gramsText, hasUnspaced } from '../search/scripts.ts';

export interface NewDocument {
  /** The one that it takes the place of. */
  readonly id?: number | undefined;
  readonly source: string;
  readonly path: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly tags: readonly string[];
  readonly language?: string | undefined;
  /** ms since 1970. */
  readonly at: number;
  /** Of the file, which may be more than the text. */
  readonly bytes: number;
  readonly mtime: string;
  readonly hash: Uint8Array;
  readonly text: string;
  readonly chunks: readonly Chunk[];
}

export interface MoreChunks extends Pick<NewDocument, 'title' | 'text' | 'chunks'> {
  /** Of its first chunk within the document. */
  readonly index: number;
  /** Lines of the document before this text. */
  readonly line: number;
}

export interface NewSkipped extends SkippedFile {
  readonly size?: number | undefined;
  readonly mtime?: string | undefined;
}

export class IndexWriter {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #chunks: number;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#chunks = (db.prepare('select count(*) as n from chunks').get() as { n: number }).n;
  }

  /** How many there are in the whole index. */
  get chunks(): number {
    return this.#chunks;
  }

  /** All of it, or nothing where it throws. */
  transaction<T>(work: () => T): T {
    this.#run('begin immediate');
    const before = this.#chunks;
    try {
      const result = work();
      this.#run('commit');
      return result;
    } catch (error) {
      this.#chunks = before;
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
  }

  /** Moves what was committed from the log into the file, as far as no reader still needs it. */
  settle(): void {
    this.#db.exec('pragma wal_checkpoint(passive)');
  }

  /** A changed document keeps its id, and loses its old chunks. @returns the id */
  put(document: NewDocument): number {
    const { source, path, kind, title, language = null, at, bytes, mtime, hash } = document;
    const tags = JSON.stringify(document.tags);
    let id = document.id;
    if (id === undefined) {
      const { lastInsertRowid } = this.#prepare(
        `insert into documents (source, path, kind, title, tags, language, at, bytes, mtime, hash)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(source, path, kind, title, tags, language, at, bytes, mtime, hash);
      id = Number(lastInsertRowid);
    } else {
      this.#empty(id);
      this.#run(
        `update documents set kind = ?, title = ?, tags = ?, language = ?, at = ?, bytes = ?, mtime = ?, hash = ?
         where id = ?`,
        kind,
        title,
        tags,
        language,
        at,
        bytes,
        mtime,
        hash,
        id,
      );
    }
    this.#run('insert into names (rowid, title, path) values (?, ?, ?)', id, title, path);
    this.#write(id, { ...document, index: 0, line: 0 });
    return id;
  }

  /** More of a document whose text comes in parts. */
  append(id: number, part: MoreChunks): void {
    this.#write(id, part);
  }

  #write(id: number, { title, text, chunks, index, line: linesBefore }: MoreChunks): void {
    const chunk = this.#prepare(
      'insert into chunks (document, idx, line, last_line, headings, text) values (?, ?, ?, ?, ?, ?)',
    );
    const words = this.#prepare('insert into words (rowid, title, headings, text) values (?, ?, ?, ?)');
    let known: readonly string[] | undefined;
    let headingsJson = '[]';
    let headingsText = '';
    chunks.forEach(({ start, end, line, lastLine, headings }, at) => {
      const piece = text.slice(start, end);
      if (headings !== known) {
        known = headings;
        headingsJson = JSON.stringify(headings);
        headingsText = headings.join('\n');
      }
      const { lastInsertRowid: row } = chunk.run(
        id,
        index + at,
        linesBefore + line,
        linesBefore + lastLine,
        headingsJson,
        piece,
      );
      words.run(row, title, headingsText, piece);
      if (hasUnspaced(piece))
        this.#run('insert into grams (rowid, text) values (?, ?)', row, gramsText(piece));
    });
    this.#chunks += chunks.length;
  }

  /** The same bytes under another time or size: nothing to read anew. */
  touch(id: number, { mtime, bytes }: { readonly mtime: string; readonly bytes: number }): void {
    this.#run('update documents set mtime = ?, bytes = ? where id = ?', mtime, bytes, id);
  }

  /** All of it was read, and these were its bytes. */
  finish(id: number, { mtime, hash }: { readonly mtime: string; readonly hash: Uint8Array }): void {
    this.#run('update documents set mtime = ?, hash = ? where id = ?', mtime, hash, id);
  }

  /** Takes out some chunks of a document that has very many. @returns whether there are more */
  thin(id: number, most: number): boolean {
    const ids = this.#prepare('select id from chunks where document = ? order by idx desc limit ?').all(
      id,
      most,
    ) as { id: number }[];
    for (const { id: chunk } of ids)
      for (const sql of [
        'delete from words where rowid = ?',
        'delete from grams where rowid = ?',
        'delete from chunks where id = ?',
      ])
        this.#run(sql, chunk);
    this.#chunks -= ids.length;
    return ids.length === most;
  }

  hashOf(id: number): Uint8Array | undefined {
    const row = this.#prepare('select hash from documents where id = ?').get(id) as
      { hash: Uint8Array } | undefined;
    return row?.hash;
  }

  remove(id: number): void {
    this.#empty(id);
    this.#run('delete from documents where id = ?', id);
  }

  skip({ source, path, reason, message, size, mtime }: NewSkipped): void {
    this.#run(
      'insert or replace into skipped (source, path, reason, message, size, mtime) values (?, ?, ?, ?, ?, ?)',
      source,
      path,
      reason,
      message,
      size ?? null,
      mtime ?? null,
    );
  }

  unskip(source: string, path: string): void {
    this.#run('delete from skipped where source = ? and path = ?', source, path);
  }

  unskipAll(source: string): void {
    this.#run('delete from skipped where source = ?', source);
  }

  note(source: string, name: string, value: string): void {
    this.#run('insert or replace into notes (source, name, value) values (?, ?, ?)', source, name, value);
  }

  noteOf(source: string, name: string): string | undefined {
    const row = this.#prepare('select value from notes where source = ? and name = ?').get(source, name) as
      { value: string } | undefined;
    return row?.value;
  }

  forgetNote(source: string, name: string): void {
    this.#run('delete from notes where source = ? and name = ?', source, name);
  }

  forgetNotes(source: string): void {
    this.#run('delete from notes where source = ?', source);
  }

  /** Tables of words keep no text: their rows have to be taken out by their ids, before those are forgotten. */
  #empty(id: number): void {
    this.#run('delete from words where rowid in (select id from chunks where document = ?)', id);
    this.#run('delete from grams where rowid in (select id from chunks where document = ?)', id);
    this.#run('delete from names where rowid = ?', id);
    const { changes } = this.#prepare('delete from chunks where document = ?').run(id);
    this.#chunks -= Number(changes);
  }

  #run(sql: string, ...values: (string | number | bigint | null | Uint8Array)[]): void {
    this.#prepare(sql).run(...values);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}
