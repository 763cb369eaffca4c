/** LaunchAgents on their pages: seen, understood, mended, made and taken back, over a launchd that starts real processes. */
import { readFile } from 'node:fs/promises';
import { expect, test as base } from './luka-test.ts';
import { expectNoFindings } from './support/axe.ts';
import { plantAgents, type PlantedAgents } from './support/planted-agents.ts';

const test = base.extend<{ planted: PlantedAgents }>({
  planted: async ({ home }, use) => {
    await using planted = await plantAgents(home);
    await use(planted);
  },
  env: async ({ planted }, use) => use(planted.launchd.env),
});

test.use({ tasks: { tidy: 'title: Tidy\nsteps:\n  - run: echo\n' } });
// Each call of launchctl is a process here, and there are many.
test.setTimeout(90_000);

test('tells of each agent what state it is in, and why', async ({ ui, page }) => {
  await ui.shell.goTo('Agents');
  await expect(ui.agents.row('com.me.notes')).toContainText('Runs as process');
  await expect(ui.agents.row('com.me.report').first()).toContainText('Waiting');
  await expect(ui.agents.row('com.me.report').last()).toContainText('has the same label');
  await expect(ui.agents.row('com.me.backup')).toContainText('Ended with 78');
  await expect(ui.agents.row('com.me.mirror')).toContainText('Ended with 1');
  await expect(ui.agents.row('com.me.torn')).toContainText('cannot be read');
  await expect(ui.agents.row('org.old.updater')).toContainText('Ghost');
  await expect(page.getByRole('region', { name: 'org.old' })).toContainText('1 agent');
  await expect(ui.shell.link('Agents')).toContainText('5 agents to look at');

  await ui.agents.show('Needs care');
  await expect(ui.agents.rows).toHaveCount(5);
  await ui.agents.search.fill('mirror');
  await expect(ui.agents.rows).toHaveCount(1);
  await ui.agents.open('com.me.mirror');
  await expect(ui.agents.state).toHaveText('Failing');
  await expect(ui.agents.log).toContainText('no such volume');
});

