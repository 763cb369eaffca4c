import { describe, expect, it } from 'vitest';
import { isActive as sharedIsActive, isBad, RUN_STATES, STEP_RUN_STATES } from '#shared/nouns/run.ts';
import { capital, causeWords, count, exitWords, isActive, STATE_WORDS, stateLabel } from './run-state.ts';

describe('states', () => {
  it.each(RUN_STATES)('%s is active, and bad, where the shared noun says so', (state) => {
    expect(isActive(state)).toBe(sharedIsActive(state));
    expect(STATE_WORDS[state].tone === 'failed').toBe(isBad(state));
  });
  it('names every state and no other', () => {
    expect(Object.keys(STATE_WORDS).sort()).toEqual([...new Set([...RUN_STATES, ...STEP_RUN_STATES])].sort());
    expect(stateLabel('timed_out')).toBe('Timed out');
    expect(stateLabel('from_the_future')).toBe('from_the_future');
  });
});

describe('words', () => {
  it('says how a run ended', () => {
    expect(exitWords({ exitCode: 0 })).toBe('exit code 0');
    expect(exitWords({ exitCode: 137, signal: 'SIGKILL' })).toBe('signal SIGKILL');
    expect(exitWords({})).toBeUndefined();
  });
  it('says why a run started', () => {
    expect(causeWords({ kind: 'every', by: 'schedule', detail: 'every 1 h' })).toBe('Every 1 h');
    expect(causeWords({ kind: 'manual', by: 'person' })).toBe('Started by hand');
    expect(causeWords({ kind: 'startup', by: 'schedule' })).toBe('At startup');
    expect(causeWords({ kind: 'webhook', by: 'schedule' })).toBe('Webhook');
  });
  it.each([
    ['caught up: the machine slept from 01:00 to 07:00', 'Every 1 h, caught up'],
    ['waited for the volume Backup', 'Every 1 h, late'],
  ])('says that it came late: %s', (late, words) => {
    expect(causeWords({ kind: 'every', by: 'schedule', detail: 'every 1 h', late })).toBe(words);
  });
  it('counts', () => {
    expect([count(0, 'run'), count(1, 'run'), count(10_000, 'run')]).toEqual([
      '0 runs',
      '1 run',
      '10,000 runs',
    ]);
  });
});

it('begins a sentence with a capital, but for a name that is written small', () => {
  expect([capital('it ended'), capital('launchd has it'), capital('')]).toEqual([
    'It ended',
    'launchd has it',
    '',
  ]);
});
