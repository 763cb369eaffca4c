import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatClock } from './moments.ts';
import { parseMoment } from './parse-moment.ts';

const zone = process.env['TZ'];
beforeAll(() => (process.env['TZ'] = 'Europe/Berlin'));
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** Wednesday 25 March 2026, 14:00:20 in Berlin. */
const now = Date.UTC(2026, 2, 25, 13, 0, 20);
const past = (text: string) => parseMoment(text, { option: '--at', now, towards: 'past' });
const future = (text: string) => parseMoment(text, { option: '--until', now, towards: 'future' });
const local = (text: string) => new Date(text).getTime();

describe('parseMoment', () => {
  it.each([
    ['now', '2026-03-25T14:00:20'],
    ['09:00', '2026-03-25T09:00:00'],
    ['16:30', '2026-03-24T16:30:00'],
    ['14:00:20', '2026-03-25T14:00:20'],
    ['today 09:00', '2026-03-25T09:00:00'],
    ['today 16:30', '2026-03-25T16:30:00'],
    ['  Yesterday   9:05 ', '2026-03-24T09:05:00'],
    ['yesterday', '2026-03-24T00:00:00'],
    ['tomorrow 09:00', '2026-03-26T09:00:00'],
    ['Mon 09:00', '2026-03-23T09:00:00'],
    ['wednesday 09:00', '2026-03-25T09:00:00'],
    ['Wed 16:30', '2026-03-18T16:30:00'],
    ['Thu', '2026-03-19T00:00:00'],
    ['2h ago', '2026-03-25T12:00:20'],
    ['-1h30m', '2026-03-25T12:30:20'],
    ['in 2 h', '2026-03-25T16:00:20'],
    ['+90s', '2026-03-25T14:01:50'],
    ['2026-03-01', '2026-03-01T00:00:00'],
    ['2026-03-01 09:00', '2026-03-01T09:00:00'],
    ['Sun 2026-03-01 09:00:30', '2026-03-01T09:00:30'],
    ['2026-03-01T09:00', '2026-03-01T09:00:00'],
    ['2026-03-01T09:00Z', '2026-03-01T10:00:00'],
    ['2026-03-01T09:00:00.500+07:00', '2026-03-01T03:00:00.500'],
  ])('looking back, %j is %s', (text, expected) => expect(past(text)).toBe(local(expected)));

  it.each([
    ['09:00', '2026-03-26T09:00:00'],
    ['16:30', '2026-03-25T16:30:00'],
    ['Mon 09:00', '2026-03-30T09:00:00'],
    ['Wed 09:00', '2026-04-01T09:00:00'],
    ['Wed 16:30', '2026-03-25T16:30:00'],
    ['tomorrow', '2026-03-26T00:00:00'],
  ])('looking ahead, %j is %s', (text, expected) => expect(future(text)).toBe(local(expected)));

  it('counts days by the calendar where the clock changes', () => {
    const sunday = local('2026-03-29T12:00:00');
    const at = parseMoment('yesterday 09:00', { option: '--at', now: sunday, towards: 'past' });
    expect(at).toBe(local('2026-03-28T09:00:00'));
    // 02:30 does not exist on that day: the clock shows 03:30 an hour after 01:30.
    expect(parseMoment('02:30', { option: '--at', now: sunday, towards: 'past' })).toBe(
      local('2026-03-29T03:30:00'),
    );
  });

  it.each([
    '',
    'soon',
    '25:00',
    '09:60',
    '9',
    'Mo',
    'today 09',
    '2026-02-30',
    '2026-13-01',
    '2h',
    'in 2h ago',
    'ago',
    '2026-03-01T09:00+99:00',
    '2026-3-1',
  ])('%j is refused', (text) => {
    expect(() => past(text)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringContaining(`--at ${text}`) as string,
      }) as Error,
    );
  });

  it('reads back what tables show, to the second', () => {
    const seconds = fc.integer({ min: Date.UTC(2020, 0, 1) / 1_000, max: Date.UTC(2030, 0, 1) / 1_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const shown = formatClock(new Date(second * 1_000).toISOString(), now);
        // In the hour that comes twice in October, the words mean its first coming.
        expect([0, 3_600]).toContain(second - past(shown) / 1_000);
      }),
    );
  });

  it('never takes what it cannot read for a moment', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789:-+ Tzamonwedfri.')), maxLength: 14 }),
        (text) => {
          let at: number;
          try {
            at = past(text);
          } catch (error) {
            expect(error).toMatchObject({ code: 'usage' });
            return;
          }
          expect(Number.isFinite(at)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
