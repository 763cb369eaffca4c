/** The desktop host end to end: its window, its menu, its hold on the machine's sleep, and who cannot reach it. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartedLuka } from './drivers/driver.ts';
import { expect, test as base, writeTask } from './drivers/fixture.ts';
import { prepareHome } from './support/home.ts';
import { desktopOf, find, shown } from './support/menu.ts';

/** Homes without the samples, of which one would run by itself at the first start. */
const test = base.extend({
  home: async ({ home }, use) => {
    await prepareHome(home, {});
    await use(home);
  },
});

test.use({ needs: ['electron', 'electron-standin'] });

const SLOW = 'title: Slow work\nsteps:\n  - argv: [sleep, "600"]\n';

/** The runs of a task as the API tells them. */
async function runsOf(
  luka: StartedLuka,
  task: string,
): Promise<{ id: number; state: string; message?: string }[]> {
  const response = await fetch(`${luka.apiUrl}/api/v1/runs?task=${task}`, {
    headers: { authorization: `Bearer ${luka.token}` },
  });
  return ((await response.json()) as { runs: { id: number; state: string; message?: string }[] }).runs;
}

test('the window shows the overview from app://luka, live', async ({ luka, page }) => {
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const [window, ...others] = await desktopOf(luka).windows();
  expect(others).toEqual([]);
  expect(window).toMatchObject({
    url: 'app://luka/',
    visible: true,
    preferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false },
  });
  await expect(page.locator('html')).toHaveAttribute('data-host', 'desktop');
});

test('a task is run from the menu bar, seen in the window, and cancelled from the menu bar', async ({
  luka,
  page,
  home,
}) => {
  const desktop = desktopOf(luka);
  await writeTask(home, 'slow', SLOW);
  await shown(desktop, /^task:slow$/);
  await desktop.clickTray('task:slow');
  const cancel = await shown(desktop, /^cancel:\d+$/);
  await expect.poll(async () => (await desktop.trayLook()).image).toBe('tray-runningTemplate.png');
  expect((await desktop.trayLook()).tooltip).toContain('1 running');
  expect((await desktop.trayMenu()).map((line) => line.label)).toContain(
    `Slow work (#${cancel.id.split(':')[1]}), less than a minute`,
  );

  await desktop.clickTray(cancel.id.replace('cancel', 'show'));
  await expect(page.getByRole('heading', { name: /Slow work/, level: 1 })).toBeVisible();

  await desktop.clickTray(cancel.id);
  await expect.poll(async () => (await runsOf(luka, 'slow'))[0]).toMatchObject({ state: 'cancelled' });
  await expect.poll(async () => find(desktop, /^cancel:/)).toBeUndefined();
});

test('the machine is kept awake exactly while something runs', async ({ luka, home }) => {
  const desktop = desktopOf(luka);
  await writeTask(home, 'slow', SLOW);
  await shown(desktop, /^task:slow$/);
  await expect.poll(() => desktop.sleepBlockers()).toEqual([]);
  await desktop.clickTray('task:slow');
  await expect.poll(() => desktop.sleepBlockers()).toEqual(['prevent-app-suspension']);
  await desktop.clickTray((await shown(desktop, /^cancel:/)).id);
  await expect.poll(() => desktop.sleepBlockers()).toEqual([]);
});

test('waking from sleep leaves the schedule whole', async ({ luka, home }) => {
  const desktop = desktopOf(luka);
  await writeTask(home, 'beat', 'title: Beat\ntriggers:\n  - every: 1s\nsteps:\n  - argv: ["true"]\n');
  await shown(desktop, /^task:beat$/);
  await desktop.emitPower('suspend');
  await desktop.emitPower('resume');
  const before = (await runsOf(luka, 'beat')).length;
  await expect.poll(async () => (await runsOf(luka, 'beat')).length).toBeGreaterThan(before + 1);
});

test('the page has the listed channels and nothing else', async ({ luka, page }) => {
  const reach = await page.evaluate(async () => {
    const { luka: bridge } = window as unknown as {
      luka: { invoke(channel: string, ...args: unknown[]): Promise<unknown> };
    };
    const outcome = (channel: string, ...args: unknown[]) =>
      bridge.invoke(channel, ...args).catch((error: unknown) => `refused: ${String(error)}`);
    return {
      names: Object.keys(bridge),
      frozen: !Reflect.set(bridge, 'invoke', null),
      node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
      host: await outcome('luka:host'),
      other: await outcome('luka:other'),
      store: await outcome('electron-store-get-data'),
      passwd: await outcome('luka:reveal', '/etc/passwd'),
      odd: await outcome('luka:reveal', { toString: 'x' }),
      none: await outcome('luka:reveal'),
      much: await outcome('luka:find', 'x'.repeat(501), true),
    };
  });
  expect(reach).toMatchObject({
    names: ['invoke', 'onCommand'],
    frozen: true,
    node: [],
    host: { host: 'desktop', platform: process.platform },
    other: expect.stringContaining('there is no such channel'),
    store: expect.stringContaining('there is no such channel'),
    passwd: false,
    odd: expect.stringContaining('these are not its arguments'),
    none: expect.stringContaining('these are not its arguments'),
    much: expect.stringContaining('these are not its arguments'),
  });
  expect((await desktopOf(luka).recorded()).revealed).toEqual([]);
});

