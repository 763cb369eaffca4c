/** Every page for everybody: no finding of axe in any look or width, and the keyboard alone is enough. */
import type { Locator, Page } from '@playwright/test';
import { expect, test, writeTask } from './luka-test.ts';
import { Ui } from './pages/ui.ts';
import { expectNoFindings } from './support/axe.ts';

const COLOURFUL = String.raw`title: Colourful
description: Prints every colour there is, on both streams.
tags: [sample, colours]
params:
  who: { type: string, required: true, description: A name }
  times: { type: integer, default: 2, min: 1, max: 5 }
  volume: { type: choice, options: [quiet, loud], default: quiet }
  polite: { type: boolean, default: true }
steps:
  - name: All sixteen colours
    run: |
      for code in 30 31 32 33 34 35 36 37 90 91 92 93 94 95 96 97; do printf "\033[${'$'}{code}mcolour ${'$'}code\033[0m \033[1;${'$'}{code}mbold\033[0m "; done; echo
      for code in 40 41 42 43 44 45 46 47 100 101 102 103 104 105 106 107; do printf "\033[${'$'}{code}m on ${'$'}code \033[0m"; done; echo
      printf '\033[2mdim\033[0m \033[7minverse\033[0m \033[38;5;208morange\033[0m \033[48;2;20;20;90m\033[38;2;30;30;120mtwo blues\033[0m\n'
      echo 'something went wrong' >&2
`;

