import { describe, expect, it } from 'vitest';
import { agentExitOf, explainExitCode, explainSignal } from './exit-codes.ts';
import { explainLaunchctlCode, formatLaunchctlCode } from './launchctl-codes.ts';

describe('codes of launchctl', () => {
  it.each([3, 5, 37, 112, 113, 119, 122, 125, 134, 161])('explains %i, each in its own words', (code) => {
    const { name, meaning, remedy } = explainLaunchctlCode(code);
    expect(name).not.toBe('unknown');
    expect(meaning.length).toBeGreaterThan(20);
    expect(remedy.length).toBeGreaterThan(5);
  });
  it('says of others that they are unknown, and how to ask', () => {
    expect(explainLaunchctlCode(199)).toEqual({
      code: 199,
      name: 'unknown',
      meaning: 'launchctl ended with 199',
      remedy: 'see `launchctl error 199` on that machine',
    });
    expect(formatLaunchctlCode(37)).toBe('37: Operation already in progress');
  });
});

describe('what a job ended with', () => {
  it.each([0, 1, 2, 78, 126, 127, 254, 255])('explains %i', (code) => {
    expect(explainExitCode(code)).not.toContain('its own documentation');
  });
  it('has all of sysexits by name', () => {
    for (let code = 64; code <= 78; code += 1) expect(explainExitCode(code)).toMatch(/^EX_[A-Z]+: /);
  });
  it('is apart from what launchctl ends with', () => {
    expect(explainExitCode(125)).toContain('its own documentation');
    expect(explainLaunchctlCode(78).name).toBe('unknown');
  });
  it('names all signals', () => {
    const names = Array.from({ length: 31 }, (_, at) => explainSignal(at + 1).name);
    expect(new Set(names).size).toBe(31);
    expect(names.every((name) => /^SIG[A-Z0-9]+$/.test(name))).toBe(true);
    expect(explainSignal(64).name).toBe('signal 64');
  });
  it('reads what a shell makes of a signal', () => {
    expect(explainExitCode(143)).toContain('SIGTERM');
    expect(explainExitCode(137)).toContain('SIGKILL');
  });
  it('takes the signal before the code, and nothing for nothing', () => {
    expect(agentExitOf({ lastSignal: 9, lastExitCode: 0 })).toMatchObject({ signal: 'SIGKILL' });
    expect(agentExitOf({ lastExitCode: 78 })).toMatchObject({ code: 78 });
    expect(agentExitOf({})).toBeUndefined();
  });
});
