/** Reports of days, read and taken away; and what is open, by owner: for everybody, in every look and width. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

test.use({
  tasks: {
    sync: 'title: Sync notes\nowner: CLS\nphase: archive\nsteps:\n  - run: echo synced\n',
    broken:
      'title: "Broken <img src=x onerror=alert(1)>"\nowner: Codex\nphase: build\nsteps:\n  - run: echo "disk asleep" >&2; exit 5\n',
  },
});

test('a report of today is made, read, taken away and made again', async ({ ui, asked, page, home }) => {
  test.slow();
  await asked.ended(await asked.start('sync'));
  const failed = await asked.start('broken');
  await asked.ended(failed);
  await ui.shell.goTo('Reports');
  await expect(page.getByText('There is no report yet.')).toBeVisible();
  await expect(page.getByText('A day’s report is made at 07:30')).toBeVisible();

  await ui.reports.makeNow.click();
  await ui.reports.day.fill('2999-01-01');
  await ui.reports.make.click();
  await expect(ui.reports.form).toContainText('It has not been yet');
  await page.keyboard.press('Escape');
  await ui.reports.makeNow.click();
  // The keyboard alone is enough.
  await page.keyboard.press('Enter');
  await expect(ui.reports.report).toContainText('2 runs of 2 tasks, 1 failed.');
  // A name is a name, whatever it holds.
  await expect(ui.reports.section('Broken <img src=x onerror=alert(1)>')).toBeVisible();
  await expect(ui.reports.report.locator('img')).toHaveCount(0);
  await expect(ui.reports.report).toContainText('disk asleep');

  const [markdown] = await Promise.all([page.waitForEvent('download'), ui.reports.asMarkdown.click()]);
  expect(markdown.suggestedFilename()).toMatch(/^day-\d{4}-\d\d-\d\d\.md$/);
  const [own] = await Promise.all([page.waitForEvent('download'), ui.reports.asPage.click()]);
  const html = await readFile(await own.path(), 'utf8');
  expect(html).toContain('Broken &lt;img src=x onerror=alert(1)&gt;');

  const file = join(home, 'reports', markdown.suggestedFilename());
  await writeFile(file, `${await readFile(file, 'utf8')}\nMine.\n`);
  await ui.reports.again.click();
  await expect(page).toHaveURL(/-2$/);
  expect(await readFile(file, 'utf8')).toContain('Mine.');
  await ui.reports.report.getByRole('link', { name: `Run #${failed}` }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${failed}$`));
});

test('many reports come page by page', async ({ ui, home, page }) => {
  const folder = join(home, 'reports');
  await mkdir(folder, { recursive: true });
  const first = Date.parse('2020-01-01T00:00:00Z');
  for (let n = 0; n < 1_500; n += 1) {
    const day = new Date(first + n * 86_400_000).toISOString().slice(0, 10);
    await writeFile(join(folder, `day-${day}.md`), `# ${day}\n`);
  }
  await ui.shell.goTo('Reports');
  await expect(ui.reports.list.getByRole('listitem')).toHaveCount(100);
  await ui.reports.more.click();
  await expect(ui.reports.list.getByRole('listitem')).toHaveCount(200);
  await expect(page.getByText('200 of 1,500 reports')).toBeVisible();
});

for (const [colorScheme, name, width, height] of [
  ['dark', 'wide', 1280, 800],
  ['light', 'narrow', 390, 844],
] as const) {
  test(`axe finds nothing, ${colorScheme} and ${name}`, async ({ page, ui, asked }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await asked.remember('- [ ] build: the mover (Codex)\n- [ ] archive: check the disk (CLS)', 'plan');
    await asked.ended(await asked.start('sync'));
    await asked.ended(await asked.start('broken'));
    await ui.shell.goTo('Reports');
    await ui.reports.makeNow.click();
    await expectSettled(page, 'the dialog');
    await ui.reports.make.click();
    await expect(ui.reports.section('What ran')).toBeVisible();
    await expectSettled(page, 'a report');
    await ui.shell.goTo('Reports');
    await expect(ui.reports.link(/\d{4}$/)).toHaveCount(1);
    await expectSettled(page, 'the list');
    await ui.shell.goToGovernance('Owners');
    await expect(ui.reports.toDos.getByRole('listitem')).toHaveCount(3);
    await expect(ui.reports.groups).toContainText('archive');
    await expectSettled(page, 'the owners');
    await ui.reports.owner.selectOption('Codex');
    await expect(ui.reports.toDos.getByRole('listitem')).toHaveCount(2);
    await expect(ui.reports.toDos).not.toContainText('check the disk');
    await page.goto(new URL('/settings#reports', page.url()).href);
    await expect(page.getByRole('switch', { name: 'A report of each day' })).toBeVisible();
    await expectSettled(page, 'the settings');
  });
}
