import { Cron } from 'croner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCronFields } from './cron-fields.ts';

const read = (text: string) => readCronFields(text.split(' '));
const cron = (text: string) => {
  const answer = read(text);
  return 'cron' in answer ? answer.cron : answer.fault;
};

describe('readCronFields', () => {
  it.each([
    ['0 5 * * *', '0 5 * * *'],
    ['00 05 * * *', '00 05 * * *'],
    ['*/15 9-17 * * mon-FRI', '*/15 9-17 * * mon-FRI'],
    ['0 0 1,15 * *', '0 0 1,15 * *'],
    ['0 0 * jan-mar/2 7', '0 0 * jan-mar/2 7'],
    // Both sides restricted: one of the two is enough, for cron and for croner.
    ['0 0 13 * fri', '0 0 13 * fri'],
    // A star at the start makes cron want both.
    ['0 0 */2 * mon', '0 0 */2 * +mon'],
    ['0 0 13 * */2', '0 0 13 * +*/2'],
    // Every day, but not a star: then one of the two is enough, which is every day.
    ['0 0 1-31 * mon', '0 0 1-31 * mon'],
    ['0 0 10,*/1 * mon', '0 0 1-31 * mon'],
    ['0 0 *,10 * mon', '0 0 * * mon'],
    ['0 0 */1 * mon', '0 0 * * mon'],
    // croner takes no step that goes beyond the range.
    ['*/70 * * * *', '0 * * * *'],
    ['0 1-3/9 * * *', '0 1 * * *'],
    ['0 0 * * sat-sun', '0 0 * * sat-sun'],
    ['0 0 * * 5-7', '0 0 * * 5-7'],
  ])('%s is %s', (text, expected) => expect(cron(text)).toBe(expected));

  it.each([
    ['5/10 * * * *', /minute "5\/10".*step needs/],
    ['60 * * * *', /minute.*from 0 to 59/],
    ['* 22-2 * * *', /hour "22-2".*22 comes after 2/],
    ['* * 0 * *', /day of the month.*from 1 to 31/],
    ['* * * 13 *', /month/],
    ['* * * mon *', /month/],
    ['* * * * fri-mon', /day of the week "fri-mon".*5 comes after 1/],
    ['*/0 * * * *', /minute/],
    ['1,,2 * * * *', /minute/],
    ['0~30 * * * *', /minute "0~30" cannot be read/],
    ['* * L * *', /day of the month/],
    ['* * * * 5#2', /day of the week/],
    ['mon * * * *', /minute/],
  ])('%s is refused', (text, fault) => expect(cron(text)).toMatch(fault));

  it('says where both days must match', () => {
    expect(read('0 0 */2 * mon')).toMatchObject({ bothDays: true });
    expect(read('0 0 2 * mon')).toMatchObject({ bothDays: false });
    expect(read('0 0 */2 * *')).toMatchObject({ bothDays: false });
  });
});

/** entry.c and cron.c of Vixie cron, transcribed by itself: which minutes an entry matches. */
function vixie(fields: readonly string[]): (moment: Date) => boolean {
  const bounds = [
    [0, 59],
    [0, 23],
    [1, 31],
    [1, 12],
    [0, 7],
  ] as const;
  const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const bits = fields.map((text, index) => {
    const [low, high] = bounds[index] as readonly [number, number];
    const set = new Set<number>();
    const number = (word: string): number => (names.includes(word) ? names.indexOf(word) : Number(word));
    for (const part of text.split(',')) {
      const [range = '', step = '1'] = part.split('/');
      const [first = low, last = first] = range === '*' ? [low, high] : range.split('-').map(number);
      for (let value = first; value <= last; value += Number(step)) set.add(value);
    }
    return set;
  }) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
  const [minutes, hours, days, months, weekdays] = bits;
  if (weekdays.has(0) || weekdays.has(7)) weekdays.add(0).add(7);
  const star = fields[2]?.startsWith('*') === true || fields[4]?.startsWith('*') === true;
  return (moment) => {
    const day = days.has(moment.getUTCDate());
    const weekday = weekdays.has(moment.getUTCDay());
    return (
      minutes.has(moment.getUTCMinutes()) &&
      hours.has(moment.getUTCHours()) &&
      months.has(moment.getUTCMonth() + 1) &&
      (star ? day && weekday : day || weekday)
    );
  };
}

/** A field that cron takes: lists of numbers, ranges and stars, with steps small and large. */
function field(low: number, high: number): fc.Arbitrary<string> {
  const value = fc.integer({ min: low, max: high });
  const step = fc.option(fc.integer({ min: 1, max: high + 5 }), { nil: undefined });
  const range = fc
    .tuple(value, value, step)
    .map(([a, b, by]) => `${Math.min(a, b)}-${Math.max(a, b)}${by === undefined ? '' : `/${by}`}`);
  const star = step.map((by) => (by === undefined ? '*' : `*/${by}`));
  const item = fc.oneof(star, star, value.map(String), range);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: item },
    { weight: 1, arbitrary: fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => items.join(',')) },
  );
}

it('croner runs what is written at the minutes at which cron would have run it', () => {
  const weekday = fc.oneof(field(0, 7), fc.constantFrom('mon', 'mon-fri', 'sun,wed', 'tue-sat/2', 'sun'));
  const fields = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), weekday);
  const moment = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
  fc.assert(
    fc.property(fields, fc.array(moment, { minLength: 40, maxLength: 40 }), (texts, minutes) => {
      const written = readCronFields(texts);
      if (!('cron' in written)) throw new Error(`${texts.join(' ')} was refused: ${written.fault}`);
      const oracle = vixie(texts);
      const job = new Cron(written.cron, { paused: true, timezone: 'UTC', mode: '5-part' });
      // Random minutes seldom match: the midnight of each day is looked at, too, and the hour and minute are made to fit.
      const first = (index: number): number => Number(/\d+/.exec(texts[index] ?? '')?.[0] ?? 0);
      for (const minute of minutes) {
        const day = new Date(minute * 60_000);
        const fitting = new Date(day);
        fitting.setUTCHours(Math.min(23, first(1)), Math.min(59, first(0)), 0, 0);
        for (const at of [day, fitting])
          expect([written.cron, at, job.match(at)]).toEqual([written.cron, at, oracle(at)]);
      }
    }),
    { numRuns: 400 },
  );
});
