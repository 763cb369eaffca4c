import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SleepEvent } from '#shared/nouns/power-report.ts';
import { isoAt } from '../clock.ts';
import { removeOldRuns } from '../retention/old-rows.ts';
import { temporaryFolder } from '../testing.ts';
import { SleepLedger } from './sleeps/sleep-ledger.ts';
import { SleepNotes } from './sleeps/sleep-notes.ts';
import { spansOf } from './sleeps/spans-of-events.ts';
import { MAINS, openPower, type PowerBench } from './testing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let power: PowerBench;

beforeEach(async () => {
  folder = await temporaryFolder();
  power = await openPower(folder.path);
});
afterEach(async () => {
  await power.close();
  if (power.errors.length > 0) throw new AggregateError(power.errors);
  await folder[Symbol.asyncDispose]();
});

/** Sleep that stops the monotonic clock, as on Linux. */
function sleep(ms: number): { from: number; to: number } {
  const from = power.clock.now();
  power.clock.jump(ms);
  return { from, to: from + ms };
}

const local = (ms: number) => new Date(ms).toTimeString().slice(0, 5);

it('tells of a sleep in the middle of a run, and how long it was frozen', async () => {
  const run = await power.ask();
  await power.begin(run);
  power.clock.advance(HOUR);
  const { from, to } = sleep(3.5 * HOUR);
  await power.slept({
    kind: 'sleep',
    from: from - 30_000,
    to,
    asleep: { from, to },
    source: 'the machine said so',
  });
  power.clock.advance(HOUR);
  await power.end(run);
  const receipt = power.room.receipt(run)!;
  expect(receipt).toMatchObject({
    frozenMs: 3.5 * HOUR,
    wallMs: 5.5 * HOUR,
    monotonicMs: 2 * HOUR,
    darkWakes: 0,
    sleeps: [{ kind: 'sleep', from: isoAt(from), to: isoAt(to) }],
  });
  expect(receipt.words).toContain(
    `slept ${local(from)}–${local(to)} in the middle of this run, frozen 3 h 30 min`,
  );
});

it('counts only what lies in its attempts, and dark wakes', async () => {
  const run = await power.ask({ retry: { times: 1 } });
  await power.begin(run);
  power.clock.advance(HOUR);
  await power.retry(run);
  const between = sleep(2 * HOUR);
  await power.slept({ kind: 'sleep', ...between, source: 'x' });
  await power.begin(run);
  power.clock.advance(HOUR);
  const first = sleep(HOUR);
  await power.slept({ kind: 'sleep', ...first, source: 'x', endedDark: true });
  const second = sleep(HOUR);
  await power.slept({ kind: 'sleep', ...second, source: 'x' });
  await power.end(run);
  const receipt = power.room.receipt(run)!;
  expect(receipt).toMatchObject({
    frozenMs: 2 * HOUR,
    darkWakes: 1,
    wallMs: 4 * HOUR,
    monotonicMs: 2 * HOUR,
  });
  expect(receipt.words.join('\n')).toContain('1 dark wake, frozen 2 h');
});

it('tells of changes of the power source since its start', async () => {
  const run = await power.ask();
  power.clock.advance(HOUR);
  await power.begin(run);
  const start = power.clock.now();
  power.clock.advance(HOUR);
  power.world.reading = { ac: false, battery: 80, lowPower: true };
  await power.sourceChanged();
  power.world.reading = { ac: false, battery: 79, lowPower: true };
  await power.sourceChanged();
  power.clock.advance(MINUTE);
  await power.end(run);
  power.world.reading = MAINS;
  await power.sourceChanged();
  const receipt = power.room.receipt(run)!;
  expect(receipt.sources).toEqual([
    { at: isoAt(start), source: 'ac', percent: 90, lowPower: false },
    { at: isoAt(start + HOUR), source: 'battery', percent: 80, lowPower: true },
  ]);
  expect(receipt.words.at(-1)).toBe(
    `on mains (90 %) from ${local(start)}, then on battery (80 %), low-power mode from ${local(start + HOUR)}`,
  );
});

it('a run that never started has none, and one that goes has none of its end', async () => {
  const run = await power.ask();
  expect(power.room.receipt(run)).toBeUndefined();
  await power.begin(run);
  const receipt = power.room.receipt(run)!;
  expect(receipt.wallMs).toBeUndefined();
  expect(receipt.words).toEqual([`kept awake since ${local(power.clock.now())}`]);
  await power.end(run);
});

it('clocks that go apart without a sleep are told', async () => {
  const run = await power.ask();
  await power.begin(run);
  power.clock.jump(-HOUR);
  power.clock.advance(MINUTE);
  await power.end(run);
  expect(power.room.receipt(run)!.words).toContain('the wall clock was set back by 1 h meanwhile');
});