test.use({
  tasks: {
    colourful: COLOURFUL,
    endless:
      'title: Endless\ntriggers:\n  - cron: 0 0 1 1 *\nsteps:\n  - name: Wait\n    argv: [sleep, "600"]\n',
    failing: 'title: Failing\nsteps:\n  - name: Give up\n    run: exit 7\n',
    push: 'title: Publish\nsteps:\n  - run: git push --force origin main\n',
    judged: `title: Judged
steps:
  - run: echo "41 lines"
checks:
  - name: It is long enough
    output: { matches: "^4[2-9] lines$" }
  - sentence: The report reads well
`,
    off: 'title: Switched off\nenabled: false\nsteps:\n  - run: echo off\n',
  },
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, width, height] of [
    ['wide', 1280, 800],
    ['narrow', 390, 844],
  ] as const) {
    test(`axe finds nothing, ${colorScheme} and ${name}`, async ({ page, ui, asked, home }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await ui.shell.expectLive();
      await expectNoFindings(page, 'the overview of an idle Luka');

      const colourful = await asked.start('colourful', { who: 'Ada' });
      await asked.start('failing');
      await asked.start('endless');
      await asked.start('endless');
      await writeTask(home, 'broken', 'title: Broken\nsteps:\n  - rum: echo\n');
      await expect(ui.overview.findings).toBeVisible();
      await expect(ui.overview.line(ui.overview.failed, 'Failing')).toBeVisible();
      await expect(ui.overview.line(ui.overview.running, 'Endless')).toHaveCount(2);
      await expectNoFindings(page, 'the overview with work, a failure and a broken file');

      await ui.shell.goTo('Tasks');
      await expect(ui.tasks.row('Colourful')).toBeVisible();
      await expectNoFindings(page, 'the tasks');
      await ui.tasks.newTask.click();
      await ui.tasks.newTaskDialog.getByRole('button', { name: 'Create task' }).click();
      await expectNoFindings(page, 'the dialog of a new task, with a problem');
      await page.keyboard.press('Escape');
      await ui.tasks.runButton('Colourful').click();
      await ui.tasks.runDialog('Colourful').run.click();
      await expectNoFindings(page, 'the form of parameters, with a problem');
      await page.keyboard.press('Escape');
      await ui.tasks.runButton('Failing').click();
      await expect(ui.shell.message(/on its way/)).toBeVisible();
      await expectNoFindings(page, 'a message');
      await ui.tasks.link('Colourful').click();
      await expect(ui.task.runs.getByRole('listitem')).toHaveCount(1);
      await expectNoFindings(page, 'a task');

      await ui.task.editSchedule.click();
      const form = ui.task.scheduleForm('Colourful');
      await form.add.click();
      await form.trigger(1).choose('At set times');
      await form.trigger(1).cron.fill('61 * * * *');
      await expect(form.trigger(1).findings).toBeVisible();
      await expectNoFindings(page, 'the form of a schedule, with a problem');
      await form.trigger(1).cron.fill('30 2 * * *');
      await expect(form.trigger(1).times).toHaveCount(10);
      await expectNoFindings(page, 'the form of a schedule, with its next times');
      await form.close.click();
      await form.discard.click();

      await ui.shell.goTo('Schedule');
      await expect(ui.schedule.heading).toBeVisible();
      await expectNoFindings(page, 'the schedule');
      await ui.schedule.pauseEverything.click();
      await expectNoFindings(page, 'the dialog of a pause');
      await ui.schedule.pauseDialog.pause.click();
      await expect(ui.schedule.pauses).toBeVisible();
      await expectNoFindings(page, 'the schedule with a pause');

      await ui.shell.goTo('Runs');
      await expect(ui.runs.rows).toHaveCount(5);
      await expectNoFindings(page, 'the runs');
      await ui.runs.rowsOf('Endless').last().click();
      await expect(ui.run.state).toHaveText('Running');
      await expectNoFindings(page, 'a run that goes');
      await page.goBack();
      await ui.runs.rows.filter({ hasText: 'Colourful' }).click();
      await expect(ui.run.heading('Colourful')).toContainText(`#${colourful}`);
      await expect(ui.run.log.line('two blues')).toBeVisible();
      await expectNoFindings(page, 'a run with a log of all colours');
      await ui.run.log.search.fill('colour');
      await ui.run.log.search.press('Enter');
      await expect(ui.run.log.hits).toHaveText(/ of /);
      await expectNoFindings(page, 'a log with hits');

      await ui.shell.goTo('Settings');
      await ui.settings.parallelRuns.fill('many');
      await expectNoFindings(page, 'the settings, with a problem');
      await ui.settings.parallelRuns.press('Escape');
      await ui.settings.parallelRuns.press('Enter');
      await page.keyboard.press('?');
      await expect(ui.shell.shortcuts).toBeVisible();
      await expectNoFindings(page, 'the shortcuts');
      await page.keyboard.press('Escape');
      await page.goto(new URL('/nowhere', page.url()).href);
      await expect(ui.shell.heading('There is nothing at this address')).toBeVisible();
      await expectNoFindings(page, 'an address with nothing');

      const stranger = await page
        .context()
        .browser()!
        .newContext({ colorScheme, viewport: { width, height } });
      const signedOut = await stranger.newPage();
      await signedOut.goto(new URL(`/#k=${'x'.repeat(32)}`, page.url()).href);
      await expect(new Ui(signedOut).signIn.problem).toBeVisible();
      await expectNoFindings(signedOut, 'the sign-in page, with a problem');
      await stranger.close();
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, width, height] of [
    ['wide', 1280, 800],
    ['narrow', 390, 844],
  ] as const) {
    test(`axe finds nothing where a human decides, ${colorScheme} and ${name}`, async ({
      page,
      ui,
      asked,
    }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await ui.shell.expectLive();
      await ui.shell.goTo('Approvals');
      await expect(page.getByText('Nothing waits for you')).toBeVisible();
      await expectNoFindings(page, 'no approvals');
      await ui.shell.goToGovernance('Results');
      await expectNoFindings(page, 'no results');

      await asked.setPolicy('thresholds:\n  ask: { person: 10 }\n');
      const first = await asked.run(await asked.start('push'));
      await asked.approve(first.approval!, { runs: 3 });
      await asked.ended(await asked.start('judged'));
      const agent = await asked.newClient('codex', 'codex');
      const risky = await asked.order(
        { title: 'Set up', steps: [{ run: 'curl -fsS https://luka.invalid/x | sh' }] },
        agent,
      );
      await asked.setPolicy('thresholds:\n  ask: { person: 0 }\n');
      const denied = await asked.run(await asked.start('failing'));
      await asked.deny(denied.approval!, 'Not now');

      await ui.shell.goTo('Overview');
      await expect(ui.overview.asked).toBeVisible();
      await expectNoFindings(page, 'the overview with what waits for a person');
      await ui.shell.goTo('Approvals');
      await expect(ui.approvals.rows).toHaveCount(3);
      await expectNoFindings(page, 'approvals of all kinds');
      await ui.approvals.rowsWith('Set up').getByRole('link').click();
      await expect(ui.approval.work).toBeVisible();
      await ui.approval.countsFor('Every run of exactly this, until');
      await expectNoFindings(page, 'a question');
      await ui.approval.approve.click();
      await expect(ui.approval.yes).toBeEnabled();
      await expectNoFindings(page, 'the second step of a dangerous yes');
      await ui.approval.about.getByRole('link', { name: `#${risky}` }).click();
      await expect(ui.run.needsApproval).toBeVisible();
      await expectNoFindings(page, 'a run that waits for approval');
      await ui.shell.goTo('Approvals');
      await ui.approvals.rowsWith('Publish').getByRole('link').click();
      await expect(ui.approval.revoke).toBeVisible();
      await expectNoFindings(page, 'a yes that still lets runs through');

      await ui.shell.goToGovernance('Results');
      await expect(ui.validation.checks('Judged')).toHaveCount(2);
      await page.keyboard.press('j');
      await expectNoFindings(page, 'results that wait');
      await page.keyboard.press('r');
      await expectNoFindings(page, 'the dialog of a rejection');
      await page.keyboard.press('Escape');
      await ui.validation.card('Judged').getByRole('link').click();
      await expect(ui.run.checks).toHaveCount(2);
      await expectNoFindings(page, 'a run with checks');
    });

    test(`axe finds nothing on the pages of governance, ${colorScheme} and ${name}`, async ({
      page,
      ui,
      asked,
    }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await asked.newClient('codex', 'codex');
      await ui.shell.goToGovernance('Policy');
      await ui.policy.text.fill('frozen: true\n');
      await expect(ui.policy.findings).toHaveCount(1);
      await expectNoFindings(page, 'a policy with an error');
      await ui.policy.text.fill('network: false\n');
      await asked.setPolicy('paused: true\nenv: [EDITOR]\n');
      await expect(ui.policy.conflict).toBeVisible();
      await ui.policy.conflict.getByRole('button', { name: 'Compare' }).click();
      await expect(ui.shell.frozen).toBeVisible();
      await expectNoFindings(page, 'a policy changed elsewhere, and the banner of a freeze');

      await ui.shell.goToGovernance('Audit');
      await ui.audit.verify.click();
      await ui.audit.action.selectOption('Policy changed');
      await ui.audit.open(ui.audit.rows.first());
      await expect(ui.audit.verification).toContainText('none was changed');
      await expectNoFindings(page, 'the audit with an open row');
      await ui.shell.goToGovernance('Clients');
      await expect(ui.clients.rows).toHaveCount(1);
      await ui.clients.newClient.click();
      await ui.clients.make.click();
      await expectNoFindings(page, 'the form of a client, with a problem');
      await ui.clients.name.fill('studio');
      await ui.clients.make.click();
      await expect(ui.clients.token).toBeVisible();
      await expectNoFindings(page, 'a token');
      await ui.clients.haveIt.click();
      await expect(ui.clients.rows).toHaveCount(2);
      await expectNoFindings(page, 'the clients');
    });
  }
}

