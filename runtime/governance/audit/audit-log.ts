/** Who did what, decided how and why. Rows are only ever added, in the transaction of what they tell of. */
import type { Actor } from '#shared/nouns/role.ts';
import type { AuditAction, AuditRow, AuditVerification } from '#shared/nouns/audit.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { canonicalJson, chainHash, GENESIS } from './chain.ts';
import type { AuditHead } from './audit-head.ts';

export interface NewAuditRow {
  readonly actor: Actor;
  readonly action: AuditAction;
  /** `run 12`, `task backup`, `policy`. */
  readonly subject: string;
  readonly decision?: string | undefined;
  readonly reason?: string | undefined;
  readonly subjectHash?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
}

interface StoredRow {
  readonly seq: number;
  readonly body: string;
  readonly hash: string;
}

/** Rows that are looked at before others get their turn. */
const VERIFY_BATCH = 500;

export interface AuditLogOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Where the newest row is noted outside of the ledger; without it rows cut off at the end are found by their numbers only. */
  readonly head?: AuditHead | undefined;
}

export class AuditLog {
  readonly #options: AuditLogOptions;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  /** As part of what it tells of: both are written, or neither. */
  append(tx: Transaction, row: NewAuditRow): number {
    const last = tx.get<{ seq: number; hash: string }>(
      'select seq, hash from audit order by seq desc limit 1',
    );
    const seq = (last?.seq ?? 0) + 1;
    const at = this.#options.clock.now();
    const body = canonicalJson({ seq, at: isoAt(at), ...row });
    const hash = chainHash(last?.hash ?? GENESIS, body);
    tx.run(
      'insert into audit (seq, body, hash, at, action, actor) values (?, ?, ?, ?, ?, ?)',
      seq,
      body,
      hash,
      at,
      row.action,
      row.actor.name,
    );
    this.#options.head?.note();
    return seq;
  }

  /** By itself. Committed, durable soon. */
  add(row: NewAuditRow): number {
    return this.#options.store.commit((tx) => this.append(tx, row));
  }

  /** Newest first, or oldest first from behind `after`. */
  list(query: {
    before?: number | undefined;
    after?: number | undefined;
    action?: AuditAction | undefined;
    actor?: string | undefined;
    limit: number;
  }): { rows: AuditRow[]; next?: number } {
    const where = [query.after === undefined ? 'seq < ?' : 'seq > ?'];
    const values: (string | number)[] = [query.after ?? query.before ?? Number.MAX_SAFE_INTEGER];
    if (query.action !== undefined) {
      where.push('action = ?');
      values.push(query.action);
    }
    if (query.actor !== undefined) {
      where.push('actor = ?');
      values.push(query.actor);
    }
    const found = this.#options.store.all<StoredRow>(
      `select seq, body, hash from audit where ${where.join(' and ')}
       order by seq ${query.after === undefined ? 'desc' : 'asc'} limit ?`,
      ...values,
      query.limit + 1,
    );
    const rows = found.slice(0, query.limit).map(toAuditRow);
    const last = rows.at(-1);
    return found.length > query.limit && last ? { rows, next: last.seq } : { rows };
  }

  /** Goes through all rows, in steps that hold nothing up. */
  async verify(): Promise<AuditVerification> {
    const { store, head } = this.#options;
    let before = GENESIS;
    let seq = 0;
    let rows = 0;
    // What is added meanwhile is not waited for.
    const end = store.get<{ seq: number | null }>('select max(seq) as seq from audit')?.seq ?? 0;
    const noted = await head?.read();
    const fault = (at: number, message: string): AuditVerification => ({
      ok: false,
      rows,
      head: before,
      fault: { seq: at, message },
    });
    for (;;) {
      const batch = store.all<StoredRow & { at: number; action: string; actor: string }>(
        'select seq, body, hash, at, action, actor from audit where seq > ? and seq <= ? order by seq limit ?',
        seq,
        end,
        VERIFY_BATCH,
      );
      if (batch.length === 0) break;
      for (const row of batch) {
        if (row.seq !== seq + 1) return fault(seq + 1, missing(seq + 1, row.seq - 1));
        if (row.hash !== chainHash(before, row.body)) return fault(row.seq, `row ${row.seq} was changed`);
        if (!tellsTheSame(row)) return fault(row.seq, `row ${row.seq} was changed`);
        if (noted?.seq === row.seq && noted.hash !== row.hash)
          return fault(
            row.seq,
            `the rows up to ${row.seq} were written anew: row ${row.seq} had another hash`,
          );
        before = row.hash;
        seq = row.seq;
        rows += 1;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    const highest =
      store.get<{ seq: number }>("select seq from sqlite_sequence where name = 'audit'")?.seq ?? 0;
    const expected = Math.max(end < highest ? highest : 0, noted && noted.seq > end ? noted.seq : 0);
    if (expected > seq) return fault(seq + 1, missing(seq + 1, expected));
    return { ok: true, rows, head: before };
  }
}

function missing(from: number, to: number): string {
  return from === to ? `row ${from} is missing` : `rows ${from} to ${to} are missing`;
}

/** The columns for looking things up must say what the body says. */
function tellsTheSame(row: StoredRow & { at: number; action: string; actor: string }): boolean {
  const body = JSON.parse(row.body) as { seq: number; at: string; action: string; actor: Actor };
  return (
    body.seq === row.seq &&
    body.at === isoAt(row.at) &&
    body.action === row.action &&
    body.actor.name === row.actor
  );
}

function toAuditRow({ body, hash }: StoredRow): AuditRow {
  return { ...(JSON.parse(body) as Omit<AuditRow, 'hash'>), hash };
}
