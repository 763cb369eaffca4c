import { describe, expect, it } from 'vitest';
import { isZone, spellZone, Zone, zoneOf } from './zone.ts';
import type { OffsetChange, OffsetHistory } from './zone-offsets.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);

/** A zone with such changes: [moment, offset in hours]. */
function madeUp(first: number, ...list: [string, number][]): Zone {
  let before = first * HOUR;
  const changes = list.map(([moment, hours]): OffsetChange => {
    const change = { at: at(moment), before, after: hours * HOUR };
    before = change.after;
    return change;
  });
  const history: OffsetHistory = {
    offsetAt: (moment) => changes.findLast((change) => change.at <= moment)?.after ?? first * HOUR,
    changes: (from, upTo) => changes.filter((change) => change.at > from && change.at <= upTo),
  };
  return new Zone('made up', history);
}

describe('Zone', () => {
  const berlin = zoneOf('Europe/Berlin');

  it('knows what clocks show', () => {
    expect(berlin.wallAt(at('2026-01-01T00:00'))).toBe(at('2026-01-01T01:00'));
    expect(berlin.wallAt(at('2026-03-29T00:59:59.999'))).toBe(at('2026-03-29T01:59:59.999'));
    expect(berlin.wallAt(at('2026-03-29T01:00'))).toBe(at('2026-03-29T03:00'));
    expect(zoneOf('UTC').offsetAt(0)).toBe(0);
    expect(zoneOf('Asia/Kathmandu').offsetAt(0)).toBe(5.5 * HOUR);
  });

  it('knows how far clocks have come, where they went back', () => {
    expect(berlin.reachedBy(at('2026-10-25T00:59'))).toBe(at('2026-10-25T02:59'));
    expect(berlin.reachedBy(at('2026-10-25T01:00'))).toBe(at('2026-10-25T02:59:59.999'));
    expect(berlin.reachedBy(at('2026-10-25T01:59:59.999'))).toBe(at('2026-10-25T02:59:59.999'));
    expect(berlin.reachedBy(at('2026-10-25T02:00'))).toBe(at('2026-10-25T03:00'));
  });

  it('knows the first moment of a wall time, and the last', () => {
    expect(berlin.firstAt(at('2026-10-25T02:30'))).toBe(at('2026-10-25T00:30'));
    expect(berlin.lastAt(at('2026-10-25T02:30'))).toBe(at('2026-10-25T01:30'));
    expect(berlin.firstAt(at('2026-10-25T03:00'))).toBe(at('2026-10-25T02:00'));
    expect(berlin.lastAt(at('2026-10-25T03:00'))).toBe(at('2026-10-25T02:00'));
    // Back from 03:00 to 02:00: never earlier than 02:00.
    expect(berlin.lastAt(at('2026-10-25T02:00'))).toBe(at('2026-10-25T00:00'));
    expect(berlin.firstAt(at('2026-03-29T02:30'))).toBe(at('2026-03-29T01:00'));
    expect(berlin.lastAt(at('2026-03-29T02:30'))).toBe(at('2026-03-29T01:00'));
    expect(berlin.firstAt(at('2026-07-01T12:00'))).toBe(at('2026-07-01T10:00'));
    expect(berlin.lastAt(at('2026-07-01T12:00'))).toBe(at('2026-07-01T10:00'));
  });

  it('knows all moments that show a wall time', () => {
    expect(berlin.showing(at('2026-10-25T02:30'))).toEqual([at('2026-10-25T00:30'), at('2026-10-25T01:30')]);
    expect(berlin.showing(at('2026-10-25T02:00'))).toEqual([at('2026-10-25T00:00'), at('2026-10-25T01:00')]);
    expect(berlin.showing(at('2026-10-25T03:00'))).toEqual([at('2026-10-25T02:00')]);
    expect(berlin.showing(at('2026-03-29T02:30'))).toEqual([]);
    expect(berlin.showing(at('2026-03-29T03:00'))).toEqual([at('2026-03-29T01:00')]);
  });

  it('lists leaps forward alone, later than the first moment and up to the last', () => {
    const [spring, autumn] = [at('2026-03-29T01:00'), at('2026-10-25T01:00')];
    expect(berlin.leaps(at('2026-01-01T00:00'), at('2027-12-01T00:00'))).toEqual([
      spring,
      at('2027-03-28T01:00'),
    ]);
    expect(berlin.leaps(spring - 1, spring)).toEqual([spring]);
    expect(berlin.leaps(spring, autumn)).toEqual([]);
  });

  it('runs nothing twice where clocks leap into what they have shown', () => {
    // 03:00 back to 01:00, and half an hour later from 01:30 to 04:00.
    const zone = madeUp(0, ['2026-01-05T03:00', -2], ['2026-01-05T03:30', 0.5]);
    expect(zone.reachedBy(at('2026-01-05T03:29'))).toBe(at('2026-01-05T02:59:59.999'));
    expect(zone.firstAt(at('2026-01-05T02:00'))).toBe(at('2026-01-05T02:00'));
    expect(zone.firstAt(at('2026-01-05T03:10'))).toBe(at('2026-01-05T03:30'));
    expect(zone.reachedBy(at('2026-01-05T03:30'))).toBe(at('2026-01-05T04:00'));
    expect(zone.lastAt(at('2026-01-05T01:20'))).toBe(at('2026-01-05T03:20'));
  });

  it('copes with a day that is repeated', () => {
    const zone = madeUp(12, ['2026-01-05T00:00', -12]);
    expect(zone.reachedBy(at('2026-01-05T23:00'))).toBe(at('2026-01-05T11:59:59.999'));
    expect(zone.firstAt(at('2026-01-05T06:00'))).toBe(at('2026-01-04T18:00'));
    expect(zone.lastAt(at('2026-01-05T06:00'))).toBe(at('2026-01-05T18:00'));
    expect(zone.firstAt(at('2026-01-05T12:00'))).toBe(at('2026-01-06T00:00'));
  });

  it('gives the same answers in whatever order it is asked', () => {
    const moments = [0, 1, 2, 3, 4, 5, 6].flatMap((n) => [
      at('2026-03-26T01:00') + n * 24 * HOUR,
      at('2026-10-22T01:00') + n * 24 * HOUR,
    ]);
    const ask = (zone: Zone, moment: number) => [
      zone.offsetAt(moment),
      zone.reachedBy(moment),
      zone.firstAt(moment),
    ];
    const fresh = (moment: number) =>
      ask(madeUp(1, ['2026-03-29T01:00', 2], ['2026-10-25T01:00', 1]), moment);
    for (const moment of moments) expect(ask(berlin, moment)).toEqual(fresh(moment));
    for (const moment of moments.reverse()) expect(ask(berlin, moment)).toEqual(fresh(moment));
  });
});

describe('zoneOf', () => {
  it('throws for what is no zone, and isZone says so', () => {
    expect(() => zoneOf('Asia/Bangcock')).toThrow(RangeError);
    expect(isZone('Asia/Bangcock')).toBe(false);
    expect(isZone('Asia/Bangkok')).toBe(true);
    expect(zoneOf('Asia/Bangkok').name).toBe('Asia/Bangkok');
    expect(zoneOf('Asia/Bangkok')).toBe(zoneOf('Asia/Bangkok'));
  });
});

describe('spellZone', () => {
  it('mends capitals, and leaves other names of a zone and what is none', () => {
    expect(spellZone('asia/BANGKOK')).toBe('Asia/Bangkok');
    expect(spellZone('Asia/Kolkata')).toBe('Asia/Kolkata');
    expect(spellZone('Asia/Bangcock')).toBe('Asia/Bangcock');
  });
});
