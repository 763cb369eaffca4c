import { describe, expect, it } from 'vitest';
import { isActive, isBad, isDone, RUN_STATES, runExitCode } from './run.ts';

describe('the states of a run', () => {
  it('are each active or done, never both', () => {
    for (const state of RUN_STATES) expect(isActive(state)).not.toBe(isDone(state));
    expect(RUN_STATES.filter(isBad)).toEqual(['failed', 'timed_out', 'interrupted', 'denied']);
  });

  it('have exit codes that a script can tell apart', () => {
    expect(runExitCode({ state: 'succeeded', exitCode: 0 })).toBe(0);
    expect(runExitCode({ state: 'failed', exitCode: 3 })).toBe(3);
    expect(runExitCode({ state: 'failed' })).toBe(1);
    expect(runExitCode({ state: 'timed_out' })).toBe(124);
    expect(runExitCode({ state: 'cancelled' })).toBe(130);
    expect(runExitCode({ state: 'denied' })).toBe(126);
    for (const state of RUN_STATES) if (state !== 'succeeded') expect(runExitCode({ state })).not.toBe(0);
  });
});
