/** A service that writes without end, in a whole Luka: what stays on the disk, what is read; no other run is touched. */
import { readdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogEntry } from '#shared/nouns/log.ts';
import { startServices } from './testing.ts';

const BOUND = 1_000_000;
const GONE = /^the log before this \([^)]+\) is left out: a service keeps about 1\.0 MB\n$/;
const POSITION = /^line (\d{8})$/;

/** Some megabytes a second, each line with its number, for as long as it is let. */
const WRITER = `import('node:fs').then(({ writeSync }) => {
  const line = (n) => 'line ' + String(n).padStart(8, '0') + '\\n';
  for (let n = 0; ; n += 1000) {
    writeSync(1, Array.from({ length: 1000 }, (_, i) => line(n + i)).join(''));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
});`;
const TASK = `service: { log: 1MB }\nsteps:\n  - node: { code: ${JSON.stringify(WRITER)} }\n`;

type Client = Awaited<ReturnType<typeof startServices>>['client'];

/** Numbers of lines in their order, until the last of them is so large. Lines that a cut tore are left out. */
async function follow(
  client: Client,
  run: number,
  until: number,
): Promise<{ numbers: number[]; gone: LogEntry[] }> {
  const numbers: number[] = [];
  const gone: LogEntry[] = [];
  let rest = '';
  let at = 0;
  for await (const event of client.streamLog({ params: { run }, query: { from: 0 } })) {
    if (event.event !== 'log') continue;
    const entry = JSON.parse(event.data) as LogEntry;
    expect(entry.at).toBe(at);
    at = entry.at + entry.bytes;
    if (entry.stream === 'note') {
      if (GONE.test(entry.text)) gone.push(entry);
      rest = '';
      continue;
    }
    const lines = (rest + entry.text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const number = Number(POSITION.exec(line)?.[1] ?? NaN);
      if (!Number.isNaN(number)) numbers.push(number);
    }
    if ((numbers.at(-1) ?? 0) >= until) break;
  }
  return { numbers, gone };
}

function expectRising(numbers: readonly number[]): void {
  expect(numbers.filter((number, index) => index > 0 && number <= numbers[index - 1]!)).toEqual([]);
}

it('keeps the newest of its log, and is followed all the while', { timeout: 90_000 }, async () => {
  await using luka = await startServices({ chatty: TASK });
  const { run } = await luka.until('chatty', ({ state }) => state === 'healthy');
  const folder = join(luka.layout.logs, '0', String(run));
  const bytesOnDisk = () =>
    readdirSync(folder).reduce(
      (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );

  // Who is there from the beginning gets all of it, but for what it was too slow for.
  const first = await follow(luka.client, run!, 300_000);
  expectRising(first.numbers);
  expect(first.numbers.length).toBeGreaterThan(BOUND / 2 / 14);
  // Who comes later is told that the beginning is gone, and gets the rest.
  const second = await follow(luka.client, run!, 400_000);
  expectRising(second.numbers);
  expect(second.gone[0]).toMatchObject({ at: 0, stream: 'note' });
  expect(second.gone[0]!.bytes).toBeGreaterThan(BOUND);
  expect(bytesOnDisk()).toBeLessThan(second.numbers.at(-1)! * 14);
  const head = await luka.client.readLog({ params: { run: run! }, query: { from: 0, limit: 2_000 } });
  expect(head.entries[0]?.text).toMatch(GONE);
  expect(head.entries[1]?.text).toMatch(/^(.*\n)?line \d{8}\n/);
  const tail = await luka.client.readLog({ params: { run: run! }, query: { limit: 2_000 } });
  expect(tail.entries.at(-1)?.text).toMatch(/line \d{8}\n$/);
  const found = await luka.client.searchLog({ params: { run: run! }, query: { q: 'line', limit: 10 } });
  expect(found.total).toBeGreaterThan(100);

  await luka.client.stopService({ params: { task: 'chatty' }, body: {} });
  await luka.until('chatty', ({ state }) => state === 'stopped');
  const ended = await luka.client.readLog({ params: { run: run! }, query: { from: 0, limit: 2_000 } });
  expect(ended).toMatchObject({ complete: true, entries: [{ text: expect.stringMatching(GONE) }, {}] });
  expect(ended.size).toBeGreaterThanOrEqual(tail.size);
  const left = readdirSync(folder);
  expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(left.filter((name) => /\.out\.\d+$/.test(name)).length).toBeLessThanOrEqual(1);
});

it('leaves a run that is no service alone, however much it writes', async () => {
  await using luka = await startServices({});
  const lines = 400_000;
  await writeFile(join(luka.layout.tasks, 'long.yaml'), `steps:\n  - run: seq -f 'line %08.0f' 1 ${lines}\n`);
  await expect.poll(async () => (await luka.client.listTasks()).tasks.length).toBe(1);
  const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
  for await (const event of luka.client.streamLog({ params: { run: id } })) if (event.event === 'end') break;
  const folder = join(luka.layout.logs, '0', String(id));
  expect(statSync(join(folder, '1.out')).size).toBe(lines * 14);
  expect(readdirSync(folder).filter((name) => /\d$/.test(name))).toEqual([]);
});
