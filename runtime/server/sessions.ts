/** Who may talk to the API: the home's own token, and the tokens that browsers got for a one-time link. */
import { createHash, randomBytes } from 'node:crypto';
import { PERSON, SCOPES } from '#shared/nouns/role.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { AuditLog } from '../governance/audit/audit-log.ts';
import type { ClientBook } from '../governance/clients/client-book.ts';
import type { Principal } from '../governance/clients/principal.ts';
import { sameToken } from '../home/token.ts';
import type { Store } from '../store/store.ts';

const LINK_MS = 120_000;
const SESSION_MS = 7 * 86_400_000;
/** More links than anyone opens; a loop that asks for links does not fill the memory. */
const MAX_LINKS = 32;
/** The person may do everything, and is not counted. */
const OWNER: Principal = { actor: PERSON, scopes: SCOPES };

export class Sessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #master: string;
  readonly #clients: ClientBook;
  readonly #audit: AuditLog;
  readonly #links = new Map<string, number>();
  /** Token hash to expiry: the table in memory, because every request asks. */
  readonly #sessions = new Map<string, number>();

  constructor(options: {
    store: Store;
    clock: Clock;
    masterToken: string;
    clients: ClientBook;
    audit: AuditLog;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#master = options.masterToken;
    this.#clients = options.clients;
    this.#audit = options.audit;
    const rows = this.#store.all<{ token_hash: string; expires_at: number }>(
      'select token_hash, expires_at from sessions where expires_at > ?',
      this.#clock.now(),
    );
    for (const row of rows) this.#sessions.set(row.token_hash, row.expires_at);
  }

  /** A nonce that is good once, for two minutes. */
  createLink(): { nonce: string; expiresAt: string } {
    const now = this.#clock.now();
    for (const [nonce, expires] of this.#links) if (expires <= now) this.#links.delete(nonce);
    const [oldest] = this.#links.keys();
    if (this.#links.size >= MAX_LINKS && oldest !== undefined) this.#links.delete(oldest);
    const nonce = randomBytes(24).toString('base64url');
    this.#links.set(nonce, now + LINK_MS);
    return { nonce, expiresAt: isoAt(now + LINK_MS) };
  }

  /** @throws LukaError link_invalid */
  async exchange(nonce: string): Promise<{ token: string; expiresAt: string }> {
    const now = this.#clock.now();
    const expires = this.#links.get(nonce);
    // Spent before it is judged: two requests with one nonce make one session.
    this.#links.delete(nonce);
    if (expires === undefined || expires <= now) throw new LukaError('link_invalid');
    const token = randomBytes(32).toString('base64url');
    const until = now + SESSION_MS;
    await this.#store.write((tx) => {
      tx.run('delete from sessions where expires_at <= ?', now);
      tx.run(
        'insert into sessions (token_hash, created_at, expires_at) values (?, ?, ?)',
        hashOf(token),
        now,
        until,
      );
      this.#audit.append(tx, { actor: PERSON, action: 'client.login', subject: 'a browser, by a link' });
    });
    this.#sessions.set(hashOf(token), until);
    return { token, expiresAt: isoAt(until) };
  }

  /** Whose token it is; undefined where it is nobody's any more. */
  identify(token: string): Principal | undefined {
    if (sameToken(token, this.#master)) return OWNER;
    const expires = this.#sessions.get(hashOf(token));
    if (expires !== undefined) return expires > this.#clock.now() ? OWNER : undefined;
    return this.#clients.identify(token);
  }

  async revoke(token: string): Promise<void> {
    if (!this.#sessions.delete(hashOf(token))) return;
    await this.#store.write((tx) => {
      tx.run('delete from sessions where token_hash = ?', hashOf(token));
      this.#audit.append(tx, { actor: PERSON, action: 'client.logout', subject: 'a browser' });
    });
  }
}

/** The table keeps hashes: who reads the database cannot sign in with it. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
