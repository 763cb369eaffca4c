import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing.ts';
import { createRateLimit, MAX_CLIENTS, type RateLimit } from './rate-limit.ts';

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});

/** How many of so many requests go on. */
function accepted(limit: RateLimit, count: number, client: string | number = 'codex'): number {
  return Array.from({ length: count }, () => limit.take(client)).filter(({ ok }) => ok).length;
}

describe('a client', () => {
  it('may ask a minute’s worth at once, and then at the pace of the limit', () => {
    const limit = createRateLimit({ clock, perMinute: () => 6 });
    expect(accepted(limit, 10)).toBe(6);
    expect(limit.take('codex')).toEqual({ ok: false, retryAfterMs: 10_000 });
    clock.advance(9_999);
    expect(limit.take('codex')).toEqual({ ok: false, retryAfterMs: 1 });
    clock.advance(1);
    expect(accepted(limit, 2)).toBe(1);
    clock.advance(60_000);
    expect(accepted(limit, 10)).toBe(6);
  });

  it('does not save more than a burst, however long it rests', () => {
    const limit = createRateLimit({ clock, perMinute: () => 60, burst: 3 });
    expect(accepted(limit, 5)).toBe(3);
    clock.advance(86_400_000);
    expect(accepted(limit, 5)).toBe(3);
    clock.advance(1_000);
    expect(accepted(limit, 5)).toBe(1);
  });

  it('is not kept waiting longer for asking too soon', () => {
    const limit = createRateLimit({ clock, perMinute: () => 1 });
    limit.take('codex');
    for (let second = 0; second < 59; second += 1) {
      clock.advance(1_000);
      expect(accepted(limit, 100)).toBe(0);
    }
    clock.advance(1_000);
    expect(limit.take('codex')).toEqual({ ok: true });
  });

  it('does not use up what another may ask, whatever the two are called', () => {
    const limit = createRateLimit({ clock, perMinute: () => 2 });
    for (const client of ['codex', 'cls', '1', 1, '__proto__', 'constructor', ''])
      expect(accepted(limit, 5, client)).toBe(2);
  });

  it('feels a changed limit at once', () => {
    let perMinute = 1;
    const limit = createRateLimit({ clock, perMinute: () => perMinute });
    expect(accepted(limit, 5)).toBe(1);
    perMinute = 60;
    expect(accepted(limit, 100)).toBe(0);
    clock.advance(1_000);
    expect(accepted(limit, 100)).toBe(1);
  });

  it.each([0, -1, NaN])('gets nothing at a limit of %d', (perMinute) => {
    const limit = createRateLimit({ clock, perMinute: () => perMinute });
    expect(limit.take('codex')).toEqual({ ok: false, retryAfterMs: 60_000 });
    expect(limit.size).toBe(0);
  });

  it('gets everything without a limit, and nothing is kept for it', () => {
    const limit = createRateLimit({ clock, perMinute: () => Infinity });
    expect(accepted(limit, 1_000)).toBe(1_000);
    expect(limit.size).toBe(0);
  });

  it('may ask once now and then where the limit is less than one a minute', () => {
    const limit = createRateLimit({ clock, perMinute: () => 0.5 });
    expect(accepted(limit, 3)).toBe(1);
    expect(limit.take('codex')).toEqual({ ok: false, retryAfterMs: 120_000 });
  });

  it('is not moved by the wall clock', () => {
    const limit = createRateLimit({ clock, perMinute: () => 1 });
    limit.take('codex');
    clock.jump(86_400_000);
    expect(limit.take('codex')).toEqual({ ok: false, retryAfterMs: 60_000 });
  });
});

describe('its memory', () => {
  it('holds at most so many clients, and keeps those that ask', () => {
    const limit = createRateLimit({ clock, perMinute: () => 10, burst: 2 });
    accepted(limit, 2, 'busy');
    for (let client = 0; client < 5 * MAX_CLIENTS; client += 1) {
      limit.take(client);
      if (client % 100 === 0) {
        clock.advance(6_000);
        expect(accepted(limit, 5, 'busy')).toBe(1);
      }
    }
    expect(limit.size).toBe(MAX_CLIENTS);
  });
});

describe('for any pace, limit and burst', () => {
  const cases = fc.record({
    perMinute: fc.integer({ min: 1, max: 6_000 }),
    burst: fc.integer({ min: 1, max: 50 }),
    pauses: fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 120 }),
  });

  it('no stretch of time lets through more than the burst and the pace', () => {
    fc.assert(
      fc.property(cases, ({ perMinute, burst, pauses }) => {
        const clock = new ManualClock();
        const limit = createRateLimit({ clock, perMinute: () => perMinute, burst });
        const times: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          if (limit.take('x').ok) times.push(clock.monotonic());
        }
        for (const [first, from] of times.entries())
          for (const [last, to] of times.entries())
            if (last >= first)
              expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) * perMinute) / 60_000 + 1e-6);
      }),
    );
  });

  it('one who waits as long as told gets through, and one who waits a ms less does not', () => {
    fc.assert(
      fc.property(cases, ({ perMinute, burst, pauses }) => {
        const clock = new ManualClock();
        const limit = createRateLimit({ clock, perMinute: () => perMinute, burst });
        for (const pause of pauses) {
          clock.advance(pause);
          const first = limit.take('x');
          if (first.ok) continue;
          expect(first.retryAfterMs).toBeGreaterThan(0);
          clock.advance(first.retryAfterMs - 1);
          if (first.retryAfterMs > 1) expect(limit.take('x').ok).toBe(false);
          clock.advance(1);
          expect(limit.take('x').ok).toBe(true);
        }
      }),
    );
  });
});
