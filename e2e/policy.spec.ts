/** The policy edited on its page, also while somebody else writes the file; and the switch that stops everything new. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './luka-test.ts';

test.use({
  tasks: { tidy: 'title: Tidy up\nsteps:\n  - run: echo tidied\n' },
  expectedErrors: [/status of (403|409)/],
});

const fileOf = (home: string): string => join(home, 'policy.yaml');

test('says what is wrong while it is typed, at its line; saves, and shows what is in force', async ({
  ui,
  home,
  page,
}) => {
  await ui.shell.goToGovernance('Policy');
  await expect(ui.policy.standing).toHaveText('Saved and in force');
  await expect(ui.policy.row('Asked about from')).toContainText('70');
  await ui.policy.example.click();
  await expect(ui.policy.standing).toContainText('Nothing is wrong with it');

  await ui.policy.text.fill('thresholds:\n  ask: { person: 20 }\n\nfrozen: true\n');
  await expect(ui.policy.findings).toContainText('Line 4');
  await expect(ui.policy.findings).toContainText('paused');
  await expect(ui.policy.save).toBeDisabled();
  await ui.policy.findings.getByRole('button', { name: 'Line 4' }).click();
  await expect(ui.policy.text).toBeFocused();
  expect(await ui.policy.text.evaluate((area) => (area as HTMLTextAreaElement).selectionStart)).toBe(35);

  await ui.policy.text.fill('thresholds:\n  ask: { person: 20 }\n');
  await expect(ui.policy.findings).toHaveCount(0);
  // Tab goes on to the next control, as in every field.
  await ui.policy.text.press('Tab');
  await expect(ui.policy.text).not.toBeFocused();
  await expect(ui.policy.text).toHaveValue(/person: 20 \}\n$/);

  // What is typed outlives a look at another page.
  await ui.shell.goTo('Runs');
  await ui.shell.goToGovernance('Policy');
  await expect(ui.policy.standing).toContainText('Not saved yet');
  await ui.policy.text.focus();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(ui.policy.standing).toHaveText('Saved and in force');
  await expect(ui.policy.row('Asked about from')).toContainText('20');
  expect(await readFile(fileOf(home), 'utf8')).toBe('thresholds:\n  ask: { person: 20 }\n');
});

test('loses nothing when the file is changed elsewhere', async ({ ui, home, asked }) => {
  await writeFile(fileOf(home), 'network: true\n');
  await ui.shell.goToGovernance('Policy');
  await expect(ui.policy.text).toHaveValue('network: true\n');
  await ui.policy.text.fill('network: true\nenv: [EDITOR]\n');
  await appendFile(fileOf(home), 'commands: { never: [sudo] }\n');
  await expect(ui.policy.conflict).toContainText('What you typed is still here');
  await expect(ui.policy.text).toHaveValue('network: true\nenv: [EDITOR]\n');
  await expect(ui.policy.save).toBeDisabled();
  await ui.policy.conflict.getByRole('button', { name: 'Compare' }).click();
  await expect(ui.policy.comparison).toContainText('removed: commands: { never: [sudo] }');
  await expect(ui.policy.comparison).toContainText('added: env: [EDITOR]');
  await ui.policy.conflict.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(ui.policy.conflict).toHaveCount(0);
  await expect.poll(() => readFile(fileOf(home), 'utf8')).toBe('network: true\nenv: [EDITOR]\n');

  await ui.policy.text.fill('mine\n');
  await appendFile(fileOf(home), 'network: false\n# theirs\n'.replace('network: false\n', ''));
  await expect(ui.policy.conflict).toBeVisible();
  await ui.policy.conflict.getByRole('button', { name: 'Take what is there' }).click();
  await expect(ui.policy.text).toHaveValue('network: true\nenv: [EDITOR]\n# theirs\n');
  await expect(ui.policy.standing).toHaveText('Saved and in force');
  expect((await asked.policy()).text).toContain('# theirs');
});

test('a save that comes a moment too late is told of, and keeps what was typed', async ({
  ui,
  home,
  page,
}) => {
  await ui.shell.goToGovernance('Policy');
  await ui.policy.text.fill('network: false\n');
  await expect(ui.policy.standing).toContainText('Nothing is wrong with it');
  // Between the page's last look and the save.
  await page.route('**/api/v1/policy', async (route) => {
    if (route.request().method() === 'PUT') await writeFile(fileOf(home), '# first\n');
    await route.continue();
  });
  await ui.policy.save.click();
  await expect(ui.policy.conflict).toBeVisible();
  await expect(ui.policy.text).toHaveValue('network: false\n');
  expect(await readFile(fileOf(home), 'utf8')).toBe('# first\n');
});

test('frozen, nothing new starts, and every page says so until it is thawed', async ({ ui, asked, page }) => {
  await ui.shell.goToGovernance('Policy');
  await ui.policy.freeze.click();
  await expect(ui.policy.freeze).toBeChecked();
  await expect(ui.policy.text).toHaveValue('paused: true\n');
  for (const name of ['Overview', 'Tasks', 'Schedule', 'Runs', 'Approvals', 'Settings'] as const) {
    await ui.shell.goTo(name);
    await expect(ui.shell.frozen).toContainText('nothing new starts');
  }
  await ui.shell.goTo('Tasks');
  await ui.tasks.runButton('Tidy up').click();
  await expect(ui.shell.message(/Luka is frozen/)).toBeVisible();
  expect(await asked.runs()).toEqual([]);

  await page.setViewportSize({ width: 390, height: 844 });
  await ui.shell.frozen.getByRole('button', { name: 'Thaw' }).click();
  await expect(ui.shell.frozen).toHaveCount(0);
  expect((await asked.policy()).paused).toBe(false);
  await asked.ended(await asked.start('tidy'));
});
