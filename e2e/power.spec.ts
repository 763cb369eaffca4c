/** Power on its page: programs that stand for caffeinate and pmset hold, and are asked, as those of a Mac would be. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MONTEREY_INTEL, SONOMA_MINI, VENTURA_SILICON } from '#runtime/power/doctor/darwin/samples.ts';
import { installBlockers, type BlockerStandIns } from '#runtime/power/stand-ins/install.ts';
import { installPmset, type PmsetStandIn } from '#runtime/power/stand-ins/pmset.ts';
import { expect, test as base } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

interface StandIns {
  folder: string;
  programs: BlockerStandIns & PmsetStandIn;
}

const test = base.extend<StandIns>({
  // Playwright wants the empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'luka-power-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  programs: async ({ folder }, use) => {
    const pmset = await installPmset(
      folder,
      {
        general: SONOMA_MINI.general,
        custom: MONTEREY_INTEL.custom,
        assertions: VENTURA_SILICON.assertions,
        log: VENTURA_SILICON.log,
        batt: MONTEREY_INTEL.batt,
      },
      { ioreg: VENTURA_SILICON.ioreg },
    );
    await use({ ...pmset, ...(await installBlockers(folder)) });
  },
  env: async ({ programs }, use) =>
    use({
      LUKA_CAFFEINATE: programs.caffeinate,
      LUKA_PMSET: programs.pmset,
      LUKA_IOREG: programs.ioreg,
      LUKA_SUDO: programs.sudo,
    }),
});

test.use({
  tasks: {
    long: 'title: Long work\nkeepAwake: until-done-within 2h\nsteps:\n  - run: sleep 600\n',
    night:
      'title: Nightly backup\npriority: high\ntriggers:\n  - cron: "0 3 * * *"\nsteps:\n  - run: echo saved\n',
  },
});

test('a run holds the machine awake, and a person does; each is seen, counted down and ended', async ({
  ui,
  page,
  asked,
  programs,
}) => {
  await ui.shell.goTo('Power');
  await expect(ui.power.now).toContainText('The machine may sleep');
  await expect(ui.power.now).toContainText('held by caffeinate');
  await expect(ui.power.now).toContainText('lid open');

  const run = await asked.start('long');
  await expect(ui.power.holds).toHaveCount(1);
  await expect(ui.power.holds.first()).toContainText(`Long work (#${run})`);
  await expect(ui.power.holds.first()).toContainText('until it is done, at most 2 h');
  await expect(ui.power.now).toContainText('Kept awake by one hold');
  await expect.poll(programs.held).toEqual(['caffeinate -i']);

  await ui.power.display.click();
  await ui.power.keepAwake('1 h');
  const mine = ui.power.holds.filter({ hasText: 'You' });
  await expect(mine).toContainText('for 1 h');
  await expect(mine).toContainText(/(1 h|59 min) left/);
  await expect(mine).toContainText('the display too');
  await expect
    .poll(async () => (await programs.held()).toSorted())
    .toEqual(['caffeinate -i', 'caffeinate -i -d']);
  await expectSettled(page, 'power, with holds');

  // Somebody else ends the program: it is told, and the run goes on.
  const [first] = await programs.holders();
  process.kill(first!, 'SIGTERM');
  await expect(page.getByRole('list', { name: 'Holds' })).toContainText('caffeinate ended with 0');

  await ui.power.release(mine);
  await expect(mine).toHaveCount(0);
  await page
    .getByRole('link', { name: /Long work/ })
    .first()
    .click();
  await expect(page.getByRole('complementary', { name: 'About this run' })).toContainText(/[Kk]ept awake/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await asked.ended(run);
  await ui.shell.goTo('Power');
  await expect(ui.power.holds).toHaveCount(0);
  await expect.poll(programs.held).toEqual([]);
  await expect(ui.power.holders.filter({ hasText: 'Long work' })).toHaveCount(1);
  await ui.power.asTable.click();
  await expect(ui.power.table.getByRole('row').filter({ hasText: 'Long work' }).first()).toBeVisible();
  const actions = (await asked.audit()).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['hold.added', 'hold.released']));
});

test('the doctor shows what stops work at night, and a wake is planned and taken back', async ({
  ui,
  page,
  programs,
}) => {
  await ui.shell.goTo('Power');
  await expect(ui.power.findings.filter({ hasText: 'falls asleep after 10 min' })).toContainText(
    'sudo pmset -c sleep 0',
  );
  await expect(ui.power.findings.filter({ hasText: 'kept awake by' })).toContainText('caffeinate');
  await expect(page.getByText('Power: On battery, 64 %.')).toBeVisible();
  await expect(ui.power.unknown).toContainText('FileVault');
  await expect(ui.power.days).toHaveCount(7);

  const wake = ui.power.wakes.filter({ hasText: 'Nightly backup' });
  await expect(wake).toContainText('will not wake for it');
  await wake.getByRole('button', { name: 'Wake for it' }).click();
  await expect(wake).toContainText('The machine wakes for it');
  expect(await programs.planned()).toHaveLength(1);
  await wake.getByRole('button', { name: 'Cancel the wake' }).click();
  await expect(wake).toContainText('will not wake for it');
  expect(await programs.planned()).toEqual([]);
  for (const [colorScheme, width] of [
    ['dark', 1280],
    ['light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await expectSettled(page, `power, ${colorScheme}, ${width} wide`);
  }
});

test('a policy in the settings lets go, and says why', async ({ ui, page, programs }) => {
  test.slow();
  await ui.shell.goTo('Power');
  await ui.power.keepAwake('until I stop it');
  await expect.poll(programs.held).toEqual(['caffeinate -i']);
  await ui.shell.goTo('Settings');
  await page.getByRole('textbox', { name: 'Longest hold in hours' }).fill('0.017');
  await page.keyboard.press('Enter');
  await ui.shell.goTo('Power');
  // A minute is the least that can be set: the hold ends when it is over.
  await expect(ui.power.now).toContainText('at most 1 min');
  await expect(ui.power.holds.first()).toContainText('the longest hold of 1 min is reached', {
    timeout: 90_000,
  });
  await expect.poll(programs.held).toEqual([]);
});
