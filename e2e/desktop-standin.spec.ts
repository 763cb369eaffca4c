/** What only the stand-in can show: messages that a broken page could send, and starts that never get a window. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from '@playwright/test';
import { browserDriver } from './drivers/browser.ts';
import { allLines } from './drivers/desktop.ts';
import { launchStandIn } from './drivers/electron-standin.ts';
import { expect, test } from './drivers/fixture.ts';
import { RAW_IPC } from './electron-standin/preload-shim.ts';

test.use({ needs: ['electron-standin'] });

/** Sends a message as the preload would, without being it. */
function rawInvoke(frame: Frame, channel: string): Promise<unknown> {
  return frame.evaluate(
    async ([name, wanted]) => {
      const send = (
        window as unknown as Record<string, (channel: string, args: unknown[]) => Promise<unknown>>
      )[name!]!;
      return send(wanted!, []).catch((error: unknown) => `refused: ${String(error)}`);
    },
    [RAW_IPC, channel],
  );
}

test('IPC answers the main frame of our page only', async ({ luka, page }) => {
  const stranger = createServer((_, response) => response.end('<title>stranger</title>')).listen(
    0,
    '127.0.0.1',
  );
  await once(stranger, 'listening');
  try {
    expect(await rawInvoke(page.mainFrame(), 'luka:host')).toMatchObject({ host: 'desktop' });
    expect(await rawInvoke(page.mainFrame(), 'luka:other')).toContain('No handler registered');

    // A frame of our own address inside our own page.
    await page.evaluate(() => document.body.append(document.createElement('iframe')));
    const frame = page.frames().at(-1)!;
    expect(frame).not.toBe(page.mainFrame());
    expect(await rawInvoke(frame, 'luka:host')).toContain('this page may not ask');

    // A page of another origin in our window, as if the navigation guard had failed.
    await page.unrouteAll();
    await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
    expect(await rawInvoke(page.mainFrame(), 'luka:host')).toContain('this page may not ask');
    expect(luka.output()).not.toContain('bug');
  } finally {
    stranger.close();
  }
});

test('a home that a Luka without a window has is shown in the browser, and left alone', async ({ home }) => {
  const headless = await browserDriver.start({ home });
  try {
    const standIn = await launchStandIn({ home });
    standIn.firstPage.catch(() => undefined);
    expect(await standIn.luka.ended).toBe(0);
    expect(standIn.luka.output()).toMatch(/opened: http:\/\/127\.0\.0\.1:\d+\/#k=[\w-]+/);
    expect(standIn.luka.output()).toContain('Luka is running already, without a window');
    expect((await fetch(`${headless.apiUrl}/healthz`)).status).toBe(200);
  } finally {
    await headless.stop();
  }
});

test('a home that others may read is refused in words, with the code that scripts know', async ({ home }) => {
  const loose = join(home, 'loose');
  await mkdir(loose);
  await chmod(loose, 0o755);
  const standIn = await launchStandIn({ home: loose });
  standIn.firstPage.catch(() => undefined);
  expect(await standIn.luka.ended).toBe(78);
  expect(standIn.luka.output()).toContain('home_loose: others may read or write');
  expect(standIn.luka.output()).toContain('dialog: Luka cannot go on');
});

test('without a Node for modules Luka runs and says what is missing', async ({ home }) => {
  const standIn = await launchStandIn({ home, env: { LUKA_NODE: '/nonexistent/node' } });
  try {
    await standIn.firstPage;
    const [first] = await standIn.desktop.trayMenu();
    expect(first).toMatchObject({
      id: 'notice',
      enabled: false,
      label: expect.stringContaining('LUKA_NODE is /nonexistent/node'),
    });
  } finally {
    expect(await standIn.stop()).toBe(0);
  }
});

test('a start at login stays in the menu bar', async ({ home }) => {
  const standIn = await launchStandIn({ home, words: ['--background'] });
  standIn.firstPage.catch(() => undefined);
  try {
    await standIn.luka.says(/open {2}http/);
    expect(await standIn.desktop.windows()).toEqual([]);
    await standIn.desktop.clickTray('open');
    await standIn.firstPage;
    await expect.poll(() => standIn.desktop.windows()).toMatchObject([{ url: 'app://luka/', visible: true }]);
  } finally {
    expect(await standIn.stop()).toBe(0);
  }
});

test('a newcomer finds the samples in the menu bar, and one of them has run', async ({ home }) => {
  const standIn = await launchStandIn({ home });
  try {
    await standIn.firstPage;
    const samples = (await readdir(join(home, 'tasks'))).map((file) => `task:${file.replace(/\.yaml$/, '')}`);
    expect(samples.length).toBeGreaterThan(1);
    const ids = async () => allLines(await standIn.desktop.trayMenu()).map((line) => line.id);
    await expect.poll(ids).toEqual(expect.arrayContaining(samples));
    await expect.poll(() => readdir(join(home, 'reports')), { timeout: 45_000 }).not.toEqual([]);
  } finally {
    expect(await standIn.stop()).toBe(0);
  }
});

test('the window comes back with the size it had', async ({ home }) => {
  const first = await launchStandIn({ home });
  await first.firstPage;
  expect(await first.desktop.quit()).toBe(0);
  const memory = join(home, 'desktop', 'window.json');
  expect(JSON.parse(await readFile(memory, 'utf8'))).toMatchObject({ place: { width: 1_120, height: 760 } });
  await writeFile(memory, JSON.stringify({ place: { x: 40, y: 40, width: 900, height: 640 } }));
  const second = await launchStandIn({ home });
  const page = await second.firstPage;
  expect(page.viewportSize()).toEqual({ width: 900, height: 640 });
  expect(await second.stop()).toBe(0);
});
