/** A run from its button to its last line: watched live, cancelled, repeated, asked for parameters. */
import { expect, test } from './luka-test.ts';
import { openGate, waitAt } from './support/home.ts';
import { isAlive } from './support/processes.ts';

const COUNTING = `title: Counting
steps:
  - run: |
      echo one
      ${waitAt('two')}
      echo two
      ${waitAt('three')}
      echo three
`;
const ENDLESS = 'title: Endless\nsteps:\n  - name: Wait\n    argv: [sleep, "600"]\n';
const FIRST = `title: First\nsteps:\n  - run: ${waitAt('first')}\n`;
const SECOND = `title: Second\nsteps:\n  - run: ${waitAt('second')}\n`;
const FAILING = 'title: Failing\nsteps:\n  - name: Give up\n    run: exit 7\n';
const GREETING = `title: Greeting
params:
  who: { type: string, required: true, pattern: "^[A-Z][a-z]+$", description: A name }
  times: { type: integer, default: 2, min: 1, max: 5 }
  volume: { type: choice, options: [quiet, loud], default: quiet }
  polite: { type: boolean, default: true }
steps:
  - run: echo "$PARAM_WHO $PARAM_TIMES $PARAM_VOLUME $PARAM_POLITE"
`;

test.use({
  tasks: {
    counting: COUNTING,
    endless: ENDLESS,
    first: FIRST,
    second: SECOND,
    failing: FAILING,
    greeting: GREETING,
  },
});

test('its log arrives line by line while it runs', async ({ ui, home }) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.runButton('Counting').click();
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Counting').click();
  const { log, state } = ui.run;

  await expect(log.line('one')).toBeVisible();
  await expect(state).toHaveText('Running');
  await expect(log.line('two')).toHaveCount(0);
  await openGate(home, 'two');
  await expect(log.line('two')).toBeVisible();
  await expect(state).toHaveText('Running');
  await expect(log.line('three')).toHaveCount(0);
  await openGate(home, 'three');
  await expect(log.line('three')).toBeVisible();
  await expect(state).toHaveText('Succeeded');
  await expect(ui.run.fact('Exit code')).toHaveText('0');
  expect(ui.shell.loads()).toBe(0);
});

test('it is cancelled with all it started, and run again', async ({ ui, asked }) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.link('Endless').click();
  await ui.task.run.click();
  await expect(ui.run.state).toHaveText('Running');
  await expect(ui.run.command('sleep 600')).toBeVisible();
  const first = ui.run.id();
  const pid = (await asked.run(first)).attempts[0]?.steps[0]?.pid;
  expect(isAlive(pid!)).toBe(true);

  await ui.run.cancel.click();
  await expect(ui.run.state).toHaveText('Cancelled');
  expect(isAlive(pid!)).toBe(false);

  await ui.run.again.click();
  await expect(ui.run.state).toHaveText('Running');
  expect(ui.run.id()).toBeGreaterThan(first);
  await expect(ui.run.fact('Cause')).toContainText(`#${first}`);
  await ui.run.cancel.click();
  await expect(ui.run.state).toHaveText('Cancelled');
  await ui.shell.goTo('Runs');
  await expect(ui.runs.rowsOf('Endless')).toHaveCount(2);
});

test('one that waits for its turn can be cancelled before it starts', async ({ ui, asked }) => {
  const first = await asked.start('endless');
  const second = await asked.start('endless');
  await ui.shell.goTo('Runs');
  await ui.runs.show('Active');
  await expect(ui.runs.rowsOf('Endless')).toHaveText([new RegExp(`#${second}`), new RegExp(`#${first}`)]);
  await ui.runs.rowsOf('Endless').first().click();
  await expect(ui.run.state).toHaveText('Queued');
  await ui.run.cancel.click();
  await expect(ui.run.state).toHaveText('Cancelled');
  expect((await asked.run(second)).startedAt).toBeUndefined();
  expect((await asked.run(first)).state).toBe('running');
});

test('a failure is told with its exit code, on its page, the overview and in the list', async ({ ui }) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.link('Failing').click();
  await ui.task.run.click();
  await expect(ui.run.state).toHaveText('Failed');
  await expect(ui.run.fact('Exit code')).toHaveText('7');
  await expect(ui.run.steps.getByText(/exit code 7/i)).toBeVisible();
  await expect(ui.run.command('exit 7')).toBeVisible();
  await ui.shell.goTo('Overview');
  const line = ui.overview.line(ui.overview.failed, 'Failing');
  await expect(line).toContainText(/exit code 7/i);
  await line.getByRole('button', { name: 'Run again: Failing' }).click();
  await expect(ui.overview.state(ui.overview.line(ui.overview.recent, 'Failing'), 'Failed')).toHaveCount(2);
});

test('what ends while it is being read shows its end, in the list and on its page', async ({
  ui,
  page,
  asked,
  home,
}) => {
  // Each first answer is made while the run goes, and arrives after its end was told.
  const release = new Map<string, () => void>();
  await page.route(/\/api\/v1\/runs(\/\d+)?(\?.*)?$/, async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await route.fetch();
    if (!release.has(pathname)) await new Promise<void>((resolve) => release.set(pathname, resolve));
    await route.fulfill({ response });
  });
  const endsMeanwhile = async (title: string, gate: string, path: string): Promise<void> => {
    await expect.poll(() => release.has(path)).toBe(true);
    await openGate(home, gate);
    await expect(ui.shell.announcement).toHaveText(`${title}: succeeded`);
    release.get(path)?.();
  };

  await asked.start('first');
  await expect(ui.overview.line(ui.overview.running, 'First')).toBeVisible();
  await ui.shell.goTo('Runs');
  await endsMeanwhile('First', 'first', '/api/v1/runs');
  await expect(ui.runs.rowsOf('First')).toContainText('Succeeded');

  const second = await asked.start('second');
  await ui.runs.rowsOf('Second').click();
  await endsMeanwhile('Second', 'second', `/api/v1/runs/${second}`);
  await expect(ui.run.state).toHaveText('Succeeded');
});

test('a task with parameters asks for them and refuses wrong ones in words', async ({ ui, asked }) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.runButton('Greeting').click();
  const form = ui.tasks.runDialog('Greeting');
  await expect(form.field('times')).toHaveValue('2');
  await expect(form.field('polite')).toBeChecked();
  await form.run.click();
  await expect(form.field('who')).toHaveAccessibleDescription('A value is needed');

  for (const [field, value, words] of [
    ['who', 'ada', 'Must match ^[A-Z][a-z]+$'],
    ['times', 'six', 'A number is needed'],
    ['times', '2.5', 'A whole number is needed'],
    ['times', '0', 'At least 1'],
    ['times', '9', 'At most 5'],
  ] as const) {
    await form.field(field).fill(value);
    await form.run.click();
    await expect(form.field(field)).toHaveAccessibleDescription(words);
    await expect(form.field(field)).toHaveAttribute('aria-invalid', 'true');
  }
  expect(await asked.runs()).toEqual([]);

  await form.field('who').fill('Ada');
  await form.field('times').fill('3');
  await form.field('volume').selectOption('loud');
  await form.field('polite').uncheck();
  await form.run.click();
  await expect(form.dialog).toHaveCount(0);
  await ui.shell.goTo('Runs');
  await ui.runs.rowsOf('Greeting').click();
  await expect(ui.run.log.line('Ada 3 loud false')).toBeVisible();
  await expect(ui.run.fact('who')).toHaveText('Ada');
  await expect(ui.run.fact('times')).toHaveText('3');
});
