/** Roll-ups are held against a count of the rows that they were made of, whatever happened on the way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunState } from '#shared/nouns/run.ts';
import { zoneOf } from '../../schedule/zone.ts';
import type { Figures } from '../figures/figures.ts';
import { addText, percentile, type Histogram } from '../figures/histogram.ts';
import { DAY_MS, HOUR_MS } from '../figures/place.ts';
import { ENDS } from '../figures/tally.ts';
import { sampleHistory, SampleLedger } from '../testing.ts';
import { LedgerView } from './ledger-view.ts';
import { NoteBook } from './note-book.ts';
import { prune } from './prune.ts';
import { isRolledUpRight, rebuildAll } from './rebuild.ts';
import { DEFAULT_TELEMETRY } from '#shared/nouns/telemetry.ts';

const berlin = zoneOf('Europe/Berlin');
const START = Date.UTC(2026, 2, 1);

interface DirectRow {
  key: string;
  task: string;
  runs: number;
  bad: number;
  total_ms: number;
  ok_max: number | null;
  waits: number;
  lates: number;
}

/** Counted row by row by the wall clock of the zone, by another way than the code's: through Intl. */
function direct(ledger: SampleLedger, zone: string, tier: 'day' | 'hour'): DirectRow[] {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(tier === 'hour' ? { hour: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset' } : {}),
  });
  const rows = ledger.db.prepare('select * from runs where ended_at is not null').all() as unknown as {
    task: string | null;
    state: RunState;
    ended_at: number;
    started_at: number | null;
    queued_at: number;
    duration_ms: number | null;
    cause: string;
  }[];
  const found = new Map<string, DirectRow>();
  for (const row of rows) {
    const key = format.format(row.ended_at);
    const name = `${key} ${row.task ?? ''}`;
    const one = found.get(name) ?? {
      key,
      task: row.task ?? '',
      runs: 0,
      bad: 0,
      total_ms: 0,
      ok_max: null,
      waits: 0,
      lates: 0,
    };
    one.runs += 1;
    if (!['succeeded', 'cancelled'].includes(row.state)) one.bad += 1;
    const ms = row.duration_ms === null ? null : Math.round(row.duration_ms);
    one.total_ms += ms ?? 0;
    if (row.state === 'succeeded' && ms !== null) one.ok_max = Math.max(one.ok_max ?? 0, ms);
    if (row.started_at !== null) {
      one.waits += 1;
      if (row.cause.includes('scheduledFor')) one.lates += 1;
    }
    found.set(name, one);
  }
  return sorted([...found.values()]);
}

function rolledUp(figures: Figures, zone: string, tier: 'day' | 'hour'): DirectRow[] {
  const [table, at] = tier === 'day' ? ['run_days', 'at'] : ['run_hours', 'hour'];
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(tier === 'hour' ? { hour: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset' } : {}),
  });
  return sorted(
    figures
      .all<
        Record<(typeof ENDS)[number], number> & {
          at: number;
          task: string;
          runs: number;
          total_ms: number;
          ok_max: number | null;
          waits: string;
          lates: string;
        }
      >(`select *, ${at} as at from ${table} where task <> '*'`)
      .map((row) => ({
        key: format.format(row.at),
        task: row.task,
        runs: row.runs,
        bad: row.failed + row.timed_out + row.interrupted + row.denied,
        total_ms: row.total_ms,
        ok_max: row.ok_max,
        waits: sum(row.waits),
        lates: sum(row.lates),
      })),
  );
}

function sum(text: string): number {
  const histogram: Histogram = new Map();
  addText(histogram, text);
  return [...histogram.values()].reduce((total, n) => total + n, 0);
}

function sorted(rows: DirectRow[]): DirectRow[] {
  return rows.toSorted((a, b) => a.key.localeCompare(b.key) || a.task.localeCompare(b.task));
}

function expectSame(ledger: SampleLedger, figures: Figures, zone = 'Europe/Berlin'): void {
  for (const tier of ['hour', 'day'] as const)
    expect(rolledUp(figures, zone, tier)).toEqual(direct(ledger, zone, tier));
  expect(isRolledUpRight(figures)).toBe(true);
}

const anyRun = fc.record({
  task: fc.constantFrom('backup', 'sync', null),
  state: fc.constantFrom<RunState>(...ENDS),
  // Two months around the change to summer time, in no order: clocks are set back, runs end late.
  endedAt: fc.integer({ min: START, max: START + 60 * DAY_MS }),
  durationMs: fc.oneof(fc.integer({ min: 0, max: 5 * HOUR_MS }), fc.constant(null)),
  waitMs: fc.integer({ min: 0, max: HOUR_MS }),
  lateMs: fc.option(fc.integer({ min: 0, max: HOUR_MS }), { nil: undefined }),
  attempt: fc.integer({ min: 1, max: 3 }),
});

