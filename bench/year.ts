/**
 * A year of synthetic history (100,000 runs, 2,000,000 events): how large it is, how long roll-ups take, whether they are
 * right in every hour and day, what else waits meanwhile, and how soon the insights answer. LUKA_BENCH_RUNS and
 * LUKA_BENCH_EVENTS make it smaller.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_TELEMETRY } from '#shared/nouns/telemetry.ts';
import { homeLayout } from '#runtime/home/layout.ts';
import { median, percentile, report, startLuka, temporaryHome, type Result } from './measure.ts';
import { compareTiers } from './year/compare.ts';
import { makeHistory } from './year/make-history.ts';

const RUNS = Number(process.env['LUKA_BENCH_RUNS'] ?? 100_000);
const EVENTS = Number(process.env['LUKA_BENCH_EVENTS'] ?? 2_000_000);
const ROUNDS = 40;
const PATHS = [
  '/api/v1/insights',
  '/api/v1/insights/outcomes',
  '/api/v1/insights/tasks',
  '/api/v1/insights/tasks/backup-photos/trend',
  '/api/v1/insights/week',
  '/api/v1/insights/queue',
  '/api/v1/insights/agents',
  '/api/v1/insights/machine',
  '/api/v1/insights/disk',
  '/api/v1/insights/unusual',
];
const MB = 1e6;
const DAY = 86_400_000;
const results: Result[] = [];

await using home = await temporaryHome();
const layout = homeLayout(home.path);
const made = await makeHistory(home.path, { runs: RUNS, events: EVENTS });
const ledgerBytes = (await stat(layout.database)).size;
results.push({
  what: `made ${made.runs} runs and ${made.events} events`,
  measured: `${(made.tookMs / 1_000).toFixed(1)} s, luka.db ${(ledgerBytes / MB).toFixed(0)} MB`,
  bound: '300 s',
  ok: made.tookMs < 300_000,
});

// Nothing of the ledger goes by age in the middle of it: figures are held against all of it.
await writeFile(layout.settings, JSON.stringify({ retention: { runDays: null, eventDays: null } }));
const luka = await startLuka(home.path);
const token = (await readFile(layout.token, 'utf8')).trim();
const ask = async (path: string): Promise<unknown> => {
  const answer = await fetch(`${luka.apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

function words(times: readonly number[]): string {
  return `${median(times).toFixed(1)}, ${percentile(times, 0.99).toFixed(1)}, ${Math.max(...times).toFixed(1)} ms`;
}

/** How soon the main thread answers, which no worker does for it. @returns ms of each answer */
async function pingUntil(isOver: () => boolean): Promise<number[]> {
  const pings: number[] = [];
  while (!isOver()) {
    const sent = performance.now();
    await ask('/api/v1/status');
    pings.push(performance.now() - sent);
    await sleep(10);
  }
  return pings;
}

const started = performance.now();
let isRolled = false;
const pinging = pingUntil(() => isRolled);
interface Status {
  behind: number;
  bytes: number;
  tiers: { tier: string; rows: number; bytes: number }[];
}
let status: Status;
do {
  await sleep(500);
  status = (await ask('/api/v1/telemetry')) as Status;
} while (status.behind > 0);
const rolledMs = performance.now() - started;
isRolled = true;
const pings = await pinging;
const restUntil = performance.now() + Math.max(5_000, rolledMs / 2);
const rest = await pingUntil(() => performance.now() >= restUntil);
const ratio = percentile(pings, 0.99) / percentile(rest, 0.99);
results.push(
  {
    what: 'all of it rolled up by hour and day',
    measured: `${(rolledMs / 1_000).toFixed(1)} s`,
    bound: '180 s',
    ok: rolledMs < 180_000,
  },
  {
    what: `the main thread answers meanwhile (p50, p99, worst of ${pings.length}), and when nothing is rolled up`,
    measured: `${words(pings)}; ${words(rest)}; ratio of p99 ${ratio.toFixed(1)}`,
    bound: 'ratio 3, or p99 50 ms',
    ok: ratio < 3 || percentile(pings, 0.99) < 50,
  },
  {
    what: `telemetry.db (${status.tiers.map(({ tier, rows, bytes }) => `${tier}: ${rows} rows, ${(bytes / MB).toFixed(1)} MB`).join(', ')})`,
    measured: `${(status.bytes / MB).toFixed(1)} MB`,
    bound: '200 MB',
    ok: status.bytes < 200 * MB,
  },
);

for (const range of ['30d', '1y'])
  for (const path of PATHS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const sent = performance.now();
      await ask(`${path}?range=${range}`);
      times.push(performance.now() - sent);
    }
    results.push({
      what: `${path}?range=${range} (p50, p99)`,
      measured: `${median(times).toFixed(1)}, ${percentile(times, 0.99).toFixed(1)} ms`,
      bound: 'p99 500 ms',
      ok: percentile(times, 0.99) < 500,
    });
  }
await luka.stop();

const { runs, events } = compareTiers(
  { ledger: layout.database, figures: layout.figures },
  Date.now() - DEFAULT_TELEMETRY.hourlyDays * DAY,
);
for (const [what, { values, off, examples }] of [
  ['runs by task and end', runs],
  ['events by type', events],
] as const)
  results.push({
    what: [`${what}, each hour and each day against the ledger`, ...examples].join('; '),
    measured: `${off} off in ${values} values`,
    bound: '0',
    ok: off === 0 && values > 0,
  });
report('A year of history', results);
