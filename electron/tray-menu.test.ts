import type { MenuItemConstructorOptions } from 'electron';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import { NOTHING_YET, type HostState } from './host-state.ts';
import { label, trayIcon, trayMenu, trayTooltip, type MenuAction, type MenuHost } from './tray-menu.ts';

const run = (id: number, title = `Task ${id}`): RunSummary => ({
  id,
  title,
  state: 'running',
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '2026-01-01T00:00:00.000Z',
});
const busy: HostState = {
  running: [run(7, 'Backup & sync')],
  queued: 2,
  asked: [{ ...run(9, 'Tidy up'), state: 'awaiting_approval', approval: 4 }],
  frozen: false,
  failures: [run(5, 'Report')],
  ready: [
    { id: 'backup', title: 'Backup', needsParams: false },
    { id: 'ask', title: 'Ask', needsParams: true },
  ],
  down: [],
};

function menu(state: HostState, host: MenuHost = { launchAtLogin: false }) {
  const done: MenuAction[] = [];
  const items = trayMenu(state, host, (action) => done.push(action));
  const all = items.flatMap(function flat(item): MenuItemConstructorOptions[] {
    return [item, ...(Array.isArray(item.submenu) ? item.submenu.flatMap(flat) : [])];
  });
  const find = (id: string) => all.find((item) => item.id === id);
  return {
    items,
    find,
    done,
    labels: items.map((item) => (item.type === 'separator' ? '-' : item.label)),
    click: (id: string) => (find(id)?.click as (() => void) | undefined)?.(),
  };
}

describe('the menu', () => {
  it('says what runs, what needs a person and what can be done, in this order', () => {
    expect(menu(busy).labels).toEqual([
      '1 running, 2 waiting',
      'Backup && sync (#7)',
      '-',
      'Needs you: Tidy up (#9)',
      'Failed: Report (#5)',
      '-',
      'Run',
      'Open Luka',
      '-',
      'Freeze: start nothing new',
      '-',
      'Launch at login',
      '-',
      'Quit Luka',
    ]);
  });

  it('is short when nothing goes on', () => {
    const { labels, find } = menu(NOTHING_YET, { launchAtLogin: undefined });
    expect(labels).toEqual([
      'Nothing is running',
      '-',
      'Run',
      'Open Luka',
      '-',
      'Freeze: start nothing new',
      '-',
      'Quit Luka',
    ]);
    expect(find('tasks')?.enabled).toBe(false);
  });

  it('does what its items say', () => {
    const { click, done } = menu(busy, { launchAtLogin: true });
    for (const id of [
      'cancel:7',
      'show:7',
      'approval:9',
      'failed:5',
      'task:backup',
      'task:ask',
      'open',
      'freeze',
      'login',
      'quit',
    ])
      click(id);
    expect(done).toEqual([
      { do: 'cancel', run: 7 },
      { do: 'open', path: '/runs/7' },
      { do: 'open', path: '/approvals/4' },
      { do: 'open', path: '/runs/5' },
      { do: 'run', task: 'backup' },
      { do: 'open', path: '/tasks/ask' },
      { do: 'open', path: '/' },
      { do: 'freeze', on: true },
      { do: 'login', on: false },
      { do: 'quit' },
    ]);
  });

  it('thaws what is frozen, and says so first', () => {
    const { labels, click, done, find } = menu({ ...busy, frozen: true });
    expect(labels[0]).toBe('Frozen: 1 running, 2 waiting');
    expect(find('freeze')).toBeUndefined();
    click('thaw');
    expect(done).toEqual([{ do: 'freeze', on: false }]);
  });

  it('has nothing that says yes', () => {
    const { items } = menu({ ...busy, asked: [busy.asked[0]!, { ...run(10), state: 'awaiting_approval' }] });
    expect(JSON.stringify(items)).not.toMatch(/approve/i);
  });

  it('leads to a service that is down, and counts several', () => {
    const service = { since: '', failures: 1, checked: false, state: 'failed' } as const;
    const db = { ...service, task: 'db', title: 'Data & base' };
    const one = menu({ ...NOTHING_YET, down: [db] });
    expect(one.find('down')?.label).toBe('Down: Data && base');
    one.click('down');
    expect(one.done).toEqual([{ do: 'open', path: '/tasks/db' }]);
    const two = { ...NOTHING_YET, down: [db, { ...db, task: 'web' }] };
    expect(menu(two).find('down')?.label).toBe('2 services down');
    expect(trayIcon(two)).toBe('attention');
    expect(trayTooltip(two)).toBe('Luka: nothing is running, 2 services down');
  });

  it('shows whether Luka is launched at login', () => {
    expect(menu(busy, { launchAtLogin: true }).find('login')).toMatchObject({
      type: 'checkbox',
      checked: true,
    });
    expect(menu(busy, { launchAtLogin: undefined }).find('login')).toBeUndefined();
  });

  it('begins with what a person must know first', () => {
    expect(menu(busy, { launchAtLogin: false, notice: 'there is no Node' }).items[0]).toMatchObject({
      label: 'there is no Node',
      enabled: false,
    });
  });

  it('stays shorter than a screen, and every id in it is used once', () => {
    const state: HostState = {
      ...busy,
      running: Array.from({ length: 50 }, (_, index) => run(index + 1)),
      asked: Array.from({ length: 40 }, (_, index) => run(index + 300)),
      failures: Array.from({ length: 20 }, (_, index) => run(index + 100)),
      ready: Array.from({ length: 200 }, (_, index) => ({
        id: `t${index}`,
        title: `T${index}`,
        needsParams: false,
      })),
    };
    const { items, find } = menu(state);
    expect(items.length).toBeLessThan(30);
    const tasks = find('tasks')?.submenu as MenuItemConstructorOptions[];
    expect(tasks.at(-1)?.label).toBe('All 200 tasks');
    expect(find('approvals')?.label).toBe('All 40 runs need approval');
    const ids = items.flatMap((item) => item.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the icon and its words', () => {
  it('tell running, attention and idle apart', () => {
    expect(trayIcon(busy)).toBe('running');
    expect(trayIcon({ ...busy, running: [] })).toBe('attention');
    expect(trayIcon({ ...NOTHING_YET, asked: busy.asked })).toBe('attention');
    expect(trayIcon(NOTHING_YET)).toBe('idle');
    expect(trayTooltip(busy)).toBe('Luka: 1 running, 2 waiting, 1 run needs approval, 1 failed');
    expect(trayTooltip(NOTHING_YET)).toBe('Luka: nothing is running');
    expect(trayTooltip({ ...NOTHING_YET, frozen: true })).toBe('Luka: frozen: nothing is running');
  });
});

describe('a title in the menu', () => {
  it('is one short line without characters that control or reorder', () => {
    expect(label('a\n\tb\u202Ec')).toBe('a b c');
    expect(label('ภาษาไทย & co')).toBe('ภาษาไทย && co');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const text = label(title);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect([...new Intl.Segmenter().segment(text.replaceAll('&&', '&'))].length).toBeLessThanOrEqual(60);
        expect(text.replaceAll('&&', '')).not.toContain('&');
      }),
    );
  });
});
