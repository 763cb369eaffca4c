/**
 * The chain of the audit: each row's hash is over the row as it is written and the hash before it, so that no row can be
 * changed, taken out or moved without every later hash being wrong.
 */
import { createHash } from 'node:crypto';

/** What the first row is chained to. */
export const GENESIS = '0'.repeat(64);

/** @param body the row as it stands in the ledger, byte for byte @returns SHA-256, hex */
export function chainHash(before: string, body: string): string {
  return createHash('sha256').update(before).update('\n').update(body).digest('hex');
}

/** JSON with the keys of every object in order, so that the same fact is always the same bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  );
}
