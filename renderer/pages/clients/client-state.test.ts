import { describe, expect, it } from 'vitest';
import type { ClientRecord } from '#shared/nouns/role.ts';
import { clientState, expiryAt, nameProblem, sortClients } from './client-state.ts';

const NOW = Date.parse('2027-03-10T20:00:00Z');
const client = (id: number, name: string, change: Partial<ClientRecord> = {}): ClientRecord => ({
  id,
  name,
  role: 'codex',
  scopes: ['context:read'],
  createdAt: '2027-01-01T00:00:00Z',
  ...change,
});

describe('clients', () => {
  it('are active until they expire or are revoked', () => {
    expect(clientState({}, NOW)).toBe('active');
    expect(clientState({ expiresAt: '2027-03-10T20:00:00Z' }, NOW)).toBe('expired');
    expect(clientState({ expiresAt: '2027-03-10T20:00:01Z' }, NOW)).toBe('active');
    expect(clientState({ revokedAt: '2027-01-02T00:00:00Z', expiresAt: '2028-01-01T00:00:00Z' }, NOW)).toBe(
      'revoked',
    );
  });

  it('are listed by name, those that no longer work at the end', () => {
    const gone = { revokedAt: '2027-01-02T00:00:00Z' };
    const all = [client(1, 'zed'), client(2, 'old', gone), client(3, 'anna'), client(4, 'older', gone)];
    expect(sortClients(all, NOW).map(({ id }) => id)).toEqual([3, 1, 4, 2]);
  });

  it.each([
    ['ci', true],
    ['my-mac.2', true],
    ['', false],
    ['CI', false],
    ['-x', false],
    ['a'.repeat(65), false],
  ])('the name %j: %s', (name, good) => {
    expect(nameProblem(name) === undefined).toBe(good);
  });
});

describe('when a token ends', () => {
  const at = (expiry: Parameters<typeof expiryAt>[0], day = '') =>
    expiryAt(expiry, { now: NOW, tz: 'Asia/Bangkok', day });
  it('is never, after days, or with a day on the clock of the machine', () => {
    expect(at('never')).toEqual({ at: undefined });
    expect(at('30')).toEqual({ at: '2027-04-09T20:00:00.000Z' });
    // In Bangkok it is the 11th already; the day ends at 17:00 UTC.
    expect(at('day', '2027-03-11')).toEqual({ at: '2027-03-11T17:00:00.000Z' });
    expect(at('day', '2027-03-10')).toEqual({ problem: 'That day is over' });
    expect(at('day')).toEqual({ problem: 'Give a day' });
  });
});
