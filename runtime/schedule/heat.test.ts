import { describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import type { RunState } from '#shared/nouns/run.ts';
import { heat, type Heat } from './heat.ts';
import { sampleLedger, type SampleLedger } from './sample-ledger.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function ask(ledger: SampleLedger, now: number, days: number, tz: string): Promise<Heat> {
  const answer = await heat({ store: ledger.store, task: 'backup', days, now, tz });
  contract.getHeat.response.parse(answer);
  return answer;
}

/** `2026-03-29 03: 2 ran` */
const told = ({ cells }: Heat) =>
  cells.map(
    ({ day, hour, counts, failed }) =>
      `${day} ${String(hour).padStart(2, '0')}: ${Object.entries(counts)
        .map(([state, count]) => `${count} ${state}`)
        .join(', ')}${failed > 0 ? `, ${failed} failed` : ''}`,
  );

describe('heat', () => {
  it('counts by the hours of the wall clock, of today and the days before', async () => {
    await using ledger = await sampleLedger();
    const midnight = Date.UTC(2026, 2, 23, 23);
    for (const due of [midnight - 1, midnight, midnight + 59 * MINUTE, midnight + HOUR]) ledger.slot({ due });
    ledger.slot({ due: midnight + MINUTE, state: 'skipped', code: 'overlap' });
    ledger.slot({ due: midnight + 2 * MINUTE, task: 'other' });
    const answer = await ask(ledger, midnight + 30 * HOUR, 2, 'Europe/Berlin');
    expect(answer).toMatchObject({ tz: 'Europe/Berlin', days: ['2026-03-24', '2026-03-25'] });
    expect(told(answer)).toEqual(['2026-03-24 00: 2 ran, 1 skipped', '2026-03-24 01: 1 ran']);
  });

  it('counts as failed what had a run that ended badly', async () => {
    await using ledger = await sampleLedger();
    const now = Date.UTC(2026, 2, 25, 12);
    const states: RunState[] = [
      'failed',
      'timed_out',
      'interrupted',
      'denied',
      'succeeded',
      'cancelled',
      'running',
    ];
    const runs = states.map((state, n) => {
      const run = ledger.run({ state, queued: now + n });
      ledger.slot({ due: now + n * MINUTE, run });
      return run;
    });
    // One run for four moments: none of them was served. One that met a run had none of its own.
    const merged = { state: 'coalesced', code: 'one_for_all', run: runs[0]! } as const;
    ledger.slot({ ...merged, due: now + HOUR, last_due: now + HOUR + 3 * MINUTE, count: 4 });
    ledger.slot({ due: now + 2 * HOUR, state: 'skipped', code: 'overlap', run: runs[0]! });
    expect(told(await ask(ledger, now, 1, 'UTC'))).toEqual([
      '2026-03-25 12: 7 ran, 4 failed',
      '2026-03-25 13: 4 coalesced, 4 failed',
      '2026-03-25 14: 1 skipped',
    ]);
  });

  it('spreads a row for many moments evenly over the hours between, each moment once', async () => {
    await using ledger = await sampleLedger();
    const from = Date.UTC(2026, 2, 24, 22, 30);
    const missed = { state: 'missed', code: 'too_old' } as const;
    // Half past and on the hour, from 22:30 to 01:30.
    ledger.slot({ ...missed, due: from, last_due: from + 3 * HOUR, count: 7 });
    expect(told(await ask(ledger, from + 9 * HOUR, 2, 'UTC'))).toEqual([
      '2026-03-24 22: 1 missed',
      '2026-03-24 23: 2 missed',
      '2026-03-25 00: 2 missed',
      '2026-03-25 01: 2 missed',
    ]);
    // Only what lies within the days that are asked for.
    expect(told(await ask(ledger, from + 9 * HOUR, 1, 'UTC'))).toEqual([
      '2026-03-25 00: 2 missed',
      '2026-03-25 01: 2 missed',
    ]);
  });

  it('tells every moment of a very long row, also one that began long before', async () => {
    await using ledger = await sampleLedger();
    const now = Date.UTC(2026, 2, 25, 12);
    const seconds = 20 * 86_400;
    const due = now - seconds * 1_000;
    const row = { due, last_due: now - 1_000, count: seconds, state: 'missed', code: 'too_many' } as const;
    ledger.slot({ ...row, trigger: 'every 1s' });
    const total = (answer: Heat) => answer.cells.reduce((sum, { counts }) => sum + (counts.missed ?? 0), 0);
    expect(total(await ask(ledger, now, 31, 'Asia/Kathmandu'))).toBe(seconds);
    const week = await ask(ledger, now, 7, 'Asia/Kathmandu');
    // Six whole days, and the one that in Kathmandu lasts since 18:15 UTC.
    expect(total(week)).toBe(6 * 86_400 + 17.75 * 3_600);
    expect(week.cells[0]).toEqual({ day: '2026-03-19', hour: 0, counts: { missed: 3_600 }, failed: 0 });
  });

  it.each<[string, string, number, string, number]>([
    // An hour is missing in spring: 03:00 follows 01:59.
    ['in spring', 'Europe/Berlin', Date.UTC(2026, 2, 28, 23), '2026-03-29', 23],
    // In autumn one comes twice: its cell counts both.
    ['in autumn', 'Europe/Berlin', Date.UTC(2026, 9, 24, 22), '2026-10-25', 25],
    ['where it changes by half an hour', 'Australia/Lord_Howe', Date.UTC(2026, 3, 4, 13), '2026-04-05', 24.5],
    // Midnight itself is missing: the day begins at 01:00.
    ['at midnight', 'America/Havana', Date.UTC(2026, 2, 8, 5), '2026-03-08', 23],
    // Midnight is the moment at which it is 23:00 again.
    ['at midnight in autumn', 'Africa/Cairo', Date.UTC(2026, 9, 28, 21), '2026-10-29', 25],
  ])('keeps to the day where the clock changes: %s', async (_, tz, begin, day, length) => {
    await using ledger = await sampleLedger();
    for (let n = -8; n < length * 4 + 8; n += 1) ledger.slot({ due: begin + (n * HOUR) / 4 });
    const answer = await ask(ledger, begin + 40 * HOUR, 2, tz);
    expect(answer.days[0]).toBe(day);
    const ofDay = answer.cells.filter((cell) => cell.day === day);
    expect(ofDay.reduce((sum, { counts }) => sum + (counts.ran ?? 0), 0)).toBe(length * 4);
    const hours = new Map(ofDay.map(({ hour, counts }) => [hour, (counts.ran ?? 0) / 4]));
    const wall = (moment: number) =>
      Number(
        new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', hourCycle: 'h23' }).format(moment),
      );
    const expected = new Map<number, number>();
    for (let n = 0; n < length * 4; n += 1) {
      const hour = wall(begin + (n * HOUR) / 4);
      expected.set(hour, (expected.get(hour) ?? 0) + 0.25);
    }
    expect(hours).toEqual(expected);
  });

  it('names days by the calendar, also across one that a zone left out', async () => {
    await using ledger = await sampleLedger();
    // Apia went from 29 to 31 December 2011.
    ledger.slot({ due: Date.UTC(2011, 11, 30, 9, 59) });
    ledger.slot({ due: Date.UTC(2011, 11, 30, 10) });
    const answer = await ask(ledger, Date.UTC(2011, 11, 30, 12), 3, 'Pacific/Apia');
    expect(answer.days).toEqual(['2011-12-29', '2011-12-30', '2011-12-31']);
    expect(told(answer)).toEqual(['2011-12-29 23: 1 ran', '2011-12-31 00: 1 ran']);
  });

  it('reads more rows than it does at once', async () => {
    await using ledger = await sampleLedger();
    const now = Date.UTC(2026, 2, 25, 23, 59);
    ledger.store.commit((tx) =>
      tx.run(
        `with recursive n (i) as (select 0 union all select i + 1 from n where i < 4999)
         insert into slots (task, trigger, due, last_due, count, kind, state, code, reason, decided_at)
         select 'backup', 't' || (i % 7), ? - (i / 7) * 1000, ? - (i / 7) * 1000, 1, 'cron', 'ran', 'on_time', '', ? from n`,
        now,
        now,
        now,
      ),
    );
    const answer = await ask(ledger, now + DAY, 2, 'UTC');
    expect(answer.cells.reduce((sum, { counts }) => sum + (counts.ran ?? 0), 0)).toBe(5_000);
  });
});
