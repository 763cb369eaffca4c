/** The page outlives Luka: what was open goes on by itself when Luka is back, and says what happened meanwhile. */
import type { Page } from '@playwright/test';
import { writeTask } from './luka-test.ts';
import { Ui } from './pages/ui.ts';
import { expect, test } from './restartable-test.ts';
import { dropOrder, openGate, waitAt } from './support/home.ts';
import { isAlive } from './support/processes.ts';

const SLOW = `title: Slow work
steps:
  - run: |
      echo "I am $$"
      ${waitAt('slow')}
      echo late
`;

test.use({
  tasks: { slow: SLOW, quick: 'title: Quick work\nsteps:\n  - run: echo quick\n' },
  // While nobody listens the browser says so of each try.
  expectedErrors: [/net::ERR_|status of 503/],
});

async function expectReconnecting(page: Page): Promise<void> {
  await expect(new Ui(page).shell.connection).toContainText('Reconnecting');
}

test('a stop and a start are lived through without a reload', async ({
  ui,
  page,
  home,
  restartable,
  asked,
}) => {
  await ui.shell.expectLive();
  await ui.shell.goTo('Runs');
  expect(await restartable.now.process.end()).toBe(0);
  await expectReconnecting(page);

  await writeTask(home, 'meanwhile', 'title: Written meanwhile\nsteps:\n  - run: echo hello\n');
  await dropOrder(
    home,
    'meanwhile.json',
    '{"id":"wo-m","title":"Dropped meanwhile","steps":[{"skill":"bash","args":"echo m"}]}',
  );
  await restartable.again();
  await ui.shell.expectLive();
  await expect(ui.runs.rowsOf('Dropped meanwhile')).toContainText('Succeeded');
  await ui.shell.goTo('Tasks');
  await ui.tasks.runButton('Written meanwhile').click();
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Written meanwhile')).toContainText('Succeeded');
  expect(ui.shell.loads()).toBe(0);
  expect((await asked.runs()).length).toBe(2);
});

test('a run that Luka itself ends by stopping is interrupted, and its open page says so', async ({
  ui,
  page,
  restartable,
  asked,
}) => {
  const id = await asked.start('slow');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Slow work').click();
  const line = await ui.run.log.line('I am').textContent();
  const pid = Number(/\d+/.exec(line ?? '')?.[0]);
  expect(isAlive(pid)).toBe(true);
  await restartable.now.process.end();
  expect(isAlive(pid)).toBe(false);
  await expectReconnecting(page);
  await restartable.again();
  await expect(ui.run.state).toHaveText('Interrupted');
  expect(ui.run.id()).toBe(id);
});

test('after a crash the run is interrupted, nothing of it is left, and a waiting one goes on', async ({
  ui,
  page,
  home,
  restartable,
  asked,
}) => {
  // One at a time, so that the second has to wait.
  await ui.shell.goTo('Settings');
  await ui.settings.parallelRuns.fill('1');
  await ui.settings.parallelRuns.press('Enter');
  await expect(ui.shell.message('Saved')).toBeVisible();
  await asked.start('slow');
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Slow work').click();
  const line = await ui.run.log.line('I am').textContent();
  const pid = Number(/\d+/.exec(line ?? '')?.[0]);
  await asked.start('quick');
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Quick work')).toContainText('Queued');

  const { pid: luka, child, ended } = restartable.now.process;
  expect(child.kill('SIGKILL')).toBe(true);
  await ended;
  await expectReconnecting(page);
  expect(isAlive(luka)).toBe(false);
  expect(isAlive(pid)).toBe(true);

  await restartable.again();
  await ui.shell.expectLive();
  await expect(ui.runs.rowsOf('Slow work')).toContainText('Interrupted');
  await expect(ui.runs.rowsOf('Quick work')).toContainText('Succeeded');
  expect(isAlive(pid)).toBe(false);

  // Its log is whole as far as it came, and it can be run again.
  await ui.runs.rowsOf('Slow work').click();
  await expect(ui.run.log.line(`I am ${pid}`)).toBeVisible();
  await ui.run.again.click();
  await expect(ui.run.state).toHaveText('Running');
  await openGate(home, 'slow');
  await expect(ui.run.log.line('late')).toBeVisible();
  await expect(ui.run.state).toHaveText('Succeeded');
  expect(ui.shell.loads()).toBe(0);
});
