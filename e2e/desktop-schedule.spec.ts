/** Sleep, as the desktop host hears of it. */
import { expect, test } from './luka-test.ts';
import { clockFile, moveClock } from './support/test-clock.ts';

const HOUR = 3_600_000;

test.use({
  needs: ['electron', 'electron-standin'],
  env: async ({ home }, use) => use({ LUKA_TEST_CLOCK: clockFile(home) }),
  tasks: { hourly: 'title: Hourly\ntriggers:\n  - every: 1h\nsteps:\n  - run: echo tick\n' },
});

test('a night of sleep is made up for by one run that says why', async ({ luka, home, asked, ui }) => {
  const desktop = luka.desktop!;
  await expect.poll(async () => (await asked.tasks())[0]?.nextDue).toBeDefined();
  await desktop.emitPower('suspend');
  const morning = await moveClock(home, 8 * HOUR);
  await expect.poll(() => asked.clock()).toBeGreaterThanOrEqual(morning);
  await desktop.emitPower('resume');
  await expect.poll(async () => (await asked.slots('hourly')).length).toBe(8);
  const [last, ...earlier] = await asked.slots('hourly');
  expect(last).toMatchObject({ state: 'caught_up', code: 'after_sleep' });
  expect(last!.reason).toMatch(/^made up for: the machine slept from /);
  expect(earlier.every((slot) => slot.state === 'coalesced' && slot.run === last!.run)).toBe(true);
  await expect.poll(async () => (await asked.runs()).map((run) => run.state)).toEqual(['succeeded']);
  expect((await asked.runs())[0]?.cause.late).toContain('slept');

  await ui.shell.goTo('Tasks');
  await ui.tasks.row('Hourly').getByRole('link', { name: 'Hourly' }).click();
  await ui.task.askWhy('Now');
  await expect(ui.task.verdict).toContainText(/slept|made up/);
});
