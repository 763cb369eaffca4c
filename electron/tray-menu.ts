/** The menu of the menu bar as a pure function of what there is: the same state gives the same menu. */
import type { MenuItemConstructorOptions } from 'electron';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { HostState, ReadyTask } from './host-state.ts';

export type MenuAction =
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'cancel'; readonly run: number }
  | { readonly do: 'run'; readonly task: string }
  | { readonly do: 'freeze'; readonly on: boolean }
  | { readonly do: 'login'; readonly on: boolean }
  | { readonly do: 'quit' };

export interface MenuHost {
  /** Undefined where the system has no such thing: the item is left out. */
  readonly launchAtLogin: boolean | undefined;
  /** Something a person should know before all else. */
  readonly notice?: string | undefined;
}

/** More would make a menu longer than a screen; the window shows all. */
const MOST = { running: 10, asked: 3, failures: 3, tasks: 30 } as const;
const LONGEST_TITLE = 60;

type Item = MenuItemConstructorOptions;

export function trayMenu(state: HostState, host: MenuHost, act: (action: MenuAction) => void): Item[] {
  const item = (id: string, label: string, action: MenuAction): Item => ({
    id,
    label,
    click: () => act(action),
  });
  const open = (id: string, label: string, path: string): Item => item(id, label, { do: 'open', path });
  const running = state.running.slice(0, MOST.running).map((run): Item => ({
    id: `run:${run.id}`,
    label: titleOf(run),
    submenu: [
      item(`cancel:${run.id}`, 'Cancel', { do: 'cancel', run: run.id }),
      open(`show:${run.id}`, 'Show its log', `/runs/${run.id}`),
    ],
  }));
  const asked = state.asked
    .slice(0, MOST.asked)
    // A menu item says nothing of what would run: it only leads to where that can be read.
    .map((run) => open(`approval:${run.id}`, `Needs you: ${titleOf(run)}`, decisionPage(run)));
  const failures = state.failures
    .slice(0, MOST.failures)
    .map((run) => open(`failed:${run.id}`, `Failed: ${titleOf(run)}`, `/runs/${run.id}`));
  const [one, ...more] = state.down;
  const down =
    one === undefined
      ? []
      : [
          more.length === 0
            ? open('down', `Down: ${label(one.title)}`, `/tasks/${encodeURIComponent(one.task)}`)
            : open('down', downInWords(state), '/'),
        ];
  const login: Item[] =
    host.launchAtLogin === undefined
      ? []
      : [
          {
            ...item('login', 'Launch at login', { do: 'login', on: !host.launchAtLogin }),
            type: 'checkbox',
            checked: host.launchAtLogin,
          },
        ];
  return parts([
    host.notice === undefined ? [] : [{ id: 'notice', label: label(host.notice, 120), enabled: false }],
    [{ id: 'counts', label: countsInWords(state), enabled: false }, ...running],
    [
      ...asked,
      ...(state.asked.length > asked.length
        ? [open('approvals', `All ${approvals(state)}`, '/approvals')]
        : []),
      ...failures,
      ...down,
    ],
    [
      {
        id: 'tasks',
        label: 'Run',
        enabled: state.ready.length > 0,
        submenu: taskItems(state.ready, item, open),
      },
      open('open', 'Open Luka', '/'),
    ],
    [
      state.frozen
        ? item('thaw', 'Thaw: let things start again', { do: 'freeze', on: false })
        : item('freeze', 'Freeze: start nothing new', { do: 'freeze', on: true }),
    ],
    login,
    [item('quit', 'Quit Luka', { do: 'quit' })],
  ]);
}

/** Which icon tells the truth at a glance. Something going comes first: it is what a person can still change. */
export function trayIcon(state: HostState): 'idle' | 'running' | 'attention' {
  if (state.running.length > 0) return 'running';
  return state.asked.length > 0 || state.failures.length > 0 || state.down.length > 0 ? 'attention' : 'idle';
}

export function trayTooltip(state: HostState): string {
  const failed = state.failures.length;
  return [
    `Luka: ${countsInWords(state).toLowerCase()}`,
    ...(state.asked.length > 0 ? [approvals(state)] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(state.down.length > 0 ? [downInWords(state)] : []),
  ].join(', ');
}

function countsInWords({ running, queued, frozen }: HostState): string {
  const going = running.length === 0 ? 'Nothing is running' : `${running.length} running`;
  const counts = queued === 0 ? going : `${going}, ${queued} waiting`;
  return frozen ? `Frozen: ${counts.toLowerCase()}` : counts;
}

function approvals({ asked }: HostState): string {
  return asked.length === 1 ? '1 run needs approval' : `${asked.length} runs need approval`;
}

function downInWords({ down }: HostState): string {
  return down.length === 1 ? '1 service down' : `${down.length} services down`;
}

function decisionPage({ id, approval }: RunSummary): string {
  return approval === undefined ? `/runs/${id}` : `/approvals/${approval}`;
}

type MakeItem = (id: string, label: string, action: MenuAction) => Item;
type MakeOpen = (id: string, label: string, path: string) => Item;

function taskItems(ready: readonly ReadyTask[], item: MakeItem, open: MakeOpen): Item[] {
  const shown = ready.slice(0, MOST.tasks).map((task) =>
    // The three dots say, as everywhere, that something is asked first.
    task.needsParams
      ? open(`task:${task.id}`, `${label(task.title)}…`, `/tasks/${encodeURIComponent(task.id)}`)
      : item(`task:${task.id}`, label(task.title), { do: 'run', task: task.id }),
  );
  return ready.length > shown.length
    ? [...shown, { type: 'separator' }, open('tasks:all', `All ${ready.length} tasks`, '/tasks')]
    : shown;
}

function titleOf(run: RunSummary): string {
  return `${label(run.title)} (#${run.id})`;
}

/** A title comes from a file: one line, no control or direction characters, `&` not taken for a shortcut. */
export function label(text: string, longest: number = LONGEST_TITLE): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  // By what a person sees as one character: a Thai vowel is not torn from its consonant.
  const characters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
  const cut = characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : line;
  return cut.replaceAll('&', '&&');
}

/** Sections with a line between them; empty ones leave none. */
function parts(sections: readonly (readonly Item[])[]): Item[] {
  const items: Item[] = [];
  for (const section of sections) {
    if (section.length > 0 && items.length > 0) items.push({ type: 'separator' });
    items.push(...section);
  }
  return items;
}
