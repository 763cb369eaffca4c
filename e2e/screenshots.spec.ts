/**
 * The README's screenshots, of a home in use. They are written into assets/ where one is missing or LUKA_SCREENSHOTS=1
 * asks for new ones; otherwise into the test's own folder, so that a test run changes no file of the repository.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
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
import type { AskedLuka } from './support/asked-luka.ts';
import { BELIEVABLE_MEMORIES, writeBelievableNotes } from './support/believable-notes.ts';
import { prepareHome, taskFile } from './support/home.ts';

const FOLDER = fileURLToPath(new URL('../assets/screenshots/', import.meta.url));
/** Bytes. A README should open quickly. */
const LARGEST = 500_000;
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
  await page.route(
    /\/api\/v1\/(overview|tasks|schedule\/timeline|runs\/\d+|approvals|approvals\/\d+|policy|knowledge.*|ask\/stream|conversations.*)(\?|$)/,
    async (route) => {
      const isQuestion = route.request().url().endsWith('/ask/stream');
      if (route.request().method() !== 'GET' && !isQuestion) return route.continue();
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()).replaceAll(person, PERSON) });
    },
  );
}

/** A page of its own, of a size for the README. */
async function openIn(colorScheme: 'light' | 'dark', person: string, asked: AskedLuka) {
  const browser = await sharedChromium();
  const context = await browser.newContext({
    colorScheme,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await nameFolder(page, person);
  await page.goto(await asked.link());
  return {
    page,
    ui: new Ui(page),
    close: async (): Promise<void> => {
      // What is being read at this moment has nobody left to be read for.
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    },
  };
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
    const { page, ui, close } = await openIn(colorScheme, person, asked);
    await ui.shell.expectLive();
    await expect(ui.overview.line(ui.overview.running, 'Sync notes')).toBeVisible();
    await expect(ui.overview.line(ui.overview.failed, 'Invoice reminders')).toBeVisible();
    await expect(ui.overview.findings).toContainText(PERSON);
    await take(page, `overview-${colorScheme}`, info);
    await page.setViewportSize({ width: 390, height: 844 });
    await take(page, `overview-narrow-${colorScheme}`, info);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox').fill('backup');
    await expect(page.getByRole('option', { name: 'Run Nightly backup' })).toBeVisible();
    await take(page, `palette-${colorScheme}`, info);
    await page.keyboard.press('Escape');

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
    await close();
  }
});

const POLICY = `# What agents hand over is read before it runs.
thresholds:
  ask:
    person: 70
    agent: 30

commands:
  ask:
    - git push
  never:
    - sudo
`;
const PUBLISH = `title: Publish the garden site
steps:
  - name: Build
    run: cd ~/Sites/garden && make site
  - name: Publish
    run: git push origin main
`;
const MORE = `  - name: Tidy up
    run: rm -rf ~/Sites/garden/drafts ~/Sites/old
`;

test('what a person decides on, light and dark', async ({ person, home, asked }, info) => {
  test.slow();
  await asked.setPolicy(POLICY);
  await writeFile(taskFile(home, 'publish-garden'), PUBLISH);
  const steps = async () =>
    (await asked.tasks()).find(({ id }) => id === 'publish-garden')?.definition?.steps.length;
  await expect.poll(steps).toBe(2);
  const first = await asked.run(await asked.start('publish-garden'));
  await asked.approve(first.approval!, { runs: 3 });
  await asked.ended(first.id);
  await writeFile(taskFile(home, 'publish-garden'), PUBLISH.replace('make site', 'make site fast') + MORE);
  await expect.poll(steps).toBe(3);
  const question = await asked.start('publish-garden');
  const agent = await asked.newClient('codex-studio', 'codex');
  await asked.order(
    { title: 'Install the photo tool', steps: [{ run: 'curl -fsS https://photos.invalid/install | sh' }] },
    agent,
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, ui, close } = await openIn(colorScheme, person, asked);
    await ui.shell.goTo('Approvals');
    await expect(ui.approvals.rowsWith('Publish the garden site')).toHaveCount(2);
    await take(page, `approvals-${colorScheme}`, info);
    await ui.approvals.rowsWith(`run #${question}`).getByRole('link').click();
    await expect(ui.approval.changed('added:').first()).toBeAttached();
    await take(page, `approval-${colorScheme}`, info);
    await ui.shell.goToGovernance('Policy');
    await expect(ui.policy.row('Asked about from')).toBeVisible();
    await take(page, `policy-${colorScheme}`, info);
    await close();
  }
});

test('what Luka has read and what it answers, light and dark', async ({ person, asked }, info) => {
  test.slow();
  const notes = join(person, 'Notes');
  await writeBelievableNotes(notes);
  await asked.read(notes, 'Notes');
  for (const [kind, text] of BELIEVABLE_MEMORIES) await asked.remember(text, kind);
  const narrow = { width: 390, height: 844 };
  const wide = { width: 1280, height: 800 };
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, ui, close } = await openIn(colorScheme, person, asked);
    const inBoth = async (name: string): Promise<void> => {
      await take(page, `${name}-${colorScheme}`, info);
      await page.setViewportSize(narrow);
      await take(page, `${name}-narrow-${colorScheme}`, info);
      await page.setViewportSize(wide);
    };
    await ui.shell.goTo('Knowledge');
    await ui.knowledge.search.fill('backup drive');
    await expect(ui.knowledge.hit('Nightly backup').first()).toBeVisible();
    await expect(ui.knowledge.preview).toContainText('Harbour');
    await inBoth('knowledge');
    await ui.knowledge.goTo('Sources');
    await expect(ui.knowledge.source('Notes')).toContainText('Up to date');
    await take(page, `sources-${colorScheme}`, info);
    await ui.knowledge.goTo('Memories');
    await expect(ui.knowledge.memories).toHaveCount(BELIEVABLE_MEMORIES.length);
    await take(page, `memories-${colorScheme}`, info);
    await ui.knowledge.goTo('Duplicates & digests');
    await expect(ui.knowledge.duplicates.first()).toContainText('The plan for the orchard');
    await take(page, `duplicates-${colorScheme}`, info);
    await ui.shell.goTo('Assistant');
    await ui.assistant.ask('How long are old copies of the backup kept?');
    await expect(ui.assistant.sentences.filter({ hasText: 'thirty days' })).toBeVisible();
    await expect(ui.assistant.conversations.first()).toBeVisible();
    await inBoth('assistant');
    await ui.assistant.tabs.getByRole('link', { name: 'Prompts' }).click();
    await expect(ui.assistant.promptText).toBeVisible();
    await take(page, `prompts-${colorScheme}`, info);
    await close();
  }
});
