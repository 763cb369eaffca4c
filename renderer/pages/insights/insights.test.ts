import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InsightSummary, OutcomePoint, Span, TrendPoint } from '#shared/nouns/insights.ts';
import { bucketTime } from './bucket-time.ts';
import { outcomeGroups } from './by-week.ts';
import { dailyRates } from './daily-rates.ts';
import { headlines } from './headlines.ts';
import { insightsAddress, rangeOf } from './range.ts';
import { trendChart } from './trend-data.ts';
import { failedMark, levelsOf, weekCellWords, weekPeaks, weekRows } from './week-grid.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const span = (change: Partial<Span> = {}): Span => ({
  range: '30d',
  from: '2027-03-27T00:00:00.000Z',
  to: '2027-03-29T12:00:00.000Z',
  tz: 'UTC',
  bucket: 'day',
  ...change,
});
const day = (label: string) => ({ at: `${label}T00:00:00.000Z`, label });
const outcome = (label: string, succeeded: number, failed: number): OutcomePoint => ({
  ...day(label),
  runs: succeeded + failed,
  succeeded,
  failed,
  cancelled: 0,
  successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
  savedMs: succeeded * 1_000,
  machineMs: 0,
});

describe('the range of the address', () => {
  it('is what is written there, or the usual one', () => {
    expect(rangeOf(new URLSearchParams('range=7d'))).toBe('7d');
    expect(rangeOf(new URLSearchParams('range=constructor'))).toBe('30d');
    expect(rangeOf(new URLSearchParams())).toBe('30d');
    expect(['30d', '1y'].map((range) => insightsAddress(range as '1y'))).toEqual([
      '/insights',
      '/insights?range=1y',
    ]);
  });
});

describe('bucketTime', () => {
  it('stands in the middle of each day, whatever its length, and ends with the last', () => {
    const points = [
      { at: '2027-03-26T23:00:00.000Z', label: '2027-03-27' },
      { at: '2027-03-27T23:00:00.000Z', label: '2027-03-28' },
    ];
    const { at, range, when } = bucketTime(points, span({ tz: 'Europe/Berlin' }));
    expect(range.to).toBe(Date.parse('2027-03-28T22:00:00.000Z'));
    expect(at[0]).toBe(Date.parse('2027-03-27T11:00:00.000Z'));
    // The clocks go forward: 23 hours.
    expect(at[1]).toBe(Date.parse('2027-03-28T10:30:00.000Z'));
    expect(when(1)).toBe('Sun 28 Mar');
  });

  it('has a range where there is no bucket', () => {
    expect(bucketTime([], span()).range).toEqual({
      from: Date.parse('2027-03-27T00:00:00.000Z'),
      to: Date.parse('2027-03-29T12:00:00.000Z'),
    });
  });
});

