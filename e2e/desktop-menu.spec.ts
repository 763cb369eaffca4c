/** Every item of the menu bar and every state of its icon. The menu is kept as text for the README. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestInfo } from '@playwright/test';
import type { Desktop } from './drivers/desktop.ts';
import { expect, test, writeTask } from './luka-test.ts';
import { openGate, waitAt } from './support/home.ts';
import { asText, desktopOf, find, gone, shown } from './support/menu.ts';

const FOLDER = fileURLToPath(new URL('../assets/screenshots/', import.meta.url));

test.use({
  needs: ['electron', 'electron-standin'],
  tasks: {
    backup: `title: Nightly backup\ntriggers:\n  - cron: 30 2 * * *\nsteps:\n  - run: ${waitAt('backup')}\n`,
    mail: 'title: Mail digest\ntriggers:\n  - cron: 0 7 * * *\nsteps:\n  - run: exit 7\n',
    ask: 'title: Tidy a folder\nparams:\n  folder: { type: string, required: true }\nsteps:\n  - argv: [echo, "{{params.folder}}"]\n',
  },
});

/** Written into assets/ where it is missing or LUKA_SCREENSHOTS=1 asks for it. */
async function keep(desktop: Desktop, name: string, info: TestInfo): Promise<void> {
  const { image, tooltip } = await desktop.trayLook();
  const own = info.outputPath(`${name}.txt`);
  await writeFile(own, `${image}: “${tooltip}”\n\n${asText(await desktop.trayMenu())}\n`);
  const kept = join(FOLDER, `${name}.txt`);
  if (process.env['LUKA_SCREENSHOTS'] !== '1' && existsSync(kept)) return;
  await mkdir(FOLDER, { recursive: true });
  await copyFile(own, kept);
}

const image = (desktop: Desktop) => async () => (await desktop.trayLook()).image;

test('what runs, what failed, what comes, and all that can be done about it', async ({
  luka,
  ui,
  asked,
  home,
}, info) => {
  const desktop = desktopOf(luka);
  await shown(desktop, /^task:backup$/);
  await expect.poll(image(desktop)).toBe('tray-idleTemplate.png');
  expect((await shown(desktop, /^next:0$/)).label).toMatch(/ (?:Mail digest|Nightly backup)$/);
  expect((await find(desktop, /^task:ask$/))?.label).toBe('Tidy a folder…');

  await desktop.clickTray('task:backup');
  await shown(desktop, /^cancel:\d+$/);
  await expect.poll(image(desktop)).toBe('tray-runningTemplate.png');
  expect((await desktop.trayLook()).tooltip).toContain('1 running');
  if (process.platform === 'darwin') expect((await desktop.trayLook()).title).toBe('1');

  await desktop.clickTray('task:mail');
  await shown(desktop, /^failed:\d+$/);
  await keep(desktop, 'menu-running', info);
  expect((await shown(desktop, /^failed-why:\d+$/)).label).toContain('7');
  await openGate(home, 'backup');
  await gone(desktop, /^cancel:/);
  await expect.poll(image(desktop)).toBe('tray-attentionTemplate.png');
  await expect
    .poll(async () => (await desktop.recorded()).notifications)
    .toContainEqual(expect.stringMatching(/^Mail digest failed\n/));
  await desktop.clickTray((await shown(desktop, /^rerun:\d+$/)).id);
  await expect.poll(async () => (await asked.runs()).filter(({ task }) => task === 'mail').length).toBe(2);
  await desktop.clickNotice('Mail digest failed');
  await expect(ui.run.heading('Mail digest')).toBeVisible();

  await desktop.clickTray('task:ask');
  await expect(ui.shell.heading('Tidy a folder')).toBeVisible();
  const next = await shown(desktop, /^next:0$/);
  await desktop.clickTray(next.id);
  await expect(ui.shell.heading(next.label.replace(/^.*\d\d:\d\d {2}/, ''))).toBeVisible();
  await desktop.clickTray('settings');
  await expect(ui.shell.heading('Settings')).toBeVisible();
  await desktop.clickTray('reports');
  await desktop.clickTray('copy-address');
  await desktop.clickTray('updates');
  await expect.poll(async () => (await desktop.recorded()).dialogs.length).toBe(1);
  expect(await desktop.recorded()).toMatchObject({
    revealed: [join(home, 'reports')],
    copied: [luka.apiUrl],
    dialogs: [expect.stringMatching(/^Luka (?:cannot update itself here|does not know where updates are)/)],
  });
});