describe('roll-ups', () => {
  it('come to what a count of the rows comes to, whatever runs there were, in whatever pieces they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRun, { maxLength: 60 }), fc.nat(60), async (runs, cut) => {
        await using history = await sampleHistory();
        const { ledger, figures, view } = history;
        const book = new NoteBook({ figures, ledger: view });
        for (const run of runs.slice(0, cut)) ledger.run(run);
        await book.note(ledger.newest, berlin);
        for (const run of runs.slice(cut)) ledger.run(run);
        await book.note(ledger.newest, berlin);
        expectSame(ledger, figures);
        rebuildAll(figures);
        expectSame(ledger, figures);
      }),
      { numRuns: 40 },
    );
  });

  it('tell the hour that comes twice from the one before it, and miss none where one is left out', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    // 2026-10-25, 01:30 UTC and 00:30 UTC are both 2:30 in Berlin; 2026-03-29 has no 2:30.
    for (const at of [
      Date.UTC(2026, 9, 25, 0, 30),
      Date.UTC(2026, 9, 25, 1, 30),
      Date.UTC(2026, 2, 29, 1, 30),
    ])
      ledger.run({ endedAt: at });
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, berlin);
    expect(
      figures.all("select hour, cell, runs from run_hours where task = 'backup' order by hour"),
    ).toMatchObject([
      { hour: Date.UTC(2026, 2, 29, 1), cell: 6 * 24 + 3, runs: 1 },
      { hour: Date.UTC(2026, 9, 25, 0), cell: 6 * 24 + 2, runs: 1 },
      { hour: Date.UTC(2026, 9, 25, 1), cell: 6 * 24 + 2, runs: 1 },
    ]);
    expect(
      figures.all("select day, at, runs from run_days where task = 'backup' order by day"),
    ).toMatchObject([
      { day: 20260329, at: Date.UTC(2026, 2, 28, 23), runs: 1 },
      { day: 20261025, at: Date.UTC(2026, 9, 24, 22), runs: 2 },
    ]);
  });

  it('have whole hours of the wall clock where a zone is half an hour off', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    ledger.run({ endedAt: Date.UTC(2026, 5, 1, 10, 20) });
    ledger.run({ endedAt: Date.UTC(2026, 5, 1, 10, 40) });
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, zoneOf('Asia/Kolkata'));
    expect(figures.all("select cell, runs from run_hours where task = 'backup' order by hour")).toMatchObject(
      [
        { cell: 15, runs: 1 },
        { cell: 16, runs: 1 },
      ],
    );
  });

  it('count a run once that ends anew, as it ended last', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    const book = new NoteBook({ figures, ledger: view });
    ledger.run({ endedAt: START + HOUR_MS, durationMs: 5_000 });
    const id = ledger.run({ endedAt: START + HOUR_MS, state: 'interrupted', durationMs: 90_000 });
    await book.note(ledger.newest, berlin);
    ledger.endAgain(id, START + 3 * DAY_MS, 'succeeded', 7_000);
    await book.note(ledger.newest, berlin);
    expectSame(ledger, figures);
    expect(figures.get('select count(*) as n from runs')).toEqual({ n: 2 });
  });

  it('stand after an end in the middle of a page, which is then done again', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    for (let n = 0; n < 900; n += 1) ledger.run({ endedAt: START + n * 7 * 60_000, task: `t${n % 5}` });
    let writes = 0;
    const failing = Object.assign(Object.create(figures) as Figures, {
      get: figures.get.bind(figures),
      all: figures.all.bind(figures),
      mark: figures.mark.bind(figures),
      write: figures.write.bind(figures),
      setMark: figures.setMark.bind(figures),
      run(sql: string, ...values: (string | number | null)[]) {
        // In the middle of a page, when a part of it is written.
        if (sql.includes('into run_days') && (writes += 1) === 15) throw new Error('the power went');
        return figures.run(sql, ...values);
      },
    });
    await expect(
      new NoteBook({ figures: failing, ledger: view }).note(ledger.newest, berlin),
    ).rejects.toThrow('the power went');
    expect(figures.get<{ n: number }>('select count(*) as n from runs')!.n).toBeLessThan(900);
    expect(isRolledUpRight(figures)).toBe(true);
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, berlin);
    expectSame(ledger, figures);
  });

  it('do not count what is not known to be on the disk', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    const book = new NoteBook({ figures, ledger: view });
    ledger.run({ endedAt: START });
    await book.note(ledger.newest, berlin);
    const before = ledger.newest;
    ledger.run({ endedAt: START + 1 });
    await book.note(before, berlin);
    expect(figures.get('select count(*) as n from runs')).toEqual({ n: 1 });
    await book.note(ledger.newest, berlin);
    expect(figures.get('select count(*) as n from runs')).toEqual({ n: 2 });
  });

  it('outlive the raw rows, and the runs and events of the ledger', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    for (let n = 0; n < 200; n += 1)
      ledger.run({
        endedAt: START + n * 8 * HOUR_MS,
        durationMs: 1_000 + n,
        state: n % 9 ? 'succeeded' : 'failed',
      });
    const book = new NoteBook({ figures, ledger: view });
    await book.note(ledger.newest, berlin);
    const days = rolledUp(figures, 'Europe/Berlin', 'day');
    const now = START + 200 * 8 * HOUR_MS;
    await prune(figures, { ...DEFAULT_TELEMETRY, hourlyDays: 40 }, now);
    ledger.db.exec('delete from runs; delete from events');
    await new NoteBook({ figures, ledger: view }).note(0, berlin);
    expect(figures.get<{ n: number }>('select count(*) as n from runs')!.n).toBe(90);
    expect(figures.get<{ at: number }>('select min(hour) as at from run_hours')!.at).toBeGreaterThanOrEqual(
      now - 40 * DAY_MS,
    );
    expect(rolledUp(figures, 'Europe/Berlin', 'day')).toEqual(days);
    // What is made anew is only that of which all rows are there.
    expect(isRolledUpRight(figures)).toBe(true);
    rebuildAll(figures);
    expect(rolledUp(figures, 'Europe/Berlin', 'day')).toEqual(days);
  });

  it('count no run twice whose raw row went by age while its events were still to be read', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    for (let n = 0; n < 500; n += 1) ledger.run({ endedAt: START + n * 5 * HOUR_MS, task: `t${n % 3}` });
    const book = new NoteBook({ figures, ledger: view });
    let looks = 0;
    await book.note(ledger.newest, berlin, () => (looks += 1) > 4);
    await prune(figures, DEFAULT_TELEMETRY, START + 500 * 5 * HOUR_MS);
    await book.note(ledger.newest, berlin);
    expect(rolledUp(figures, 'Europe/Berlin', 'day')).toEqual(direct(ledger, 'Europe/Berlin', 'day'));
    expect(figures.get("select sum(runs) as n from run_days where task = '*'")).toEqual({ n: 500 });
  });

  it('take in a ledger that was made anew without counting anything twice', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view, path } = history;
    ledger.run({ id: 1, endedAt: START });
    ledger.run({ id: 2, endedAt: START + HOUR_MS });
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, berlin);
    // The same runs as a backup had them, and one with a number that came again.
    const other = new SampleLedger(path, 'other.db');
    other.run({ id: 1, endedAt: START });
    other.run({ id: 2, endedAt: START + 5 * HOUR_MS, queuedAt: START + 4 * HOUR_MS });
    other.event('system.started', START + 6 * HOUR_MS);
    using otherView = new LedgerView(other.file);
    await new NoteBook({ figures, ledger: otherView }).note(other.newest, berlin);
    expect(figures.get('select count(*) as n from runs')).toEqual({ n: 3 });
    expect(figures.get("select sum(runs) as n from run_days where task = '*'")).toEqual({ n: 3 });
    other.db.close();
  });

  it('find those that a hand has changed', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    ledger.run({ endedAt: START });
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, berlin);
    figures.run('update run_days set runs = 7');
    expect(isRolledUpRight(figures)).toBe(false);
    rebuildAll(figures);
    expectSame(ledger, figures);
  });

  it('count events by type, and due moments by what became of them', async () => {
    await using history = await sampleHistory();
    const { ledger, figures, view } = history;
    ledger.event('slot.decided', START, { data: { state: 'missed' } });
    ledger.event('slot.decided', START, { data: { state: 'missed', count: 2_380 } });
    ledger.event('slot.decided', START, { data: { state: 'ran' } });
    ledger.event('slot.waiting', START, { data: { state: 'held', count: 7 } });
    ledger.event('system.started', START + HOUR_MS);
    await new NoteBook({ figures, ledger: view }).note(ledger.newest, berlin);
    expect(figures.all('select name, n from event_days order by name')).toEqual([
      { name: 'slot.decided', n: 3 },
      { name: 'slot.waiting', n: 1 },
      { name: 'slot:missed', n: 2_381 },
      { name: 'slot:ran', n: 1 },
      { name: 'system.started', n: 1 },
    ]);
  });
});

describe('percentiles of roll-ups', () => {
  it('are within 5 % of those of the rows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, share) => {
          const histogram: Histogram = new Map();
          for (const ms of values) {
            const one: Histogram = new Map();
            one.set(ms < 1 ? -1 : Math.round(Math.log(ms) / Math.log(1.05)), 1);
            addText(histogram, [...one].map(([index, n]) => `${index}:${n}`).join(','));
          }
          const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(values.length * share)) - 1]!;
          const told = percentile(histogram, share)!;
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.05 + 1);
        },
      ),
    );
  });
});
