/** The page of insights over a year of history: how soon all of its charts are there, for each range. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { median, report, startLuka, temporaryHome, type Result } from './measure.ts';
import { makeHistory } from './year/make-history.ts';

const RUNS = Number(process.env['LUKA_BENCH_RUNS'] ?? 100_000);
const EVENTS = Number(process.env['LUKA_BENCH_EVENTS'] ?? 2_000_000);
const ROUNDS = 5;
/** At least; agents and the machine were sampled, too. */
const CHARTS = 8;

const executablePath = [
  process.env['LUKA_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));

async function drawn(page: Page): Promise<void> {
  await page
    .locator('.chart canvas')
    .nth(CHARTS - 1)
    .waitFor();
  await page.getByRole('grid', { name: /by weekday and hour/ }).waitFor();
  await page.getByRole('table', { name: 'What is kept' }).waitFor();
}

/** In the page, which has a DOM. @returns ms of each of 60 keys, until its picture */
const PRESS_KEYS = `(async () => {
  const times = [];
  for (let n = 0; n < 60; n += 1) {
    const start = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push(performance.now() - start);
  }
  return times;
})()`;

await using home = await temporaryHome();
await makeHistory(home.path, { runs: RUNS, events: EVENTS });
const luka = await startLuka(home.path);
const token = readFileSync(join(home.path, 'token'), 'utf8').trim();
const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const answer = await fetch(`${luka.apiUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
while (((await ask('/api/v1/telemetry')) as { behind: number }).behind > 0) await sleep(500);

const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-background-networking'],
});
const { url } = (await ask('/api/v1/session/links', { method: 'POST', body: '{}' })) as { url: string };
const page = await (await browser.newContext()).newPage();
await page.goto(url);
await page.getByRole('navigation').first().waitFor();
const results: Result[] = [];
for (const range of ['24h', '7d', '30d', '90d', '1y']) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await page.goto(`${new URL(url).origin}/insights?range=${range}`, { waitUntil: 'commit' });
    await drawn(page);
    times.push(performance.now() - start);
  }
  results.push({
    what: `insights of ${range} opened to all charts drawn (median of ${ROUNDS}, worst ${Math.max(...times).toFixed(0)} ms)`,
    measured: `${median(times).toFixed(0)} ms`,
    bound: '1000 ms',
    ok: median(times) < 1_000,
  });
}

// Arrow keys over the chart with the most moments.
const chart = page.getByRole('slider', { name: /^How long .* took$/ });
await chart.focus();
const keys = await page.evaluate<number[]>(PRESS_KEYS);
results.push({
  what: 'a key in the trend to its picture, two frames (median of 60)',
  measured: `${median(keys).toFixed(0)} ms`,
  bound: '50 ms',
  ok: median(keys) < 50,
});
await browser.close();
await luka.stop();
report('The page of insights over a year', results);
