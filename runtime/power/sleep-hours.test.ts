import { describe, expect, it } from 'vitest';
import { sleepHours } from './sleep-hours.ts';

const NOON = new Date(2026, 10, 20, 12).getTime();
/** Each night from 23:00 to 06:40. */
const nights = (count: number) =>
  Array.from({ length: count }, (_, back) => ({
    from: new Date(2026, 10, 19 - back, 23).getTime(),
    to: new Date(2026, 10, 20 - back, 6, 40).getTime(),
  }));

describe('hours of sleep', () => {
  it('are those that it sleeps through as a rule', () => {
    expect([...sleepHours(nights(14), 0, NOON)]).toEqual([0, 1, 2, 3, 4, 5, 6, 23]);
  });

  it('are not told from a few nights', () => {
    expect([...sleepHours(nights(4), NOON - 4 * 86_400_000, NOON)]).toEqual([]);
    expect([...sleepHours(nights(6), NOON - 6 * 86_400_000, NOON)]).toContain(3);
  });

  it('are not those of now and then', () => {
    expect([...sleepHours(nights(6), 0, NOON)]).toEqual([]);
    expect([...sleepHours([], 0, NOON)]).toEqual([]);
  });
});
