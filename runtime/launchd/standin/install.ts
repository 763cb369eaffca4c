/** Puts the stand-in of launchctl and launchd into a folder. Never ships. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askLaunchd } from './ask-launchd.ts';
import {
  newLaunchdState,
  type LaunchdFault,
  type LaunchdSettings,
  type LaunchdState,
  type StandinService,
} from './launchd-state.ts';

export interface InstalledLaunchd extends AsyncDisposable {
  /** Of the program. */
  readonly path: string;
  readonly uid: number;
  /** What makes Luka use it. */
  readonly env: { readonly LUKA_LAUNCHCTL: string };
  /** From now on calls of this verb go wrong. */
  fail(fault: LaunchdFault): Promise<void>;
  /** Answers come late. */
  delay(verb: string, delayMs: number, times?: number): Promise<void>;
  /** No faults and no delays any more. */
  mend(): Promise<void>;
  set(settings: LaunchdSettings): Promise<void>;
  state(): Promise<LaunchdState>;
  services(): Promise<readonly StandinService[]>;
  /** Labels of the person's store. */
  disabled(): Promise<Readonly<Record<string, boolean>>>;
  /** Unloads everything, as a restart of the machine does; nothing is loaded again by itself. */
  reboot(): Promise<void>;
  /** Ends it and all processes it started. */
  stop(): Promise<void>;
}

/**
 * @param folder absolute, there already, and short: it holds a socket (104 bytes on macOS)
 * @param options `uid`: of the person, else that of this process; `secondMs`: how long a second of a plist is
 */
export async function installLaunchd(
  folder: string,
  options: LaunchdSettings & { readonly uid?: number } = {},
): Promise<InstalledLaunchd> {
  const { uid = process.getuid?.() ?? 501, ...settings } = options;
  const path = join(folder, 'launchctl');
  const source = fileURLToPath(new URL('launchctl.ts', import.meta.url));
  await writeFile(join(folder, 'state.json'), JSON.stringify(newLaunchdState(uid, settings)));
  await writeFile(
    path,
    `#!/bin/sh
export STAND_IN_FOLDER='${folder}' STAND_IN_NODE='${process.execPath}' STAND_IN_SOURCE='${source}'
[ -x /usr/bin/perl ] && exec /usr/bin/perl '${source.replace(/ts$/, 'pl')}' "$@"
exec "$STAND_IN_NODE" "$STAND_IN_SOURCE" "$@"
`,
  );
  await chmod(path, 0o700);
  const look = async () => (await askLaunchd(folder, { look: true })).state!;
  const fail = async (fault: LaunchdFault) => void (await askLaunchd(folder, { fault }));
  let stopped = false;
  const stop = async () => {
    if (!stopped) await askLaunchd(folder, { stop: true });
    stopped = true;
  };
  await look();
  return {
    path,
    uid,
    env: { LUKA_LAUNCHCTL: path },
    fail,
    delay: (verb, delayMs, times) => fail({ verb, delayMs, times }),
    mend: async () => void (await askLaunchd(folder, { clear: true })),
    set: async (change) => void (await askLaunchd(folder, { set: change })),
    state: look,
    services: async () => (await look()).services,
    disabled: async () => (await look()).disabled[`user/${uid}`] ?? {},
    reboot: async () => void (await askLaunchd(folder, { reboot: true })),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
