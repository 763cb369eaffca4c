import { expect, it } from 'vitest';
import type { LogHit, LogHitRun, LogSearchEvent } from '#shared/nouns/log-search.ts';
import { FoundLines, lineAddress } from './found-lines.ts';

const run = (id: number): LogHitRun => ({
  id,
  title: 'Backup',
  state: 'failed',
  startedAt: '2026-01-01T00:00:00Z',
});
const hit = (at: number): LogHit => ({ stream: 'out', at, line: 1, time: 0, text: 'x', ranges: [[0, 1]] });
const hits = (id: number, ats: number[], total: number): LogSearchEvent => ({
  kind: 'hits',
  run: run(id),
  attempt: 1,
  hits: ats.map(hit),
  total,
});
const counts = { runs: 1, of: 9, bytes: 10, matches: 5, matchedRuns: 1, listed: 2, gone: 0 };
const keysOf = (found: FoundLines) => found.rows.map(({ key }) => key);

it('lines stand under their run, and what is not listed is said at its end', () => {
  const found = new FoundLines();
  found.apply(hits(7, [0], 1));
  found.apply(hits(7, [9], 5));
  found.apply(hits(6, [3], 1));
  found.apply({ kind: 'end', reason: 'complete', tookMs: 3, ...counts });
  expect(keysOf(found)).toEqual(['7.1', '7.1.out0', '7.1.out9', '7.1.more', '6.1', '6.1.out3']);
  expect(found.rows[0]?.group).toMatchObject({ total: 5, listed: 2 });
});

it('a search that goes on adds to what was found; a run that was searched in part comes once', () => {
  const found = new FoundLines();
  found.apply(hits(7, [0], 1));
  found.apply(hits(6, [0], 1));
  found.apply({ kind: 'progress', ...counts, matches: 2, matchedRuns: 2, next: 7 });
  found.goOn();
  expect(keysOf(found)).toEqual(['7.1', '7.1.out0']);
  found.apply(hits(6, [0, 4], 2));
  found.apply({
    kind: 'end',
    reason: 'complete',
    tookMs: 1,
    ...counts,
    of: 8,
    runs: 8,
    matches: 2,
    listed: 2,
  });
  expect(keysOf(found)).toEqual(['7.1', '7.1.out0', '6.1', '6.1.out0', '6.1.out4']);
  expect(found.progress).toMatchObject({ runs: 9, of: 9, matches: 3, matchedRuns: 2, listed: 3 });
  expect(found.progress?.next).toBeUndefined();
});

it('a line has an address', () => {
  const found = new FoundLines();
  found.apply(hits(7, [12], 1));
  const [{ group } = {}] = found.rows;
  expect(lineAddress(group!, hit(12), 'disk full')).toBe('/runs/7?attempt=1&line=out.12&q=disk+full');
});
