import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing.ts';
import {
  createDarwinEvidence,
  createLinuxEvidence,
  createSleepEvidence,
  parseTimes,
  parseUptime,
} from './sleep-evidence.ts';

describe('sysctl', () => {
  const text =
    '{ sec = 1763756400, usec = 125000 } Fri Nov 21 20:20:00 2025\n{ sec = 1763785212, usec = 998001 } Sat Nov 22 04:20:12 2025\n';

  it('is read in milliseconds', () => {
    expect(parseTimes(text)).toEqual([1_763_756_400_125, 1_763_785_212_998]);
    const never = '{ sec = 0, usec = 0 } Thu Jan  1 00:00:00 1970\n';
    expect(parseTimes(never + never)).toEqual([0, 0]);
    expect(() => parseTimes('')).toThrow('does not say');
  });

  it('tells the last sleep that ended since', async () => {
    const [slept, woke] = parseTimes(text);
    const asked: string[] = [];
    const evidence = createDarwinEvidence((program, args) => {
      asked.push([program, ...args].join(' '));
      return Promise.resolve(text);
    });
    expect(await evidence.sleptSince(slept - 30_000)).toEqual({ from: slept, to: woke });
    expect(await evidence.sleptSince(slept + 5)).toEqual({ from: slept + 5, to: woke });
    expect(await evidence.sleptSince(woke)).toBeUndefined();
    expect(asked[0]).toBe('/usr/sbin/sysctl -n kern.sleeptime kern.waketime');
  });

  it('tells nothing of a Mac that never slept, or is about to', async () => {
    const goingDown =
      '{ sec = 1763756400, usec = 0 } Fri Nov 21 20:20:00 2025\n{ sec = 0, usec = 0 } Thu Jan  1 00:00:00 1970\n';
    const never = '{ sec = 0, usec = 0 } Thu Jan  1 00:00:00 1970\n';
    for (const output of [goingDown, never + never])
      expect(
        await createDarwinEvidence(() => Promise.resolve(output)).sleptSince(1_763_756_000_000),
      ).toBeUndefined();
  });
});

describe('/proc/uptime', () => {
  it('is read in milliseconds', () => {
    expect(parseUptime('11709.08 15225.19\n')).toBe(11_709_080);
    expect(() => parseUptime('')).toThrow('says nothing');
  });

  it('tells how much was slept since the last question', async () => {
    const clock = new ManualClock();
    let [up, monotonic] = [1_000_000, 990_000];
    const evidence = createLinuxEvidence({
      clock,
      uptime: () => `${(up / 1_000).toFixed(2)} 3.00\n`,
      monotonic: () => monotonic,
    });
    const from = clock.now();
    [up, monotonic] = [up + 30_010, monotonic + 30_000];
    clock.advance(30_000);
    expect(await evidence.sleptSince(from)).toBeUndefined();
    [up, monotonic] = [up + 3_600_000 + 5_000, monotonic + 5_000];
    clock.jump(3_600_000);
    clock.advance(5_000);
    const sleep = await evidence.sleptSince(from);
    expect(sleep?.to).toBe(clock.now());
    expect(sleep!.to - sleep!.from).toBeCloseTo(3_600_000, -2);
    expect(await evidence.sleptSince(from)).toBeUndefined();
  });

  it.skipIf(process.platform !== 'linux')('of this machine goes with the monotonic clock', async () => {
    const evidence = createSleepEvidence(new ManualClock(), () => Promise.reject(new Error('none')), 'linux');
    expect(await evidence!.sleptSince(0)).toBeUndefined();
  });
});

it('a system without a record has no evidence', () => {
  const run = () => Promise.reject(new Error('none'));
  expect(createSleepEvidence(new ManualClock(), run, 'freebsd')).toBeUndefined();
});
