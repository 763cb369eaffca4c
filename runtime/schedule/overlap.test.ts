import { describe, expect, it } from 'vitest';
import { OVERLAP_POLICIES } from '#shared/nouns/schedule-policy.ts';
import { decideOverlap, overlapPolicy, type ActiveRun } from './overlap.ts';

const NOW = new Date(2026, 0, 5, 9, 30).getTime();
const going = (id: number): ActiveRun => ({ id, going: true, since: NOW - 1_800_000 });
const waiting = (id: number): ActiveRun => ({ id, going: false, since: NOW - 60_000 });

describe('overlapPolicy', () => {
  it('skips moments of time and queues events where the task says nothing', () => {
    expect(overlapPolicy(undefined, { every: 1_000 })).toEqual({ policy: 'skip', limit: 10 });
    expect(overlapPolicy(undefined, { file: '~/x' })).toEqual({ policy: 'queue', limit: 100 });
  });

  it.each([
    ['parallel', 2],
    ['queue', 10],
    [{ policy: 'queue', limit: 3 }, 3],
    [{ policy: 'parallel', limit: 5 }, 5],
    [{ policy: 'parallel' }, 2],
  ] as const)('%j has the limit %i', (overlap, limit) => {
    expect(overlapPolicy(overlap, { every: 1_000 }).limit).toBe(limit);
  });
});

describe('decideOverlap', () => {
  it.each(OVERLAP_POLICIES)('%s runs where nothing waits or goes', (policy) => {
    expect(decideOverlap({ policy, limit: 2 }, [], NOW)).toEqual({ action: 'run' });
  });

  it('skip: says which run was in the way, and since when', () => {
    expect(decideOverlap({ policy: 'skip', limit: 1 }, [going(12)], NOW)).toEqual({
      action: 'skip',
      run: 12,
      code: 'overlap',
      reason: 'run #12, started at 09:00, was still going',
    });
    expect(decideOverlap({ policy: 'skip', limit: 1 }, [waiting(13)], NOW)).toMatchObject({
      reason: 'run #13, queued at 09:29, was still waiting',
    });
  });

  it('queue: as many as may wait, whatever goes', () => {
    const queue = { policy: 'queue', limit: 2 } as const;
    expect(decideOverlap(queue, [going(1), waiting(2)], NOW)).toEqual({ action: 'run' });
    expect(decideOverlap(queue, [going(1), waiting(2), waiting(3)], NOW)).toMatchObject({
      action: 'skip',
      code: 'queue_full',
      run: 3,
    });
  });

  it('coalesce: one more may wait, and those after it are merged into that', () => {
    const coalesce = { policy: 'coalesce', limit: 10 } as const;
    expect(decideOverlap(coalesce, [going(1)], NOW)).toEqual({ action: 'run' });
    expect(decideOverlap(coalesce, [going(1), waiting(2)], NOW)).toMatchObject({ action: 'join', run: 2 });
  });

  it('replace: ends all that wait or go', () => {
    expect(decideOverlap({ policy: 'replace', limit: 1 }, [going(1), waiting(2)], NOW)).toEqual({
      action: 'replace',
      runs: [1, 2],
    });
  });

  it('parallel: as many as may go', () => {
    const parallel = { policy: 'parallel', limit: 2 } as const;
    expect(decideOverlap(parallel, [going(1)], NOW)).toEqual({ action: 'run' });
    expect(decideOverlap(parallel, [going(1), going(2)], NOW)).toMatchObject({
      action: 'skip',
      code: 'overlap',
    });
  });
});
