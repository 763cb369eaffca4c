/** A page that is of another version than the Luka it shows: an old tab after an update, or an older engine. */
import { expect, test } from './luka-test.ts';
import { expectNoFindings } from './support/axe.ts';

test.use({
  tasks: { quick: 'title: Quick work\nsteps:\n  - run: echo quick\n' },
  // React tells the console of what it could not draw.
  expectedErrors: [/Cannot read properties of undefined|above error occurred/],
});

test('what it cannot draw is told in its place, the rest goes on, and it comes back', async ({
  ui,
  page,
}) => {
  await ui.shell.expectLive();
  await expect(ui.shell.versions).toHaveCount(0);
  let isOlder = true;
  await page.route('**/api/v1/overview', async (route) => {
    const answer = await route.fetch();
    const { slas, ...overview } = (await answer.json()) as { slas: unknown; status: object };
    const older = { ...overview, status: { ...overview.status, version: '0.0.9' } };
    await route.fulfill({ response: answer, json: isOlder ? older : { ...overview, slas } });
  });
  await page.reload();
  await expect(ui.shell.versions).toContainText(/Luka 0\.0\.9 runs; this page is of \d+\.\d+\.\d+\./);
  await expect(ui.shell.fault).toContainText('Nothing was changed or lost');
  await expectNoFindings(page, 'a page that could not be drawn');

  await ui.shell.goTo('Tasks');
  await expect(ui.shell.fault).toHaveCount(0);
  await ui.tasks.runButton('Quick work').click();
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Quick work')).toContainText('Succeeded');

  // The Luka that runs was brought up to date.
  isOlder = false;
  await ui.shell.versions.getByRole('button', { name: 'Reload' }).click();
  await ui.shell.expectLive();
  await ui.shell.goTo('Overview');
  await expect(ui.shell.versions).toHaveCount(0);
  await expect(ui.shell.fault).toHaveCount(0);
});
