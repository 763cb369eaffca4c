/** What this system and this copy of the app make possible: chosen once, at the start. */
import { homedir, release } from 'node:os';
import type { App } from 'electron';
import { createXdgAutostart } from './login-item-xdg.ts';
import {
  BACKGROUND_WORD,
  createMacLoginItem,
  createXdgLoginItem,
  NO_LOGIN_ITEM,
  type LoginItem,
} from './login-item.ts';

type ThisApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings' | 'isPackaged' | 'getAppPath'>;

export function chooseLoginItem(app: ThisApp, env: NodeJS.ProcessEnv): LoginItem {
  if (process.platform === 'darwin') return createMacLoginItem(app, release());
  if (process.platform !== 'linux') return NO_LOGIN_ITEM;
  // An AppImage is mounted somewhere else at each start: the file itself is what can be started again.
  const program = env['APPIMAGE'] || process.execPath;
  const words = app.isPackaged ? [] : [app.getAppPath()];
  return createXdgLoginItem(
    createXdgAutostart({
      env,
      home: env['HOME'] || homedir(),
      command: [program, ...words, BACKGROUND_WORD],
    }),
  );
}

/** Starts the app anew when this process has ended: an AppImage by its file, for what it is mounted as goes with the process. */
export function relaunch(
  app: Pick<App, 'relaunch'>,
  env: NodeJS.ProcessEnv = process.env,
  words: readonly string[] = process.argv.slice(1),
): void {
  const file = env['APPIMAGE'];
  if (process.platform === 'linux' && file) app.relaunch({ execPath: file, args: [...words] });
  else app.relaunch();
}

/** @returns why this copy cannot replace itself, in words; undefined where it can */
export function whyNoUpdates(app: Pick<App, 'isPackaged'>, env: NodeJS.ProcessEnv): string | undefined {
  if (!app.isPackaged) return 'this Luka runs from its sources: update those';
  if (process.platform === 'linux' && !env['APPIMAGE'])
    return 'this Luka was installed by the system: its package manager updates it';
  return undefined;
}
