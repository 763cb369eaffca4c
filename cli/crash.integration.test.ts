/** Luka is killed again and again while orders arrive: each order runs at most once, none is lost, nothing is left running. */
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeLayout } from '#runtime/home/layout.ts';
import { listProcesses, markedProcesses } from '#runtime/runs/processes/process-table.ts';
import { runMark } from '#runtime/runs/processes/run-mark.ts';
import { LukaBench } from './spawn-luka.ts';

const KILLS = 8;
const ORDERS_A_LIFE = 5;

let bench: LukaBench;
beforeEach(async () => {
  bench = await LukaBench.create();
});
afterEach(() => bench.end());

it('kill -9 at random moments: nothing lost, nothing twice, nothing left', { timeout: 120_000 }, async () => {
  const { queue, database } = homeLayout(bench.home);
  const trace = join(bench.home, '..', 'trace');
  appendFileSync(trace, '');
  let luka = await bench.up();
  let orders = 0;
  for (let life = 0; life < KILLS; life += 1) {
    for (let n = 0; n < ORDERS_A_LIFE; n += 1) {
      const id = `o${orders++}`;
      const cmd = `echo start ${id} >> '${trace}'; sleep 0.0${n}; echo end ${id} >> '${trace}'`;
      await writeFile(join(queue.inbox, `.${id}`), JSON.stringify({ id, skill: 'bash', cmd }));
      await rename(join(queue.inbox, `.${id}`), join(queue.inbox, `${id}.json`));
    }
    await sleep(Math.random() * 300);
    const exit = once(luka.process, 'exit');
    luka.process.kill('SIGKILL');
    await exit;
    luka = await bench.up();
  }
  const named = async (folder: string) =>
    (await readdir(folder)).filter((name) => !name.endsWith('.result.json'));
  while ((await named(queue.inbox)).length + (await named(queue.running)).length > 0) await sleep(50);
  const exit = once(luka.process, 'exit');
  luka.process.kill('SIGTERM');
  await exit;

  const starts = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('start'));
  expect(new Set(starts).size).toBe(starts.length);
  const finished = [...(await named(queue.done)), ...(await named(queue.failed))];
  expect(finished).toHaveLength(orders);
  expect(new Set(finished.map((name) => /-(o\d+)\.json$/.exec(name)?.[1])).size).toBe(orders);
  for (const folder of [queue.done, queue.failed]) {
    const names = await readdir(folder);
    for (const name of await named(folder)) expect(names).toContain(`${name}.result.json`);
  }

  const db = new DatabaseSync(database);
  expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const runs = db.prepare('select id, order_id, state from runs where order_id is not null').all() as {
    id: number;
    order_id: string;
    state: string;
  }[];
  db.close();
  expect(new Set(runs.map((run) => run.order_id)).size).toBe(orders);
  expect(runs.length).toBe(orders);
  expect(new Set(runs.map((run) => run.state)).difference(new Set(['succeeded', 'interrupted']))).toEqual(
    new Set(),
  );
  // A run that succeeded has done all of its work; one that was interrupted says so and has not.
  const ends = readFileSync(trace, 'utf8');
  for (const run of runs) if (run.state === 'succeeded') expect(ends).toContain(`end ${run.order_id}\n`);
  const alive = new Set((await listProcesses()).map((row) => row.pid));
  for (const run of runs)
    expect((await markedProcesses(runMark(bench.home, run.id).text)).filter((pid) => alive.has(pid))).toEqual(
      [],
    );
});