it('goes with its run when that is too old to be kept', async () => {
  for (let n = 0; n < 2; n += 1) {
    const run = await power.ask();
    await power.begin(run);
    await power.end(run);
  }
  power.clock.advance(HOUR);
  const wanted = { before: power.clock.now(), perTask: 1, now: power.clock.now() };
  expect(await removeOldRuns(power.store, wanted)).toEqual([1]);
  const rows = power.store.all<{ run: number }>(
    'select run from hold_spans union all select run from run_clocks',
  );
  expect(rows).toEqual([{ run: 2 }, { run: 2 }]);
});

it('the timeline has sleeps, holds, sources and the time before anything was known', async () => {
  const start = power.clock.now();
  power.clock.advance(HOUR);
  await power.room.awake({ for: HOUR }, power.person);
  power.clock.advance(2 * HOUR);
  const slept = sleep(HOUR);
  await power.slept({ kind: 'sleep', ...slept, source: 'x' });
  power.world.absences = [{ kind: 'downtime', from: start - 2 * HOUR, to: start, source: 'x' }];
  const line = power.room.timeline();
  expect(line).toMatchObject({
    knownSince: isoAt(start),
    sleeps: [{ from: isoAt(slept.from), to: isoAt(slept.to) }],
    holds: [{ from: isoAt(start + HOUR), to: isoAt(start + 2 * HOUR) }],
    sources: [{ source: 'ac' }],
    down: [{ from: isoAt(start - 2 * HOUR), to: isoAt(start) }],
    more: false,
  });
  const earlier = power.room.timeline({ to: isoAt(start + 30 * MINUTE) });
  expect([earlier.sleeps, earlier.holds]).toEqual([[], []]);
  expect(() => power.room.timeline({ from: isoAt(0) })).toThrow('at most 31 days');
  const status = await power.room.status();
  expect(status).toMatchObject({ source: 'ac', percent: 90, lastSleep: { to: isoAt(slept.to) } });
});

const event = (kind: SleepEvent['kind'], at: number, why?: string): SleepEvent => ({
  at: isoAt(at),
  kind,
  text: kind,
  ...(why ? { why } : {}),
});

it('the system’s own record replaces what the clocks tell', async () => {
  const sleeps = new SleepLedger(power.store);
  const t = power.clock.now();
  const record = [
    event('sleep', t + 10_000, 'the lid was closed'),
    event('dark_wake', t + HOUR, 'for its own business'),
    event('sleep', t + HOUR + 45_000),
    event('wake', t + 3 * HOUR),
  ];
  const asked: unknown[] = [];
  const notes = new SleepNotes({
    sleeps,
    history: {
      between: (window) => {
        asked.push(window);
        return Promise.resolve({ events: record, more: false });
      },
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await notes.add({ kind: 'sleep', from: t, to: t + 3 * HOUR + 5_000, source: 'timers came late' });
  expect(asked).toEqual([{ from: t - MINUTE, to: t + 3 * HOUR + 5_000 + MINUTE }]);
  expect(sleeps.between(t, t + 4 * HOUR, 10)).toMatchObject([
    { kind: 'sleep', from: t + 10_000, to: t + HOUR, reason: 'the lid was closed' },
    { kind: 'dark_wake', from: t + HOUR, to: t + HOUR + 45_000 },
    { kind: 'sleep', from: t + HOUR + 45_000, to: t + 3 * HOUR },
  ]);
});

it('a record that says nothing, or cannot be read, leaves what the clocks tell', async () => {
  const sleeps = new SleepLedger(power.store);
  const errors: unknown[] = [];
  const t = power.clock.now();
  for (const between of [
    () => Promise.resolve({ events: [event('wake', t)], more: false }),
    () => Promise.reject(new Error('pmset is not there')),
  ])
    await new SleepNotes({ sleeps, history: { between }, onError: (error) => errors.push(error) }).add({
      kind: 'sleep',
      from: t,
      to: t + HOUR,
      source: 'timers came late',
    });
  expect(sleeps.between(t, t + HOUR, 10)).toHaveLength(2);
  expect(errors).toEqual([new Error('pmset is not there')]);
});

it('moments become stretches, however often they are said', () => {
  const of = (...events: SleepEvent[]) =>
    spansOf(events).map(({ kind, from, to }) => `${kind} ${from / MINUTE}-${to / MINUTE}`);
  const at = (kind: SleepEvent['kind'], minute: number) => event(kind, minute * MINUTE);
  expect(of(at('sleep', 1), at('sleep', 2), at('wake', 5))).toEqual(['sleep 1-5']);
  expect(of(at('wake', 1), at('dark_wake', 2), at('wake', 3))).toEqual(['dark_wake 2-3']);
  expect(of(at('sleep', 1), at('start', 9))).toEqual(['sleep 1-9']);
  expect(of(at('dark_wake', 1), at('sleep', 2))).toEqual(['dark_wake 1-2']);
  expect(of()).toEqual([]);
});
