/** The icon in the menu bar. Its menu is made anew from the state after every change, so it is never stale. */
import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import type { HostState } from './host-state.ts';
import { iconFile } from './places.ts';
import { trayIcon, trayMenu, trayTooltip, type MenuAction, type MenuHost } from './tray-menu.ts';

export interface LukaTray {
  /** @param host asked anew each time: launch at login can be changed in the system's own settings */
  show(state: HostState, host: MenuHost): void;
  destroy(): void;
}

export function createTray(act: (action: MenuAction) => void): LukaTray {
  const icons = { idle: icon('idle'), running: icon('running'), attention: icon('attention') };
  const tray = new Tray(icons.idle);
  return {
    show(state, host) {
      tray.setImage(icons[trayIcon(state)]);
      tray.setToolTip(trayTooltip(state));
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, host, act)));
    },
    destroy: () => tray.destroy(),
  };
}

/** The @2x form beside it is found by Electron; the name's end makes macOS colour it like the rest of the bar. */
function icon(state: 'idle' | 'running' | 'attention'): NativeImage {
  return nativeImage.createFromPath(iconFile(`tray-${state}Template.png`));
}
