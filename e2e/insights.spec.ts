/** Insights over a year that was made up: ranges, keys, tables, themes; and over a home in which nothing has happened. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

const MAKER = fileURLToPath(new URL('../bench/year/make-history.ts', import.meta.url));
const RUNS = 4_000;

const year = test.extend({
  home: async ({ home }, use) => {
    await promisify(execFile)(process.execPath, [MAKER, home, String(RUNS), String(RUNS * 3)]);
    await use(home);
  },
});

// Runs that were made up have no logs.
year.use({ expectedErrors: [/Failed to load resource.*404/] });

year('a year is told in figures, charts and tables, by pointer and by keys', async ({ ui, page }) => {
  year.slow();
  await ui.shell.goTo('Insights');
  // What is made up has to be counted first.
  await expect(async () => {
    await page.reload();
    await expect(ui.insights.figures).toContainText(/\d\d(\.\d)?%/, { timeout: 5_000 });
    await expect(ui.insights.slowest).toHaveCount(6, { timeout: 5_000 });
  }).toPass({ timeout: 60_000 });

  await ui.insights.choose('Year');
  await expect(page).toHaveURL(/\/insights\?range=1y$/);
  await expect(ui.insights.figures).toContainText(/Runs\s*(3,9\d\d|4,000)/);
  await page.goBack();
  await expect(page).toHaveURL(/\/insights$/);
  await page.goForward();
  await expect(page).toHaveURL(/range=1y$/);

  // One stop, and the arrow keys say each value.
  const runs = ui.insights.chart('Runs by how they ended');
  await runs.focus();
  await expect(runs).toHaveAttribute('aria-valuetext', /arrow keys/);
  await page.keyboard.press('ArrowLeft');
  await expect(runs).toHaveAttribute('aria-valuetext', /: succeeded \d+/);
  const newest = await runs.getAttribute('aria-valuetext');
  await page.keyboard.press('Home');
  await expect(runs).not.toHaveAttribute('aria-valuetext', newest!);
  await expect(runs).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('Escape');
  await expect(runs).toHaveAttribute('aria-valuetext', /arrow keys/);

  // The pointer shows the same below the chart.
  const box = (await runs.boundingBox())!;
  await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2);
  await expect(page.locator('figure', { has: runs })).toContainText(newest!);

  const table = await ui.insights.table('Runs by how they ended');
  await expect(table.getByRole('row')).toHaveCount(53);
  const counted = await table.getByRole('row').evaluateAll((rows) =>
    rows
      .slice(1)
      .flatMap((row) => Array.from(row.querySelectorAll('td')))
      .reduce((sum, cell) => sum + (Number(cell.textContent?.replaceAll(',', '')) || 0), 0),
  );
  // Cancelled runs are neither.
  expect(counted).toBeGreaterThan(RUNS * 0.95);
  expect(counted).toBeLessThanOrEqual(RUNS);

  await ui.insights.week.getByRole('button').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(ui.insights.week.getByRole('button', { name: /^Tuesday, 23:00 to 24:00/ })).toBeFocused();
});

year('an unusual run is reached by keys, and a task has its own trend', async ({ ui, page }) => {
  year.slow();
  await page.goto(`${new URL(page.url()).origin}/insights?range=1y`);
  await expect(async () => {
    await page.reload();
    await expect(ui.insights.unusual.first()).toBeVisible({ timeout: 5_000 });
    await expect(ui.insights.figures).toContainText(/Runs\s*(3,9\d\d|4,000)/, { timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
  const first = ui.insights.unusual.first().getByRole('link');
  const name = (await first.textContent())!;
  const task = name.replace(/ #\d+$/, '');
  await ui.insights.task.selectOption({ label: task });
  await expect(page).toHaveURL(/task=/);
  const trend = ui.insights.chart(`How long ${task} took`);
  await expect(trend).toBeVisible();
  await trend.focus();
  await page.keyboard.press('ArrowUp');
  await expect(trend).toHaveAttribute('aria-valuetext', /unusual/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/\d+$/);

  await page.goBack();
  await expect(ui.insights.task).toHaveValue(/./);
  await ui.insights.slowest.first().getByRole('link').click();
  await expect(page.getByRole('region', { name: 'How it does' })).toBeVisible();
  await page.getByRole('group', { name: 'How far back' }).getByText('Year', { exact: true }).click();
  await expect(page.getByRole('slider', { name: /^How long .* took$/ })).toBeVisible();
  await expectSettled(page, 'a task with its trend');

  await ui.shell.goTo('Overview');
  const week = page.getByRole('region', { name: 'Last 7 days', exact: true });
  await expect(week).toContainText('Succeeded');
  await week.getByRole('link', { name: 'Insights' }).click();
  await expect(page).toHaveURL(/range=7d$/);
});

year('it is readable in both themes and on a phone, and every range opens', async ({ ui, page }, info) => {
  year.slow();
  await ui.shell.goTo('Insights');
  for (const range of ['24 h', '7 days', '90 days', 'Year', '30 days']) {
    await ui.insights.choose(range);
    await expect(ui.insights.kept).toBeVisible();
  }
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['dark', 390],
    ['light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await expect(ui.insights.chart('Success rate')).toBeVisible();
    await expectSettled(page, `insights, ${colorScheme}, ${width} wide`);
    await page.screenshot({ path: info.outputPath(`insights-${colorScheme}-${width}.png`) });
  }
});

test.describe('a home in which nothing has happened', () => {
  test.use({ tasks: { quiet: 'title: Quiet\nsteps:\n  - run: echo hi\n' } });

  test('is told so, by the keyboard, too', async ({ ui, page, asked }) => {
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await expect(ui.insights.heading).toBeVisible();
    await expect(page.getByText('No run has ended yet')).toBeVisible();
    await expectSettled(page, 'insights, empty');
    await asked.ended(await asked.start('quiet'));
    // The page hears of it by itself.
    await expect(ui.insights.figures).toContainText('100%', { timeout: 30_000 });
    await expect(page.getByText('No task is flaky.')).toBeVisible();
  });

  test('how long things are kept is set in the settings, and what would go is shown', async ({
    ui,
    page,
    asked,
  }) => {
    await ui.shell.goTo('Settings');
    const logs = page.getByRole('textbox', { name: 'Logs in days' });
    await expect(logs).toHaveValue('90');
    await logs.fill('14');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await asked.settings()).retention.logDays).toBe(14);
    const runs = page.getByRole('textbox', { name: 'Runs in days' });
    await runs.fill('5');
    await expect(page.getByRole('alert')).toContainText('0, or 31 to 36,500');
    await runs.fill('0');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await asked.settings()).retention.runDays).toBeNull();
    const hours = page.getByRole('textbox', { name: 'Each hour in days' });
    await hours.fill('100');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await asked.settings()).telemetry.hourlyDays).toBe(100);
    await page.getByRole('button', { name: 'What would go now?' }).click();
    await expect(page.getByRole('status', { name: 'What would go' })).toContainText('Nothing');
    await expectSettled(page, 'settings, what is kept');
  });
});
