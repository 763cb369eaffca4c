import { expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '#shared/nouns/audit.ts';
import { AUDIT_WORDS } from './audit-action.ts';

it('has words for every action, and no two that are the same', () => {
  expect(Object.keys(AUDIT_WORDS)).toEqual([...AUDIT_ACTIONS]);
  const labels = Object.values(AUDIT_WORDS).map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
});