test('mends a broken agent from the doctor, verifies it, and takes it back', async ({
  ui,
  planted,
  page,
}) => {
  const before = await readFile(planted.fileOf('com.me.backup'), 'utf8');
  await ui.shell.goTo('Agents');
  await ui.agents.tabs.getByRole('link', { name: 'Doctor' }).click();
  await expect(ui.agents.diagnoses).toHaveCount(5);
  const backup = ui.agents.diagnoses.filter({ hasText: 'com.me.backup' });
  await expect(backup).toContainText('To mend it');
  await backup.getByRole('button', { name: 'Mend com.me.backup' }).click();
  const dialog = ui.agents.dialog('Mend com.me.backup');
  await expect(dialog).toContainText('removed:');
  await expect(dialog.getByRole('list', { name: 'Steps' })).toContainText('Verify');
  expect(await readFile(planted.fileOf('com.me.backup'), 'utf8')).toBe(before);
  await dialog.getByRole('button', { name: 'Mend and load' }).click();
  await expect(dialog).toContainText('Done, and verified', { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(backup).toHaveCount(0);
  expect(await readFile(planted.fileOf('com.me.backup'), 'utf8')).toContain('/bin/report');

  await ui.agents.tabs.getByRole('link', { name: 'All' }).click();
  await ui.agents.open('com.me.backup');
  await expect(ui.agents.state).toHaveText('Waiting');
  await expect(ui.agents.changes).toContainText('Mended');
  await page.getByRole('button', { name: /^Take back/ }).click();
  const back = ui.agents.dialog(/^Take back/);
  await back.getByRole('button', { name: 'Take back' }).click();
  await expect(back).toContainText(/Done|Undone/, { timeout: 30_000 });
  expect(await readFile(planted.fileOf('com.me.backup'), 'utf8')).toBe(before);
});

test('undoes a change that does not hold, and says so', async ({ ui, planted }) => {
  await ui.shell.goTo('Agents');
  await ui.agents.open('com.me.backup');
  await expect(ui.agents.state).toHaveText('Failing');
  const before = await readFile(planted.fileOf('com.me.backup'), 'utf8');
  await planted.launchd.fail({ verb: 'bootstrap', label: 'com.me.backup', code: 125, times: 1 });
  await ui.agents.findings.getByRole('button', { name: /^Mend/ }).first().click();
  const dialog = ui.agents.dialog('Mend com.me.backup');
  await dialog.getByRole('button', { name: 'Mend and load' }).click();
  await expect(dialog).toContainText('Undone', { timeout: 60_000 });
  await expect(dialog).toContainText('125');
  expect(await readFile(planted.fileOf('com.me.backup'), 'utf8')).toBe(before);
});

test('checks a plist while it is typed, and never shows its secrets', async ({ ui, planted, page }) => {
  await ui.shell.goTo('Agents');
  await ui.agents.open('com.me.report');
  await expect(ui.agents.plist).toHaveValue(/<string>••••••<\/string>/);
  expect(await page.content()).not.toContain('hunter2');
  const text = await ui.agents.plist.inputValue();
  await ui.agents.plist.fill(text.replace('<integer>3</integer>', '<integer>33</integer>'));
  await expect(ui.agents.typedFindings.filter({ hasText: 'Line' }).first()).toBeVisible();
  await expect(ui.agents.plistState).toContainText('error');
  await ui.agents.plist.fill(text.replace('<integer>3</integer>', '<integer>4</integer>'));
  await expect(ui.agents.plistState).not.toContainText('error');
  await ui.agents.save.click();
  const dialog = ui.agents.dialog('Save com.me.report');
  await dialog.getByRole('button', { name: 'Save and load' }).click();
  await expect(dialog).toContainText('Done, and verified', { timeout: 30_000 });
  const saved = await readFile(planted.fileOf('com.me.report'), 'utf8');
  expect(saved).toContain('<integer>4</integer>');
  expect(saved).toContain('hunter2-very-secret');
});

test('makes an agent out of what to run and when', async ({ ui, planted }) => {
  await ui.shell.goTo('Agents');
  await ui.agents.newAgent.click();
  const dialog = ui.agents.dialog('New agent');
  await dialog.getByRole('textbox', { name: 'Label' }).fill('com.me.hello');
  await dialog.getByRole('textbox', { name: 'Command' }).fill('sh -c "echo hello"');
  await expect(dialog).toContainText('StartInterval');
  await dialog.getByRole('button', { name: 'Create and load' }).click();
  await expect(ui.agents.state).toHaveText('Waiting', { timeout: 30_000 });
  expect(await readFile(planted.fileOf('com.me.hello'), 'utf8')).toContain('echo hello');
  expect((await planted.launchd.services()).map(({ job }) => job.label)).toContain('com.me.hello');
});

test('makes an agent a task, so that nothing runs twice, and gives it back', async ({
  ui,
  planted,
  page,
}) => {
  await ui.shell.goTo('Agents');
  await ui.agents.open('com.me.report');
  await page.getByRole('button', { name: 'Make it a task…' }).click();
  const dialog = ui.agents.dialog('Make com.me.report a task');
  await expect(dialog.getByRole('region', { name: 'The task' })).toContainText('30 3 * * *');
  await dialog.getByRole('button', { name: 'Take it over' }).click();
  await expect(dialog).toContainText('disabled in launchd', { timeout: 60_000 });
  expect(await page.content()).not.toContain('hunter2');
  expect((await planted.launchd.services()).map(({ job }) => job.label)).not.toContain('com.me.report');
  await dialog.getByRole('link').click();
  await expect(ui.shell.heading(/report/i)).toBeVisible();

  await ui.shell.goTo('Agents');
  await ui.agents.open('com.me.report');
  await expect(ui.agents.state).toHaveText('Disabled');
  await page.getByRole('button', { name: 'Make it a task…' }).click();
  await dialog.getByRole('button', { name: 'Give it back to launchd' }).click();
  await expect(dialog).toContainText('launchd has it again', { timeout: 60_000 });
  expect((await planted.launchd.services()).map(({ job }) => job.label)).toContain('com.me.report');
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1280, 390])
    test(`axe finds nothing, ${colorScheme} and ${width} wide`, async ({ ui, page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 844 });
      await ui.shell.goTo('Agents');
      await expect(ui.agents.row('com.me.torn')).toBeVisible();
      await expectNoFindings(page, 'the agents');
      await ui.agents.newAgent.click();
      const form = ui.agents.dialog('New agent');
      await form.getByRole('button', { name: 'Create and load' }).click();
      await expectNoFindings(page, 'the form of a new agent, with problems');
      await form.getByRole('button', { name: 'Close' }).click();
      await ui.agents.tabs.getByRole('link', { name: 'Doctor' }).click();
      await ui.agents.diagnoses.first().getByRole('button', { name: /^Mend/ }).click();
      const mending = ui.agents.dialog(/^Mend/);
      await expect(mending.getByRole('list', { name: 'Steps' })).toBeVisible();
      await expectNoFindings(page, 'the doctor, and a change that is planned');
      await mending.getByRole('button', { name: 'Close' }).click();
      await ui.agents.tabs.getByRole('link', { name: 'Changes' }).click();
      await expectNoFindings(page, 'no changes');
      await ui.agents.tabs.getByRole('link', { name: 'All' }).click();
      await ui.agents.open('com.me.mirror');
      await expect(ui.agents.log).toContainText('no such volume');
      await expectNoFindings(page, 'an agent');
    });
