/** Leaving while something runs: wait, or leave it to a Luka without a window. Cancelling is in desktop.spec.ts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './luka-test.ts';
import { readPublished } from './drivers/luka-process.ts';
import { AskedLuka } from './support/asked-luka.ts';
import { openGate, waitAt } from './support/home.ts';
import { desktopOf, gone, shown } from './support/menu.ts';

test.use({
  needs: ['electron', 'electron-standin'],
  // Luka quits under an open page: what it asks for in that moment is not answered any more.
  expectedErrors: [
    /^Failed to load resource: (?:the server responded with a status of 503 |net::ERR_(?:CONNECTION_(?:RESET|REFUSED)|EMPTY_RESPONSE))/,
  ],
  tasks: {
    long: `title: Long work\norphans: adopt\nsteps:\n  - run: ${waitAt('long')}\n`,
    plain: `title: Plain work\nsteps:\n  - run: ${waitAt('plain')}\n`,
  },
});

test('it waits for what runs where the person wants that, and stays where they change their mind', async ({
  luka,
  asked,
  home,
}) => {
  const desktop = desktopOf(luka);
  await shown(desktop, /^task:plain$/);
  await desktop.clickTray('task:plain');
  await shown(desktop, /^cancel:/);
  // Nothing is decided by closing the question.
  await desktop.clickTray('quit');
  await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(1);
  await desktop.answerDialogs(0);
  await desktop.clickTray('quit');
  await shown(desktop, /^leaving$/);
  // While it waits nothing new starts.
  const run = await asked.start('long');
  expect((await asked.run(run)).state).toBe('queued');
  await desktop.clickTray('stay');
  await gone(desktop, /^leaving$/);
  await expect.poll(async () => (await asked.run(run)).state).toBe('running');
  await openGate(home, 'long');
  await asked.ended(run);
  await desktop.answerDialogs(0);
  const code = desktop.quit();
  await shown(desktop, /^leaving$/);
  await openGate(home, 'plain');
  expect(await code).toBe(0);
  await expect(fetch(`${luka.apiUrl}/healthz`)).rejects.toThrow();
});

test('what runs is left to a Luka without a window, which goes on with it', async ({ luka, home }) => {
  const desktop = desktopOf(luka);
  await shown(desktop, /^task:long$/);
  await desktop.clickTray('task:long');
  await shown(desktop, /^cancel:/);
  await desktop.answerDialogs(2);
  expect(await desktop.quit()).toBe(0);
  await expect
    .poll(() => readFile(join(home, 'endpoint.json'), 'utf8').catch(() => ''), { timeout: 30_000 })
    .toContain('headless');
  const { pid } = JSON.parse(await readFile(join(home, 'endpoint.json'), 'utf8')) as { pid: number };
  try {
    const headless = new AskedLuka(await readPublished(home));
    const [run] = await headless.runs();
    expect(run).toMatchObject({ task: 'long', state: 'running' });
    await openGate(home, 'long');
    await headless.ended(run!.id);
    expect((await headless.run(run!.id)).state).toBe('succeeded');
  } finally {
    process.kill(pid, 'SIGTERM');
  }
  await expect
    .poll(() => readFile(join(home, 'endpoint.json'), 'utf8').catch(() => 'gone'), { timeout: 30_000 })
    .toBe('gone');
});