test('a file of the home is shown in the file manager', async ({ luka, page, home }) => {
  await writeTask(home, 'slow', SLOW);
  const file = join(home, 'tasks', 'slow.yaml');
  const answer = await page.evaluate(
    (path) =>
      (window as unknown as { luka: { invoke(...args: unknown[]): Promise<unknown> } }).luka.invoke(
        'luka:reveal',
        path,
      ),
    file,
  );
  expect(answer).toBe(true);
  expect((await desktopOf(luka).recorded()).revealed).toEqual([file]);
});

test('the page never holds the token, and its requests carry none', async ({ luka, page }) => {
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const kept = await page.evaluate(() =>
    JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      document.cookie,
      document.documentElement.outerHTML,
    ]),
  );
  expect(kept).not.toContain(luka.token);
  const request = page.waitForRequest(/\/api\/v1\//);
  await page.reload();
  expect(await (await request).headerValue('authorization')).toBeNull();
});

test('the page cannot be led away, opened twice or framed', async ({ luka, page }) => {
  const stranger = createServer((_, response) => response.end('<title>stranger</title>')).listen(
    0,
    '127.0.0.1',
  );
  await once(stranger, 'listening');
  const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
  try {
    const before = page.url();
    await page.evaluate((url) => void (location.href = url), elsewhere);
    // Not even at our own address: refused at once, or closed again where the browser has opened it already.
    const opened = await page.evaluateHandle(() => ({ window: window.open('/runs') }));
    await expect.poll(() => opened.evaluate((it) => it.window === null || it.window.closed)).toBe(true);
    await page.evaluate((url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
    }, elsewhere);
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
    expect(page.url()).toBe(before);
    await expect
      .poll(async () => (await desktopOf(luka).windows()).map((window) => window.url))
      .toEqual(['app://luka/']);
    expect(
      page
        .frames()
        .map((frame) => frame.url())
        .filter((url) => url.startsWith(elsewhere)),
    ).toEqual([]);
  } finally {
    stranger.close();
  }
});

test('a second start brings the window to the front and ends', async ({ luka, page }) => {
  const desktop = desktopOf(luka);
  expect(await desktop.startAgain()).toBe(0);
  expect(await desktop.windows()).toMatchObject([{ visible: true, focused: true }]);
  // It opens one where there is none.
  await page.close();
  await expect.poll(() => desktop.windows()).toEqual([]);
  expect(await desktop.startAgain()).toBe(0);
  await expect.poll(() => desktop.windows()).toMatchObject([{ url: 'app://luka/', visible: true }]);
  await expect(desktop.newestPage().getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
});

test('closing the window leaves Luka in the menu bar', async ({ luka, page, home }) => {
  const desktop = desktopOf(luka);
  await page.close();
  await expect.poll(() => desktop.windows()).toEqual([]);
  await writeTask(home, 'quick', 'title: Quick\nsteps:\n  - argv: ["true"]\n');
  await shown(desktop, /^task:quick$/);
  await desktop.clickTray('task:quick');
  await expect.poll(async () => (await runsOf(luka, 'quick'))[0]?.state).toBe('succeeded');
  await desktop.clickTray('open');
  await expect.poll(() => desktop.windows()).toMatchObject([{ url: 'app://luka/', visible: true }]);
});

test('a failure shows in the menu bar and leads to its run', async ({ luka, page, home }) => {
  const desktop = desktopOf(luka);
  await writeTask(home, 'bad', 'title: Bad luck\nsteps:\n  - argv: ["false"]\n');
  await shown(desktop, /^task:bad$/);
  await desktop.clickTray('task:bad');
  const failed = await shown(desktop, /^failed:\d+$/);
  const number = failed.id.split(':')[1]!;
  expect((await shown(desktop, /^failure:\d+$/)).label).toBe(`Failed: Bad luck (#${number})`);
  expect(await desktop.trayLook()).toMatchObject({ image: 'tray-attentionTemplate.png' });
  await desktop.clickTray(failed.id);
  await expect(page.getByRole('heading', { name: /Bad luck/, level: 1 })).toBeVisible();
});

test('settings changed in the window are in the one settings file', async ({ luka }) => {
  const headers = { authorization: `Bearer ${luka.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${luka.apiUrl}/api/v1/settings`, {
    method: 'PATCH',
    headers,
    body: '{"maxRunning":7}',
  });
  expect(await response.json()).toMatchObject({ maxRunning: 7 });
  expect(JSON.parse(await readFile(join(luka.home, 'settings.json'), 'utf8'))).toMatchObject({
    maxRunning: 7,
  });
});

test('quitting ends runs, gives everything back and exits cleanly', async ({ luka, home }) => {
  const desktop = desktopOf(luka);
  await writeTask(home, 'slow', SLOW);
  await shown(desktop, /^task:slow$/);
  await desktop.clickTray('task:slow');
  await shown(desktop, /^cancel:/);
  // The second answer: cancel them.
  await desktop.answerDialogs(1);
  expect(await desktop.quit()).toBe(0);
  await expect(fetch(`${luka.apiUrl}/healthz`)).rejects.toThrow();
  expect(await readdir(home)).not.toContain('endpoint.json');
});
