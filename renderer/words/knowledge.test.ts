import { describe, expect, it } from 'vitest';
import {
  DOCUMENT_KINDS,
  KnowledgeSource,
  RecallMethod,
  SkippedFile,
  SyncProgress,
} from '#shared/nouns/knowledge.ts';
import {
  headingWords,
  isSyncing,
  KIND_LABELS,
  leftWords,
  lineWords,
  METHOD_WORDS,
  placeOf,
  shortPath,
  SKIP_WORDS,
  SOURCE_WORDS,
  SYNC_WORDS,
  syncedWords,
  watchWords,
} from './knowledge.ts';

it('has words for everything that there is, and for nothing else', () => {
  expect(Object.keys(KIND_LABELS).toSorted()).toEqual([...DOCUMENT_KINDS].toSorted());
  expect(Object.keys(SOURCE_WORDS).toSorted()).toEqual([...KnowledgeSource.shape.state.options].toSorted());
  expect(Object.keys(SYNC_WORDS).toSorted()).toEqual([...SyncProgress.shape.state.options].toSorted());
  expect(Object.keys(SKIP_WORDS).toSorted()).toEqual([...SkippedFile.shape.reason.options].toSorted());
  expect(Object.keys(METHOD_WORDS).toSorted()).toEqual([...RecallMethod.options].toSorted());
});

it('knows which syncs go on', () => {
  expect(SyncProgress.shape.state.options.filter((state) => isSyncing({ state }))).toEqual([
    'walking',
    'reading',
  ]);
  expect(isSyncing(undefined)).toBe(false);
});

it.each([
  ['events', 'As files change'],
  ['manual', 'Only when asked'],
  [{ everySeconds: 45 }, 'Every 45 s'],
  [{ everySeconds: 900 }, 'Every 15 min'],
  [{ everySeconds: 3_600 }, 'Every hour'],
  [{ everySeconds: 7_200 }, 'Every 2 h'],
  [{ everySeconds: 86_400 }, 'Every day'],
  [{ everySeconds: 604_800 }, 'Every 7 days'],
] as const)('says of watching %j: %s', (watch, words) => expect(watchWords(watch)).toBe(words));

describe('a sync', () => {
  const counts = { added: 0, changed: 0, removed: 0, skipped: 0 };
  const sync = (change: Partial<typeof counts>): SyncProgress => ({
    id: 1,
    state: 'done',
    startedAt: '2026-01-01T00:00:00Z',
    files: 9,
    total: 9,
    bytes: 9,
    filesPerSecond: 1,
    ...counts,
    ...change,
  });
  it('says what became of it', () => {
    expect(syncedWords(sync({}))).toBe('nothing had changed');
    expect(syncedWords(sync({ added: 1_200, removed: 2 }))).toBe('1,200 added, 2 removed');
    expect(syncedWords(sync({ changed: 1, skipped: 3 }))).toBe('1 changed, 3 not read');
  });
  it.each([
    [0.4, 'almost done'],
    [1.2, '2 s left'],
    [89, '89 s left'],
    [95, '2 min left'],
    [5_400, '2 h left'],
  ])('has %d s left: %s', (seconds, words) => expect(leftWords(seconds)).toBe(words));
});

it('names places as editors do', () => {
  expect(placeOf({ path: '/notes/a.md', line: 12 })).toBe('/notes/a.md:12');
  expect(placeOf({ path: 'luka://run/12', line: 1 })).toBe('luka://run/12');
  expect(lineWords({ line: 4, lastLine: 4 })).toBe('line 4');
  expect(lineWords({ line: 4, lastLine: 9 })).toBe('lines 4 to 9');
  expect(shortPath('/Users/mali/Notes/work/plan.md')).toBe('…/Notes/work/plan.md');
  expect(shortPath('/notes/a.md')).toBe('/notes/a.md');
});

it('names the headings above a place, without the title', () => {
  expect(headingWords({ title: 'Backups', headings: ['Backups', 'Nightly', 'When\nit fails'] })).toBe(
    'Nightly › When it fails',
  );
  expect(headingWords({ title: 'Backups', headings: ['Backups'] })).toBe('');
  expect(headingWords({ title: 'Backups', headings: [] })).toBe('');
});
