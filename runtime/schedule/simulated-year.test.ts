/**
 * A year of 200 tasks with random sleep, downtime, crashes, clock jumps and pauses. The rule it is held to knows nothing of
 * how it is done: every moment between the first start and the end has exactly one entry with exactly one outcome.
 */
import { describe, expect, it } from 'vitest';
import { isOutcome } from '#shared/nouns/slot.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isTimeTrigger, type TimeTrigger } from '#shared/nouns/trigger.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { occurrences } from './occurrences.ts';
import type { SlotRow } from './slot-queries.ts';
import { loadedTask, openScheduleBench, type ScheduleBench } from './testing.ts';
import { triggerKey } from './trigger-key.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1, 0, 0);
const YEAR = 365 * DAY;

/** Numbers from 0 to 1 that are the same for the same seed (the generator is mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Bangkok',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];
const POLICIES = ['latest', 'all', 'skip', { all: { max: 3, within: 2 * DAY } }] as const;
const OVERLAPS = [
  undefined,
  'skip',
  'queue',
  'replace',
  'coalesce',
  { policy: 'parallel', limit: 2 },
] as const;

function makeTasks(random: () => number): Map<string, LoadedTask> {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const number = (most: number) => Math.floor(random() * most);
  const trigger = (index: number): TimeTrigger => {
    const tz = of(ZONES);
    if (index < 2) return { every: 97 * MINUTE };
    if (index < 4) return { cron: `${number(60)} * * * *`, tz };
    if (index < 70) return { cron: `${number(60)} ${number(24)} * * *`, tz };
    if (index < 160) return { cron: `${number(60)} ${number(24)} * * ${number(7)}`, tz };
    if (index < 180) return { cron: `${number(60)} ${number(24)} ${1 + number(31)} * *`, tz };
    if (index < 190)
      return { every: (20 + number(100)) * HOUR, anchor: new Date(START + number(DAY)).toISOString() };
    return { at: new Date(START + number(YEAR)).toISOString() };
  };
  const tasks = new Map<string, LoadedTask>();
  for (let index = 0; index < 200; index += 1) {
    const definition: Partial<TaskDefinition> = {
      triggers: [trigger(index)],
      catchUp: { downtime: of(POLICIES), sleep: of(POLICIES), pause: of(POLICIES) },
      tags: [index % 2 === 0 ? 'even' : 'odd'],
      quarantine: false,
    };
    const overlap = of(OVERLAPS);
    if (overlap !== undefined) definition.overlap = overlap;
    tasks.set(`t${index}`, loadedTask(`t${index}`, definition));
  }
  return tasks;
}

/** Lets some of the waiting runs end, and leaves others in the way of what comes next. */
function work(bench: ScheduleBench, random: () => number): void {
  for (const run of bench.queries.active('queued')) if (random() < 0.8) bench.carryOut(run.id);
}

describe('a simulated year', () => {
  it('accounts for every moment exactly once', { timeout: 240_000 }, async () => {
    const seed = Number(process.env['LUKA_SEED'] ?? 20_260_105);
    const random = randomOf(seed);
    await using folder = await temporaryFolder();
    const clock = new ManualClock(START);
    const tasks = makeTasks(random);
    const options = { clock, quick: true, lookEvery: HOUR, keepFor: 10 * YEAR };
    let bench = await openScheduleBench(folder.path, tasks, options);
    let highest = START;
    const happened = { sleep: 0, stop: 0, crash: 0, forward: 0, back: 0, pause: 0 };

    while (clock.now() < START + YEAR) {
      const what = random();
      const length = random() < 0.1 ? random() * 5 * DAY : random() * 10 * HOUR;
      if (what < 0.12) {
        happened.sleep += 1;
        await bench.sleep(length);
      } else if (what < 0.17) {
        const how = random() < 0.5 ? 'stop' : 'crash';
        happened[how] += 1;
        await bench.close(how);
        clock.jump(length);
        bench = await openScheduleBench(folder.path, tasks, options);
      } else if (what < 0.19) {
        happened.forward += 1;
        clock.jump(random() * 6 * HOUR);
        await bench.pass(HOUR);
      } else if (what < 0.21) {
        happened.back += 1;
        clock.jump(-random() * 6 * HOUR);
        await bench.pass(HOUR);
      } else if (what < 0.25) {
        happened.pause += 1;
        const scope = [{ all: true as const }, { tag: 'even' }, { task: `t${Math.floor(random() * 200)}` }][
          Math.floor(random() * 3)
        ]!;
        const until = random() < 0.7 ? clock.now() + length : undefined;
        await bench.pauses.add({ scope, until });
        await bench.pass(length * 1.2);
        if (until === undefined) await bench.pauses.end(scope);
        await bench.scheduler.look();
      } else {
        await bench.pass(12 * HOUR * random());
      }
      highest = Math.max(highest, clock.now());
      work(bench, random);
    }
    if (clock.now() < highest) await bench.pass(highest - clock.now());
    // Clocks that were set back leave the agenda at most one look behind.
    await bench.pass(2 * HOUR);
    await bench.scheduler.look();
    const end = clock.now();
    expect(bench.errors).toEqual([]);
    expect(Math.min(...Object.values(happened))).toBeGreaterThan(0);

    const totals: Record<string, number> = {};
    let moments = 0;
    for (const task of tasks.values())
      for (const trigger of task.definition!.triggers!.filter(isTimeTrigger)) {
        const rows = bench.store.all<SlotRow>(
          'select * from slots where task = ? and trigger = ? order by due',
          task.id,
          triggerKey(trigger),
        );
        let at = 0;
        for (const due of occurrences(trigger, START, end)) {
          moments += 1;
          const row = rows[at];
          const where = `seed ${seed}: ${task.id} ${triggerKey(trigger)} at ${new Date(due).toISOString()}`;
          if (!row || due < row.due || due > row.last_due) expect.fail(`${where} has no entry`);
          if (!isOutcome(row.state)) expect.fail(`${where} is ${row.state}`);
          totals[row.state] = (totals[row.state] ?? 0) + 1;
          if (due === row.last_due) at += 1;
        }
        if (at !== rows.length)
          expect.fail(`seed ${seed}: ${task.id} has entries of moments that never were`);
      }
    const counted = bench.store.get<{ n: number; runs: number; started: number }>(
      `select sum(count) as n, count(distinct case when state in ('ran', 'caught_up') then run end) as runs,
         sum(state in ('ran', 'caught_up')) as started from slots`,
    )!;
    // Totals balance: moments and entries; runs and the moments that became one.
    expect(Object.values(totals).reduce((sum, n) => sum + n, 0)).toBe(moments);
    expect(counted.n).toBe(moments);
    expect(counted.runs).toBe(counted.started);
    expect(bench.store.get<{ n: number }>('select count(*) as n from runs')!.n).toBe(counted.runs);
    for (const outcome of ['ran', 'caught_up', 'coalesced', 'skipped', 'missed'])
      expect([outcome, (totals[outcome] ?? 0) > 50]).toEqual([outcome, true]);
    await bench.close();
  });
});
