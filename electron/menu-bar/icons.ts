/** The icons of the menu bar. The @2x form beside each is found by Electron; the name's end makes macOS colour it like the bar. */
import { nativeImage, type NativeImage } from 'electron';
import { iconFile } from '../places.ts';
import { TRAY_ICONS, type TrayIcon } from './tray-look.ts';

export function loadIcons(): Readonly<Record<TrayIcon, NativeImage>> {
  const icons = TRAY_ICONS.map((state) => [
    state,
    nativeImage.createFromPath(iconFile(`tray-${state}Template.png`)),
  ]);
  return Object.fromEntries(icons) as Record<TrayIcon, NativeImage>;
}
