import { describe, expect, it } from 'vitest';
import { allows, isAgentRole, PERSON, ROLE_SCOPES, ROLES, SCOPES } from '#shared/nouns/role.ts';
import { openLedger } from '../testing.ts';
import { ClientBook } from './client-book.ts';

describe('a client', () => {
  it('is known by its token, which is kept nowhere', async () => {
    await using ledger = await openLedger();
    const book = new ClientBook(ledger);
    const { client, token } = await book.create({ name: 'builder', role: 'codex' }, PERSON);
    expect(client).toMatchObject({ name: 'builder', role: 'codex', scopes: [...ROLE_SCOPES.codex] });
    expect(book.identify(token)).toMatchObject({
      actor: { name: 'builder', role: 'codex' },
      scopes: ROLE_SCOPES.codex,
      counted: 'client:1',
    });
    expect(book.identify(`${token}x`)).toBeUndefined();
    expect(JSON.stringify(ledger.store.all('select * from clients'))).not.toContain(token);
    expect(JSON.stringify(ledger.rows())).not.toContain(token);
    // Also for a later start.
    expect(new ClientBook(ledger).identify(token)?.actor.name).toBe('builder');
  });

  it('is nobody once it is revoked, at once and for ever', async () => {
    await using ledger = await openLedger();
    const book = new ClientBook(ledger);
    const { client, token } = await book.create({ name: 'builder', role: 'cls' }, PERSON);
    const revoked = book.revoke(client.id, PERSON);
    expect(book.identify(token)).toBeUndefined();
    expect((await revoked).revokedAt).toBeDefined();
    expect(new ClientBook(ledger).identify(token)).toBeUndefined();
    expect(ledger.rows().map(({ action }) => action)).toEqual(['client.created', 'client.revoked']);
    await expect(book.revoke(99, PERSON)).rejects.toMatchObject({ code: 'client_unknown' });
    // Its name is free again.
    await book.create({ name: 'builder', role: 'gg' }, PERSON);
  });

  it('is nobody after its time', async () => {
    await using ledger = await openLedger();
    const book = new ClientBook(ledger);
    const expiresAt = new Date(ledger.clock.now() + 1_000).toISOString();
    const { token } = await book.create({ name: 'guest', role: 'gg', expiresAt }, PERSON);
    expect(book.identify(token)).toBeDefined();
    ledger.clock.advance(1_000);
    expect(book.identify(token)).toBeUndefined();
  });

  it('has when it was last seen, to the minute', async () => {
    await using ledger = await openLedger();
    const book = new ClientBook(ledger);
    const { token } = await book.create({ name: 'builder', role: 'codex' }, PERSON);
    book.identify(token);
    const seen = () => book.list()[0]?.lastUsedAt;
    const first = seen();
    ledger.clock.advance(59_000);
    book.identify(token);
    expect(seen()).toBe(first);
    ledger.clock.advance(1_000);
    book.identify(token);
    expect(seen()).not.toBe(first);
  });

  it.each([
    [{ name: 'a', role: 'codex', scopes: ['ops:approve'] }, 'an agent never approves'],
    [{ name: 'a', role: 'cls', scopes: ['admin'] }, 'may not have admin'],
    [{ name: 'a', role: 'gg', scopes: ['automation:execute'] }, 'may not have automation:execute'],
    [{ name: 'person', role: 'gg' }, 'is taken'],
    [{ name: 'a', role: 'gg', expiresAt: '2020-01-01T00:00:00Z' }, 'expired already'],
  ] as const)('cannot be made as %j', async (wanted, message) => {
    await using ledger = await openLedger();
    await expect(new ClientBook(ledger).create(wanted, PERSON)).rejects.toMatchObject({
      code: 'client_invalid',
      message: expect.stringContaining(message) as string,
    });
    expect(ledger.rows()).toEqual([]);
  });

  it('has a name of its own', async () => {
    await using ledger = await openLedger();
    const book = new ClientBook(ledger);
    await book.create({ name: 'builder', role: 'codex' }, PERSON);
    await expect(book.create({ name: 'builder', role: 'gg' }, PERSON)).rejects.toMatchObject({
      code: 'client_invalid',
    });
  });

  it('is never more than its role may be, whatever the ledger says', async () => {
    await using ledger = await openLedger();
    const { token } = await new ClientBook(ledger).create({ name: 'builder', role: 'codex' }, PERSON);
    ledger.store.commit((tx) => tx.run('update clients set scopes = ?', JSON.stringify(SCOPES)));
    expect(new ClientBook(ledger).identify(token)?.scopes).toEqual(ROLE_SCOPES.codex);
  });
});

it('no agent may approve, by any role or scope', () => {
  for (const role of ROLES) expect(allows(ROLE_SCOPES[role], 'ops:approve')).toBe(!isAgentRole(role));
});
