/**
 * The README's screenshots, of a home in use. They are written into assets/ where one is missing or LUKA_SCREENSHOTS=1
 * asks for new ones; otherwise into the test's own folder, so that a test run changes no file of the repository.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page, TestInfo } from '@playwright/test';
import { sharedChromium } from './drivers/chromium.ts';
import { Ui } from './pages/ui.ts';
import { expect, test as base } from './restartable-test.ts';
import {
  ageHistory,
  BELIEVABLE_TASKS,
  furnish,
  historyUntil,
  makeHistory,
} from './support/believable-home.ts';
import { prepareHome } from './support/home.ts';

const FOLDER = fileURLToPath(new URL('../assets/screenshots/', import.meta.url));
/** Bytes. A README should open quickly. */
const LARGEST = 400_000;
/** What stands in the screenshots for the test's own folder. */
const PERSON = '/Users/mali';

const test = base.extend<{ person: string }>({
  // Playwright wants the empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  person: async ({}, use) => {
    const person = await mkdtemp(join(tmpdir(), 'luka-person-'));
    await furnish(person);
    await use(person);
    await rm(person, { recursive: true, force: true, maxRetries: 3 });
  },
  env: async ({ person }, use) => use({ HOME: person }),
  home: async ({ person }, use) => {
    const home = join(person, 'Library', 'Application Support', 'Luka');
    await mkdir(home, { recursive: true, mode: 0o700 });
    await prepareHome(home, BELIEVABLE_TASKS);
    await use(home);
  },
});

// The browser says of each try that nobody listens, while Luka starts again.
test.use({ expectedErrors: [/net::ERR_/] });

async function take(page: Page, name: string, info: TestInfo): Promise<void> {
  const own = info.outputPath(`${name}.png`);
  await page.screenshot({ path: own, animations: 'disabled', caret: 'hide' });
  const kept = join(FOLDER, `${name}.png`);
  if (process.env['LUKA_SCREENSHOTS'] !== '1' && existsSync(kept)) return;
  expect((await stat(own)).size, `bytes of ${name}`).toBeLessThan(LARGEST);
  await mkdir(FOLDER, { recursive: true });
  await copyFile(own, kept);
}

/** Names the test's folder as a person's own on a Mac. Only in what the page reads, never in what is sent. */
async function nameFolder(page: Page, person: string): Promise<void> {
  await page.route(/\/api\/v1\/(overview|tasks|schedule\/timeline|runs\/\d+)(\?|$)/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const response = await route.fetch();
    return route.fulfill({ response, body: (await response.text()).replaceAll(person, PERSON) });
  });
}

test('the pages of a home in use, light and dark', async ({ person, home, restartable, asked }, info) => {
  test.slow();
  const now = Date.now();
  const history = historyUntil(now);
  await makeHistory({ person, home }, asked, history);
  await restartable.now.process.end();
  ageHistory(home, history, now);
  await restartable.again();
  await asked.start('agent-health');
  const syncing = await asked.start('sync-notes');

  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await (
      await sharedChromium()
    ).newContext({
      colorScheme,
      viewport: { width: 1280, height: 800 },
      deviceScaleFactor: 2,
      locale: 'en-GB',
    });
    const page = await context.newPage();
    await nameFolder(page, person);
    await page.goto(await asked.link());
    const ui = new Ui(page);
    await ui.shell.expectLive();
    await expect(ui.overview.line(ui.overview.running, 'Sync notes')).toBeVisible();
    await expect(ui.overview.line(ui.overview.failed, 'Invoice reminders')).toBeVisible();
    await expect(ui.overview.findings).toContainText(PERSON);
    await take(page, `overview-${colorScheme}`, info);
    await page.setViewportSize({ width: 390, height: 844 });
    await take(page, `overview-narrow-${colorScheme}`, info);
    await page.setViewportSize({ width: 1280, height: 800 });

    await ui.shell.goTo('Schedule');
    await expect(ui.schedule.row('Nightly backup')).toBeVisible();
    await take(page, `schedule-${colorScheme}`, info);
    await ui.shell.goTo('Tasks');
    await expect(ui.tasks.row('Nightly backup')).toBeVisible();
    await take(page, `tasks-${colorScheme}`, info);
    await ui.shell.goTo('Runs');
    const row = ui.runs.rows.filter({ hasText: `#${syncing}` });
    await expect(row).toContainText('Running');
    await take(page, `runs-${colorScheme}`, info);
    await row.click();
    await expect(ui.run.log.line('11 of 17')).toBeVisible();
    await expect(ui.run.steps.getByText('~/bin/notes index', { exact: true })).toBeVisible();
    await take(page, `run-${colorScheme}`, info);
    await context.close();
  }
});
