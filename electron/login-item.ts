/** Launch at login: off until a person chooses it. On macOS the system may want the person's word in its own settings, too. */
import type { App } from 'electron';
import { LOGIN_STATUSES, type LoginStatus } from '#shared/ipc/channels.ts';
import type { XdgAutostart } from './login-item-xdg.ts';

/** Given to a start at login by a system that does not tell such a start apart by itself. */
export const BACKGROUND_WORD = '--background';

export interface LoginItem {
  /** As it was seen last; undefined where the system has no such thing. */
  readonly status: LoginStatus | undefined;
  /** Looks again: it can be changed in the system's own settings. */
  look(): Promise<LoginStatus | undefined>;
  set(on: boolean): Promise<void>;
  /** Whether this start was the system's, not a person's: then no window opens. */
  wasStartedAtLogin(): boolean;
}

type LoginApp = Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;

/** @param release of the system: Darwin 22 is macOS 13, the first with SMAppService */
export function createMacLoginItem(app: LoginApp, release: string): LoginItem {
  // https://www.electronjs.org/docs/latest/api/app#appsetloginitemsettingssettings-macos-windows
  const type = Number.parseInt(release, 10) >= 22 ? { type: 'mainAppService' as const } : {};
  const read = (): LoginStatus => {
    const { status, openAtLogin } = app.getLoginItemSettings(type);
    return LOGIN_STATUSES.find((one) => one === status) ?? (openAtLogin ? 'enabled' : 'not-registered');
  };
  return {
    get status() {
      return read();
    },
    look: async () => read(),
    // A service of the app itself is started without words of ours (SMAppService.mainApp).
    set: async (on) => app.setLoginItemSettings({ openAtLogin: on, ...type }),
    wasStartedAtLogin: () => app.getLoginItemSettings(type).wasOpenedAtLogin,
  };
}

export function createXdgLoginItem(autostart: XdgAutostart): LoginItem {
  let status: LoginStatus | undefined;
  const look = async (): Promise<LoginStatus> =>
    (status = (await autostart.isOn()) ? 'enabled' : 'not-registered');
  return {
    get status() {
      return status;
    },
    look,
    async set(on) {
      await autostart.set(on);
      await look();
    },
    // The entry carries the word that says so.
    wasStartedAtLogin: () => false,
  };
}

/** Where the system has no such thing. */
export const NO_LOGIN_ITEM: LoginItem = {
  status: undefined,
  look: async () => undefined,
  set: async () => undefined,
  wasStartedAtLogin: () => false,
};
