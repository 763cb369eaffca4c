/** What an item of the menu does, as data, and how items are made of it. */
import type { MenuItemConstructorOptions } from 'electron';
import type { LoginStatus } from '#shared/ipc/channels.ts';
import type { UpdateState } from '#shared/ipc/updates.ts';
import type { HostState } from './host-state.ts';

export type AwakeEnd = 'tasks' | '1h' | '2h' | '07:00' | 'released';
export type PauseEnd = 'hour' | 'tomorrow' | 'resumed';

export type MenuAction =
  /** Brings the window to the front as it is. */
  | { readonly do: 'show' }
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'cancel'; readonly run: number }
  | { readonly do: 'rerun'; readonly run: number }
  | { readonly do: 'run'; readonly task: string }
  | { readonly do: 'pause'; readonly until: PauseEnd }
  | { readonly do: 'resume' }
  | { readonly do: 'awake'; readonly until: AwakeEnd }
  | { readonly do: 'let-sleep'; readonly hold: string }
  | { readonly do: 'freeze'; readonly on: boolean }
  | { readonly do: 'reports' }
  | { readonly do: 'copy-address' }
  | { readonly do: 'login'; readonly on: boolean }
  | { readonly do: 'updates' }
  | { readonly do: 'stay' }
  | { readonly do: 'start-here' }
  | { readonly do: 'quit' };

/** What the menu shows beside the state of Luka. */
export interface MenuHost {
  /** ms since 1970. */
  readonly now: number;
  /** Undefined where the system has no such thing: the item is left out. */
  readonly login: LoginStatus | undefined;
  readonly updates: UpdateState;
  /** Something a person should know before all else. */
  readonly notice?: string | undefined;
  /** The Luka without a window that is shown here. */
  readonly attached?: { readonly pid: number; readonly version: string } | undefined;
  /** Luka quits as soon as nothing runs any more. */
  readonly leaving?: boolean | undefined;
}

export type Item = MenuItemConstructorOptions;

/** What each section of the menu is made from. */
export interface MenuParts {
  readonly state: HostState;
  readonly host: MenuHost;
  readonly item: (id: string, label: string, action: MenuAction) => Item;
  readonly open: (id: string, label: string, path: string) => Item;
}

export function menuParts(state: HostState, host: MenuHost, act: (action: MenuAction) => void): MenuParts {
  const item: MenuParts['item'] = (id, label, action) => ({ id, label, click: () => act(action) });
  return { state, host, item, open: (id, label, path) => item(id, label, { do: 'open', path }) };
}

/** A line that only says something. */
export function words(id: string, label: string): Item {
  return { id, label, enabled: false };
}

/** Sections with a line between them; empty ones leave none. */
export function joined(sections: readonly (readonly Item[])[]): Item[] {
  const items: Item[] = [];
  for (const section of sections) {
    if (section.length > 0 && items.length > 0) items.push({ type: 'separator' });
    items.push(...section);
  }
  return items;
}
