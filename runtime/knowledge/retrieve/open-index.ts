/** The index, open for reading; and which file that is, since it can be made anew under the same name at any time. */
import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { INDEX_VERSION } from '../index-store/schema.ts';

/** What is read again and again stays in memory; the system caches the rest. */
const PRAGMAS =
  'pragma query_only = on; pragma busy_timeout = 250; pragma cache_size = -32768; pragma mmap_size = 1073741824;';
/** Lists of terms: they belong to the connection, the file has none. https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module */
const VOCABULARIES = `
  create virtual table temp.word_terms using fts5vocab('main', 'words', 'row');
  create virtual table temp.gram_terms using fts5vocab('main', 'grams', 'row');
`;

export class OpenIndex implements Disposable {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @throws as SQLite says it, also where the file is no index of this version */
  constructor(file: string) {
    this.#db = new DatabaseSync(file, { readOnly: true });
    try {
      this.#db.exec(VOCABULARIES);
      this.#db.exec(PRAGMAS);
      const version = this.get<{ user_version: number }>('pragma user_version')?.user_version;
      if (version !== INDEX_VERSION)
        throw new Error(`the index has version ${version ?? '?'} and not ${INDEX_VERSION}`);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /** Another number after another connection has committed. https://sqlite.org/pragma.html#pragma_data_version */
  get version(): number {
    return this.get<{ data_version: number }>('pragma data_version')!.data_version;
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      // Searches with filters are written anew each time; what is kept must not grow with them.
      if (this.#statements.size >= 200) this.#statements.clear();
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#db.close();
  }
}

export class IndexFile implements Disposable {
  readonly #file: string;
  #open: { readonly index: OpenIndex; readonly identity: string } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The index as it is now: another object after the file was replaced.
   * @returns undefined where there is none yet
   * @throws as SQLite says it
   */
  current(): OpenIndex | undefined {
    const found = statSync(this.#file, { throwIfNoEntry: false });
    const identity = found === undefined || found.size === 0 ? undefined : `${found.dev}:${found.ino}`;
    if (this.#open && this.#open.identity !== identity) this.close();
    if (identity === undefined) return undefined;
    this.#open ??= { index: new OpenIndex(this.#file), identity };
    return this.#open.index;
  }

  /** The next look opens it again: after an error, nothing of the connection is trusted. */
  close(): void {
    this.#open?.index[Symbol.dispose]();
    this.#open = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
