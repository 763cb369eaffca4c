/** What the window can do beyond a page: go anywhere by typing, find, open links and files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './luka-test.ts';
import { expectNoFindings } from './support/axe.ts';
import { desktopOf, shown } from './support/menu.ts';

test.use({
  needs: ['electron', 'electron-standin'],
  tasks: { backup: 'title: Nightly backup\nsteps:\n  - run: echo done\n' },
});

test('links show pages, and nothing else', async ({ luka, page, ui, asked }) => {
  const desktop = desktopOf(luka);
  const run = await asked.start('backup');
  await asked.ended(run);
  await desktop.openUrl(`luka://run/${run}`);
  await expect(ui.run.heading('Nightly backup')).toBeVisible();
  await desktop.openUrl('luka://schedule');
  await expect(ui.shell.heading('Schedule')).toBeVisible();
  await desktop.openUrl('luka://overview');
  await expect(ui.shell.heading('Overview')).toBeVisible();
  for (const link of ['luka://run/1/cancel', 'luka://freeze', 'https://example.com/', 'luka://task/..'])
    await desktop.openUrl(link);
  // A second start hands its link over.
  expect(await desktop.startAgain('luka://task/backup')).toBe(0);
  await expect(ui.shell.heading('Nightly backup')).toBeVisible();
  expect(await desktop.windows()).toHaveLength(1);
  expect((await asked.runs()).length).toBe(1);
  expect(page.url()).toContain('/tasks/backup');
});

test('an opened file is shown, and runs only when a person drops it', async ({
  luka,
  page,
  ui,
  asked,
  home,
}) => {
  const desktop = desktopOf(luka);
  await ui.shell.expectLive();
  const file = join(home, 'hello.luka.yaml');
  await writeFile(file, 'title: Say hello\nsteps:\n  - run: echo hello\n');
  await desktop.openFile(file);
  const review = page.getByRole('dialog', { name: 'Work order: Say hello' });
  await expect(review).toBeVisible();
  await expect(review.getByText('echo hello')).toBeVisible();
  await expectNoFindings(page, 'a work order that is looked at');
  await review.getByRole('button', { name: 'Do not drop it' }).click();
  await expect(review).toHaveCount(0);
  expect(await asked.runs()).toEqual([]);
  await desktop.openFile(file);
  await review.getByRole('button', { name: 'Drop it', exact: true }).click();
  await expect(ui.run.heading('Say hello')).toBeVisible();
  expect(await asked.runs()).toHaveLength(1);
});

test('text is found in the page, and by the log’s own search in a log', async ({ luka, page, ui, asked }) => {
  const desktop = desktopOf(luka);
  await ui.shell.goTo('Settings');
  await desktop.clickAppMenu('Find…');
  const bar = page.getByRole('search', { name: 'Find in this page' });
  const field = bar.getByRole('textbox');
  await expect(field).toBeFocused();
  await field.fill('port');
  await expect(bar.getByRole('status')).toHaveText(/^\d+ of \d+$/);
  await field.fill('no such words anywhere');
  await expect(bar.getByRole('status')).toHaveText('Not found');
  await expectNoFindings(page, 'the bar of the search in the page');
  await field.press('Escape');
  await expect(bar).toHaveCount(0);

  const run = await asked.start('backup');
  await asked.ended(run);
  await desktop.openUrl(`luka://run/${run}`);
  await expect(ui.run.heading('Nightly backup')).toBeVisible();
  await expect(page.getByRole('searchbox').first()).toBeVisible();
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.locator('[data-log-search]')).toBeFocused();
  await expect(bar).toHaveCount(0);
});

test('the application menu leads to every page, and opens the palette', async ({ luka, page, ui }) => {
  const desktop = desktopOf(luka);
  await ui.shell.expectLive();
  const labels = (await desktop.appMenu()).map(({ label }) => label);
  expect(labels).toEqual(expect.arrayContaining(['Edit', 'View', 'Go']));
  await desktop.clickAppMenu('Runs');
  await expect(ui.shell.heading('Runs')).toBeVisible();
  await desktop.clickAppMenu('Overview');
  await expect(ui.shell.heading('Overview')).toBeVisible();
  // What only brings it to the front leaves it where it is.
  await desktop.clickAppMenu('Tasks');
  await expect(ui.shell.heading('Tasks')).toBeVisible();
  await desktop.clickTray('open');
  await expect.poll(() => desktop.windows()).toMatchObject([{ url: 'app://luka/tasks', focused: true }]);
  await desktop.clickAppMenu('Go to…');
  await expect(page.getByRole('dialog', { name: 'Go to anything' })).toBeVisible();
  // With no window there is one made for it.
  await page.close();
  await expect.poll(() => desktop.windows()).toEqual([]);
  await desktop.clickAppMenu('Go to…');
  await expect.poll(() => desktop.windows()).toMatchObject([{ url: 'app://luka/', visible: true }]);
  await expect(desktop.newestPage().getByRole('dialog', { name: 'Go to anything' })).toBeVisible();
  await shown(desktop, /^open$/);
});
