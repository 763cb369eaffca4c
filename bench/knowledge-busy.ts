/**
 * What a first sync of 10,000 files does to everything else: a Luka from the build is asked over its port while nothing goes
 * on, and while it syncs. Rounds follow one another in one run, so that a machine that is busy elsewhere is so for both.
 * `--files <n>`, `--rounds <n>`.
 */
import { readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { homeLayout } from '#runtime/home/layout.ts';
import { makeCorpus, textsOf } from './knowledge/corpus.ts';
import { median, percentile, report, root, startLuka, temporaryHome } from './measure.ts';

const IDLE_MS = 3_000;
/** ms from one question to the next. */
const EVERY_MS = 4;
const { values: args } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' } },
});
const files = Number(args.files);

interface Loop {
  readonly p99: number;
  readonly most: number;
}

await using place = await temporaryHome();
const notes = join(place.path, '..', 'notes');
await makeCorpus(notes, await textsOf(join(root, 'node_modules')), files);

const idle: number[] = [];
const busy: number[] = [];
const loops: { idle: Loop[]; busy: Loop[] } = { idle: [], busy: [] };
const grown: number[] = [];
const tooks: number[] = [];
for (let round = 0; round < Number(args.rounds); round += 1) await measureRound(`${place.path}-${round}`);

async function measureRound(home: string): Promise<void> {
  const loopFile = join(home, '..', 'loop.json');
  const preload = fileURLToPath(new URL('./knowledge/loop-delay.ts', import.meta.url));
  const luka = await startLuka(home, { NODE_OPTIONS: `--import ${preload}`, LUKA_BENCH_LOOP: loopFile });
  const token = (await readFile(homeLayout(home).token, 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = async (times: number[]): Promise<void> => {
    const before = performance.now();
    const response = await fetch(`${luka.apiUrl}/api/v1/status`, { headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the status answers with ${response.status}`);
    times.push(performance.now() - before);
  };
  const askUntil = async (times: number[], isOver: () => boolean): Promise<void> => {
    while (!isOver()) {
      await ask(times);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const loop = async (): Promise<Loop> => {
    await rm(loopFile, { force: true });
    luka.child.kill('SIGUSR2');
    for (;;) {
      const text = await readFile(loopFile, 'utf8').catch(() => '');
      if (text !== '') return JSON.parse(text) as Loop;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  // Its start is over.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await askUntil(
    [],
    (
      (begun) => () =>
        performance.now() - begun > 500
    )(performance.now()),
  );
  await loop();
  await askUntil(
    idle,
    (
      (begun) => () =>
        performance.now() - begun > IDLE_MS
    )(performance.now()),
  );
  loops.idle.push(await loop());

  const memory = async (): Promise<number> => {
    const status = await readFile(`/proc/${luka.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1_024;
  };
  const before = await memory();
  let most = before;
  let isOver = false;
  const watching = setInterval(() => {
    void memory().then((bytes) => (most = Math.max(most, bytes)));
  }, 20);
  const added = await fetch(`${luka.apiUrl}/api/v1/knowledge/sources`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ folder: notes, watch: 'events' }),
  });
  if (!added.ok) throw new Error(`the source is not added: ${await added.text()}`);
  const syncing = (async () => {
    for (;;) {
      const response = await fetch(`${luka.apiUrl}/api/v1/knowledge`, { headers });
      const { sync } = (await response.json()) as { sync?: { tookMs?: number; added: number } };
      if (sync?.tookMs !== undefined && sync.added >= files) {
        isOver = true;
        return sync.tookMs;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await askUntil(busy, () => isOver);
  tooks.push(await syncing);
  clearInterval(watching);
  loops.busy.push(await loop());
  grown.push(most - before);
  await luka.stop();
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
const of = (all: readonly Loop[], what: keyof Loop): number => median(all.map((each) => each[what]));
const [p50, p99] = [percentile(busy, 0.5), percentile(busy, 0.99)];
const [idle50, idle99] = [percentile(idle, 0.5), percentile(idle, 0.99)];
report(
  `knowledge: a first sync of ${files} files (${ms(median(tooks))}) beside everything else, ${availableParallelism()} processors`,
  [
    {
      what: `an answer of the API while it syncs, p50 ${ms(p50)} (idle ${ms(idle50)}, ${busy.length} and ${idle.length} answers), p99 ${ms(p99)}, against idle, ${ms(idle99)}`,
      measured: `${(p99 / idle99).toFixed(2)}x`,
      bound: '2x',
      ok: p99 <= 2 * idle99,
    },
    {
      what: `the main thread is late, at most ${ms(of(loops.busy, 'most'))}, p99 (idle ${ms(of(loops.idle, 'p99'))})`,
      measured: ms(of(loops.busy, 'p99')),
      bound: '10 ms',
      ok: of(loops.busy, 'p99') <= 10,
    },
    {
      what: 'memory of the process above before, at its highest',
      measured: `${(Math.max(...grown) / 1e6).toFixed(0)} MB`,
      bound: '150 MB',
      ok: Math.max(...grown) <= 150e6,
    },
  ],
);
