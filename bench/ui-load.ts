/** The UI's first load: bytes of compressed JavaScript, and the time until the overview can be used. */
import { readFileSync, readdirSync, statSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { median, report, root, startLuka, temporaryHome } from './measure.ts';

const ROUNDS = 7;

/** Scripts that the page asks for before it can be used, by their brotli size. */
function firstLoadBytes(): number {
  const html = readFileSync(join(root, 'dist/renderer/index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/?([^"]+\.js)"/g)].map((match) => match[1]!);
  return named.reduce((sum, name) => sum + statSync(join(root, 'dist/renderer', `${name}.br`)).size, 0);
}

const executablePath = [
  process.env['LUKA_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));
await using home = await temporaryHome();
const luka = await startLuka(home.path);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-background-networking'],
});
const times: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const token = readFileSync(join(home.path, 'token'), 'utf8').trim();
  const answer = await fetch(`${luka.apiUrl}/api/v1/session/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { url } = (await answer.json()) as { url: string };
  const context = await browser.newContext();
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('navigation').first().waitFor();
  await page
    .getByRole('heading', { name: /overview/i })
    .first()
    .waitFor();
  times.push(performance.now() - start);
  await context.close();
}
await browser.close();
await luka.stop();

const bytes = firstLoadBytes();
const all = readdirSync(join(root, 'dist/renderer/assets')).filter((name) => name.endsWith('.js.br'));
report('First load of the UI', [
  {
    what: `JavaScript of the first load, brotli (${all.length} files built)`,
    measured: `${(bytes / 1_000).toFixed(1)} kB`,
    bound: '180 kB',
    ok: bytes <= 180_000,
  },
  {
    what: `link opened to overview shown, signed in (median of ${ROUNDS})`,
    measured: `${median(times).toFixed(0)} ms`,
    bound: '1000 ms',
    ok: median(times) < 1_000,
  },
]);
