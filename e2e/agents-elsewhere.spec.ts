/** A machine without launchd: the pages say so, what can be told without it is told, and systemd stands in its place. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personHome } from './drivers/luka-process.ts';
import { installSystemd } from '#runtime/systemd/stand-ins/install.ts';
import { createSystemctl } from '#runtime/systemd/systemctl.ts';
import { expect, test as base } from './luka-test.ts';
import { expectNoFindings } from './support/axe.ts';

const test = base.extend({
  home: async ({ home }, use) => {
    const folder = join(personHome(home), 'Library', 'LaunchAgents');
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'com.me.gone.plist'),
      '<plist version="1.0"><dict><key>Label</key><string>com.me.gone</string><key>ProgramArguments</key><array><string>/no/where</string></array></dict></plist>',
      { mode: 0o644 },
    );
    await use(home);
  },
});
test.use({ tasks: { tidy: 'title: Tidy\nsteps:\n  - run: echo\n' } });

test('plists are read and judged where there is no launchd', async ({ ui }) => {
  test.skip(process.platform === 'darwin', 'a Mac has one');
  await ui.shell.goTo('Agents');
  await expect(ui.agents.noLaunchd).toContainText('launchd is not on this machine');
  await expect(ui.agents.newAgent).toHaveCount(0);
  await expect(ui.agents.row('com.me.gone')).toContainText('Ghost');
  await ui.agents.open('com.me.gone');
  await expect(ui.agents.findings.first()).toContainText('/no/where');
});

const onSystemd = base.extend<{ systemd: Awaited<ReturnType<typeof installSystemd>> }>({
  systemd: async ({ home }, use) => {
    const person = personHome(home);
    const units = join(person, '.config', 'systemd', 'user');
    await mkdir(units, { recursive: true });
    const unit = (description: string, run: string): string =>
      `[Unit]\nDescription=${description}\n[Service]\nExecStart=${run}\nRestart=always\n[Install]\nWantedBy=default.target\n`;
    await writeFile(join(units, 'notes.service'), unit('Notes', '/bin/sleep 600'));
    await writeFile(join(units, 'mirror.service'), unit('Mirror', '/no/where/mirror'));
    await writeFile(join(units, 'nightly.timer'), '[Timer]\nOnCalendar=*-*-* 03:00:00\n');
    await using systemd = await installSystemd(person, units);
    await createSystemctl({ ...process.env, ...systemd.env }).run(['daemon-reload']);
    await use(systemd);
  },
  env: async ({ systemd }, use) => use(systemd.env),
});

onSystemd('units of systemd are listed, understood and switched', async ({ ui, page, systemd }) => {
  onSystemd.skip(process.platform === 'darwin', 'a Mac has launchd');
  await ui.shell.goTo('Agents');
  await expect(page.getByText('services and timers that systemd keeps for you')).toBeVisible();
  await expect(ui.agents.newAgent).toBeVisible();
  await expect(ui.agents.row('mirror.service')).toContainText('Ghost');
  await expect(ui.agents.row('nightly.timer')).toContainText('*-*-* 03:00:00');
  await expectNoFindings(page, 'the list of units');

  await ui.agents.open('notes.service');
  await expect(ui.agents.state).toHaveText('Disabled');
  await expect(page.getByRole('region', { name: 'Unit file' })).toContainText('ExecStart=/bin/sleep 600');
  await expect(page.getByRole('button', { name: 'Make it a task…' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Enable…' }).click();
  const dialog = ui.agents.dialog('Enable notes.service');
  await expect(dialog).toContainText('systemctl --user enable --now notes.service');
  expect(await systemd.enabled()).toEqual([]);
  await dialog.getByRole('button', { name: 'Enable and start' }).click();
  await expect(dialog).toContainText('Done, and verified');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(ui.agents.state).toHaveText('Running');
  await expectNoFindings(page, 'one unit');
  expect(await systemd.enabled()).toEqual(['notes.service']);

  await ui.shell.goTo('Agents');
  await ui.agents.tabs.getByRole('link', { name: 'Doctor' }).click();
  await expect(ui.agents.diagnoses).toHaveCount(1);
  await expect(ui.agents.diagnoses.first()).toContainText('point ExecStart at where it is now');
});
