import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inShape, MINUTE_STEPS, readCron, SIMPLE_KINDS, writeCron, type SimpleCron } from './cron-simple.ts';

const minute = fc.integer({ min: 0, max: 59 });
const hour = fc.integer({ min: 0, max: 23 });
const simple: fc.Arbitrary<SimpleCron> = fc.oneof(
  fc.record({ kind: fc.constantFrom('daily' as const, 'weekdays' as const), hour, minute }),
  fc.record({
    kind: fc.constant('weekly' as const),
    days: fc
      .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 })
      .map((days) => days.sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))),
    hour,
    minute,
  }),
  fc.record({ kind: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), hour, minute }),
  fc.record({ kind: fc.constant('hourly' as const), minute }),
  fc.record({ kind: fc.constant('minutes' as const), every: fc.constantFrom(...MINUTE_STEPS) }),
);

it('reads what it wrote', () => {
  fc.assert(
    fc.property(simple, (shape) => {
      expect(readCron(writeCron(shape))).toEqual(shape);
    }),
  );
});

it.each([
  ['0 9 * * MON-FRI', { kind: 'weekdays', hour: 9, minute: 0 }],
  [' 30  2 * * 7,1 ', { kind: 'weekly', days: [1, 0], hour: 2, minute: 30 }],
  ['0 30 2 * * *', { kind: 'daily', hour: 2, minute: 30 }],
  ['@daily', { kind: 'daily', hour: 0, minute: 0 }],
  ['@weekly', { kind: 'weekly', days: [0], hour: 0, minute: 0 }],
  ['* * * * *', { kind: 'minutes', every: 1 }],
])('reads %j', (text, shape) => {
  expect(readCron(text)).toEqual(shape);
});

it.each([
  '',
  '0 9 * *',
  '0 9 * * 1-3',
  '*/7 * * * *',
  '0 25 * * *',
  '0 9 1 * 1',
  '0 9 * 2 *',
  '5 30 2 * * *',
  '@yearly',
  'x y * * *',
  '0 9 L * *',
])('leaves %j to who knows cron', (text) => {
  expect(readCron(text)).toBeUndefined();
});

it('keeps the time of day from shape to shape', () => {
  expect(inShape('weekdays', { kind: 'daily', hour: 7, minute: 15 })).toEqual({
    kind: 'weekdays',
    hour: 7,
    minute: 15,
  });
  expect(inShape('daily', undefined)).toEqual({ kind: 'daily', hour: 9, minute: 0 });
  for (const [kind] of SIMPLE_KINDS) expect(readCron(writeCron(inShape(kind, undefined)))?.kind).toBe(kind);
});
