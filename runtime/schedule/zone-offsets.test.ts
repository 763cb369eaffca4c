import { describe, expect, it } from 'vitest';
import { IntlOffsets } from './zone-offsets.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);

describe('IntlOffsets', () => {
  it('finds changes to the second', () => {
    const berlin = new IntlOffsets('Europe/Berlin');
    expect(berlin.changes(at('2026-01-01T00:00'), at('2027-01-01T00:00'))).toEqual([
      { at: at('2026-03-29T01:00'), before: HOUR, after: 2 * HOUR },
      { at: at('2026-10-25T01:00'), before: 2 * HOUR, after: HOUR },
    ]);
    expect(
      new IntlOffsets('America/St_Johns').changes(at('2010-03-01T00:00'), at('2010-04-01T00:00')),
    ).toEqual([{ at: at('2010-03-14T03:31'), before: -3.5 * HOUR, after: -2.5 * HOUR }]);
  });

  it('gives changes later than the first moment and up to the last, over years', () => {
    const berlin = new IntlOffsets('Europe/Berlin');
    const spring = at('2026-03-29T01:00');
    expect(berlin.changes(spring - 1, spring)).toHaveLength(1);
    expect(berlin.changes(spring, spring + 1)).toHaveLength(0);
    expect(berlin.changes(at('2020-12-31T00:00'), at('2025-01-01T00:00'))).toHaveLength(8);
    expect(berlin.offsetAt(spring - 1)).toBe(HOUR);
    expect(berlin.offsetAt(spring)).toBe(2 * HOUR);
  });

  it('sees a change at the very start of a year, once', () => {
    const casey = new IntlOffsets('Antarctica/Casey');
    const change = { at: at('1969-01-01T00:00'), before: 0, after: 8 * HOUR };
    expect(casey.changes(at('1968-06-01T00:00'), at('1969-06-01T00:00'))).toEqual([change]);
    expect(casey.offsetAt(change.at - 1)).toBe(0);
    expect(casey.offsetAt(change.at)).toBe(8 * HOUR);
    // Kathmandu went from +05:30 to +05:45 at midnight of its new year 1986.
    const kathmandu = new IntlOffsets('Asia/Kathmandu').changes(
      at('1985-06-01T00:00'),
      at('1986-06-01T00:00'),
    );
    expect(kathmandu).toEqual([{ at: at('1985-12-31T18:30'), before: 5.5 * HOUR, after: 5.75 * HOUR }]);
  });

  it('tells two changes a week apart', () => {
    const recife = new IntlOffsets('America/Recife').changes(at('2000-10-01T00:00'), at('2000-11-01T00:00'));
    expect(recife.map((change) => new Date(change.at).toISOString())).toEqual([
      '2000-10-08T03:00:00.000Z',
      '2000-10-15T02:00:00.000Z',
    ]);
  });

  it('reads offsets of minutes and seconds, and of UTC', () => {
    expect(new IntlOffsets('UTC').offsetAt(0)).toBe(0);
    expect(new IntlOffsets('Africa/Monrovia').offsetAt(at('1971-01-01T00:00'))).toBe(-(44 * 60 + 30) * 1_000);
    expect(new IntlOffsets('+05:30').offsetAt(0)).toBe(5.5 * HOUR);
    expect(() => new IntlOffsets('nowhere')).toThrow(RangeError);
  });

  it('answers the same after far more years than it keeps', () => {
    const sydney = new IntlOffsets('Australia/Sydney');
    const january = sydney.offsetAt(at('2026-01-01T00:00'));
    for (let year = 1_900; year < 2_200; year++) sydney.offsetAt(Date.UTC(year, 6));
    expect(sydney.offsetAt(at('2026-01-01T00:00'))).toBe(january);
  });
});
