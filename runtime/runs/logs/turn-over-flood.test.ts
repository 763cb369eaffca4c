/** A process that writes as fast as it can, and readers at their own pace, while its log is turned over all the time. */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { temporaryFolder } from '../../testing.ts';
import { scanAttempt } from '../log-search/attempt-scan.ts';
import { createMatcher } from '../log-search/line-matcher.ts';
import { logFiles } from './log-files.ts';
import { readLog } from './log-reader.ts';
import { RunLog } from './run-log.ts';

const BOUND = 2_000_000;
const LINES = 800_000;
/** Lines of 30 bytes, a thousand at a time, on both streams: 10 MB a second, about. */
const WRITER = `
const { writeSync } = require('node:fs');
const line = (n) => 'number ' + String(n).padStart(10, '0') + ' of many...\\n';
for (let n = 0; n < ${LINES}; n += 1000) {
  writeSync(1 + (n / 1000) % 2, Array.from({ length: 1000 }, (_, i) => line(n + i)).join(''));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
writeSync(1, 'the end\\n');`;

const wishesOf = (q: string) => ({
  matcher: createMatcher({ q, regex: false, case: true }),
  context: 0,
  each: 1_000_000,
  since: 0,
  until: Number.MAX_SAFE_INTEGER,
});

it('a flood of a real process is kept within bounds, and whoever follows it gets to its end in order', async () => {
  await using folder = await temporaryFolder();
  const log = new RunLog(logFiles(folder.path, 1, 1), systemClock);
  const over = log.keepNewest(BOUND);
  const child = spawn(process.execPath, ['-e', WRITER], { stdio: ['ignore', log.fds.out, log.fds.err] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  log.watch();
  const last = { out: -1, err: -1 };
  let [whole, torn, gone] = [0, 0, 0];
  let at = 0;
  let end = false;
  const rest = { out: '', err: '', note: '' };
  while (!end) {
    const page = await readLog(log, { from: at, limit: 65_536 });
    expect(page.from).toBe(at);
    for (const { stream, text } of page.entries) {
      if (stream === 'note') {
        gone += 1;
        // What stood in half before it goes on behind it, or not at all.
        rest.out = rest.err = '';
        continue;
      }
      const lines = (rest[stream] + text).split('\n');
      rest[stream] = lines.pop()!;
      for (const one of lines) {
        if (one === 'the end') end = true;
        const number = Number(/^number (\d{10}) of many\.\.\.$/.exec(one)?.[1] ?? NaN);
        if (Number.isNaN(number)) torn += 1;
        else {
          expect(number).toBeGreaterThan(last[stream]);
          last[stream] = number;
          whole += 1;
        }
      }
    }
    if (page.to === at) {
      if (child.exitCode !== null) log.observe();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    at = page.to;
  }
  expect(await exit).toBe(0);
  for (let look = 0; look < 3; look += 1) {
    log.observe();
    await over.idle();
  }
  expect(log.index.generation).toBeGreaterThan(1);
  // One that is torn at each cut at most, and the end itself.
  expect(torn).toBeLessThanOrEqual(1 + 2 * (log.index.generation + gone));
  expect(whole).toBeGreaterThan(BOUND / 2 / 30 / 2);
  const sizes = readdirSync(log.files.folder).map((name) => statSync(join(log.files.folder, name)).size);
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(2 * BOUND);

  // What is there is found, each line at its position.
  const wishes = wishesOf('number');
  const hits = [...scanAttempt(log.files, log.index, ['out', 'err'], wishes)].flatMap((step) => step.hits);
  expect(hits.length).toBeGreaterThan(0);
  for (const hit of [hits[0]!, hits[Math.floor(hits.length / 2)]!, hits.at(-1)!]) {
    const page = await readLog(log, { from: hit.at, limit: 30 });
    expect(page.entries[0]?.text).toBe(`${hit.text}\n`);
  }
  log.close();
});

it('a search whose log is turned over meanwhile reads on where the bytes are now', async () => {
  await using folder = await temporaryFolder();
  const log = new RunLog(logFiles(folder.path, 1, 1), systemClock);
  const over = log.keepNewest(8_000_000);
  const line = (n: number) => `number ${String(n).padStart(10, '0')} of many...\n`;
  const block = (from: number) => Array.from({ length: 1_000 }, (_, n) => line(from + n)).join('');
  for (let n = 0; n < 130_000; n += 1_000) log.write('out', Buffer.from(block(n)));
  expect(log.index.generation).toBe(0);
  const { segments, generation, older, base } = log.index;
  const places = structuredClone({ segments, generation, older, base });
  const wishes = wishesOf('number');
  const scan = scanAttempt(log.files, places, ['out'], wishes);
  const texts = [...scan.next().value!.hits].map(({ text }) => `${text}\n`);
  for (let n = 130_000; n < 140_000; n += 1_000) log.write('out', Buffer.from(block(n)));
  await over.idle();
  expect(log.index.generation).toBe(1);
  for (const { hits } of scan) texts.push(...hits.map(({ text }) => `${text}\n`));
  expect(texts).toHaveLength(130_000);
  expect(texts.join('')).toBe(Array.from({ length: 130 }, (_, n) => block(n * 1_000)).join(''));
  log.close();
});
