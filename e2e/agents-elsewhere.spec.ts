/** A machine without launchd: the pages say so, and what can be told without it is told. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { personHome } from './drivers/luka-process.ts';
import { expect, test as base } from './luka-test.ts';

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
