/** What the index knows of a source's files, in memory: a sync that finds nothing new asks the database nothing. */
import type { DatabaseSync } from 'node:sqlite';

/** Rows that are in memory besides what is kept of them. */
const AT_ONCE = 5_000;

export interface KnownFile {
  /** Of its document; 0 where it was looked at and not read. */
  readonly id: number;
  readonly size: number;
  /** ms since 1970; NaN where it has to be read again. */
  readonly mtimeMs: number;
  /** The round it was last seen in. */
  seen: number;
}

export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();
  #round = 0;
  #documents = 0;
  #bytes = 0;

  /** Documents that are no files are left out. */
  constructor(db: DatabaseSync, source: string) {
    const documents = db.prepare(
      `select path, id, bytes, mtime from documents
       where source = ? and path > ? and path not like 'luka://%' order by path limit ${AT_ONCE}`,
    );
    // A start waits for this: an object for each row would take three times as long.
    documents.setReturnArrays(true);
    for (let last: string | undefined = ''; last !== undefined;) {
      const rows = documents.all(source, last) as unknown as [string, number, number, string][];
      for (const [path, id, bytes, mtime] of rows) this.#add(path, { id, size: bytes, mtime });
      last = rows.length === AT_ONCE ? rows.at(-1)?.[0] : undefined;
    }
    const skipped = db
      .prepare('select path, size, mtime from skipped where source = ?')
      .iterate(source) as Iterable<{ path: string; size: number | null; mtime: string | null }>;
    for (const { path, size, mtime } of skipped)
      this.set(path, { id: 0, size: size ?? -1, mtime: mtime ?? '' });
  }

  get documents(): number {
    return this.#documents;
  }

  get skipped(): number {
    return this.#files.size - this.#documents;
  }

  /** Of the files that were read. */
  get bytes(): number {
    return this.#bytes;
  }

  get(path: string): KnownFile | undefined {
    return this.#files.get(path);
  }

  set(path: string, { id, size, mtime }: { id: number; size: number; mtime: string }): void {
    this.#uncount(this.#files.get(path));
    this.#add(path, { id, size, mtime });
  }

  delete(path: string): void {
    this.#uncount(this.#files.get(path));
    this.#files.delete(path);
  }

  /** From now on nothing was seen. */
  nextRound(): void {
    this.#round += 1;
  }

  see(file: KnownFile): void {
    file.seen = this.#round;
  }

  /** Everything at or below a path that was not seen in this round. */
  *unseen(below?: string): Generator<[path: string, file: KnownFile]> {
    const within = below === undefined ? undefined : `${below}/`;
    for (const [path, file] of this.#files) {
      if (file.seen === this.#round) continue;
      if (within === undefined || path === below || path.startsWith(within)) yield [path, file];
    }
  }

  /** Takes what is at or below a path for seen. */
  seeBelow(folder: string): void {
    for (const [, file] of this.unseen(folder)) this.see(file);
  }

  /** One that was not known. */
  #add(path: string, { id, size, mtime }: { id: number; size: number; mtime: string }): void {
    this.#files.set(path, { id, size, mtimeMs: mtime === '' ? NaN : Number(mtime), seen: this.#round });
    if (id === 0) return;
    this.#documents += 1;
    this.#bytes += size;
  }

  #uncount(file: KnownFile | undefined): void {
    if (file === undefined || file.id === 0) return;
    this.#documents -= 1;
    this.#bytes -= file.size;
  }
}
