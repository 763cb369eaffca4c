import { expect, it } from 'vitest';
import type { Trigger } from '#shared/nouns/trigger.ts';
import { describeTrigger } from './describe-trigger.ts';

it.each<[Trigger, string]>([
  [{ cron: '0 9 * * MON-FRI', tz: 'Asia/Bangkok' }, 'At 09:00, Monday through Friday (Asia/Bangkok)'],
  [{ cron: '0 9 * * *' }, 'At 09:00'],
  [{ cron: '0 0 1 * +MON', tz: 'UTC' }, 'cron 0 0 1 * +MON (UTC)'],
  [{ every: 3_600_000 }, 'every 1 h'],
  [{ every: 3_600_000, anchor: '2026-01-01T00:15:00Z' }, 'every 1 h, counted from 2026-01-01 00:15 UTC'],
  [{ at: '2026-03-01T09:00' }, 'once at 2026-03-01 09:00'],
  [{ at: '2026-03-01T09:00:05', tz: 'Asia/Tokyo' }, 'once at 2026-03-01 09:00:05 (Asia/Tokyo)'],
  [{ at: '2026-03-01T09:00:00+07:00', tz: 'Asia/Tokyo' }, 'once at 2026-03-01 09:00 +07:00'],
  [{ startup: {} }, 'at startup'],
  [{ startup: { delay: 5_000 } }, '5 s after startup'],
  [{ wake: {} }, 'when the machine wakes'],
  [{ wake: { delay: 60_000 } }, '1 min after the machine wakes'],
  [{ login: {} }, 'at login'],
  [{ login: { delay: 0 } }, 'at login'],
  [{ login: { delay: 10_000 } }, '10 s after login'],
  [{ file: '~/Downloads/*.pdf' }, 'when ~/Downloads/*.pdf is created or changed'],
  [{ file: '~/a', on: ['changed', 'created'] }, 'when ~/a is created or changed'],
  [{ file: '~/a', on: ['created'] }, 'when ~/a is created'],
  [{ file: '~/a', on: ['changed'] }, 'when ~/a is changed'],
  [{ volume: 'lukadata' }, 'when the volume lukadata is mounted'],
  [{ volume: 'lukadata', delay: 5_000 }, '5 s after the volume lukadata is mounted'],
  [{ after: 'backup' }, 'after backup succeeded'],
  [{ after: 'backup', on: 'failure' }, 'after backup failed'],
  [{ after: 'backup', on: 'any' }, 'after backup ended'],
  [{ webhook: {} }, 'when its webhook is called'],
])('%j is "%s"', (trigger, words) => {
  expect(describeTrigger(trigger)).toBe(words);
});
