/** Menus and the icon in the menu bar, kept as data. */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type Electron from 'electron';

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

export const trays = new Set<Tray>();

export class Tray extends EventEmitter {
  #image: StandInImage;
  #menu: Menu | undefined;
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

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu ?? undefined;
  }

  destroy(): void {
    trays.delete(this);
  }

  /** What a click shows: the menu that the system was given, or the one that is made and opened then, as on macOS. */
  open(): Menu {
    if (this.#menu !== undefined) return this.#menu;
    // The icon is there before its menu.
    if (this.listenerCount('click') === 0) return new Menu();
    Menu.opened = undefined;
    this.emit('click');
    if (Menu.opened === undefined) throw new Error('a click on the icon opens no menu');
    return Menu.opened;
  }

  look(): { image: string; tooltip: string; title: string } {
    return { image: basename(this.#image.path), tooltip: this.#tooltip, title: this.#title };
  }
}

export function flat(
  items: readonly Electron.MenuItemConstructorOptions[],
): Electron.MenuItemConstructorOptions[] {
  return items.flatMap((item) => (Array.isArray(item.submenu) ? [item, ...flat(item.submenu)] : [item]));
}

function idsOf(items: readonly Electron.MenuItemConstructorOptions[]): string[] {
  return flat(items).flatMap((item) => item.id ?? []);
}
