/** Reads, and writes that are durable before anyone hears of them. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EventType, LukaEvent } from '#shared/nouns/event.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Durability } from './durability.ts';
import { toStoreError } from './store-errors.ts';

export interface NewEvent {
  readonly type: EventType;
  readonly run?: number | undefined;
  readonly task?: string | undefined;
  readonly data?: Record<string, unknown>;
}

/** What a write is given: statements, and events that become public once the write is durable. */
export interface Transaction {
  run(sql: string, ...values: SQLInputValue[]): { changes: number; lastId: number };
  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  emit(event: NewEvent): void;
}

export type EventListener = (event: LukaEvent) => void;

export class Store {
  readonly #db: DatabaseSync;
  readonly #clock: Clock;
  readonly #durability: Durability;
  readonly #statements = new Map<string, StatementSync>();
  readonly #listeners = new Set<EventListener>();
  readonly #onError: (error: unknown) => void;
  #unpublished: LukaEvent[] = [];
  #publishedSeq: number;
  #commits = 0;
  /** Commits that are known to be on the disk. */
  #synced = 0;

  constructor(options: {
    db: DatabaseSync;
    clock: Clock;
    durability: Durability;
    onError: (error: unknown) => void;
  }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#durability = options.durability;
    this.#onError = options.onError;
    this.#publishedSeq = this.get<{ seq: number | null }>('select max(seq) as seq from events')?.seq ?? 0;
  }

  /** The newest event that was announced. */
  get eventSeq(): number {
    return this.#publishedSeq;
  }

  /** Commits since the start; the checkpointer counts by it. */
  get commits(): number {
    return this.#commits;
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** One transaction, durable when the promise resolves. @throws LukaError disk_full, ledger_unavailable */
  async write<T>(work: (tx: Transaction) => T): Promise<T> {
    const result = this.commit(work);
    await this.durable();
    return result;
  }

  /**
   * One transaction, committed at once and made durable soon. Its events are announced when it is. For a fact that the
   * caller need not promise yet, or that shares the next `durable()` with others.
   */
  commit<T>(work: (tx: Transaction) => T): T {
    const events: LukaEvent[] = [];
    const tx: Transaction = {
      run: (sql, ...values) => {
        const { changes, lastInsertRowid } = this.#prepare(sql).run(...values);
        return { changes: Number(changes), lastId: Number(lastInsertRowid) };
      },
      get: (sql, ...values) => this.get(sql, ...values),
      all: (sql, ...values) => this.all(sql, ...values),
      emit: (event) => events.push(this.#insertEvent(event)),
    };
    let result: T;
    try {
      this.#prepare('begin immediate').run();
      result = work(tx);
      this.#prepare('commit').run();
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw toStoreError(error);
    }
    this.#commits += 1;
    if (events.length > 0) {
      this.#unpublished.push(...events);
      this.durable().catch(this.#onError);
    }
    return result;
  }

  /** Resolves once everything committed so far is on the disk and its events were announced. */
  async durable(): Promise<void> {
    const upTo = this.#unpublished.at(-1)?.seq ?? 0;
    const commits = this.#commits;
    // Nothing came since the last sync: nothing to wait for.
    if (commits === this.#synced) return;
    await this.#durability.barrier();
    this.#synced = Math.max(this.#synced, commits);
    this.#publish(upTo);
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Announced events of one type after `seq`, oldest first. */
  eventsOfTypeAfter(type: EventType, seq: number, limit: number): LukaEvent[] {
    return this.all<EventRow>(
      'select * from events where seq > ? and seq <= ? and type = ? order by seq limit ?',
      seq,
      this.#publishedSeq,
      type,
      limit,
    ).map(toEvent);
  }

  /** Announced events after `seq`, oldest first. */
  eventsAfter(seq: number, limit: number): LukaEvent[] {
    return this.all<EventRow>(
      'select * from events where seq > ? and seq <= ? order by seq limit ?',
      seq,
      this.#publishedSeq,
      limit,
    ).map(toEvent);
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #publish(upTo: number): void {
    const ready: LukaEvent[] = [];
    while (this.#unpublished[0] && this.#unpublished[0].seq <= upTo) ready.push(this.#unpublished.shift()!);
    for (const event of ready) {
      this.#publishedSeq = event.seq;
      for (const listener of this.#listeners) {
        try {
          listener(event);
        } catch (error) {
          this.#onError(error);
        }
      }
    }
  }

  #insertEvent(event: NewEvent): LukaEvent {
    const at = this.#clock.now();
    const data = event.data ?? {};
    const { lastInsertRowid } = this.#prepare(
      'insert into events (at, type, run, task, data) values (?, ?, ?, ?, ?)',
    ).run(at, event.type, event.run ?? null, event.task ?? null, JSON.stringify(data));
    return {
      seq: Number(lastInsertRowid),
      at: isoAt(at),
      type: event.type,
      ...(event.run === undefined ? {} : { run: event.run }),
      ...(event.task === undefined ? {} : { task: event.task }),
      data,
    };
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
}

interface EventRow {
  seq: number;
  at: number;
  type: EventType;
  run: number | null;
  task: string | null;
  data: string;
}

function toEvent(row: EventRow): LukaEvent {
  return {
    seq: row.seq,
    at: isoAt(row.at),
    type: row.type,
    ...(row.run === null ? {} : { run: row.run }),
    ...(row.task === null ? {} : { task: row.task }),
    data: JSON.parse(row.data) as Record<string, unknown>,
  };
}
