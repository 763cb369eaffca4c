/** Approvals and the freeze from the menu bar: it tells and leads there, and never says yes. */
import { allLines } from './drivers/desktop.ts';
import { expect, test } from './luka-test.ts';

test.use({
  needs: ['electron', 'electron-standin'],
  tasks: { tidy: 'title: Tidy up\nsteps:\n  - run: echo tidied\n' },
});

test('a run that needs approval is told of, and its page is one click away', async ({ luka, ui, asked }) => {
  const desktop = luka.desktop!;
  await asked.setPolicy('thresholds:\n  ask: { person: 0 }\n');
  const run = await asked.start('tidy');
  const { approval } = await asked.run(run);
  await expect
    .poll(async () => (await desktop.recorded()).notifications)
    .toContainEqual(expect.stringMatching(/^Tidy up needs approval\nAsked by you, risk \d+ of 100/));
  await expect.poll(async () => (await desktop.trayLook()).tooltip).toContain('1 run needs approval');
  const lines = allLines(await desktop.trayMenu());
  expect(lines.find(({ id }) => id === `asked:${run}`)?.label).toBe(`Needs you: Tidy up (#${run})`);
  expect(lines.filter(({ label }) => /approve/i.test(label))).toEqual([]);
  await desktop.clickTray(`approval:${run}`);
  await expect(ui.approval.heading('Tidy up')).toContainText(`Approval ${approval}`);
  expect((await asked.approval(approval!)).state).toBe('pending');
  await ui.approval.approve.click();
  await expect(ui.approval.state).toHaveText('Approved');
  await expect
    .poll(async () => allLines(await desktop.trayMenu()).some(({ id }) => id === `approval:${run}`))
    .toBe(false);
});

test('the menu freezes and thaws', async ({ luka, ui, asked }) => {
  const desktop = luka.desktop!;
  await ui.shell.expectLive();
  await desktop.clickTray('freeze');
  await expect(ui.shell.frozen).toBeVisible();
  await expect.poll(async () => (await desktop.trayMenu())[0]?.label).toBe('Frozen: nothing is running');
  expect((await asked.policy()).paused).toBe(true);
  await desktop.clickTray('thaw');
  await expect(ui.shell.frozen).toHaveCount(0);
  expect((await asked.audit()).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['freeze.on', 'freeze.off']),
  );
});
