import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Trigger, TRIGGER_KINDS } from '#shared/nouns/trigger.ts';
import { draftOf, hasOffset, KINDS, missingOf, newDraft, rawOf, type Draft } from './trigger-draft.ts';

it('offers every kind there is', () => {
  expect(KINDS.map(([kind]) => kind).sort()).toEqual([...TRIGGER_KINDS].sort());
});

describe('a trigger that was read', () => {
  it.each<[Trigger, Record<string, unknown>]>([
    [
      { cron: '0 9 * * 1-5', tz: 'Asia/Bangkok' },
      { cron: '0 9 * * 1-5', tz: 'Asia/Bangkok' },
    ],
    [{ every: 1_800_000 }, { every: '30m' }],
    [
      { every: 500, anchor: '2027-03-01T09:00' },
      { every: '500ms', anchor: '2027-03-01T09:00' },
    ],
    [
      { at: '2027-03-01T09:00', tz: 'UTC' },
      { at: '2027-03-01T09:00', tz: 'UTC' },
    ],
    [{ at: '2027-03-01T09:00:00+07:00' }, { at: '2027-03-01T09:00:00+07:00' }],
    [{ startup: {} }, { startup: {} }],
    [{ wake: { delay: 90_000 } }, { wake: { delay: '1m30s' } }],
    [{ login: { delay: 0 } }, { login: { delay: '0s' } }],
    [{ file: '~/a b/*.pdf' }, { file: '~/a b/*.pdf' }],
    [
      { file: '/x', on: ['created'], settle: 5_000 },
      { file: '/x', on: ['created'], settle: '5s' },
    ],
    [{ file: '/x', on: ['created', 'changed'] }, { file: '/x' }],
    [
      { volume: 'Backup', delay: 60_000 },
      { volume: 'Backup', delay: '1m' },
    ],
    [{ after: 'backup' }, { after: 'backup' }],
    [
      { after: 'backup', on: 'any' },
      { after: 'backup', on: 'any' },
    ],
    [{ webhook: {} }, { webhook: {} }],
    [{ webhook: { perMinute: 5 } }, { webhook: { perMinute: 5 } }],
  ])('%j is written as %j', (read, raw) => {
    expect(rawOf(draftOf(read, 0))).toEqual(raw);
  });

  it('means the same when the file is read again', () => {
    const ms = fc.integer({ min: 0, max: 40 * 86_400_000 });
    const delay = fc.record({ delay: ms }, { requiredKeys: [] });
    const triggers: fc.Arbitrary<Trigger> = fc.oneof(
      fc.record({ every: ms.filter((every) => every > 0) }),
      fc.record({ startup: delay }),
      fc.record({ wake: delay }),
      fc.record({ file: fc.constant('/x'), settle: ms }),
      fc.record({ volume: fc.constant('Backup'), delay: ms }),
    );
    fc.assert(
      fc.property(triggers, (trigger) => {
        expect(Trigger.parse(rawOf(draftOf(trigger, 0)))).toEqual(trigger);
      }),
    );
  });
});

describe('what is typed', () => {
  const draft = (kind: Draft['kind'], fields: Partial<Draft['fields']>): Draft => ({
    key: 0,
    kind,
    fields: { ...newDraft(0).fields, ...fields },
  });
  it('is trimmed, and what belongs to another kind stays behind', () => {
    expect(rawOf(draft('every', { every: ' 5m ', tz: 'UTC', volume: 'x' }))).toEqual({ every: '5m' });
  });
  it('goes to Luka as it is where it is wrong', () => {
    expect(rawOf(draft('webhook', { perMinute: 'many' }))).toEqual({ webhook: { perMinute: 'many' } });
    expect(rawOf(draft('every', { every: 'often' }))).toEqual({ every: 'often' });
  });
  it('takes no zone where the moment says its own', () => {
    expect(rawOf(draft('at', { at: '2027-03-01T09:00Z', tz: 'UTC' }))).toEqual({ at: '2027-03-01T09:00Z' });
    expect(['2027-03-01T09:00', '2027-03-01T09:00Z', '2027-03-01T09:00-0700'].map(hasOffset)).toEqual([
      false,
      true,
      true,
    ]);
  });
  it('is missed where there is nothing to ask about', () => {
    expect(missingOf(draft('volume', { volume: ' ' }))?.field).toBe('volume');
    expect(missingOf(draft('volume', { volume: 'x' }))).toBeUndefined();
    expect(missingOf(draft('webhook', {}))).toBeUndefined();
  });
});