test('pauses, holds and the freeze, each with its end', async ({ luka, asked }, info) => {
  const desktop = desktopOf(luka);
  await shown(desktop, /^task:backup$/);
  await desktop.clickTray('pause:hour');
  expect((await shown(desktop, /^paused$/)).label).toMatch(/^Paused until (?:tomorrow )?\d\d:\d\d$/);
  await expect.poll(image(desktop)).toBe('tray-pausedTemplate.png');
  await desktop.clickTray('resume');
  await shown(desktop, /^pause:tomorrow$/);
  await desktop.clickTray('pause:tomorrow');
  expect((await shown(desktop, /^paused$/)).label).toBe('Paused until tomorrow 00:00');
  await desktop.clickTray('resume');
  await shown(desktop, /^pause:resumed$/);
  await desktop.clickTray('pause:resumed');
  await expect.poll(async () => (await find(desktop, /^paused$/))?.label).toBe('Paused until you resume');
  await keep(desktop, 'menu-paused', info);
  await desktop.clickTray('resume');
  await gone(desktop, /^paused$/);

  await desktop.clickTray('awake:released');
  await expect.poll(() => desktop.sleepBlockers()).toEqual(['prevent-app-suspension']);
  expect((await shown(desktop, /^let-sleep$/)).label).toBe('Let it sleep');
  await expect.poll(image(desktop)).toBe('tray-awakeTemplate.png');
  await desktop.clickTray('awake:2h');
  await expect
    .poll(async () => (await find(desktop, /^awake$/))?.label)
    .toMatch(/^Kept awake until .*\(1 h 59 min left\)$|^Kept awake until .*\(2 h 0 min left\)$/);
  await keep(desktop, 'menu-awake', info);
  await desktop.clickTray('awake:07:00');
  await expect
    .poll(async () => (await find(desktop, /^awake$/))?.label)
    .toMatch(/^Kept awake until (?:tomorrow )?07:00 /);
  await desktop.clickTray('awake:1h');
  await expect
    .poll(async () => (await find(desktop, /^awake$/))?.label)
    .toMatch(/\((?:59 min|1 h 0 min) left\)$/);
  expect(await desktop.sleepBlockers()).toEqual(['prevent-app-suspension']);
  // While nothing runs, there is nothing to stay awake for.
  await desktop.clickTray('awake:tasks');
  await expect
    .poll(async () => (await find(desktop, /^awake$/))?.label)
    .toBe('Not kept awake now: no run goes or waits');
  expect((await find(desktop, /^awake-not$/))?.label).toMatch(/^Wanted while tasks run, /);
  await expect.poll(() => desktop.sleepBlockers()).toEqual([]);
  await expect.poll(image(desktop)).toBe('tray-idleTemplate.png');
  await desktop.clickTray('let-sleep');
  await expect.poll(async () => (await find(desktop, /^awake$/))?.label).toBe('Keep awake');

  await desktop.clickTray('freeze');
  await expect.poll(async () => (await asked.policy()).paused).toBe(true);
  await shown(desktop, /^thaw$/);
  await expect.poll(image(desktop)).toBe('tray-pausedTemplate.png');
  await desktop.clickTray('thaw');
  await shown(desktop, /^freeze$/);
  await expect.poll(image(desktop)).toBe('tray-idleTemplate.png');
  await keep(desktop, 'menu-idle', info);
});

test('a service that is down leads to its page, and several to the overview', async ({ luka, ui, home }) => {
  const desktop = desktopOf(luka);
  const broken = (title: string) => `title: ${title}\nservice: { restart: never }\nsteps:\n  - run: exit 1\n`;
  await ui.shell.goTo('Runs');
  await writeTask(home, 'web', broken('Web server'));
  await expect.poll(async () => (await find(desktop, /^down$/))?.label).toBe('Down: Web server');
  await expect.poll(image(desktop)).toBe('tray-attentionTemplate.png');
  await desktop.clickTray('down');
  await expect(ui.shell.heading('Web server')).toBeVisible();
  await writeTask(home, 'db', broken('Database'));
  await expect.poll(async () => (await find(desktop, /^down$/))?.label).toBe('2 services down');
  await desktop.clickTray('down');
  await expect(ui.shell.heading('Overview')).toBeVisible();
});

test('launch at login is asked about once, and follows the system', async ({ luka, page, ui }) => {
  test.skip(process.platform === 'win32', 'there is no tray of this kind');
  const desktop = desktopOf(luka);
  const card = page.getByRole('region', { name: 'Launch at login' });
  await expect(card).toBeVisible();
  await card.getByRole('button', { name: 'No' }).click();
  await expect(card).toHaveCount(0);
  await page.reload();
  await ui.shell.expectLive();
  await expect(card).toHaveCount(0);
  expect((await find(desktop, /^login$/))?.checked).toBe(false);

  await desktop.clickTray('login');
  await expect.poll(async () => (await find(desktop, /^login$/))?.checked).toBe(true);
  await ui.shell.goTo('Settings');
  const own = page.getByRole('switch', { name: 'Launch at login' });
  await expect(own).toBeChecked();
  await own.click();
  await expect(own).not.toBeChecked();
  await expect.poll(async () => (await find(desktop, /^login$/))?.checked).toBe(false);
});
