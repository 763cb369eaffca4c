import { describe, expect, it } from 'vitest';
import type { Attempt } from '#shared/nouns/run.ts';
import { attemptWords, isGoing, isRetrying, runLabel, shownAttempt } from './attempt-words.ts';

const attempt = (number: number, change: Partial<Attempt> = {}): Attempt => ({
  number,
  state: 'failed',
  startedAt: '2027-03-10T09:00:00Z',
  endedAt: '2027-03-10T09:00:05Z',
  steps: [],
  ...change,
});
const FIRST = attempt(1, { exitCode: 75 });
const SECOND: Attempt = { number: 2, state: 'running', startedAt: '2027-03-10T09:01:00Z', steps: [] };

it('says how an attempt ended', () => {
  expect(
    [FIRST, attempt(2, { state: 'timed_out' }), attempt(3, { state: 'succeeded', exitCode: 0 })].map(
      attemptWords,
    ),
  ).toEqual(['Attempt 1 failed (exit code 75)', 'Attempt 2 timed out', 'Attempt 3 succeeded']);
});

it('knows a run that waits for another attempt', () => {
  expect(isRetrying({ state: 'queued', readyAt: '2027-03-10T09:01:00Z' })).toBe(true);
  expect(isRetrying({ state: 'queued' })).toBe(false);
  expect(runLabel({ state: 'queued', readyAt: '2027-03-10T09:01:00Z' })).toBe('Waiting to try again');
  expect(runLabel({ state: 'queued' })).toBe('Queued');
  expect(isRetrying({ state: 'failed', readyAt: '2027-03-10T09:01:00Z' })).toBe(false);
});

describe('the attempt that is shown', () => {
  it('is the newest until another is chosen', () => {
    const run = { attempts: [FIRST, SECOND] };
    expect(shownAttempt(run, undefined)).toBe(SECOND);
    expect(shownAttempt(run, 1)).toBe(FIRST);
    expect(shownAttempt(run, 9)).toBe(SECOND);
    expect(shownAttempt({ attempts: [] }, undefined)).toBeUndefined();
  });
  it('grows only while it goes', () => {
    const run = { state: 'running' as const, attempts: [FIRST, SECOND] };
    expect([isGoing(run, SECOND), isGoing(run, FIRST)]).toEqual([true, false]);
    expect(isGoing({ state: 'queued', attempts: [FIRST] }, FIRST)).toBe(false);
    expect(isGoing({ state: 'queued', attempts: [] }, undefined)).toBe(true);
    expect(isGoing({ state: 'cancelled', attempts: [SECOND] }, SECOND)).toBe(false);
  });
});
