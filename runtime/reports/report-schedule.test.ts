/** The schedule over a real ledger and real files, with a clock that is moved by hand; what a report says is no matter here. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReportSettings } from '#shared/nouns/report.ts';
import { Durability } from '../store/durability.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import type { LedgerTeller, MadeReport } from './jobs.ts';
import { ReportBook } from './report-book.ts';
import { ReportMaker } from './report-maker.ts';
import { ReportSchedule } from './report-schedule.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const zone = 'Asia/Bangkok';

const WAIT = { timeout: 20_000 };

async function makeHome() {
  const folder = await temporaryFolder();
  const reports = join(folder.path, 'reports');
  await mkdir(reports);
  // A Saturday.
  const clock = new ManualClock(Date.parse('2026-11-28T20:00:00+07:00'));
  const file = join(folder.path, 'luka.db');
  const { db } = openDatabase(file, clock.now());
  const durability = new Durability(`${file}-wal`);
  const errors: unknown[] = [];
  const store = new Store({ db, clock, durability, onError: (error) => errors.push(error) });
  const book = new ReportBook(store);
  const made: MadeReport = { markdown: '# Made\n', page: '<p>Made', headline: 'Made', failed: 0, needs: 0 };
  const threads = {
    ask: async () => {
      await nextTurn();
      return made;
    },
  } as unknown as LedgerTeller;
  let settings: ReportSettings = { day: '07:30', week: { on: 'monday', at: '07:30' } };
  const maker = new ReportMaker({
    store,
    clock,
    layout: { database: file, logs: join(folder.path, 'logs'), reports },
    book,
    threads,
    zone: () => zone,
    live: async () => ({ tasks: [], findings: [], agents: [], frozen: false }),
    pageUrl: () => 'http://127.0.0.1:8080',
    onWritten: () => undefined,
  });
  const start = (): ReportSchedule => {
    const schedule = new ReportSchedule({
      store,
      clock,
      book,
      maker,
      zone: () => zone,
      settings: () => settings,
      onError: (error) => errors.push(error),
    });
    schedule.start();
    return schedule;
  };
  return {
    clock,
    store,
    maker,
    errors,
    start,
    set: (next: ReportSettings) => (settings = next),
    files: async () => (await readdir(reports)).filter((name) => name.endsWith('.md')).sort(),
    made: () => store.eventsOfTypeAfter('report.made', 0, 1_000).map(({ data }) => data['name']),
    async [Symbol.asyncDispose]() {
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

let home: Awaited<ReturnType<typeof makeHome>>;
let schedule: ReportSchedule;
beforeEach(async () => {
  home = await makeHome();
  schedule = home.start();
  await schedule.look();
});
afterEach(async () => {
  await schedule.stop();
  await home[Symbol.asyncDispose]();
});

it('makes nothing for the time before it was first there', async () => {
  expect(await home.files()).toEqual([]);
});

it(
  'makes a day’s report in the morning after, by its own timer, and a week’s on Monday',
  { timeout: 60_000 },
  async () => {
    home.clock.advance(11 * HOUR);
    await schedule.look();
    expect(await home.files()).toEqual([]);
    // Half past seven on Sunday: nobody but the timer looks.
    home.clock.advance(HOUR / 2);
    await expect.poll(home.files, WAIT).toEqual(['day-2026-11-28.md']);
    await schedule.look();
    // Hour by hour: each look sets the timer for the next.
    for (let hour = 0; hour < 24; hour += 1) {
      home.clock.advance(HOUR);
      await new Promise(setImmediate);
    }
    await expect
      .poll(home.files, WAIT)
      .toEqual(['day-2026-11-28.md', 'day-2026-11-29.md', 'week-2026-11-23.md']);
    const [event] = home.store.eventsOfTypeAfter('report.made', 0, 1);
    expect(event?.data).toMatchObject({ kind: 'day', day: '2026-11-28', scheduled: true, by: 'luka' });
    expect(home.errors).toEqual([]);
  },
);

it('makes up for a sleep and for a stop, each report once', async () => {
  // The machine slept from Saturday to Wednesday: no timer fired.
  home.clock.jump(3 * DAY + 12 * HOUR);
  await schedule.look();
  const all = ['day-2026-11-28', 'day-2026-11-29', 'day-2026-11-30', 'day-2026-12-01', 'week-2026-11-23'];
  expect(home.made()).toEqual(all);
  await schedule.stop();
  home.clock.jump(DAY);
  schedule = home.start();
  await schedule.look();
  await schedule.look();
  expect(home.made()).toEqual([...all, 'day-2026-12-02']);
  expect(home.errors).toEqual([]);
});

it('does not make again what somebody had made when the day was over', async () => {
  home.clock.jump(5 * HOUR);
  await home.maker.make('day', '2026-11-28', { name: 'person', scheduled: false });
  home.clock.jump(7 * HOUR);
  await schedule.look();
  expect(home.made()).toEqual(['day-2026-11-28']);
});

it('makes a whole one of what somebody had made in the middle of the day', async () => {
  await home.maker.make('day', '2026-11-28', { name: 'person', scheduled: false });
  home.clock.jump(12 * HOUR);
  await schedule.look();
  expect(home.made()).toEqual(['day-2026-11-28', 'day-2026-11-28']);
  expect(await home.files()).toEqual(['day-2026-11-28.md']);
});

it('makes nothing while it is switched off, nor afterwards of that time', async () => {
  home.set({ day: null, week: null });
  home.clock.jump(5 * DAY);
  await schedule.look();
  home.set({ day: '07:30', week: null });
  await schedule.look();
  expect(await home.files()).toEqual([]);
  home.clock.jump(DAY);
  await schedule.look();
  expect(await home.files()).toEqual(['day-2026-12-03.md']);
});

it('does nothing where the clock was set back', async () => {
  home.clock.jump(12 * HOUR);
  await schedule.look();
  home.clock.jump(-3 * DAY);
  await schedule.look();
  home.clock.jump(3 * DAY);
  await schedule.look();
  expect(home.made()).toEqual(['day-2026-11-28']);
});
