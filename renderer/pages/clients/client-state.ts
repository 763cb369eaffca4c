/** Clients in words, and what a form makes of one. Pure: `now` and the zone are given. */
import type { ClientRecord } from '#shared/nouns/role.ts';
import { addDays, dayOf, instantOf } from '../../words/zone.ts';

export type ClientState = 'active' | 'expired' | 'revoked';

export function clientState(client: Pick<ClientRecord, 'revokedAt' | 'expiresAt'>, now: number): ClientState {
  if (client.revokedAt !== undefined) return 'revoked';
  return client.expiresAt !== undefined && Date.parse(client.expiresAt) <= now ? 'expired' : 'active';
}

/** Those that work first, then by name; the others behind, newest first. */
export function sortClients(clients: readonly ClientRecord[], now: number): readonly ClientRecord[] {
  return clients.toSorted((a, b) => {
    const [good, other] = [a, b].map((each) => clientState(each, now) === 'active');
    if (good !== other) return good ? -1 : 1;
    return good ? a.name.localeCompare(b.name) || b.id - a.id : b.id - a.id;
  });
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

export function nameProblem(name: string): string | undefined {
  return NAME.test(name) ? undefined : 'Lower-case letters, digits, ".", "-" and "_"; at most 64';
}

export type Expiry = 'never' | '30' | '90' | '365' | 'day';
export const EXPIRIES: readonly (readonly [Expiry, string])[] = [
  ['90', 'In 90 days'],
  ['30', 'In 30 days'],
  ['365', 'In a year'],
  ['day', 'On a day'],
  ['never', 'Never'],
];
const DAY_MS = 86_400_000;

/** When a token ends. @param day `2027-03-10`: it ends with that day */
export function expiryAt(
  expiry: Expiry,
  { now, tz, day }: { now: number; tz: string; day: string },
): { at: string | undefined } | { problem: string } {
  switch (expiry) {
    case 'never':
      return { at: undefined };
    case '30':
    case '90':
    case '365':
      return { at: new Date(now + Number(expiry) * DAY_MS).toISOString() };
    case 'day':
      if (!/^\d{4}-\d\d-\d\d$/.test(day)) return { problem: 'Give a day' };
      return day < dayOf(now, tz)
        ? { problem: 'That day is over' }
        : { at: new Date(instantOf(addDays(day, 1), 0, 0, tz)).toISOString() };
  }
}
