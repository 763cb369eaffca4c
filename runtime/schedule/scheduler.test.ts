import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { Trigger } from '#shared/nouns/trigger.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { ManualClock } from '../testing.ts';
import { describeTrigger, nextDue } from './next-due.ts';
import { Scheduler } from './scheduler.ts';

function task(id: string, triggers: Trigger[], more: Partial<TaskDefinition> = {}): LoadedTask {
  return {
    id,
    file: `/${id}.yaml`,
    source: 'yaml',
    hash: '',
    findings: [],
    definition: { steps: [{ run: 'true' }], triggers, ...more },
  };
}

function schedule(tasks: LoadedTask[], clock = new ManualClock()) {
  const fired: string[] = [];
  const keys = new Set<string>();
  const active = new Set<string>();
  const scheduler = new Scheduler({
    clock,
    started: clock.now(),
    tasks: () => tasks,
    isActive: (id) => active.has(id),
    request: (id, cause, key) => {
      expect(keys.has(key)).toBe(false);
      keys.add(key);
      fired.push(`${id} ${cause.scheduledFor}`);
      return Promise.resolve();
    },
    onError: (error) => {
      throw error;
    },
  });
  scheduler.start();
  return { scheduler, clock, fired, active };
}

describe('nextDue', () => {
  it('is always later than the moment asked, and an interval never drifts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 90_000_000 }),
        fc.integer({ min: 0, max: 4e12 }),
        (every, after) => {
          const due = nextDue({ every }, after, 0)!;
          expect(due).toBeGreaterThan(after);
          expect(due - after).toBeLessThanOrEqual(every);
          expect(due % every).toBe(0);
        },
      ),
    );
  });

  it('reads cron in the zone of the trigger', () => {
    const after = Date.UTC(2026, 5, 1, 0, 0);
    expect(nextDue({ cron: '0 9 * * *', tz: 'Asia/Bangkok' }, after, 0)).toBe(Date.UTC(2026, 5, 1, 2, 0));
  });

  it('knows one-shots and startups', () => {
    expect(nextDue({ at: '2026-01-01T00:00:00Z' }, Date.UTC(2025, 0), 0)).toBe(Date.UTC(2026, 0));
    expect(nextDue({ at: '2026-01-01T00:00:00Z' }, Date.UTC(2026, 0), 0)).toBeUndefined();
    expect(nextDue({ startup: { delay: 5_000 } }, 999, 1_000)).toBe(6_000);
    expect(nextDue({ startup: {} }, 6_000, 1_000)).toBeUndefined();
  });

  it('puts triggers into words', () => {
    expect(describeTrigger({ every: 3_600_000 })).toBe('every 1 h');
    expect(describeTrigger({ startup: { delay: 5_000 } })).toBe('5 s after startup');
  });
});

describe('Scheduler', () => {
  it('fires each due moment once, in time', () => {
    const { clock, fired } = schedule([
      task('a', [{ every: 60_000 }]),
      task('b', [{ startup: { delay: 10_000 } }]),
    ]);
    clock.advance(130_000);
    expect(fired).toEqual([
      'b 2026-01-01T00:00:10.000Z',
      'a 2026-01-01T00:01:00.000Z',
      'a 2026-01-01T00:02:00.000Z',
    ]);
  });

  it('has no timer where nothing is due, and none longer than 30 s or, with nothing due, shorter', () => {
    expect(schedule([task('a', [])]).clock.nextTimer).toBeUndefined();
    expect(schedule([task('a', [{ every: 86_400_000 }])]).clock.nextTimer).toBe(30_000);
  });

  it('makes up once for everything that a sleep covered', () => {
    const { clock, fired } = schedule([task('a', [{ every: 60_000 }])]);
    clock.jump(3_600_000 * 8 + 1_000);
    clock.advance(30_000);
    expect(fired).toHaveLength(1);
    clock.advance(60_000);
    expect(fired).toHaveLength(2);
  });

  it('does not fire a task that is still going, nor one that is off or invalid', () => {
    const { clock, fired, active } = schedule([
      task('a', [{ every: 60_000 }]),
      task('off', [{ every: 60_000 }], { enabled: false }),
    ]);
    active.add('a');
    clock.advance(61_000);
    expect(fired).toEqual([]);
    active.clear();
    clock.advance(60_000);
    expect(fired).toEqual(['a 2026-01-01T00:02:00.000Z']);
  });

  it('keeps a moment that was due when the tasks changed', () => {
    const { scheduler, clock, fired } = schedule([task('a', [{ every: 60_000 }])]);
    clock.jump(60_001);
    scheduler.replan();
    clock.advance(1);
    expect(fired).toEqual(['a 2026-01-01T00:01:00.000Z']);
  });

  it('goes on when the clock is set back by years, and repeats nothing', () => {
    const { clock, fired } = schedule(
      [task('a', [{ every: 60_000 }])],
      new ManualClock(Date.UTC(2030, 0, 1)),
    );
    clock.advance(60_000);
    clock.jump(-4 * 365 * 86_400_000);
    clock.advance(30_000);
    clock.advance(120_000);
    expect(fired).toHaveLength(3);
  });

  it('fires nothing after it was stopped', () => {
    const { scheduler, clock, fired } = schedule([task('a', [{ every: 60_000 }])]);
    scheduler.stop();
    clock.advance(600_000);
    expect(fired).toEqual([]);
  });
});
