import { describe, expect, it } from 'vitest';
import { describeCron } from './describe-cron.ts';

describe('describeCron', () => {
  it('says it in words and 24 hours', () => {
    expect(describeCron('0 21 * * *')).toBe('At 21:00');
    expect(describeCron('0 9 * * MON-FRI')).toBe('At 09:00, Monday through Friday');
    expect(describeCron('*/10 * * * * *')).toBe('Every 10 seconds');
    expect(describeCron('@weekly')).toBe('At 00:00, only on Sunday');
    expect(describeCron('0 0 LW * ?')).toBe('At 00:00, on the last weekday of the month');
    expect(describeCron('0 0 * * fri#2')).toBe('At 00:00, on the second Friday of the month');
    expect(describeCron('0 0 0 1 1 * 2030')).toBe(
      'At 00:00, on day 1 of the month, only in January, only in 2030',
    );
  });

  it('does not make two conditions of a day of the month or a weekday', () => {
    expect(describeCron('0 12 1 * 1-5')).toBe(
      'At 12:00, on day 1 of the month, and also Monday through Friday',
    );
    expect(describeCron('0 12 1 6 mon')).toBe(
      'At 12:00, on day 1 of the month, and also on Monday, only in June',
    );
    expect(describeCron('30 0 12 1 6 mon 2030')).toBe(
      'At 12:00:30, on day 1 of the month, and also on Monday, only in June, only in 2030',
    );
  });

  it('does not say "every 25 minutes" where an hour has no such part', () => {
    expect(describeCron('*/25 * * * *')).toBe('At 0, 25, and 50 minutes past the hour');
  });

  it('falls back on the expression', () => {
    expect(describeCron('0 0  1 * +mon')).toBe('cron 0 0 1 * +MON');
    expect(describeCron('0 0 1W,15W * *')).toBe('cron 0 0 1W,15W * *');
    expect(describeCron('* * *')).toBe('cron * * *');
    expect(describeCron('99 * * * *')).toBe('cron 99 * * * *');
  });
});
