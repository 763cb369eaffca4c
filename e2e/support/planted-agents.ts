/** A person's LaunchAgents, and a launchd that has loaded them, for specs of the pages about agents. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installLaunchd, type InstalledLaunchd } from '#runtime/launchd/standin/install.ts';
import { plistOf, xmlArray, xmlString } from '#runtime/launchd/standin/testing.ts';
import { personHome } from '../drivers/luka-process.ts';

const run = promisify(execFile);

export interface PlantedAgents extends AsyncDisposable {
  readonly launchd: InstalledLaunchd;
  /** Of the plists. */
  readonly folder: string;
  fileOf(label: string): string;
}

const DAILY = `<dict><key>Hour</key><integer>3</integer><key>Minute</key><integer>30</integer></dict>`;

/** Seven agents: two that are well, and one of each that is not. */
export async function plantAgents(home: string): Promise<PlantedAgents> {
  const person = personHome(home);
  const folder = join(person, 'Library', 'LaunchAgents');
  const bin = join(person, 'bin');
  for (const path of [folder, bin, join(person, 'Library', 'Logs')]) await mkdir(path, { recursive: true });
  const script = async (name: string, text: string): Promise<string> => {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(bin, name), 0o755);
    return join(bin, name);
  };
  const keys: Record<string, Record<string, string>> = {
    'com.me.notes': {
      ProgramArguments: xmlArray(await script('notes', 'exec sleep 600')),
      KeepAlive: '<true/>',
      ProcessType: xmlString('Standard'),
    },
    'com.me.report': {
      ProgramArguments: xmlArray(await script('report', 'echo "report written"')),
      StartCalendarInterval: DAILY,
      RunAtLoad: '<true/>',
      StandardOutPath: xmlString(join(person, 'Library', 'Logs', 'report.log')),
      EnvironmentVariables: `<dict><key>API_TOKEN</key><string>hunter2-very-secret</string></dict>`,
      ProcessType: xmlString('Background'),
    },
    'com.me.backup': {
      ProgramArguments: xmlArray('~/bin/report', '--all'),
      StartCalendarInterval: DAILY,
      RunAtLoad: '<true/>',
      ProcessType: xmlString('Background'),
    },
    'com.me.mirror': {
      ProgramArguments: xmlArray(await script('mirror', 'echo "no such volume" >&2; exit 1')),
      StartInterval: '<integer>3600</integer>',
      RunAtLoad: '<true/>',
      StandardErrorPath: xmlString(join(person, 'Library', 'Logs', 'mirror.log')),
      ProcessType: xmlString('Background'),
    },
    'org.old.updater': {
      ProgramArguments: xmlArray(join(person, 'Applications', 'Old', 'updater')),
      StartInterval: '<integer>86400</integer>',
      ProcessType: xmlString('Background'),
    },
  };
  const fileOf = (label: string) => join(folder, `${label}.plist`);
  for (const [label, job] of Object.entries(keys))
    await writeFile(fileOf(label), plistOf({ Label: xmlString(label), ...job }), { mode: 0o644 });
  await writeFile(fileOf('com.me.torn'), '<plist version="1.0">\n<dict>\n<key>Label</key>\n', {
    mode: 0o644,
  });
  await writeFile(
    fileOf('com.me.report-copy'),
    plistOf({ Label: xmlString('com.me.report'), ...keys['com.me.report'] }),
    { mode: 0o644 },
  );
  // A socket lies in it: its path has to be short.
  const state = await mkdtemp(join(tmpdir(), 'ld-'));
  const launchd = await installLaunchd(state, { secondMs: 50 });
  for (const label of Object.keys(keys))
    await run(launchd.path, ['bootstrap', `gui/${launchd.uid}`, fileOf(label)]);
  return {
    launchd,
    folder,
    fileOf,
    async [Symbol.asyncDispose]() {
      await launchd.stop();
      await rm(state, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
