/** 100 MB of output: a run of Luka against the same command with its output redirected to a file. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '#shared/http/client.ts';
import { median, report, startLuka, temporaryHome } from './measure.ts';

const ROUNDS = 7;
const BYTES = 100_000_000;
/** Lines as a chatty build prints them, 100 characters each. */
const COMMAND = `yes 'building module 4711 of 9999: compiling, linking, checking, signing and copying to the destination...' | head -c ${BYTES}`;

function rss(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
}

async function redirected(file: string): Promise<number> {
  const start = performance.now();
  const fd = openSync(file, 'w');
  const child = spawn('/bin/bash', ['-c', COMMAND], { stdio: ['ignore', fd, fd] });
  await new Promise((resolve) => child.once('exit', resolve));
  closeSync(fd);
  return performance.now() - start;
}

await using home = await temporaryHome();
const luka = await startLuka(home.path);
const token = readFileSync(join(home.path, 'token'), 'utf8').trim();
const client = createClient({
  baseUrl: luka.apiUrl,
  fetch: (url, init) => fetch(url, init),
  token: () => token,
});
await writeFile(join(home.path, 'tasks', 'flood.yaml'), `steps:\n  - run: ${JSON.stringify(COMMAND)}\n`);
while (!(await client.listTasks()).tasks.some((task) => task.id === 'flood'))
  await new Promise((resolve) => setTimeout(resolve, 50));

async function captured(followed: boolean): Promise<{ ms: number; peak: number; bytes: number }> {
  const before = rss(luka.child.pid!);
  let peak = before;
  const sampler = setInterval(() => (peak = Math.max(peak, rss(luka.child.pid!))), 10);
  const { eventSeq } = await client.getStatus();
  const { id } = await client.runTask({ params: { task: 'flood' }, body: {} });
  if (followed)
    for await (const event of client.streamLog({ params: { run: id } })) if (event.event === 'end') break;
  for await (const event of client.streamEvents({ query: { after: eventSeq } }))
    if (event.data.includes('"run.finished"')) break;
  const run = await client.getRun({ params: { run: id } });
  clearInterval(sampler);
  return { ms: run.durationMs ?? 0, peak: peak - before, bytes: run.logBytes };
}

const files: number[] = [];
const runs: Awaited<ReturnType<typeof captured>>[] = [];
for (let round = 0; round < ROUNDS + 1; round += 1) {
  const one = await redirected(join(home.path, 'flood.txt'));
  const other = await captured(false);
  if (round === 0) continue;
  files.push(one);
  runs.push(other);
}
const followed = await captured(true);
const size = (await stat(join(home.path, 'flood.txt'))).size;
await luka.stop();

const ratio = median(runs.map((run) => run.ms)) / median(files);
const peak = Math.max(...runs.map((run) => run.peak)) / 1e6;
report('100 MB of output captured', [
  {
    what: `run ${median(runs.map((run) => run.ms)).toFixed(0)} ms, redirected to a file ${median(files).toFixed(0)} ms`,
    measured: `${ratio.toFixed(2)}x`,
    bound: '1.5x',
    ok: ratio <= 1.5,
  },
  {
    what: 'peak memory of Luka, above before',
    measured: `${peak.toFixed(1)} MB`,
    bound: '30 MB',
    ok: peak <= 30,
  },
  {
    what: 'the same while a client follows every byte',
    measured: `${(followed.peak / 1e6).toFixed(1)} MB`,
    bound: '30 MB',
    ok: followed.peak <= 30e6,
  },
  {
    what: 'every byte is in the log',
    measured: `${runs[0]?.bytes}`,
    bound: `${size}`,
    ok: runs.every((run) => run.bytes === size),
  },
]);
