/** What only the stand-in can show: messages that a broken page could send, and starts that never get a window. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from '@playwright/test';
import type Electron from 'electron';
import { NOTHING_YET } from '#electron/menu-bar/host-state.ts';
import { TRAY_ICONS } from '#electron/menu-bar/tray-look.ts';
import { createTray } from '#electron/menu-bar/tray.ts';
import { allLines } from './drivers/desktop.ts';
import { launchStandIn } from './drivers/electron-standin.ts';
import { expect, test } from './drivers/fixture.ts';
import { Menu, nativeImage, Tray } from './electron-standin/menu.ts';
import { RAW_IPC } from './electron-standin/preload-shim.ts';
import { prepareHome } from './support/home.ts';

test.use({ needs: ['electron-standin'] });

/** Of the pictures that the app has. */
const picture = (name: string) =>
  nativeImage.createFromPath(
    fileURLToPath(new URL(`../assets/icons/tray-${name}Template.png`, import.meta.url)),
  );

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
  // A newcomer's sample may be running: cancel it.
  await first.desktop.answerDialogs(1);
  expect(await first.desktop.quit()).toBe(0);
  const memory = join(home, 'desktop', 'desktop.json');
  expect(JSON.parse(await readFile(memory, 'utf8'))).toMatchObject({
    window: { place: { width: 1_120, height: 760 } },
  });
  await writeFile(memory, JSON.stringify({ window: { place: { x: 40, y: 40, width: 900, height: 640 } } }));
  const second = await launchStandIn({ home });
  const page = await second.firstPage;
  expect(page.viewportSize()).toEqual({ width: 900, height: 640 });
  expect(await second.stop()).toBe(0);
});

test('a page that crashes is loaded again; where it crashes soon again, a person is asked', async ({
  home,
}) => {
  await prepareHome(home, {});
  const standIn = await launchStandIn({ home });
  const page = await standIn.firstPage;
  const overview = page.getByRole('heading', { name: 'Overview', level: 1 });
  await expect(overview).toBeVisible();
  await standIn.crashPage();
  await expect(overview).toBeVisible();
  expect((await standIn.desktop.recorded()).dialogs).toEqual([]);
  // Copy the details, then load it again.
  await standIn.desktop.answerDialogs(2, 0);
  await standIn.crashPage();
  await expect(overview).toBeVisible();
  expect(await standIn.desktop.recorded()).toMatchObject({
    dialogs: [
      expect.stringContaining('The window of Luka crashed twice'),
      expect.stringContaining('The window of Luka crashed twice'),
    ],
    copied: [expect.stringContaining('(crashed, code 11)')],
  });
  expect(await standIn.stop()).toBe(0);
  expect(await readFile(join(home, 'luka.log'), 'utf8')).toContain('the page of the window ended');
});

test('an error that nothing caught is in the log, is told with its details, and ends Luka', async ({
  home,
}) => {
  await prepareHome(home, {});
  const standIn = await launchStandIn({ home });
  await standIn.firstPage;
  await standIn.desktop.answerDialogs(1);
  await standIn.fault('a planted fault');
  expect(await standIn.luka.ended).toBe(70);
  expect(standIn.luka.output()).toContain('dialog: Luka has a bug: Error: a planted fault');
  expect(await readFile(join(home, 'luka.log'), 'utf8')).toContain('a planted fault');
  // Nothing is left behind that would keep the next start out.
  const again = await launchStandIn({ home });
  await again.firstPage;
  expect(await again.stop()).toBe(0);
});

test('files of settings that cannot be read are kept, and told of in the window', async ({ home }) => {
  await prepareHome(home, {});
  await mkdir(join(home, 'desktop'), { mode: 0o700 });
  await writeFile(join(home, 'desktop', 'desktop.json'), '{"window": ');
  await writeFile(join(home, 'settings.json'), '{"maxRunning": ');
  const standIn = await launchStandIn({ home });
  try {
    const page = await standIn.firstPage;
    await expect(page.getByText('what the window remembers could not be read')).toBeVisible();
    await expect(page.getByText('settings.json was not a JSON object')).toBeVisible();
    const kept = [...(await readdir(home)), ...(await readdir(join(home, 'desktop')))];
    const texts = kept.filter((name) => name.includes('.corrupt-')).map((name) => name.split('.')[0]);
    expect(new Set(texts)).toEqual(new Set(['desktop', 'settings']));
  } finally {
    expect(await standIn.stop()).toBe(0);
  }
});

test('it starts where there is no GPU', async ({ home }) => {
  await prepareHome(home, {});
  const standIn = await launchStandIn({ home, env: { LUKA_NO_GPU: '1' } });
  const page = await standIn.firstPage;
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible();
  expect(await standIn.stop()).toBe(0);
});

for (const platform of ['darwin', 'linux'] as const)
  test(`the menu that a click on the icon shows is read as the app makes it on ${platform}`, () => {
    const icon = new Tray(picture('idle'));
    try {
      expect(icon.open().template).toEqual([]);
      const world = { now: 0, running: 0 };
      const tray = createTray({
        tray: icon as unknown as Electron.Tray,
        build: (items) => Menu.buildFromTemplate(items) as unknown as Electron.Menu,
        icons: Object.fromEntries(TRAY_ICONS.map((name) => [name, picture(name)])) as never,
        state: () => ({
          ...NOTHING_YET,
          running: Array.from({ length: world.running }, (_, id) => ({
            id,
            title: 'Work',
            startedAt: new Date(0).toISOString(),
          })) as never,
        }),
        host: () => ({ now: world.now, login: undefined, updates: { state: 'off' } }),
        act: () => undefined,
        every: () => () => undefined,
        platform,
      });
      world.running = 1;
      tray.refresh();
      world.now = 120_000;
      // Made at the click on macOS; elsewhere it is as old as the last change.
      expect(icon.open().template[1]?.label).toBe(
        platform === 'darwin' ? 'Work (#0), 2 min' : 'Work (#0), less than a minute',
      );
      expect(icon.look()).toMatchObject({
        image: 'tray-runningTemplate.png',
        title: platform === 'darwin' ? '1' : '',
      });
    } finally {
      icon.destroy();
    }
  });
