/** Menus and the icon in the menu bar: kept as data, read and clicked by the driver. */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type Electron from 'electron';
import type { MenuLine } from '../drivers/desktop.ts';
import { answer } from './link.ts';

export class Menu {
  static applicationMenu: Menu | null = null;
  readonly template: Electron.MenuItemConstructorOptions[];

  constructor(template: Electron.MenuItemConstructorOptions[] = []) {
    this.template = template;
  }

  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    const ids = idsOf(template);
    if (new Set(ids).size !== ids.length) throw new Error('an id stands twice in one menu');
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.applicationMenu = menu;
  }

  static opened: Menu | undefined;

  popup(): void {
    Menu.opened = this;
  }
}

interface StandInImage {
  readonly path: string;
  isEmpty(): boolean;
}
export const nativeImage = {
  createFromPath: (path: string): StandInImage => ({ path, isEmpty: () => !existsSync(path) }),
};

const trays = new Set<Tray>();

export class Tray extends EventEmitter {
  #image: StandInImage;
  #menu = new Menu();
  #tooltip = '';
  #title = '';

  constructor(image: StandInImage) {
    super();
    this.#image = image;
    // Of a file that is not there Electron makes an icon that nobody sees.
    this.setImage(image);
    trays.add(this);
  }

  setImage(image: StandInImage): void {
    if (image.isEmpty()) throw new Error(`there is no picture ${image.path}`);
    this.#image = image;
  }

  setToolTip(text: string): void {
    this.#tooltip = text;
  }

  setTitle(text: string): void {
    this.#title = text;
  }

  popUpContextMenu(menu: Menu): void {
    menu.popup();
  }

  setContextMenu(menu: Menu): void {
    this.#menu = menu;
  }

  destroy(): void {
    trays.delete(this);
  }

  get menu(): Menu {
    return this.#menu;
  }

  look(): { image: string; tooltip: string; title: string } {
    return { image: basename(this.#image.path), tooltip: this.#tooltip, title: this.#title };
  }
}

function toLine(item: Electron.MenuItemConstructorOptions): MenuLine {
  return {
    id: item.id ?? '',
    label: item.type === 'separator' ? '-' : (item.label ?? item.role ?? '').replaceAll('&&', '&'),
    enabled: item.enabled !== false,
    ...(item.checked === undefined ? {} : { checked: item.checked }),
    ...(Array.isArray(item.submenu) ? { submenu: item.submenu.map(toLine) } : {}),
  };
}

function flat(items: readonly Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions[] {
  return items.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...flat(item.submenu)] : [item]));
}

function idsOf(items: readonly Electron.MenuItemConstructorOptions[]): string[] {
  return flat(items).flatMap((item) => item.id ?? []);
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
  trayMenu: () => shown().menu.template.map(toLine),
  trayLook: () => shown().look(),
  clickTray(id) {
    const item = flat(shown().menu.template).find((one) => one.id === id);
    if (item === undefined) throw new Error(`the menu has no item ${id}`);
    if (item.enabled === false) throw new Error(`${id} is greyed out`);
    (item.click as (() => void) | undefined)?.();
  },
});
