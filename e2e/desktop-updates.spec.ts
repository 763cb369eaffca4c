/** Updates with the real updater of electron-builder, from a folder: as far as an AppImage goes, which needs no Electron. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VERSION } from '#shared/version.ts';
import { launchStandIn } from './drivers/electron-standin.ts';
import { expect, test } from './drivers/fixture.ts';
import { readPublished } from './drivers/luka-process.ts';
import { startHeadless } from './support/headless-luka.ts';
import { openGate, prepareHome, waitAt } from './support/home.ts';
import { find, shown } from './support/menu.ts';

test.use({ needs: ['electron-standin'] });
test.skip(process.platform !== 'linux', 'AppImages are of Linux; on macOS Squirrel wants a signed app');

/** A feed with one release, which says that it was started. */
async function makeFeed(folder: string, version: string, change: { sha512?: string } = {}): Promise<void> {
  await mkdir(folder, { recursive: true });
  const app = `#!/bin/sh\necho started > "${join(folder, 'started')}"\n`;
  const name = `Luka-${version}-x86_64.AppImage`;
  await writeFile(join(folder, name), app);
  const sha512 = change.sha512 ?? createHash('sha512').update(app).digest('base64');
  await writeFile(
    join(folder, 'latest-linux.yml'),
    `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${app.length}\npath: ${name}\nsha512: ${sha512}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`,
  );
}

async function wantUpdates(home: string, feed: string, mode: string): Promise<void> {
  await writeFile(join(home, 'settings.json'), JSON.stringify({ updates: { mode, feed } }));
}

async function launch(home: string, feed: string, mode: string) {
  const appImage = join(home, 'Luka.AppImage');
  await writeFile(appImage, 'the old one');
  await chmod(appImage, 0o755);
  await wantUpdates(home, feed, mode);
  const standIn = await launchStandIn({
    home,
    env: { LUKA_STANDIN_PACKAGED: '1', APPIMAGE: appImage, XDG_CACHE_HOME: join(home, 'cache') },
  });
  await standIn.firstPage;
  return { standIn, appImage };
}
const updates = async (desktop: Parameters<typeof find>[0]) => (await find(desktop, /^updates$/))?.label;

test('a newer version is got, checked, and installed only when nothing runs', async ({ home }) => {
  await prepareHome(home, { work: `title: Work\nsteps:\n  - run: ${waitAt('work')}\n` });
  const feed = join(home, 'feed');
  await makeFeed(feed, '9.9.9');
  const { standIn, appImage } = await launch(home, feed, 'notify');
  const { desktop } = standIn;
  await expect.poll(() => updates(desktop)).toBe('Get Luka 9.9.9…');
  await shown(desktop, /^task:work$/);
  await desktop.clickTray('task:work');
  await shown(desktop, /^cancel:/);
  await desktop.answerDialogs(0);
  await desktop.clickTray('updates');
  await expect.poll(() => updates(desktop)).toBe('Luka 9.9.9 is installed when nothing runs');
  expect(await readFile(appImage, 'utf8')).toBe('the old one');
  expect((await fetch(`${(await readPublished(home)).apiUrl}/healthz`)).status).toBe(200);
  await openGate(home, 'work');
  expect(await standIn.luka.ended).toBe(0);
  expect(await readFile(appImage, 'utf8')).toContain('echo started');
  await expect.poll(() => readFile(join(feed, 'started'), 'utf8').catch(() => '')).toBe('started\n');
});

test('it waits for the runs of the Luka that it is attached to, and leaves that one running', async ({
  home,
}) => {
  await prepareHome(home, { work: `title: Work\nsteps:\n  - run: ${waitAt('work')}\n` });
  const feed = join(home, 'feed');
  await makeFeed(feed, '9.9.9');
  await wantUpdates(home, feed, 'notify');
  const headless = await startHeadless(home);
  try {
    const { standIn, appImage } = await launch(home, feed, 'notify');
    const { desktop } = standIn;
    await expect.poll(() => updates(desktop)).toBe('Get Luka 9.9.9…');
    await shown(desktop, /^task:work$/);
    await desktop.clickTray('task:work');
    await shown(desktop, /^cancel:/);
    await desktop.answerDialogs(0);
    await desktop.clickTray('updates');
    await expect.poll(() => updates(desktop)).toBe('Luka 9.9.9 is installed when nothing runs');
    expect(await readFile(appImage, 'utf8')).toBe('the old one');
    await openGate(home, 'work');
    expect(await standIn.luka.ended).toBe(0);
    // It has ended: its windows are waited for.
    await standIn.stop();
    expect(await readFile(appImage, 'utf8')).toContain('echo started');
    expect((await fetch(`${headless.apiUrl}/healthz`)).status).toBe(200);
  } finally {
    await headless.process.end();
  }
});

test('what is not what the feed announces, and what is older, is not taken', async ({ home }) => {
  await prepareHome(home, {});
  const feed = join(home, 'feed');
  await makeFeed(feed, '9.9.9', { sha512: createHash('sha512').update('another').digest('base64') });
  const { standIn, appImage } = await launch(home, feed, 'automatic');
  const { desktop } = standIn;
  await expect.poll(() => updates(desktop)).toBe('Check for updates (the last one failed)');
  expect(await readFile(appImage, 'utf8')).toBe('the old one');
  await makeFeed(feed, '0.0.1');
  await desktop.clickTray('updates');
  await expect.poll(() => updates(desktop)).toBe('Check for updates');
  await expect
    .poll(async () => (await desktop.recorded()).dialogs)
    .toContainEqual(expect.stringContaining('Luka is up to date'));
  await makeFeed(feed, VERSION);
  await desktop.clickTray('updates');
  await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(2);
  expect(await readFile(appImage, 'utf8')).toBe('the old one');
  expect(await standIn.stop()).toBe(0);
});
