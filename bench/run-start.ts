/** From asking for a run to its process, and to its end: against a raw spawn of /bin/true. Bound: 3 ms more, durable. */
import { spawn } from 'node:child_process';
import { openBench } from '#runtime/runs/testing.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { spawnProcess } from '#runtime/runs/processes/spawn.ts';
import { median, percentile, report, temporaryHome } from './measure.ts';

const ROUNDS = 400;
const WARM_UP = 50;

async function raw(): Promise<{ started: number; ended: number }> {
  const start = performance.now();
  const child = spawn('/bin/true', { stdio: 'ignore', detached: true });
  const started = performance.now() - start;
  await new Promise((resolve) => child.once('exit', resolve));
  return { started, ended: performance.now() - start };
}

await using home = await temporaryHome();
let spawnedAt = 0;
const bench = await openBench(
  homeLayout(home.path),
  { true: { steps: [{ argv: ['/bin/true'] }] } },
  {
    context: {
      async spawn(request) {
        const child = await spawnProcess(request);
        spawnedAt = performance.now();
        return child;
      },
    },
  },
);

async function luka(): Promise<{ started: number; ended: number }> {
  const start = performance.now();
  const { id } = await bench.request('true');
  const run = await bench.ended(id);
  if (run.state !== 'succeeded') throw new Error(`run ${id} ${run.state}: ${run.message}`);
  return { started: spawnedAt - start, ended: performance.now() - start };
}

const raws: Awaited<ReturnType<typeof raw>>[] = [];
const lukas: typeof raws = [];
for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
  const [one, other] = [await raw(), await luka()];
  if (round < WARM_UP) continue;
  raws.push(one);
  lukas.push(other);
}
await bench.close();

const overhead = (key: 'started' | 'ended') =>
  median(lukas.map((one) => one[key])) - median(raws.map((one) => one[key]));
report('Starting a run, the ledger durable before the process and before the answer', [
  {
    what: `request to process: median ${median(lukas.map((one) => one.started)).toFixed(2)} ms, raw spawn ${median(raws.map((one) => one.started)).toFixed(2)} ms; p99 ${percentile(
      lukas.map((one) => one.started),
      0.99,
    ).toFixed(1)} ms`,
    measured: `+${overhead('started').toFixed(2)} ms`,
    bound: '+3 ms',
    ok: overhead('started') <= 3,
  },
  {
    what: `request to durable end: median ${median(lukas.map((one) => one.ended)).toFixed(2)} ms, raw spawn to exit ${median(raws.map((one) => one.ended)).toFixed(2)} ms`,
    measured: `+${overhead('ended').toFixed(2)} ms`,
    bound: 'told, not bound',
    ok: true,
  },
]);
