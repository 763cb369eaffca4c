/**
 * 1 GB of logs of 4,000 runs, searched through the API, beside `grep` over the same files at the same time of day: how
 * long, when the first hit is there, and what other requests wait meanwhile. `--keep <folder>` leaves the home there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '#shared/http/client.ts';
import type { LogSearchEvent } from '#shared/nouns/log-search.ts';
import { makeLogs } from './made-up-logs.ts';
import { median, percentile, report, startLuka, temporaryHome } from './measure.ts';

const RUNS = 4_000;
const BYTES = 1_000_000_000;
const ROUNDS = 3;
const FIRST_MS = 500;
const WAIT_MS = 50;

const { values } = parseArgs({ options: { keep: { type: 'string' } } });
await using temporary = await temporaryHome();
const home = values.keep ?? temporary.path;
await makeLogs(home, {
  runs: RUNS,
  bytes: BYTES,
  lines: { 1: 'a Zebra crossing of the newest', [RUNS - 1]: 'a zebra crossing of the oldest' },
  now: Date.now(),
});
const luka = await startLuka(home);
const client = createClient({
  baseUrl: luka.apiUrl,
  fetch: (url, init) => fetch(url, init),
  token: () => readFileSync(join(home, 'token'), 'utf8').trim(),
});

interface Measured {
  readonly ms: number;
  readonly first: number | undefined;
  readonly matches: number;
  readonly bytes: number;
}

async function search(
  q: string,
  options: { regex?: string; case?: string; limit?: number } = {},
): Promise<Measured> {
  const start = performance.now();
  let first: number | undefined;
  for await (const { data } of client.searchLogs({ query: { q, ...options } })) {
    const event = JSON.parse(data) as LogSearchEvent;
    if (event.kind === 'hits') first ??= performance.now() - start;
    if (event.kind === 'end')
      return { ms: performance.now() - start, first, matches: event.matches, bytes: event.bytes };
  }
  throw new Error('the search broke off');
}

function grep(...words: string[]): number {
  const start = performance.now();
  try {
    execFileSync('grep', ['-r', '-c', ...words, join(home, 'logs')], {
      maxBuffer: 64_000_000,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
  } catch (error) {
    // 1: nothing was found, which is an answer.
    if ((error as { status?: number }).status !== 1) throw error;
  }
  return performance.now() - start;
}

/** What others wait while `work` goes on: ms of each request, one after another. */
async function waits(work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const state = { going: true };
  void work.finally(() => (state.going = false));
  while (state.going) {
    const start = performance.now();
    await client.listRuns({ query: { limit: 50 } });
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return times;
}

const nothing = new Promise((resolve) => setTimeout(resolve, 3_000));
const idle = await waits(nothing);
const busy: number[] = [];
const rows: { name: string; own: Measured[]; other: number[] }[] = [];
const CASES: readonly [string, string, Parameters<typeof search>[1], string[]][] = [
  ['text, any case', 'zebra crossing', {}, ['-i', '-F', 'zebra crossing']],
  ['text, exact', 'zebra crossing', { case: 'true' }, ['-F', 'zebra crossing']],
  [
    'pattern with a word in it',
    'zebra c[a-z]+ of',
    { regex: 'true', case: 'true' },
    ['-E', 'zebra c[a-z]+ of'],
  ],
  ['pattern without', '[0-9]{6} [xyz]{3}', { regex: 'true', case: 'true' }, ['-E', '[0-9]{6} [xyz]{3}']],
];
for (const [name, q, options, words] of CASES) {
  const own: Measured[] = [];
  const other: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    other.push(grep(...words));
    const going = search(q, options);
    busy.push(...(await waits(going)));
    own.push(await going);
  }
  rows.push({ name, own, other });
}
const many = await search('error', { limit: 10_000 });
await luka.stop();

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const firsts = rows
  .slice(0, 1)
  .flatMap(({ own }) => own.map(({ first }) => first ?? Number.POSITIVE_INFINITY));
report(`log search: ${RUNS} runs, ${BYTES / 1e9} GB (medians of ${ROUNDS})`, [
  ...rows.map(({ name, own, other }) => {
    const [ours, theirs] = [median(own.map(({ ms }) => ms)), median(other)];
    const whole = own.every(({ bytes }) => bytes >= BYTES * 0.99);
    return {
      what: name,
      measured: `${seconds(ours)}, grep ${seconds(theirs)}: ${(ours / theirs).toFixed(1)} times; ${own[0]!.matches} lines`,
      bound: 'all bytes are read',
      ok: whole,
    };
  }),
  {
    what: 'first hit, of the newest runs',
    measured: `${Math.round(median(firsts))} ms`,
    bound: `${FIRST_MS} ms`,
    ok: median(firsts) <= FIRST_MS,
  },
  {
    what: '10,000 hits',
    measured: `${seconds(many.ms)}, the first after ${Math.round(many.first ?? 0)} ms`,
    bound: '10 s',
    ok: many.ms <= 10_000,
  },
  {
    what: 'other requests meanwhile, p99',
    measured: `${percentile(busy, 0.99).toFixed(1)} ms of ${busy.length} (p50 ${median(busy).toFixed(1)}); idle p99 ${percentile(idle, 0.99).toFixed(1)} ms`,
    bound: `${WAIT_MS} ms`,
    ok: percentile(busy, 0.99) <= WAIT_MS,
  },
]);
