/** telemetry.db, open: statements are prepared once, and what belongs together is written together. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openDatabase } from '../../store/open-database.ts';
import { TELEMETRY_PROBES, TELEMETRY_SCHEMA } from './schema.ts';

export class Figures implements Disposable {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Where a damaged file was moved to. */
  readonly setAside: string | undefined;
  #version = 0;

  /** @throws LukaError database_newer, disk_full, ledger_unavailable */
  constructor(file: string, now: number) {
    const { db, setAside } = openDatabase(file, now, {
      migrations: TELEMETRY_SCHEMA,
      probes: TELEMETRY_PROBES,
    });
    this.#db = db;
    this.setAside = setAside;
    // Nobody waits for this thread: it makes its checkpoints itself.
    db.exec('pragma wal_autocheckpoint = 1000; pragma cache_size = -16384;');
  }

  /** Another number after each write. */
  get version(): number {
    return this.#version;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  /** @returns how many rows it changed */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).changes);
  }

  /** All of it or nothing. */
  write<T>(work: () => T): T {
    this.#db.exec('begin immediate');
    try {
      const result = work();
      this.#db.exec('commit');
      this.#version += 1;
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
  }

  mark(name: string): string | undefined {
    return this.get<{ value: string }>('select value from marks where name = ?', name)?.value;
  }

  setMark(name: string, value: string): void {
    this.run('insert or replace into marks (name, value) values (?, ?)', name, value);
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}
