/** Results that only a human can judge: found, read, and given a word with the keyboard. */
import { expect, test } from './luka-test.ts';

test.use({
  tasks: {
    report: `title: Report of the week
steps:
  - run: echo "41 lines"
checks:
  - output: { matches: '^\\d+ lines$' }
  - name: It is long enough
    output: { matches: '^4[2-9] lines$' }
  - sentence: The report reads well
`,
    backup: `title: Nightly backup
steps:
  - run: echo copied
checks:
  - sentence: Everything is in it
`,
    plain: 'title: Plain\nsteps:\n  - run: echo plain\n',
  },
});

test('a result waits with what its checks leave open, and gets a word', async ({ ui, asked, page }) => {
  const report = await asked.start('report');
  const backup = await asked.start('backup');
  const plain = await asked.start('plain');
  for (const run of [report, backup, plain]) await asked.ended(run);
  expect(await asked.run(report)).toMatchObject({ state: 'failed', validation: 'waiting' });
  expect(await asked.run(backup)).toMatchObject({ state: 'succeeded', validation: 'waiting' });

  await expect(ui.overview.sentence('2 results to look at')).toBeVisible();
  await ui.shell.goToGovernance('Results');
  await expect(ui.validation.cards).toHaveCount(2);
  await expect(ui.validation.checks('Report of the week')).toHaveCount(2);
  await expect(ui.validation.checks('Report of the week').first()).toContainText('It is long enough');
  await expect(ui.validation.checks('Report of the week').first()).toContainText('Failed');
  await expect(ui.validation.checks('Nightly backup')).toContainText('Everything is in it');

  await page.keyboard.press('j');
  await expect(ui.validation.card('Report of the week').getByRole('link')).toBeFocused();
  await page.keyboard.press('r');
  await expect(ui.validation.reason).toBeFocused();
  // While somebody writes, keys are letters.
  await page.keyboard.type('a line is missing');
  await page.keyboard.press('Enter');
  await expect(ui.validation.cards).toHaveCount(1);
  await expect(ui.validation.card('Nightly backup').getByRole('link')).toBeFocused();
  await page.keyboard.press('a');
  await expect(page.getByText('No result waits for you.')).toBeVisible();
  await ui.validation.show('Looked at');
  await expect(ui.validation.card('Report of the week')).toContainText('Rejected');
  await expect(ui.validation.card('Report of the week')).toContainText('a line is missing');
  await expect(ui.validation.card('Nightly backup')).toContainText('Accepted');

  await ui.validation.card('Report of the week').getByRole('link').click();
  await expect(ui.run.checks).toHaveCount(3);
  await expect(ui.run.verdict).toContainText('Rejected by you');
  await expect(ui.run.state).toHaveText('Failed');
});

test('the page of a run takes the word, and the list of runs shows what waits', async ({
  ui,
  asked,
  page,
}) => {
  const run = await asked.start('backup');
  await asked.ended(run);
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Nightly backup')).toContainText('Waits for a look');
  await ui.runs.rowsOf('Nightly backup').click();
  await expect(ui.run.checks).toContainText('For a human');
  await ui.run.verdict.getByRole('textbox', { name: 'Reason (optional)' }).fill('All there');
  await ui.run.verdict.getByRole('button', { name: 'Accept' }).click();
  await expect(ui.run.verdict).toContainText('Accepted by you');
  await expect(ui.run.verdict).toContainText('All there');
  await page.goBack();
  await expect(ui.runs.rowsOf('Nightly backup')).not.toContainText('Waits for a look');
});
