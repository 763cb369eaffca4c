/** The menu of the menu bar in specs: found by ids, and written down as text. */
import { expect } from '@playwright/test';
import { allLines, type Desktop, type MenuLine } from '../drivers/desktop.ts';
import type { StartedLuka } from '../drivers/driver.ts';

/** The part of the host that every desktop test has: its driver is one with a desktop. */
export function desktopOf(luka: StartedLuka): Desktop {
  if (luka.desktop === undefined) throw new Error(`${luka.driver} has no desktop`);
  return luka.desktop;
}

export async function find(desktop: Desktop, id: RegExp): Promise<MenuLine | undefined> {
  return allLines(await desktop.trayMenu()).find((line) => id.test(line.id));
}

/** Waits until the menu has an item. */
export async function shown(desktop: Desktop, id: RegExp): Promise<MenuLine> {
  await expect.poll(async () => (await find(desktop, id))?.id ?? '').toMatch(id);
  return (await find(desktop, id))!;
}

/** Waits until it has none. */
export async function gone(desktop: Desktop, id: RegExp): Promise<void> {
  await expect.poll(() => find(desktop, id)).toBeUndefined();
}

/** As a person sees it, submenus indented. */
export function asText(menu: readonly MenuLine[], indent = ''): string {
  return menu
    .map((line) => {
      if (line.label === '-') return `${indent}${'─'.repeat(30)}`;
      const mark = line.checked === true ? '✓ ' : '';
      const more = line.submenu === undefined ? '' : `  ▸\n${asText(line.submenu, `${indent}    `)}`;
      return `${indent}${mark}${line.enabled ? line.label : `(${line.label})`}${more}`;
    })
    .join('\n');
}