describe('outcomeGroups', () => {
  it('leaves months as they are', () => {
    expect(outcomeGroups([outcome('2027-03-28', 3, 1)])).toMatchObject([
      { label: '2027-03-28', lastLabel: '2027-03-28', successRate: 0.75 },
    ]);
  });

  it('puts a year together by sevens, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 200, maxLength: 366 }),
        (counts) => {
          const days = counts.map(([succeeded, failed], index) =>
            outcome(
              new Date(Date.parse('2026-01-01') + index * DAY).toISOString().slice(0, 10),
              succeeded,
              failed,
            ),
          );
          const groups = outcomeGroups(days);
          const total = (list: readonly { succeeded: number; failed: number }[]): number =>
            list.reduce((sum, { succeeded, failed }) => sum + succeeded * 1_000 + failed, 0);
          return (
            total(groups) === total(days) &&
            groups.at(-1)?.lastLabel === days.at(-1)?.label &&
            groups[0]?.label === days[0]?.label
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

it('puts hours together to days', () => {
  expect(
    dailyRates([
      { label: '2027-03-28 09:00', succeeded: 2, failed: 0 },
      { label: '2027-03-28 10:00', succeeded: 1, failed: 1 },
      { label: '2027-03-29 10:00', succeeded: 0, failed: 0 },
    ]),
  ).toEqual([
    { day: '2027-03-28', rate: 0.75 },
    { day: '2027-03-29', rate: null },
  ]);
});

describe('headlines', () => {
  const summary: InsightSummary = {
    span: span(),
    now: { runs: 100, succeeded: 90, failed: 9, cancelled: 1, successRate: 90 / 99 },
    before: { runs: 80, succeeded: 80, failed: 0, cancelled: 0, successRate: 1 },
    byState: {},
    saved: { savedMs: 0, counted: 0, successes: 90, machineMs: 1 },
    waitP95Ms: 2_400,
    lateP95Ms: null,
    unusual: 0,
    tasks: 3,
  };
  const of = (name: string, from = summary) => headlines(from).find((each) => each.name === name);

  it('says what is better and what is worse', () => {
    expect(of('Success rate')).toMatchObject({ value: '90.9%', verdict: 'bad' });
    expect(of('Failed')).toMatchObject({ value: '9', verdict: 'bad', note: '1 cancelled' });
    expect(of('Runs')).toMatchObject({ change: { words: '20 more' }, verdict: 'even' });
  });

  it('compares with nothing of which less than half is remembered', () => {
    const since = (at: string) => ({ ...summary, span: span({ since: at }) });
    expect(of('Failed', since('2027-03-26T23:00:00.000Z'))?.change).toBeUndefined();
    expect(of('Failed', since('2027-03-20T00:00:00.000Z'))?.change?.words).toBe('9 more');
  });

  it('claims nothing that nobody said', () => {
    expect(of('Time saved')).toMatchObject({ value: '–', change: undefined, note: 'no task says byHand' });
    expect(of('Late at most')?.value).toBe('–');
    const { before: _, ...alone } = summary;
    expect(of('Failed', alone)?.change).toBeUndefined();
  });
});

describe('trendChart', () => {
  const point = (label: string, medianMs: number | null): TrendPoint => ({
    ...day(label),
    succeeded: 1,
    failed: 0,
    medianMs,
    p95Ms: medianMs,
    minMs: medianMs,
    maxMs: medianMs,
  });
  const odd = {
    run: 77,
    task: 'backup',
    at: '2027-03-28T18:00:00.000Z',
    kind: 'slower' as const,
    durationMs: 12_000,
    usualMs: 3_000,
    lowMs: 1_000,
    highMs: 6_000,
    history: 20,
    factor: 4,
    message: 'took 12 s, usually 3 s',
  };
  const trend = {
    span: span(),
    points: [point('2027-03-27', 3_000), point('2027-03-28', null), point('2027-03-29', 3_100)],
    runs: [
      { run: 76, at: '2027-03-27T03:00:00.000Z', state: 'failed' as const, durationMs: 900, unusual: false },
    ],
    usual: { known: false as const, message: 'needs 10 successes, has 4' },
    unusual: [odd],
  };

  it('puts medians, single runs and unusual ones on one axis, with the way to each run', () => {
    const { data, stops, runAt, log } = trendChart(trend);
    expect(data.series.map(({ label }) => label)).toEqual(['Median', '95% below', 'Failed', 'Unusual']);
    expect(runAt).toEqual([76, undefined, undefined, 77, undefined]);
    expect(stops).toEqual([3]);
    expect(data.when(0)).toBe('Run #76, Sat 27 Mar 03:00, failed');
    expect(data.href?.(3)).toBe('/runs/77');
    expect(data.href?.(1)).toBeUndefined();
    expect(log).toBe(false);
    // Null is a gap of the line, undefined none.
    expect(data.series[0]?.values).toEqual([undefined, 3_000, null, undefined, 3_100]);
  });

  it('takes a scale of multiples where one run would flatten all others', () => {
    expect(trendChart({ ...trend, unusual: [{ ...odd, durationMs: 900_000 }] }).log).toBe(true);
  });
});

describe('the week', () => {
  const cell = (weekday: number, hour: number, runs: number, failed: number) => ({
    weekday,
    hour,
    runs,
    failed,
  });

  it('has every hour, also those an answer leaves out', () => {
    const rows = weekRows([cell(7, 23, 4, 1)]);
    expect(rows.map((hours) => hours.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
    expect(rows[6]?.[23]).toEqual(cell(7, 23, 4, 1));
    expect(rows[0]?.[0]).toEqual(cell(1, 0, 0, 0));
  });

  it('never shows runs as none, nor less as more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 168 }), (counts) => {
        const levelOf = levelsOf(counts.map((runs) => ({ runs })));
        const sorted = counts.toSorted((x, y) => x - y);
        return sorted.every((runs, index) => {
          const level = levelOf(runs);
          const before = index === 0 ? 0 : levelOf(sorted[index - 1] ?? 0);
          return (level === 0) === (runs === 0) && level <= 4 && level >= before;
        });
      }),
    );
    const levelOf = levelsOf([10, 20, 30, 40, 50].map((runs) => ({ runs })));
    expect([0, 10, 30, 50].map(levelOf)).toEqual([0, 1, 2, 4]);
  });

  it('marks hours in which a share failed, not one of hundreds', () => {
    expect(
      [cell(1, 1, 0, 0), cell(1, 1, 300, 3), cell(1, 1, 10, 1), cell(1, 1, 4, 1)].map(failedMark),
    ).toEqual([undefined, undefined, 'some', 'much']);
  });

  it('finds the fullest and the worst hour', () => {
    const cells = [cell(1, 2, 9, 0), cell(3, 4, 3, 3)];
    expect(weekPeaks(cells)).toEqual({ busiest: cells[0], worst: cells[1] });
    expect(weekPeaks([cell(1, 1, 0, 0)])).toEqual({ busiest: undefined, worst: undefined });
    expect(weekCellWords(cell(1, 1, 12, 3))).toBe('12 runs, 3 failed');
    expect(weekCellWords(cell(1, 1, 0, 0))).toBe('no runs');
  });
});
