import { expect, it } from 'vitest';
import type { Finding } from '#shared/nouns/finding.ts';
import { ofFinding } from './of-finding.ts';

const NOON = Date.parse('2026-11-30T12:00:00Z');
const found: Finding = {
  code: 'database_corrupt',
  severity: 'error',
  message: 'the ledger has damaged pages',
  remedy: 'restore a copy',
  file: '/home/luka.db',
};

it('tells a finding once a day, and anew where it is another', () => {
  const first = ofFinding(found, NOON);
  expect(first).toMatchObject({
    kind: 'finding',
    severity: 'error',
    title: 'Luka itself: the ledger has damaged pages',
    body: 'restore a copy',
    open: '/settings/doctor',
  });
  const key = (finding: Finding, at: number) => ofFinding(finding, at)?.key;
  expect(key(found, NOON + 3_600_000)).toBe(first?.key);
  expect(key(found, NOON + 86_400_000)).not.toBe(first?.key);
  expect(key({ ...found, message: 'another' }, NOON)).not.toBe(first?.key);
});

it('what is only worth knowing is told to nobody', () => {
  expect(ofFinding({ ...found, severity: 'info' }, NOON)).toBeUndefined();
});
