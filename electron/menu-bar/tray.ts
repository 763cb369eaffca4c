/**
 * The icon in the menu bar. Its menu is made from the state of the moment: on macOS when it is opened, so that times in it are
 * true; elsewhere the system keeps a menu of its own, which is made anew after every change and once a minute while
 * something in it counts the minutes.
 */
import type { Menu, NativeImage, Tray } from 'electron';
import type { HostState } from './host-state.ts';
import type { Item, MenuAction, MenuHost } from './menu-item.ts';
import { trayIcon, trayTitle, trayTooltip, type TrayIcon } from './tray-look.ts';
import { trayMenu } from './tray-menu.ts';

export interface TrayOptions {
  readonly tray: Pick<
    Tray,
    'setImage' | 'setTitle' | 'setToolTip' | 'setContextMenu' | 'popUpContextMenu' | 'on'
  >;
  readonly build: (items: Item[]) => Menu;
  readonly icons: Readonly<Record<TrayIcon, NativeImage>>;
  readonly state: () => HostState;
  /** Asked anew each time: launch at login can be changed in the system's own settings. */
  readonly host: () => MenuHost;
  readonly act: (action: MenuAction) => void;
  readonly every: (ms: number, then: () => void) => () => void;
  readonly platform: NodeJS.Platform;
}

export interface LukaTray {
  refresh(): void;
  close(): void;
}

const MINUTE = 60_000;

export function createTray(options: TrayOptions): LukaTray {
  const { tray, build, icons, state, host, act, every, platform } = options;
  const menu = (): Menu => build(trayMenu(state(), host(), act));
  const opensByItself = platform !== 'darwin';
  let cancel: (() => void) | undefined;
  if (!opensByItself)
    for (const event of ['click', 'right-click'] as const)
      tray.on(event as 'click', () => tray.popUpContextMenu(menu()));
  const refresh = (): void => {
    const now = state();
    tray.setImage(icons[trayIcon(now)]);
    tray.setToolTip(trayTooltip(now, host().now));
    if (!opensByItself) {
      tray.setTitle(trayTitle(now), { fontType: 'monospacedDigit' });
      return;
    }
    tray.setContextMenu(menu());
    if (now.running.length > 0 || now.hold !== undefined)
      cancel ??= every(MINUTE, () => tray.setContextMenu(menu()));
    else {
      cancel?.();
      cancel = undefined;
    }
  };
  return { refresh, close: () => cancel?.() };
}
