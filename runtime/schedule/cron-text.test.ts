import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRON_EXPRESSION } from './cron-arbitrary.ts';
import { calendarOf } from './cron-calendar.ts';
import { canonicalCron } from './cron-text.ts';

describe('canonicalCron', () => {
  it('means what the expression means', () => {
    fc.assert(
      fc.property(CRON_EXPRESSION, fc.integer({ min: 0, max: 2e12 }), (expression, after) => {
        const [given, canonical] = [calendarOf(expression), calendarOf(canonicalCron(expression))];
        let wall: number | undefined = after;
        for (let n = 0; n < 5 && wall !== undefined; n++) {
          const next = given.next(wall);
          expect(canonical.next(wall)).toBe(next);
          wall = next;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves a canonical one as it is', () => {
    fc.assert(
      fc.property(CRON_EXPRESSION, (expression) => {
        const canonical = canonicalCron(expression);
        expect(canonicalCron(canonical)).toBe(canonical);
      }),
    );
  });

  it('is one for all ways to write the same', () => {
    const same = (...expressions: string[]) => [...new Set(expressions.map(canonicalCron))];
    expect(
      same('0 0 * * *', '@daily', '@Midnight', ' 0  0 * * * ', '0 0 0 * * *', '00 00 ? * ?', '0 0 0 * * * *'),
    ).toEqual(['0 0 * * *']);
    expect(same('@hourly', '0 * * * *', '0 */1 * * *', '0 0-23 * * *')).toEqual(['0 * * * *']);
    expect(same('@weekly', '0 0 * * SUN', '0 0 * * 7')).toEqual(['0 0 * * 0']);
    expect(same('@yearly', '@annually', '0 0 1 jan *')).toEqual(['0 0 1 1 *']);
    expect(same('@monthly', '0 0 1 */1 *')).toEqual(['0 0 1 * *']);
    expect(same('0 9 * * mon-fri', '0 9 * * 1-5', '0 9 * * 5,1,2-4,3')).toEqual(['0 9 * * 1-5']);
    expect(same('*/15 * * * *', '0,15,30,45 * * * *', '0-59/15 * * * *')).toEqual(['*/15 * * * *']);
    expect(same('0 0 1,15 * *', '0 0 15,1 * *')).toEqual(['0 0 1,15 * *']);
    expect(same('*/10 * * * * *')).toEqual(['*/10 * * * * *']);
    expect(same('0 0 0 1 1 * 2030')).toEqual(['0 0 0 1 1 * 2030']);
  });

  it('keeps apart what is not the same', () => {
    // Any of all days, or a Monday: that is every day. A star leaves it to the weekday.
    expect(canonicalCron('0 0 1-31 * MON')).toBe('0 0 1-31 * 1');
    expect(canonicalCron('0 0 * * MON')).toBe('0 0 * * 1');
  });

  it('says only what is true of steps, and leaves what it cannot read', () => {
    expect(canonicalCron('*/25 * * * *')).toBe('0,25,50 * * * *');
    expect(canonicalCron('0-20/10 * * * *')).toBe('0,10,20 * * * *');
    expect(canonicalCron('0-1,5-7 * * * *')).toBe('0,1,5-7 * * * *');
    expect(canonicalCron('0 0 */2 * *')).toBe('0 0 */2 * *');
    expect(canonicalCron('0 0 * * fri#2')).toBe('0 0 * * FRI#2');
    expect(canonicalCron('5/10 * * * *')).toBe('5/10 * * * *');
    expect(canonicalCron('99 * * * *')).toBe('99 * * * *');
    expect(canonicalCron('  no   cron ')).toBe('no cron');
  });
});
