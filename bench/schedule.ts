/** Many schedules: what they cost while nothing is due, and how late they are when much is due at once. */
import { readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedTask } from '#runtime/tasks/ports.ts';
import { systemClock } from '#runtime/clock.ts';
import { loadedTask, openScheduleBench } from '#runtime/schedule/testing.ts';
import { ManualClock } from '#runtime/testing.ts';
import { median, percentile, report, startLuka, temporaryHome } from './measure.ts';

const SCHEDULES = 10_000;
const PER_TASK = 10;
const AT_ONCE = 1_000;
const ROUNDS = 30;

function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** A Luka with these task files, after it has settled. */
async function settled(files: ReadonlyMap<string, string>): Promise<number> {
  await using home = await temporaryHome();
  const first = await startLuka(home.path);
  await first.stop();
  const folder = join(home.path, 'tasks');
  rmSync(folder, { recursive: true });
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  // The first start writes down every trigger; what stays is seen at the second.
  const second = await startLuka(home.path);
  await second.stop();
  const luka = await startLuka(home.path);
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  const bytes = resident(luka.child.pid!);
  await luka.stop();
  return bytes;
}

/** Schedules all different, none due within the measurement. */
function manySchedules(): Map<string, string> {
  const files = new Map<string, string>();
  const month = ((new Date().getMonth() + 6) % 12) + 1;
  for (let task = 0; task < SCHEDULES / PER_TASK; task += 1) {
    const triggers = Array.from({ length: PER_TASK }, (_, index) => {
      const number = task * PER_TASK + index;
      return `  - cron: ${number % 60} ${Math.floor(number / 60) % 24} ${1 + (Math.floor(number / 1_440) % 28)} ${month} *`;
    });
    files.set(`task-${task}.yaml`, `triggers:\n${triggers.join('\n')}\nsteps:\n  - run: 'true'\n`);
  }
  return files;
}

/** ms of processor time of one look at an agenda of this size, of which nothing is due. */
async function costOfLook(schedules: number): Promise<number> {
  await using home = await temporaryHome();
  await mkdir(home.path, { recursive: true });
  const tasks = new Map<string, LoadedTask>();
  for (let index = 0; index < schedules; index += 1)
    tasks.set(
      `t${index}`,
      loadedTask(`t${index}`, { triggers: [{ every: 400 * 86_400_000 + index * 1_000 }] }),
    );
  const bench = await openScheduleBench(home.path, tasks, { clock: new ManualClock(), quick: true });
  const times: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    const before = performance.now();
    await bench.scheduler.look();
    times.push(performance.now() - before);
  }
  await bench.close();
  return median(times.slice(100));
}

/** 1,000 moments at the same instant, again and again. */
async function atOnce(): Promise<{ late: number[]; durable: number[] }> {
  await using home = await temporaryHome();
  await mkdir(home.path, { recursive: true });
  const tasks = new Map<string, LoadedTask>();
  const late: number[] = [];
  const durable: number[] = [];
  let due = Number.POSITIVE_INFINITY;
  let begun = 0;
  const bench = await openScheduleBench(home.path, tasks, {
    clock: systemClock,
    onLook: () => {
      if (begun === 0 && Date.now() >= due) begun = performance.timeOrigin + performance.now();
    },
  });
  for (let round = 0; round < ROUNDS; round += 1) {
    due = Date.now() + 1_500;
    begun = 0;
    const changed = Array.from({ length: AT_ONCE }, (_, index) =>
      loadedTask(`r${round}-${index}`, { triggers: [{ at: new Date(due).toISOString() }] }),
    );
    for (const task of changed) tasks.set(task.id, task);
    bench.scheduler.replan({ changed, removed: [] });
    await bench.scheduler.idle;
    await new Promise((resolve) => setTimeout(resolve, due - Date.now() + 5));
    while (bench.store.get<{ n: number }>('select count(*) as n from slots where due = ?', due)!.n < AT_ONCE)
      await new Promise((resolve) => setImmediate(resolve));
    await bench.scheduler.idle;
    late.push(begun - due);
    durable.push(performance.timeOrigin + performance.now() - due);
    bench.scheduler.replan({ changed: [], removed: changed.map((task) => task.id) });
    for (const task of changed) tasks.delete(task.id);
    await bench.scheduler.idle;
  }
  await bench.close();
  return { late, durable };
}

const idle = await settled(new Map([['quiet.yaml', "steps:\n  - run: 'true'\n"]]));
const many = await settled(manySchedules());
const few = await costOfLook(100);
const lots = await costOfLook(SCHEDULES);
const { late, durable } = await atOnce();

report(`${SCHEDULES} schedules, and ${AT_ONCE} moments at once`, [
  {
    what: `memory of ${SCHEDULES} schedules above a Luka without any`,
    measured: `${((many - idle) / 1e6).toFixed(1)} MB (${(many / 1e6).toFixed(1)} / ${(idle / 1e6).toFixed(1)} MB)`,
    bound: '40 MB',
    ok: many - idle <= 40e6,
  },
  {
    what: `a look at ${SCHEDULES} schedules that are not due, against 100`,
    measured: `${(lots / few).toFixed(2)}x (${lots.toFixed(3)} / ${few.toFixed(3)} ms)`,
    bound: '1.5x',
    ok: lots / few <= 1.5,
  },
  {
    what: `start of planning, late, p99 of ${ROUNDS} rounds`,
    measured: `${percentile(late, 0.99).toFixed(1)} ms`,
    bound: '50 ms',
    ok: percentile(late, 0.99) < 50,
  },
  {
    what: `all ${AT_ONCE} queued durably, slowest round`,
    measured: `${Math.max(...durable).toFixed(0)} ms (median ${median(durable).toFixed(0)} ms)`,
    bound: '1,000 ms',
    ok: Math.max(...durable) <= 1_000,
  },
]);
