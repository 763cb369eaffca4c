/** A minute of nothing to do: processor time, memory, and how often the process wakes. Linux: from /proc. */
import { readFileSync, writeFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { report, startLuka, temporaryHome } from './measure.ts';

const SECONDS = Number(process.env['BENCH_IDLE_SECONDS'] ?? 60);
const TICKS_PER_SECOND = 100;

function usage(pid: number): { ticks: number; rss: number; wakes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    ticks: Number(fields[11]) + Number(fields[12]),
    rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024,
    wakes: Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]),
  };
}

await using home = await temporaryHome();
const first = await startLuka(home.path);
await new Promise((resolve) => setTimeout(resolve, 15_000));
await first.stop();
// Nothing is due: the samples are taken out, one task without a trigger stays.
for (const name of readdirSync(join(home.path, 'tasks')))
  rmSync(join(home.path, 'tasks', name), { recursive: true });
mkdirSync(join(home.path, 'tasks'), { recursive: true });
writeFileSync(join(home.path, 'tasks', 'quiet.yaml'), 'steps:\n  - run: echo quiet\n');

const luka = await startLuka(home.path);
const pid = luka.child.pid!;
await new Promise((resolve) => setTimeout(resolve, 10_000));
const before = usage(pid);
await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
const after = usage(pid);
await luka.stop();

const cpu = ((after.ticks - before.ticks) / TICKS_PER_SECOND / SECONDS) * 100;
const wakes = after.wakes - before.wakes;
report(`Idle for ${SECONDS} s, headless, nothing due`, [
  {
    what: 'processor',
    measured: `${cpu.toFixed(3)} %`,
    bound: '0.0 % to one decimal',
    ok: cpu.toFixed(1) === '0.0',
  },
  {
    what: 'resident memory',
    measured: `${(after.rss / 1e6).toFixed(1)} MB`,
    bound: '110 MB',
    ok: after.rss < 110e6,
  },
  {
    what: 'times the main thread woke',
    measured: `${wakes}`,
    bound: `${Math.ceil((SECONDS / 30) * 6)} (each server looks at its connections every 30 s)`,
    ok: wakes <= Math.ceil((SECONDS / 30) * 6),
  },
]);
