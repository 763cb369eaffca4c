/** A schedule from the form to the run, and what a person sees of moments that came and did not. */
import { readFile } from 'node:fs/promises';
import { expect, test } from './luka-test.ts';
import { taskFile } from './support/home.ts';
import { clockFile, moveClock } from './support/test-clock.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

test.use({
  // A schedule that is wrong is refused by Luka itself.
  expectedErrors: [/status of 422/],
  env: async ({ home }, use) => use({ LUKA_TEST_CLOCK: clockFile(home), TZ: 'Europe/Berlin' }),
  tasks: {
    backup: '# Kept for the auditors.\ntitle: Back up photos\nsteps:\n  - run: echo saved   # quietly\n',
    after: 'title: Tell me\ntriggers:\n  - after: backup\nsteps:\n  - run: echo told\n',
    failing: 'title: Fails\nquarantine: { after: 2, release: 1h }\nsteps:\n  - run: exit 3\n',
    hourly: 'title: Hourly\ntriggers:\n  - every: 1h\nsteps:\n  - run: echo tick\n',
  },
});

/** ms until the next full hour of the clock. */
const untilTheHour = (now: number) => HOUR - (now % HOUR);

test('a schedule made in the form shows its next times as one types, and runs when its time comes', async ({
  ui,
  home,
  asked,
}) => {
  await ui.shell.goTo('Tasks');
  await ui.tasks.row('Back up photos').getByRole('link', { name: 'Back up photos' }).click();
  await expect(ui.task.heading('Back up photos')).toBeVisible();
  await ui.task.editSchedule.click();
  const form = ui.task.scheduleForm('Back up photos');
  await form.add.click();
  const trigger = form.trigger(1);
  await trigger.choose('At set times');
  await trigger.cron.fill('61 * * * *');
  await expect(trigger.findings).toContainText('61');
  // What is wrong is not written.
  await form.save.click();
  await expect(form.dialog).toBeVisible();
  expect(await readFile(taskFile(home, 'backup'), 'utf8')).not.toContain('61');
  await trigger.cron.fill('30 2 * * *');
  await trigger.zone.fill('Europe/Berlin');
  await expect(trigger.times).toHaveCount(10);
  await expect(trigger.times.first()).toContainText('02:30');
  await trigger.cron.fill('0 * * * *');
  await expect(trigger.times.first()).toContainText(':00');
  await form.save.click();
  await expect(form.dialog).toBeHidden();
  await expect(ui.task.triggers).toContainText('Every hour');
  const text = await readFile(taskFile(home, 'backup'), 'utf8');
  expect(text).toContain('# Kept for the auditors.');
  expect(text).toContain('echo saved   # quietly');
  expect(text).toContain('0 * * * *');

  // The clock stands 3 s before the hour, and the hour comes by itself.
  const now = await moveClock(home, 0);
  await moveClock(home, untilTheHour(now) - 3_000);
  await expect
    .poll(async () => (await asked.slots('backup'))[0])
    .toMatchObject({
      state: 'ran',
      code: 'on_time',
      runState: 'succeeded',
    });
  await expect(ui.task.runs.getByRole('listitem').first()).toContainText('Every hour (Europe/Berlin)');
  await expect.poll(async () => (await asked.slots('after'))[0]?.runState).toBe('succeeded');
  await ui.task.askWhy('Now');
  await expect(ui.task.verdict).toContainText(/It ran at .* and succeeded/);
  await expect(ui.task.evidence.first()).toBeVisible();
});

test('a clock that was moved on makes one run of what it jumped over, and the page says why', async ({
  ui,
  home,
  asked,
}) => {
  await ui.shell.expectLive();
  await expect
    .poll(async () => (await asked.tasks()).find((task) => task.id === 'hourly')?.nextDue)
    .toBeDefined();
  const now = await moveClock(home, 0);
  await moveClock(home, untilTheHour(now) + 2 * HOUR + 5 * MINUTE);
  await expect.poll(async () => (await asked.slots('hourly')).length).toBe(3);
  const [last, ...earlier] = await asked.slots('hourly');
  expect(last).toMatchObject({ state: 'caught_up', code: 'after_sleep' });
  expect(earlier.map((slot) => slot.state)).toEqual(['coalesced', 'coalesced']);
  expect(new Set(earlier.map((slot) => slot.run))).toEqual(new Set([last!.run]));
  expect((await asked.runs()).filter((run) => run.task === 'hourly')).toHaveLength(1);

  await ui.shell.goTo('Schedule');
  await ui.schedule.show('List');
  await expect(ui.schedule.rowsWith('Hourly').first()).toBeVisible();
  await ui.schedule
    .rowsWith(/Caught up/i)
    .first()
    .click();
  await expect(ui.schedule.details).toContainText(/clock was (moved|set)/);
});

test('everything paused holds what is due; resumed, it is made up for once', async ({ ui, home, asked }) => {
  await ui.shell.goTo('Schedule');
  await ui.schedule.pauseEverything.click();
  await ui.schedule.pauseDialog.choose('Until I resume');
  await ui.schedule.pauseDialog.reason.fill('moving house');
  await ui.schedule.pauseDialog.pause.click();
  await expect(ui.schedule.pauses).toContainText('moving house');
  const now = await moveClock(home, 0);
  await moveClock(home, untilTheHour(now) - 2_000);
  await expect.poll(async () => (await asked.slots('hourly'))[0]?.state).toBe('held');
  expect(await asked.runs()).toEqual([]);
  await ui.schedule.resume('Everything').click();
  await expect
    .poll(async () => (await asked.slots('hourly'))[0])
    .toMatchObject({
      state: 'caught_up',
      code: 'after_pause',
    });
  await expect(ui.schedule.pauses).toBeHidden();
});

test('a task that fails again and again is stopped, says so, and is released by hand', async ({
  ui,
  asked,
}) => {
  for (let time = 0; time < 2; time += 1) await asked.ended(await asked.start('failing'));
  await ui.shell.goTo('Tasks');
  await ui.tasks.row('Fails').getByRole('link', { name: 'Fails' }).click();
  await expect(ui.task.quarantine).toContainText('ended with exit code 3');
  await ui.task.release.click();
  await expect(ui.task.quarantine).toBeHidden();
});
