/** Launch at login: off until a person ticks it in the menu. */
import type { App } from 'electron';

/** Given to a start at login by a system that does not tell such a start apart by itself. */
export const BACKGROUND_WORD = '--background';

export interface LoginItem {
  /** Undefined where the system has no such thing that Electron can reach (Linux). */
  isOn(): boolean | undefined;
  set(on: boolean): void;
  /** Whether this start was the system's, not a person's: then no window opens. */
  wasStartedAtLogin(): boolean;
}

type LoginApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

export function createLoginItem(app: LoginApp, platform: NodeJS.Platform = process.platform): LoginItem {
  const supported = platform === 'darwin' || platform === 'win32';
  return {
    isOn: () => (supported ? app.getLoginItemSettings().openAtLogin : undefined),
    set(on) {
      if (supported) app.setLoginItemSettings({ openAtLogin: on, args: [BACKGROUND_WORD] });
    },
    wasStartedAtLogin: () => platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin,
  };
}
