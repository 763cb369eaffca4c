/** Preloaded into a Luka: how late its main thread is, told to whoever sends SIGUSR2, as one line of JSON in a file. */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const file = process.env['LUKA_BENCH_LOOP'];
if (isMainThread && file !== undefined) {
  const resolution = 1;
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  process.on('SIGUSR2', () => {
    // What it measures is the time from one look to the next.
    const late = (ns: number): number => Math.max(0, ns / 1e6 - resolution);
    writeFileSync(`${file}.tmp`, JSON.stringify({ p99: late(delay.percentile(99)), most: late(delay.max) }));
    renameSync(`${file}.tmp`, file);
    delay.reset();
  });
}
