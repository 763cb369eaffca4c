import { afterEach, describe, expect, it } from 'vitest';
import { SchedulePreview } from '#shared/nouns/slot.ts';
import type { TimeTrigger } from '#shared/nouns/trigger.ts';
import { machineZone, redetectMachineZone } from './machine-zone.ts';
import { previewTrigger } from './preview-trigger.ts';

function preview(trigger: TimeTrigger, from: string) {
  return SchedulePreview.parse(previewTrigger(trigger, Date.parse(from)));
}

/** Those with a note: [local, note]. */
function notes(trigger: TimeTrigger, from: string): [string, string][] {
  return preview(trigger, from).times.flatMap(({ local, note }) =>
    note === undefined ? [] : [[local, note]],
  );
}

describe('previewTrigger', () => {
  const known = process.env['TZ'];
  afterEach(() => {
    if (known === undefined) delete process.env['TZ'];
    else process.env['TZ'] = known;
    redetectMachineZone();
  });

  it('has ten times as the clocks of the zone show them', () => {
    const { words, tz, times } = preview({ cron: '0 9 * * *', tz: 'Europe/Berlin' }, '2026-03-27T12:00Z');
    expect(words).toBe('At 09:00 (Europe/Berlin)');
    expect(tz).toBe('Europe/Berlin');
    expect(times).toHaveLength(10);
    expect(times.slice(0, 2)).toEqual([
      { due: '2026-03-28T08:00:00.000Z', local: '2026-03-28 09:00', offset: '+01:00' },
      { due: '2026-03-29T07:00:00.000Z', local: '2026-03-29 09:00', offset: '+02:00' },
    ]);
  });

  it('shows seconds, and what comes fewer than ten times', () => {
    expect(preview({ cron: '30 0 9 1 1 * 2030', tz: 'UTC' }, '2026-01-01T00:00Z').times).toEqual([
      { due: '2030-01-01T09:00:30.000Z', local: '2030-01-01 09:00:30', offset: '+00:00' },
    ]);
    expect(preview({ at: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00Z').times).toEqual([]);
  });

  it("is in the machine's zone where none is named", () => {
    expect(preview({ every: 3_600_000 }, '2026-01-01T00:00Z').tz).toBe(machineZone());
  });

  it('says where a time does not exist', () => {
    expect(notes({ cron: '30 2 * * *', tz: 'Europe/Berlin' }, '2026-03-27T12:00Z')).toEqual([
      ['2026-03-29 03:00', '02:30 does not exist on this day: it runs at the first moment after'],
    ]);
    expect(notes({ at: '2026-03-29T02:30', tz: 'Europe/Berlin' }, '2026-03-27T12:00Z')).toEqual([
      ['2026-03-29 03:00', '02:30 does not exist on this day: it runs at the first moment after'],
    ]);
    expect(notes({ cron: '* * * * * *', tz: 'Europe/Berlin' }, '2026-03-29T00:59:59Z')).toEqual([
      [
        '2026-03-29 03:00',
        '02:00 to 02:59:59 do not exist on this day: they make one run at the first moment after',
      ],
    ]);
    expect(notes({ cron: '0 9 * * *', tz: 'Pacific/Apia' }, '2011-12-29T12:00Z')).toEqual([
      ['2011-12-31 00:00', '2011-12-30 09:00 does not exist: it runs at the first moment after'],
    ]);
  });

  it('says where a time happens twice', () => {
    const twice: [string, string] = [
      '2026-10-25 02:30',
      '02:30 happens twice on this day: it runs the first time',
    ];
    expect(notes({ cron: '30 2 * * *', tz: 'Europe/Berlin' }, '2026-10-23T12:00Z')).toEqual([twice]);
    expect(notes({ at: '2026-10-25T02:30', tz: 'Europe/Berlin' }, '2026-10-23T12:00Z')).toEqual([twice]);
  });

  it('has no notes for what does not go by wall clocks', () => {
    expect(notes({ at: '2026-10-25T02:30:00+02:00', tz: 'Europe/Berlin' }, '2026-10-23T12:00Z')).toEqual([]);
    process.env['TZ'] = 'Europe/Berlin';
    redetectMachineZone();
    expect(preview({ every: 1_800_000 }, '2026-10-24T23:50Z').times[1]?.local).toBe('2026-10-25 02:30');
    expect(notes({ every: 1_800_000 }, '2026-10-24T23:50Z')).toEqual([]);
  });
});
