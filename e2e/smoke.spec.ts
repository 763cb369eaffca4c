/** What holds whichever driver carries Luka: the overview, a run, its log as it grows. */
import { expect, test } from './luka-test.ts';
import { openGate, waitAt } from './support/home.ts';

test.use({
  tasks: {
    greeting: `title: Greeting\nsteps:\n  - run: |\n      echo hello\n      ${waitAt('greeting')}\n      echo goodbye\n`,
  },
});

test('the overview, a run and its live log', async ({ ui, home }) => {
  await expect(ui.overview.heading).toBeVisible();
  await ui.shell.expectLive();
  await ui.shell.goTo('Tasks');
  await ui.tasks.runButton('Greeting').click();
  await ui.shell.goTo('Overview');
  const line = ui.overview.line(ui.overview.running, 'Greeting');
  await expect(ui.overview.state(line, 'Running')).toBeVisible();
  await line.getByRole('link', { name: 'Greeting' }).click();

  await expect(ui.run.log.line('hello')).toBeVisible();
  await expect(ui.run.state).toHaveText('Running');
  await openGate(home, 'greeting');
  await expect(ui.run.log.line('goodbye')).toBeVisible();
  await expect(ui.run.state).toHaveText('Succeeded');
});
