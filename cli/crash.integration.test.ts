/**
 * Luka is killed again and again while orders arrive: each order runs at most once, none is lost, nothing is left running,
 * and what the orders want to outlive Luka goes on.
 */
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHome } from '#runtime/home/open-home.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { processStart } from '#runtime/runs/processes/identity.ts';
import { listProcesses, markedProcesses } from '#runtime/runs/processes/process-table.ts';
import { runMark } from '#runtime/runs/processes/run-mark.ts';
import { LukaBench, type StartedLuka } from './spawn-luka.ts';

const KILLS = 7;
const SHORT_ORDERS = 3;

let bench: LukaBench;
beforeEach(async () => {
  bench = await LukaBench.create();
});
afterEach(() => bench.end());

async function end(luka: StartedLuka, signal: NodeJS.Signals): Promise<void> {
  const exit = once(luka.process, 'exit');
  luka.process.kill(signal);
  await exit;
}

it('kill -9 at random moments: nothing lost, nothing twice, nothing left', { timeout: 120_000 }, async () => {
  const { queue, database } = homeLayout(bench.home);
  const trace = join(bench.home, '..', 'trace');
  appendFileSync(trace, '');
  const say = (words: string) => `echo ${words} >> '${trace}'`;
  const lines = (start: string) =>
    readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(start));
  const seen = async (...words: string[]) => {
    while (!words.every((word) => lines(word).length > 0)) await sleep(10);
  };
  let orders = 0;
  const drop = async (order: { id: string } & Record<string, unknown>) => {
    orders += 1;
    await writeFile(join(queue.inbox, `.${order.id}`), JSON.stringify(order));
    await rename(join(queue.inbox, `.${order.id}`), join(queue.inbox, `${order.id}.json`));
  };
  /** Ends by itself, soon. */
  const short = (id: string, seconds: number) =>
    drop({ id, skill: 'bash', cmd: `${say(`start ${id}`)}; sleep ${seconds}; ${say(`end ${id}`)}` });
  /** Ends by SIGKILL only; one of its processes leaves the group. */
  const stubborn = (id: string) => {
    const go = `trap "" TERM; ${say(`start ${id} $$`)}; for n in 1 2 3; do sleep 100; done`;
    const escaped = go.replaceAll("'", String.raw`'\''`).replace(`start ${id}`, `escaped ${id}`);
    return drop({ id, grace: '100ms', steps: [{ run: `setsid bash -c '${escaped}' & ${go}` }] });
  };
  /** Goes on without Luka, and with its next step as soon as there is one again. */
  const adopted = (id: string) =>
    drop({
      id,
      orphans: 'adopt',
      steps: [
        {
          id: 'one',
          run: `${say(`start ${id} 1`)}; sleep 1; ${say(`end ${id} 1`)}; echo "n=${id}" >> "$LUKA_OUTPUT"`,
        },
        { run: `${say(`start ${id} 2`)}; ${say(`end ${id} 2 "$OUT_ONE_N"`)}` },
      ],
    });

  await openHome(bench.home);
  // Confined orders have pids of their own, and cannot write the trace.
  await writeFile(homeLayout(bench.home).policy, 'confinement: { agent: off }\n', { mode: 0o600 });
  let luka = await bench.up();
  for (let life = 0; life < KILLS; life += 1) {
    for (let n = 0; n < SHORT_ORDERS; n += 1) await short(`o${life}.${n}`, n / 50);
    await stubborn(`s${life}`);
    await adopted(`a${life}`);
    await seen(`start s${life} `, `escaped s${life} `, `start a${life} 1`);
    await sleep(Math.random() * 300);
    await end(luka, 'SIGKILL');
    luka = await bench.up();
    // It is up: what was not to outlive the last one is gone by now.
    for (const line of [...lines(`start s${life} `), ...lines(`escaped s${life} `)])
      expect(await processStart(Number(line.split(' ')[2]))).toBeUndefined();
    await seen(`end a${life} 2`);
  }
  const named = async (folder: string) =>
    (await readdir(folder)).filter((name) => !name.endsWith('.result.json'));
  while ((await named(queue.inbox)).length + (await named(queue.running)).length > 0) await sleep(50);
  await end(luka, 'SIGTERM');

  // Nothing twice.
  for (const word of ['start', 'escaped', 'end']) expect(new Set(lines(word)).size).toBe(lines(word).length);
  // Nothing lost: each order has come to its end, and has its result beside it.
  const finished = [...(await named(queue.done)), ...(await named(queue.failed))];
  expect(finished).toHaveLength(orders);
  expect(new Set(finished.map((name) => /-([oas][\d.]+)\.json$/.exec(name)?.[1])).size).toBe(orders);
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
  for (const { order_id: order, state } of runs) {
    if (order.startsWith('s')) expect([order, state]).toEqual([order, 'interrupted']);
    else if (order.startsWith('a')) {
      expect([order, state]).toEqual([order, 'succeeded']);
      const own = ['start', 'end'].flatMap((word) => lines(`${word} ${order} `)).sort();
      expect(own).toEqual([
        `end ${order} 1`,
        `end ${order} 2 ${order}`,
        `start ${order} 1`,
        `start ${order} 2`,
      ]);
    } else {
      expect(['succeeded', 'interrupted']).toContain(state);
      // A run that succeeded has done all of its work; one that was interrupted says so and has not.
      if (state === 'succeeded') expect(lines(`end ${order}`)).toHaveLength(1);
    }
  }
  // Nothing left.
  const alive = new Set((await listProcesses()).map((row) => row.pid));
  for (const run of runs)
    expect((await markedProcesses(runMark(bench.home, run.id).text)).filter((pid) => alive.has(pid))).toEqual(
      [],
    );
});
