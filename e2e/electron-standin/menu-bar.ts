/** What the driver reads and clicks of menus and of the icon in the menu bar. */
import type Electron from 'electron';
import type { MenuLine } from '../drivers/desktop.ts';
import { answer } from './link.ts';
import { flat, Menu, trays, type Tray } from './menu.ts';

function toLine(item: Electron.MenuItemConstructorOptions): MenuLine {
  return {
    id: item.id ?? '',
    label: item.type === 'separator' ? '-' : (item.label ?? item.role ?? '').replaceAll('&&', '&'),
    enabled: item.enabled !== false,
    ...(item.checked === undefined ? {} : { checked: item.checked }),
    ...(Array.isArray(item.submenu) ? { submenu: item.submenu.map(toLine) } : {}),
  };
}

function shown(): Tray {
  const [tray] = trays;
  if (tray === undefined) throw new Error('there is no icon in the menu bar');
  return tray;
}

function applicationItems(): Electron.MenuItemConstructorOptions[] {
  return Menu.applicationMenu?.template ?? [];
}

answer({
  appMenu: () => applicationItems().map(toLine),
  clickAppMenu(label) {
    const item = flat(applicationItems()).find((one) => one.label === label);
    if (item?.click === undefined) throw new Error(`the application menu has no item ${label}`);
    (item.click as () => void)();
  },
  trayMenu: () => shown().open().template.map(toLine),
  trayLook: () => shown().look(),
  clickTray(id) {
    const item = flat(shown().open().template).find((one) => one.id === id);
    if (item === undefined) throw new Error(`the menu has no item ${id}`);
    if (item.enabled === false) throw new Error(`${id} is greyed out`);
    (item.click as (() => void) | undefined)?.();
  },
});
