import { describe, expect, it } from 'vitest';
import type { Trigger } from '#shared/nouns/trigger.ts';
import { triggerKey } from './trigger-key.ts';

function keys(...triggers: Trigger[]): string[] {
  return [...new Set(triggers.map(triggerKey))];
}

describe('triggerKey', () => {
  it('is one for cron triggers that mean the same, with their zone', () => {
    expect(
      keys(
        { cron: '0 9 * * *', tz: 'Asia/Bangkok' },
        { cron: ' 0   9 * * * ', tz: 'asia/bangkok' },
        { cron: '0 0 9 * * ?', tz: 'Asia/Bangkok' },
      ),
    ).toEqual(['cron 0 9 * * * Asia/Bangkok']);
    expect(keys({ cron: '0 9 * * *' })).toEqual(['cron 0 9 * * *']);
    expect(keys({ cron: '0 9 * * *', tz: 'UTC' })).toEqual(['cron 0 9 * * * UTC']);
  });

  it('is one for intervals whose moments are the same', () => {
    const hour = 3_600_000;
    expect(keys({ every: hour }, { every: hour, anchor: '2026-01-01T05:00:00Z' })).toEqual(['every 1h']);
    expect(
      keys(
        { every: hour, anchor: '2026-01-01T05:15:00Z' },
        { every: hour, anchor: '2026-02-01T10:15:00+07:00' },
        { every: hour, anchor: '1960-02-01T10:15:00Z' },
      ),
    ).toEqual(['every 1h plus 15m']);
    expect(
      keys({ every: hour, anchor: '2026-01-01T05:15' }, { every: hour, anchor: '2026-01-01T05:15:00' }),
    ).toEqual(['every 1h from 2026-01-01 05:15']);
    expect(keys({ every: 90_061_001 })).toEqual(['every 1d1h1m1s1ms']);
    expect(keys({ every: 5_400_000 })).toEqual(['every 1h30m']);
  });

  it('is one for the same moment', () => {
    expect(
      keys(
        { at: '2026-03-01T09:00:00+07:00' },
        { at: '2026-03-01T02:00:00Z' },
        { at: '2026-03-01T02:00Z', tz: 'Asia/Tokyo' },
      ),
    ).toEqual(['at 2026-03-01 02:00 UTC']);
    expect(
      keys({ at: '2026-03-01T09:00', tz: 'Asia/Tokyo' }, { at: '2026-03-01T09:00:00', tz: 'asia/tokyo' }),
    ).toEqual(['at 2026-03-01 09:00 Asia/Tokyo']);
    expect(keys({ at: '2026-03-01T09:00' })).toEqual(['at 2026-03-01 09:00']);
  });

  it('fills in what is left out', () => {
    expect(keys({ after: 'backup' }, { after: 'backup', on: 'success' })).toEqual(['after backup success']);
    expect(keys({ after: 'backup', on: 'any' })).toEqual(['after backup any']);
    expect(keys({ file: '~/x/*.pdf' }, { file: '~/x/*.pdf', on: ['changed', 'created'] })).toEqual([
      'file ~/x/*.pdf created,changed',
    ]);
    expect(keys({ file: '~/x', on: ['changed', 'changed'] })).toEqual(['file ~/x changed']);
  });

  it('does not depend on how long a trigger waits, nor on limits', () => {
    expect(keys({ startup: {} }, { startup: { delay: 5_000 } })).toEqual(['startup']);
    expect(keys({ wake: {} }, { wake: { delay: 5_000 } })).toEqual(['wake']);
    expect(keys({ login: {} }, { login: { delay: 5_000 } })).toEqual(['login']);
    expect(keys({ webhook: {} }, { webhook: { perMinute: 3 } })).toEqual(['webhook']);
    expect(keys({ file: 'a', on: ['created'] }, { file: 'a', on: ['created'], settle: 9_000 })).toEqual([
      'file a created',
    ]);
    expect(keys({ volume: 'lukadata' }, { volume: 'lukadata', delay: 1_000 })).toEqual(['volume lukadata']);
  });

  it('knows a UUID in small letters, and leaves names as they are', () => {
    expect(
      keys(
        { volume: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9' },
        { volume: '0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9' },
      ),
    ).toEqual(['volume 0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9']);
    expect(keys({ volume: 'Data' }, { volume: 'data' })).toHaveLength(2);
  });

  it('is there for a zone that is not', () => {
    expect(keys({ cron: '@daily', tz: 'Asia/Bangcock' })).toEqual(['cron 0 0 * * * Asia/Bangcock']);
  });
});
