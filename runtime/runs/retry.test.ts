import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestRetryDelay, retryDelay, retryPolicy, retryTimes, worthRetrying } from './retry.ts';

describe('how long to wait for another attempt', () => {
  const delays = (policy: Parameters<typeof retryPolicy>[0], random: number) =>
    [1, 2, 3, 4].map((attempt) => retryDelay(retryPolicy(policy), attempt, () => random));

  it('doubles, stays the same, or stops growing, as the task says', () => {
    expect(delays(4, 1)).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect(delays({ times: 4, delay: 3_000, backoff: 'fixed' }, 1)).toEqual([3_000, 3_000, 3_000, 3_000]);
    expect(delays({ times: 4, delay: 1_000, maxDelay: 2_500 }, 1)).toEqual([1_000, 2_000, 2_500, 2_500]);
  });

  it('leaves to chance the share that the task says', () => {
    expect(delays(1, 0)[0]).toBe(8_000);
    expect(delays({ times: 1, jitter: 0 }, 0.3)[0]).toBe(10_000);
    expect(delays({ times: 1, jitter: 1 }, 0)[0]).toBe(0);
  });

  it('is never longer than the longest, whatever chance gives', () => {
    fc.assert(
      fc.property(
        fc.record({
          times: fc.integer({ min: 1, max: 20 }),
          delay: fc.integer({ min: 0, max: 10_000_000 }),
          backoff: fc.constantFrom('fixed' as const, 'exponential' as const),
          maxDelay: fc.integer({ min: 0, max: 10_000_000 }),
          jitter: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (retry, attempt, chance) => {
          const policy = retryPolicy(retry);
          const delay = retryDelay(policy, attempt, () => chance);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(longestRetryDelay(policy, attempt));
          expect(longestRetryDelay(policy, attempt)).toBeLessThanOrEqual(policy.maxDelay);
        },
      ),
    );
  });
});

describe('what is worth another attempt', () => {
  it('is a failure or a time-out, never an end that somebody wanted', () => {
    const policy = retryPolicy(2);
    expect(worthRetrying(policy, { state: 'failed', exitCode: 1 })).toBe(true);
    expect(worthRetrying(policy, { state: 'failed', signal: 'SIGKILL' })).toBe(true);
    expect(worthRetrying(policy, { state: 'timed_out' })).toBe(true);
    for (const state of ['succeeded', 'cancelled', 'interrupted', 'denied'] as const)
      expect(worthRetrying(policy, { state })).toBe(false);
  });

  it('is only what the task names', () => {
    const timeouts = retryPolicy({ times: 1, on: ['timed_out'] });
    expect(worthRetrying(timeouts, { state: 'failed', exitCode: 1 })).toBe(false);
    const codes = retryPolicy({ times: 1, exitCodes: [75] });
    expect(worthRetrying(codes, { state: 'failed', exitCode: 75 })).toBe(true);
    expect(worthRetrying(codes, { state: 'failed', exitCode: 1 })).toBe(false);
    // The codes say nothing of ends without one; a program that was ended for its time may still have given one.
    expect(worthRetrying(codes, { state: 'failed', signal: 'SIGSEGV' })).toBe(true);
    expect(worthRetrying(codes, { state: 'timed_out', exitCode: 143 })).toBe(true);
  });

  it('counts attempts after the first', () => {
    expect([undefined, 0, 3, { times: 2 }].map(retryTimes)).toEqual([0, 0, 3, 2]);
  });
});
