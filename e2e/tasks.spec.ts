/** Task files and the page: whatever is saved in the folder shows at once, and what the page changes is in the file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { expect, test, writeTask } from './luka-test.ts';
import { taskFile } from './support/home.ts';

const REPORT =
  'title: Weekly report\ntags: [office]\ntriggers:\n  - cron: 0 9 * * 1\nsteps:\n  - run: echo done\n';
/** A word misspelt in line 4, column 5. */
const BROKEN = 'title: Weekly report\nsteps:\n  - name: Say so\n    rum: echo done\n';
const COMMENTED = `# Kept for the auditors.
title: Archive

# Only on weekdays.
triggers:
  - cron: 0 18 * * 1-5   # after work

steps:
  - argv: ["true"]  # nothing yet
`;

test.use({
  tasks: {
    report: REPORT,
    archive: COMMENTED,
    tidy: 'title: Tidy up\ntags: [home]\nsteps:\n  - run: echo tidy\n',
  },
});

test('a file that breaks is shown with its place and its remedy, and no longer once it is mended', async ({
  ui,
  home,
}) => {
  const place = `${taskFile(home, 'report')}:4:5`;
  await ui.shell.expectLive();
  await expect(ui.overview.findings).toHaveCount(0);
  await writeTask(home, 'report', BROKEN);
  await expect(ui.overview.findings.getByRole('listitem')).toHaveCount(1);
  await expect(ui.overview.findings).toContainText(place);
  await expect(ui.overview.findings).toContainText(/rum/);
  await expect(ui.overview.findings).toContainText(/run/);
  await expect(ui.overview.sentence('1 task file to mend')).toBeVisible();
  await expect(ui.shell.link('Tasks')).toHaveAccessibleName(/1 broken file/);

  await ui.shell.goTo('Tasks');
  // Its title cannot be trusted now: it goes by its id.
  await expect(ui.tasks.findings('report')).toContainText(place);
  await expect(ui.tasks.runButton('report')).toBeDisabled();
  await expect(ui.tasks.runButton('Tidy up')).toBeEnabled();
  await ui.tasks.show('Broken');
  await expect.poll(() => ui.tasks.titles()).toEqual(['report']);

  await writeTask(home, 'report', REPORT);
  await expect(ui.tasks.row('report')).toHaveCount(0);
  await ui.tasks.show('All');
  await expect(ui.tasks.findings('Weekly report')).toHaveCount(0);
  await expect(ui.tasks.runButton('Weekly report')).toBeEnabled();
  await ui.shell.goTo('Overview');
  await expect(ui.overview.findings).toHaveCount(0);
  expect(ui.shell.loads()).toBe(0);
});

test('a file that is no YAML at all stops none of the others', async ({ ui, home }) => {
  await ui.shell.goTo('Tasks');
  await writeTask(home, 'jumble', 'title: "never closed\nsteps: [\n');
  await expect(ui.tasks.list.getByText(/jumble\.yaml:\d+:\d+/)).toBeVisible();
  await ui.tasks.runButton('Tidy up').click();
  await expect(ui.shell.message(/Tidy up is on its way/)).toBeVisible();
  await rm(taskFile(home, 'jumble'));
  await expect(ui.tasks.list.getByText(/jumble/)).toHaveCount(0);
});

test('the switch writes the file and keeps its comments; the file moves the switch', async ({ ui, home }) => {
  await ui.shell.goTo('Tasks');
  const file = taskFile(home, 'archive');
  const toggle = ui.tasks.switch('Archive');
  const row = ui.tasks.row('Archive');
  await expect(toggle).toBeChecked();
  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await expect(row).toContainText('Off');
  await expect.poll(() => readFile(file, 'utf8')).toBe(COMMENTED.replace('title:', 'enabled: false\ntitle:'));
  await ui.tasks.show('Off');
  await expect.poll(() => ui.tasks.titles()).toEqual(['Archive']);
  await ui.tasks.show('All');

  await toggle.click();
  await expect.poll(() => readFile(file, 'utf8')).toBe(COMMENTED.replace('title:', 'enabled: true\ntitle:'));
  await expect(row).not.toContainText('Off');

  await writeFile(file, COMMENTED.replace('title:', 'enabled: false\ntitle:'));
  await expect(toggle).not.toBeChecked();
  await rm(file);
  await expect(row).toHaveCount(0);
});

test('a new task is made, refused twice, and runs', async ({ ui, home, page }) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.newTask.click();
  const dialog = ui.tasks.newTaskDialog;
  const create = dialog.getByRole('button', { name: 'Create task' });
  await create.click();
  await expect(dialog.getByLabel('Id')).toHaveAccessibleDescription(/Lower-case letters/);
  await dialog.getByLabel('Title').fill('Disk use, at home');
  await expect(dialog.getByLabel('Id')).toHaveValue('disk-use-at-home');
  await dialog.getByLabel('Command').fill('echo "it says: so"');
  await create.click();
  await expect(ui.task.heading('Disk use, at home')).toBeVisible();
  await expect(page).toHaveURL(/\/tasks\/disk-use-at-home$/);
  expect(await readFile(taskFile(home, 'disk-use-at-home'), 'utf8')).toContain('it says: so');

  await ui.task.run.click();
  await expect(ui.run.log.line('it says: so')).toBeVisible();
  await expect(ui.run.state).toHaveText('Succeeded');
});

test.describe('an id that is taken', () => {
  test.use({ expectedErrors: [/status of 409/] });

  test('is refused in words, and the file that has it stays', async ({ ui, home }) => {
    await ui.shell.goTo('Tasks');
    await ui.tasks.newTask.click();
    const dialog = ui.tasks.newTaskDialog;
    await dialog.getByLabel('Title').fill('Tidy');
    await dialog.getByRole('button', { name: 'Create task' }).click();
    await expect(dialog.getByLabel('Id')).toHaveAccessibleDescription('A task of that id exists');
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await readFile(taskFile(home, 'tidy'), 'utf8')).toContain('title: Tidy up');
  });
});

test('search finds by title, id, tag and trigger', async ({ ui }) => {
  await ui.shell.goTo('Tasks');
  const expectTitles = (titles: string[]): Promise<void> =>
    expect.poll(async () => (await ui.tasks.titles()).sort()).toEqual(titles);
  await expectTitles(['Archive', 'Tidy up', 'Weekly report']);
  for (const [text, titles] of [
    ['WEEKLY', ['Weekly report']],
    ['tidy', ['Tidy up']],
    ['#home', ['Tidy up']],
    ['report week', ['Weekly report']],
  ] as const) {
    await ui.tasks.search.fill(text);
    await expectTitles([...titles]);
  }
  await ui.tasks.search.fill('nothing is called that');
  await expect(ui.tasks.list).toHaveCount(0);
  await ui.tasks.search.fill('');
  await ui.tasks.row('Weekly report').getByRole('button', { name: 'Tag office' }).click();
  await expect(ui.tasks.search).toHaveValue('#office');
  await expectTitles(['Weekly report']);
});
