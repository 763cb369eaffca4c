import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { LukaError } from '#shared/errors/luka-error.ts';
import { systemClock } from '#runtime/clock.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { createLaunchctl, hasLaunchctl } from '#runtime/launchd/launchctl/system-launchctl.ts';
import { createMachineFacts } from '#runtime/launchd/lint/machine-facts.ts';
import { HeadlessMachine } from '#runtime/power/headless/headless-machine.ts';
import { HeadlessRestore } from '#runtime/power/headless/headless-restore.ts';
import { SavedFile } from '#runtime/power/headless/saved-state.ts';
import { createRootShell } from '#runtime/root/root-shell.ts';
import type { CliContext } from '../context.ts';

/** @throws LukaError launchd_absent, home_* */
export async function createHeadless(context: CliContext): Promise<HeadlessRestore> {
  const { env } = context;
  const { platform } = process;
  if (!hasLaunchctl({ platform, env }))
    throw new LukaError('launchd_absent', {
      remedy: 'this is for Macs; elsewhere ask logind: systemd-inhibit(1)',
    });
  const { uid, username } = userInfo();
  const home = env['HOME'] || homedir();
  const layout = await openHome(context.home());
  return new HeadlessRestore({
    machine: new HeadlessMachine({
      places: {
        pmset: env['LUKA_PMSET'] || '/usr/bin/pmset',
        caffeinate: '/usr/bin/caffeinate',
        launchctl: env['LUKA_LAUNCHCTL'] || '/bin/launchctl',
        agents: join(home, 'Library', 'LaunchAgents'),
        daemons: '/Library/LaunchDaemons',
      },
      person: { name: username, home },
      launchctl: createLaunchctl({ platform, env, uid }),
      root: createRootShell({ env, uid }),
    }),
    saved: new SavedFile(join(layout.root, 'headless.json')),
    facts: createMachineFacts(home),
    clock: systemClock,
    reports: layout.reports,
  });
}
