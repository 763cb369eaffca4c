/** The clients that may talk to Luka besides the person: each with a token, a role and scopes. */
import { createHash, randomBytes } from 'node:crypto';
import { LukaError } from '#shared/errors/luka-error.ts';
import {
  isAgentRole,
  ROLE_SCOPES,
  type Actor,
  type ClientRecord,
  type Role,
  type Scope,
} from '#shared/nouns/role.ts';
import { isoAt, type Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Principal } from './principal.ts';

interface ClientRow {
  id: number;
  name: string;
  role: Role;
  scopes: string;
  token_hash: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
  last_used_at: number | null;
}

interface Known {
  readonly id: number;
  readonly principal: Principal;
  readonly expiresAt: number;
  /** When its use was noted last, ms since 1970. */
  noted: number;
}

/** How exactly is known when a client was last seen. */
const NOTE_MS = 60_000;
/** Names that say something already. */
const TAKEN = new Set(['person', 'luka', 'inbox', 'schedule']);

export class ClientBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #audit: AuditLog;
  /** By token hash, in memory: every request asks. */
  readonly #known = new Map<string, Known>();

  constructor({ store, clock, audit }: { store: Store; clock: Clock; audit: AuditLog }) {
    this.#store = store;
    this.#clock = clock;
    this.#audit = audit;
    for (const row of store.all<ClientRow>('select * from clients where revoked_at is null'))
      this.#remember(row);
  }

  /** Who a token belongs to; undefined where it is nobody's, was revoked or has expired. */
  identify(token: string): Principal | undefined {
    const known = this.#known.get(hashOf(token));
    const now = this.#clock.now();
    if (!known || known.expiresAt <= now) return undefined;
    if (now - known.noted >= NOTE_MS) {
      known.noted = now;
      this.#store.commit((tx) => tx.run('update clients set last_used_at = ? where id = ?', now, known.id));
    }
    return known.principal;
  }

  /** Newest first. */
  list(): ClientRecord[] {
    return this.#store.all<ClientRow>('select * from clients order by id desc').map(toRecord);
  }

  /**
   * @returns the token, which is kept nowhere
   * @throws LukaError client_invalid where its role may not have a scope, or the name is taken
   */
  async create(
    wanted: {
      name: string;
      role: Role;
      scopes?: readonly Scope[] | undefined;
      expiresAt?: string | undefined;
    },
    by: Actor,
  ): Promise<{ client: ClientRecord; token: string }> {
    const { name, role } = wanted;
    const scopes = [...new Set(wanted.scopes ?? ROLE_SCOPES[role])];
    const foreign = scopes.filter((scope) => !ROLE_SCOPES[role].includes(scope));
    if (foreign.length > 0) {
      const never = isAgentRole(role) && foreign.includes('ops:approve') ? '; an agent never approves' : '';
      throw new LukaError('client_invalid', {
        message: `the role ${role} may not have ${foreign.join(', ')}${never}`,
        remedy: `choose from ${ROLE_SCOPES[role].join(', ')}`,
      });
    }
    const now = this.#clock.now();
    const expiresAt = wanted.expiresAt === undefined ? undefined : Date.parse(wanted.expiresAt);
    if (expiresAt !== undefined && expiresAt <= now)
      throw new LukaError('client_invalid', {
        message: 'it would have expired already',
        remedy: 'choose a date to come',
      });
    if (
      TAKEN.has(name) ||
      this.#store.get('select 1 from clients where name = ? and revoked_at is null', name)
    )
      throw new LukaError('client_invalid', {
        message: `the name ${name} is taken`,
        remedy: 'choose another, or revoke the client that has it',
      });
    const token = `lk_${randomBytes(32).toString('base64url')}`;
    const row = await this.#store.write((tx) => {
      const { lastId } = tx.run(
        'insert into clients (name, role, scopes, token_hash, created_at, expires_at) values (?, ?, ?, ?, ?, ?)',
        name,
        role,
        JSON.stringify(scopes),
        hashOf(token),
        now,
        expiresAt ?? null,
      );
      this.#audit.append(tx, {
        actor: by,
        action: 'client.created',
        subject: `client ${name}`,
        after: { role, scopes, ...(wanted.expiresAt === undefined ? {} : { expiresAt: wanted.expiresAt }) },
      });
      tx.emit({ type: 'client.changed', data: { client: lastId, name } });
      return tx.get<ClientRow>('select * from clients where id = ?', lastId)!;
    });
    this.#remember(row);
    return { client: toRecord(row), token };
  }

  /** @throws LukaError client_unknown */
  async revoke(id: number, by: Actor): Promise<ClientRecord> {
    const row = this.#store.get<ClientRow>('select * from clients where id = ?', id);
    if (!row) throw new LukaError('client_unknown', { message: `there is no client ${id}` });
    if (row.revoked_at !== null) return toRecord(row);
    // Before the disk is waited for: from here on the token is good for nothing.
    this.#known.delete(row.token_hash);
    return this.#store.write((tx) => {
      tx.run('update clients set revoked_at = ? where id = ?', this.#clock.now(), id);
      this.#audit.append(tx, { actor: by, action: 'client.revoked', subject: `client ${row.name}` });
      tx.emit({ type: 'client.changed', data: { client: id, name: row.name } });
      return toRecord(tx.get<ClientRow>('select * from clients where id = ?', id)!);
    });
  }

  #remember(row: ClientRow): void {
    // Whatever the row says: a role is never more than it may be.
    const scopes = (JSON.parse(row.scopes) as Scope[]).filter((scope) =>
      ROLE_SCOPES[row.role].includes(scope),
    );
    this.#known.set(row.token_hash, {
      id: row.id,
      principal: { actor: { name: row.name, role: row.role }, scopes, counted: `client:${row.id}` },
      expiresAt: row.expires_at ?? Infinity,
      noted: row.last_used_at ?? 0,
    });
  }
}

function toRecord(row: ClientRow): ClientRecord {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: isoAt(row.created_at),
    ...(row.expires_at === null ? {} : { expiresAt: isoAt(row.expires_at) }),
    ...(row.revoked_at === null ? {} : { revokedAt: isoAt(row.revoked_at) }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: isoAt(row.last_used_at) }),
  };
}

/** The table keeps hashes: who reads the database cannot act with it. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
