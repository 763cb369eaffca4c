import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunState, RunSummary } from '#shared/nouns/run.ts';
import { ALL_RUNS, appendPage, refreshHead, sameFilter, upsertRun, type RunsList } from './runs-list.ts';

const run = (id: number, state: RunState = 'succeeded', task = 'a'): RunSummary => ({
  id,
  task,
  title: task,
  state,
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '2027-03-10T15:00:00Z',
});
const list = (ids: readonly number[], next?: number): RunsList => ({
  filter: ALL_RUNS,
  runs: ids.map((id) => run(id)),
  next,
});
const ids = ({ runs }: RunsList): number[] => runs.map(({ id }) => id);

describe('upsertRun', () => {
  it('puts a new run first and replaces a known one', () => {
    const grown = upsertRun(list([3, 2]), run(4, 'running'));
    expect(ids(grown)).toEqual([4, 3, 2]);
    expect(upsertRun(grown, run(4, 'failed')).runs[0]?.state).toBe('failed');
  });
  it('takes out a run that no longer fits the filter', () => {
    const running: RunsList = { ...list([]), filter: { states: ['running'], task: undefined } };
    const grown = upsertRun(running, run(1, 'running'));
    expect(ids(grown)).toEqual([1]);
    expect(ids(upsertRun(grown, run(1, 'succeeded')))).toEqual([]);
    expect(ids(upsertRun({ ...grown, filter: { states: [], task: 'b' } }, run(2)))).toEqual([1]);
  });
  it('leaves a run of a page not yet read to that page', () => {
    expect(ids(upsertRun(list([9, 8], 8), run(3)))).toEqual([9, 8]);
    expect(ids(upsertRun(list([9, 8]), run(3)))).toEqual([9, 8, 3]);
  });
  it('keeps the order and one row a run, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 })), (arrivals) => {
        const grown = arrivals.reduce((all, id) => upsertRun(all, run(id)), list([]));
        expect(ids(grown)).toEqual([...new Set(arrivals)].sort((a, b) => b - a));
      }),
    );
  });
});

describe('pages', () => {
  it('appends without repeats', () => {
    const grown = appendPage(list([9, 8], 8), { runs: [run(8), run(7)], next: 7 });
    expect([ids(grown), grown.next]).toEqual([[9, 8, 7], 7]);
  });
  it('keeps what was read before where the fresh page meets it', () => {
    const fresh = refreshHead(list([6, 5, 4, 3, 2], 2), { runs: [run(8), run(7), run(6), run(5)], next: 5 });
    expect([ids(fresh), fresh.next]).toEqual([[8, 7, 6, 5, 4, 3, 2], 2]);
  });
  it('starts over where it does not, or where the page is all there is', () => {
    expect(ids(refreshHead(list([3, 2], 2), { runs: [run(9), run(8)], next: 8 }))).toEqual([9, 8]);
    expect(ids(refreshHead(list([3, 2], 2), { runs: [run(2), run(1)] }))).toEqual([2, 1]);
    expect(ids(refreshHead(list([]), { runs: [] }))).toEqual([]);
  });
  it('tells filters apart', () => {
    expect(sameFilter({ states: ['failed'], task: undefined }, { states: ['failed'], task: undefined })).toBe(
      true,
    );
    expect(sameFilter({ states: ['failed'], task: undefined }, { states: ['failed'], task: 'a' })).toBe(
      false,
    );
  });
});