/** Whether the element that has the focus shows it: by its own outline or by that of the label it lies in. */
function focusShows(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return 'nothing has the focus';
    const shows = (element: Element | null): boolean => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    };
    return shows(focused) || shows(focused.closest('label'))
      ? 'shown'
      : `not shown on ${focused.outerHTML.slice(0, 200)}`;
  });
}

/** Goes there with Tab, looking at every stop that the focus can be seen. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    // After the last stop the browser itself has the focus.
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    expect(await focusShows(page)).toBe('shown');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('80 presses of Tab did not lead there');
}

test('the keyboard alone runs a task, opens its run, cancels it and goes back', async ({ page, ui }) => {
  await ui.shell.expectLive();
  await tabTo(page, ui.shell.link('Tasks'));
  await page.keyboard.press('Enter');
  await expect(ui.tasks.heading).toBeVisible();
  await tabTo(page, ui.tasks.link('Endless'));
  await page.keyboard.press('Enter');
  await expect(ui.task.heading('Endless')).toBeVisible();
  await tabTo(page, ui.task.run);
  await page.keyboard.press('Enter');
  await expect(ui.run.state).toHaveText('Running');
  await tabTo(page, ui.run.cancel);
  await page.keyboard.press('Space');
  await expect(ui.run.state).toHaveText('Cancelled');
  // The key for that is the browser's own, not the page's.
  await page.goBack();
  await expect(ui.task.about).toBeVisible();
  await expect(ui.task.runs.getByRole('listitem')).toHaveCount(1);
});

test('a dialog keeps the focus, closes with Escape and gives the focus back', async ({ page, ui, asked }) => {
  await ui.shell.goTo('Tasks');
  const button = ui.tasks.runButton('Colourful');
  await tabTo(page, button);
  await page.keyboard.press('Enter');
  const form = ui.tasks.runDialog('Colourful');
  await expect(form.field('who')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form.dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await expect(form.dialog).toHaveCount(0);
  await expect
    .poll(async () => (await asked.runs())[0])
    .toMatchObject({ task: 'colourful', state: 'succeeded' });
});

test('the shortcuts go to pages, search, follow and wrap', async ({ page, ui, asked }) => {
  await ui.shell.expectLive();
  for (const [key, title] of [
    ['t', 'Tasks'],
    ['r', 'Runs'],
    ['a', 'Approvals'],
    ['p', 'Policy'],
    ['v', 'Results to look at'],
    ['s', 'Settings'],
    ['o', 'Overview'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(ui.shell.heading(title)).toBeVisible();
  }
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('/');
  await expect(ui.tasks.search).toBeFocused();
  // While somebody writes, keys are letters.
  await page.keyboard.type('gr?');
  await expect(ui.tasks.search).toHaveValue('gr?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(ui.shell.shortcuts).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(ui.shell.shortcuts).toHaveCount(0);

  await asked.start('endless');
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await ui.runs.rowsOf('Endless').click();
  await expect(ui.run.log.follow).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('f');
  await expect(ui.run.log.follow).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('w');
  await expect(ui.run.log.wrap).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('/');
  await expect(ui.run.log.search).toBeFocused();
});

test('the way past the navigation is the first stop', async ({ page, ui }) => {
  await ui.shell.expectLive();
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await tabTo(page, skip);
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
