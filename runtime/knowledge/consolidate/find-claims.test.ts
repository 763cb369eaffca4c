import { describe, expect, it } from 'vitest';
import { claimsOf } from './find-claims.ts';
import { nameVersionOf } from './name-version.ts';
import { readDate } from './read-date.ts';

const claims = (text: string, title = 'Move of the server v2') =>
  claimsOf({ title, text }).map(({ subject, value, line }) => `${line} ${subject} = ${value}`);

describe('claims', () => {
  it.each([
    ['a label', 'Deadline: 2026-05-01', ['1 move of the server: deadline = 2026-05-01']],
    ['a label of its own', '- **Move of the mail**: 3 May 2026', ['1 move of the mail = 2026-05-03']],
    ['a row of a table', '| Budget meeting | 2026-05-04 |', ['1 budget meeting = 2026-05-04']],
    ['a sentence', 'The freeze of the index is on May 5th, 2026.', ['1 freeze of the index = 2026-05-05']],
    ['Thai', 'กำหนดส่ง: 1 พฤษภาคม 2569', ['1 move of the server: กำหนดส่ง = 2026-05-01']],
    ['a version', 'Node version 24.1 runs there', ['1 node version = 24.1']],
    ['a version by its v', 'deployed with Luka v1.2.3 today', ['1 luka version = 1.2.3']],
    ['a version as a setting', 'sqlite: 3.53.4', ['1 sqlite = 3.53.4']],
    ['no version of a time or a part', 'It took 3.5 seconds, see section 2.1 and 50.25 % of it', []],
    ['nothing in code', '```\nDeadline: 2026-05-01\n```', []],
    ['not the document’s own days', 'Updated: 2026-05-01\nCreated: 2025-01-01', []],
    ['no day that is none', 'Deadline: 2026-02-30', []],
  ])('%s', (_what, text, wanted) => {
    expect(claims(text)).toEqual(wanted);
  });
});

it.each([
  ['2026-05-01', '2026-05-01'],
  ['1 May 2026', '2026-05-01'],
  ['1st may, 2026', '2026-05-01'],
  ['September 12, 2026', '2026-09-12'],
  ['12 ก.ย. 2569', '2026-09-12'],
  ['31 June 2026', undefined],
  ['may', undefined],
])('the date %s is %s', (text, wanted) => {
  expect(readDate(text)).toBe(wanted);
});

describe('names', () => {
  const rank = (name: string): number => nameVersionOf(`/n/${name}`).rank;
  const stem = (path: string): string => nameVersionOf(path).stem;

  it.each([
    'plan.md',
    'plan-v2.md',
    'Plan (copy).md',
    'plan_final.md',
    '2026-01-31 plan.md',
    'plan (2).md',
    'plan.old.md',
  ])('%s is a version of one plan', (name) => {
    expect(stem(`/n/${name}`)).toBe('/n/plan');
  });

  it('say which is later', () => {
    expect(rank('plan-v10.md')).toBeGreaterThan(rank('plan-v9.md'));
    expect(rank('plan-v1.2.md')).toBeGreaterThan(rank('plan-v1.md'));
    expect(rank('plan-2026-02-01.md')).toBeGreaterThan(rank('plan-2026-01-31.md'));
    expect(rank('plan-old.md')).toBeLessThan(rank('plan.md'));
    expect(rank('plan-final.md')).toBeGreaterThan(rank('plan.md'));
  });

  it('of different things are apart, an archive is the same shelf', () => {
    expect(stem('/n/planet.md')).not.toBe(stem('/n/plan.md'));
    expect(stem('/m/plan.md')).not.toBe(stem('/n/plan.md'));
    expect(stem('/n/archive/plan.md')).toBe(stem('/n/plan.md'));
    expect(nameVersionOf('/n/archive/plan.md').rank).toBeLessThan(rank('plan.md'));
  });
});
