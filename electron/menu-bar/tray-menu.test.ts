import type { MenuItemConstructorOptions } from 'electron';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/nouns/run.ts';
import { VERSION } from '#shared/version.ts';
import { NOTHING_YET, type HostState } from './host-state.ts';
import { elapsedWords, label, momentWords } from './label.ts';
import type { MenuAction, MenuHost } from './menu-item.ts';
import { trayIcon, trayTitle, trayTooltip } from './tray-look.ts';
import { trayMenu } from './tray-menu.ts';

const NOW = new Date(2026, 2, 6, 14, 0).getTime();
const HOST: MenuHost = { now: NOW, login: 'not-registered', updates: { state: 'off' } };

const run = (id: number, title = `Task ${id}`): RunSummary => ({
  id,
  title,
  state: 'running',
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '2026-01-01T00:00:00.000Z',
});
const busy: HostState = {
  ...NOTHING_YET,
  running: [{ ...run(7, 'Backup & sync'), startedAt: new Date(NOW - 12 * 60_000).toISOString() }],
  queued: 2,
  asked: [{ ...run(9, 'Tidy up'), state: 'awaiting_approval', approval: 4, message: 'it deletes files' }],
  failures: [{ ...run(5, 'Report'), message: 'exit code 7' }],
  next: [
    { task: 'backup', title: 'Backup', due: new Date(NOW + 3_600_000).toISOString(), trigger: 'daily' },
    {
      task: 'mail',
      title: 'Mail',
      due: new Date(NOW + 86_400_000).toISOString(),
      trigger: 'daily',
      obstacle: 'paused',
    },
  ],
  ready: [
    { id: 'backup', title: 'Backup', needsParams: false },
    { id: 'ask', title: 'Ask', needsParams: true },
  ],
};

function menu(state: HostState, change: Partial<MenuHost> = {}) {
  const done: MenuAction[] = [];
  const items = trayMenu(state, { ...HOST, ...change }, (action) => done.push(action));
  const all = items.flatMap(function flat(item): MenuItemConstructorOptions[] {
    return [item, ...(Array.isArray(item.submenu) ? item.submenu.flatMap(flat) : [])];
  });
  const find = (id: string) => all.find((item) => item.id === id);
  return {
    items,
    all,
    find,
    done,
    labels: items.map((item) => (item.type === 'separator' ? '-' : item.label)),
    click: (id: string) => (find(id)?.click as (() => void) | undefined)?.(),
  };
}

describe('the menu', () => {
  it('says what runs, what needs a person, what comes and what can be done, in this order', () => {
    expect(menu(busy).labels).toEqual([
      '1 running, 2 waiting',
      'Backup && sync (#7), 12 min',
      '-',
      'Needs you: Tidy up (#9)',
      'Failed: Report (#5)',
      '-',
      '15:00  Backup',
      'tomorrow 14:00  Mail, held: paused',
      '-',
      'Run a task',
      '-',
      'Keep awake',
      'Pause everything',
      'Freeze: start nothing new',
      '-',
      'Open Luka',
      'Open reports',
      'Copy address of the API',
      '-',
      'Launch at login',
      'Settings…',
      'Check for updates…',
      '-',
      'Quit Luka',
    ]);
  });

  it('is short when nothing goes on', () => {
    const { labels, find } = menu(NOTHING_YET, { login: undefined });
    expect(labels).toEqual([
      'Nothing is running',
      '-',
      'Run a task',
      '-',
      'Keep awake',
      'Pause everything',
      'Freeze: start nothing new',
      '-',
      'Open Luka',
      'Open reports',
      'Copy address of the API',
      '-',
      'Settings…',
      'Check for updates…',
      '-',
      'Quit Luka',
    ]);
    expect(find('tasks')?.enabled).toBe(false);
  });

  it('does what its items say', () => {
    const { all, click, done } = menu(busy, { login: 'enabled' });
    const ids = all.filter(({ click: does }) => does !== undefined).map(({ id }) => id!);
    ids.forEach(click);
    expect(Object.fromEntries(ids.map((id, index) => [id, done[index]]))).toEqual({
      'show:7': { do: 'open', path: '/runs/7' },
      'cancel:7': { do: 'cancel', run: 7 },
      'approval:9': { do: 'open', path: '/approvals/4' },
      'failed:5': { do: 'open', path: '/runs/5' },
      'rerun:5': { do: 'rerun', run: 5 },
      'next:0': { do: 'open', path: '/tasks/backup' },
      'next:1': { do: 'open', path: '/tasks/mail' },
      'task:backup': { do: 'run', task: 'backup' },
      'task:ask': { do: 'open', path: '/tasks/ask' },
      'awake:tasks': { do: 'awake', until: 'tasks' },
      'awake:1h': { do: 'awake', until: '1h' },
      'awake:2h': { do: 'awake', until: '2h' },
      'awake:07:00': { do: 'awake', until: '07:00' },
      'awake:released': { do: 'awake', until: 'released' },
      'pause:hour': { do: 'pause', until: 'hour' },
      'pause:tomorrow': { do: 'pause', until: 'tomorrow' },
      'pause:resumed': { do: 'pause', until: 'resumed' },
      freeze: { do: 'freeze', on: true },
      open: { do: 'show' },
      reports: { do: 'reports' },
      'copy-address': { do: 'copy-address' },
      login: { do: 'login', on: false },
      settings: { do: 'open', path: '/settings' },
      updates: { do: 'updates' },
      quit: { do: 'quit' },
    });
  });

  it('says why: what is asked about, and what went wrong', () => {
    const { find } = menu(busy);
    expect(find('asked-why:9')).toMatchObject({ label: 'it deletes files', enabled: false });
    expect(find('failed-why:5')).toMatchObject({ label: 'exit code 7', enabled: false });
    expect(find('since:7')).toMatchObject({ label: 'Going since 13:48', enabled: false });
  });

  it('thaws what is frozen, and says so first', () => {
    const { labels, click, done, find } = menu({ ...busy, frozen: true });
    expect(labels[0]).toBe('Frozen: 1 running, 2 waiting');
    expect(find('freeze')).toBeUndefined();
    click('thaw');
    expect(done).toEqual([{ do: 'freeze', on: false }]);
  });

  it('resumes what is paused, and says until when', () => {
    const pause = { id: 1, scope: { all: true as const }, from: '' };
    const until = new Date(NOW + 1_800_000).toISOString();
    const { labels, click, done, find } = menu({ ...NOTHING_YET, paused: { ...pause, until } });
    expect(labels[0]).toBe('Paused: nothing is running');
    expect(find('paused')?.label).toBe('Paused until 14:30');
    expect(find('pause')).toBeUndefined();
    click('resume');
    expect(done).toEqual([{ do: 'resume' }]);
    expect(menu({ ...NOTHING_YET, paused: pause }).find('paused')?.label).toBe('Paused until you resume');
  });

  it('has nothing that says yes', () => {
    const { items } = menu({ ...busy, asked: [busy.asked[0]!, { ...run(10), state: 'awaiting_approval' }] });
    expect(JSON.stringify(items)).not.toMatch(/approve/i);
  });

  it('leads to a module that was laid ready, and counts several', () => {
    const one = { ...NOTHING_YET, staged: { count: 1, first: 'greeter' } };
    expect(menu(one).find('staged')?.label).toBe('Needs you: the module greeter');
    const shown = menu(one);
    shown.click('staged');
    expect(shown.done).toEqual([{ do: 'open', path: '/modules/greeter' }]);
    expect(trayIcon(one)).toBe('attention');
    const two = { ...NOTHING_YET, staged: { count: 2, first: 'greeter' } };
    const several = menu(two);
    expect(several.find('staged')?.label).toBe('Needs you: 2 modules to look at');
    several.click('staged');
    expect(several.done).toEqual([{ do: 'open', path: '/modules' }]);
    expect(trayTooltip(two, NOW)).toBe('Luka: nothing is running, 2 modules to look at');
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
    expect(trayTooltip(two, NOW)).toBe('Luka: nothing is running, 2 services down');
  });

  it.each([
    ['enabled', true, 'Launch at login'],
    ['not-registered', false, 'Launch at login'],
    ['requires-approval', true, 'Launch at login (to be allowed in System Settings)'],
    ['not-found', false, 'Launch at login (macOS cannot find this app)'],
  ] as const)('shows whether Luka is launched at login: %s', (login, checked, text) => {
    expect(menu(busy, { login }).find('login')).toMatchObject({ type: 'checkbox', checked, label: text });
  });

  it.each([
    [{ state: 'idle' }, 'Check for updates', true],
    [{ state: 'checking' }, 'Checking for updates…', false],
    [{ state: 'available', version: '2.0.0' }, 'Get Luka 2.0.0…', true],
    [{ state: 'loading', version: '2.0.0', percent: 41.6 }, 'Getting Luka 2.0.0: 42 %', false],
    [{ state: 'waiting', version: '2.0.0' }, 'Luka 2.0.0 is installed when nothing runs', false],
    [{ state: 'failed', message: 'x' }, 'Check for updates (the last one failed)', true],
  ] as const)('says what is known of updates: %j', (updates, text, enabled) => {
    const item = menu(busy, { updates }).find('updates');
    expect(item?.label).toBe(text);
    expect(item?.enabled !== false).toBe(enabled);
  });

  it('begins with what a person must know first', () => {
    expect(menu(busy, { notice: 'there is no Node' }).items[0]).toMatchObject({
      label: 'there is no Node',
      enabled: false,
    });
    const attached = menu(busy, { attached: { pid: 42, version: VERSION } });
    expect(attached.labels[0]).toBe('Attached to the headless Luka (pid 42)');
    expect(attached.find('quit')?.label).toBe('Quit this window, leave Luka running');
    expect(attached.find('versions')).toBeUndefined();
    expect(menu(busy, { attached: { pid: 42, version: '0.0.9' } }).labels[1]).toBe(
      `That one is Luka 0.0.9, this app is ${VERSION}: stop it, then open Luka again`,
    );
  });

  it('shows nothing old as if it were true while Luka does not answer', () => {
    const { labels, find, click, done } = menu(
      { ...busy, reachable: false },
      { attached: { pid: 42, version: VERSION } },
    );
    expect(labels).toEqual([
      'Attached to the headless Luka (pid 42)',
      '-',
      'Luka does not answer',
      'Start Luka here',
      '-',
      'Quit this window, leave Luka running',
    ]);
    click('start-here');
    expect(done).toEqual([{ do: 'start-here' }]);
    expect(find('freeze')).toBeUndefined();
  });

  it('can be stayed with while it waits for runs to end', () => {
    const { click, done, find } = menu(busy, { leaving: true });
    expect(find('leaving')?.enabled).toBe(false);
    click('stay');
    expect(done).toEqual([{ do: 'stay' }]);
  });

  it('stays shorter than a screen, and every id in it is used once', () => {
    const state: HostState = {
      ...busy,
      running: Array.from({ length: 50 }, (_, index) => run(index + 1)),
      asked: Array.from({ length: 40 }, (_, index) => run(index + 300)),
      failures: Array.from({ length: 20 }, (_, index) => run(index + 100)),
      next: Array.from({ length: 9 }, () => busy.next[0]!),
      ready: Array.from({ length: 200 }, (_, index) => ({
        id: `t${index}`,
        title: `T${index}`,
        needsParams: false,
      })),
    };
    const { items, all, find } = menu(state);
    expect(items.length).toBeLessThan(45);
    const tasks = find('tasks')?.submenu as MenuItemConstructorOptions[];
    expect(tasks.at(-1)?.label).toBe('All 200 tasks');
    expect(find('approvals')?.label).toBe('All 40 runs need approval');
    expect(find('failures')?.label).toBe('All 20 failures');
    expect(find('runs')?.label).toBe('40 more');
    const ids = all.flatMap((item) => item.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the icon and its words', () => {
  it('tell what a person must know first', () => {
    const paused = { id: 1, scope: { all: true as const }, from: '' };
    expect(trayIcon(busy)).toBe('attention');
    expect(trayIcon({ ...busy, asked: [] })).toBe('running');
    expect(trayIcon({ ...NOTHING_YET, failures: busy.failures })).toBe('attention');
    expect(trayIcon({ ...NOTHING_YET, frozen: true })).toBe('paused');
    expect(trayIcon({ ...NOTHING_YET, paused })).toBe('paused');
    expect(trayIcon({ ...NOTHING_YET, awake: true })).toBe('awake');
    expect(trayIcon(NOTHING_YET)).toBe('idle');
    expect(trayIcon({ ...NOTHING_YET, reachable: false })).toBe('attention');
    expect(trayTitle(busy)).toBe('1');
    expect(trayTitle(NOTHING_YET)).toBe('');
    expect(trayTooltip(busy, NOW)).toBe('Luka: 1 running, 2 waiting, 1 run needs approval, 1 failed');
    expect(trayTooltip(NOTHING_YET, NOW)).toBe('Luka: nothing is running');
    expect(trayTooltip({ ...NOTHING_YET, frozen: true }, NOW)).toBe('Luka: frozen: nothing is running');
  });
});

describe('times in the menu', () => {
  it.each([
    [30_000, 'less than a minute'],
    [12 * 60_000, '12 min'],
    [130 * 60_000, '2 h 10 min'],
    [50 * 3_600_000, '2 d 2 h'],
  ])('%d ms is %s', (ms, text) => expect(elapsedWords(ms)).toBe(text));
  it('are of today, tomorrow or a day', () => {
    expect(momentWords(NOW + 3_600_000, NOW)).toBe('15:00');
    expect(momentWords(NOW + 12 * 3_600_000, NOW)).toBe('tomorrow 02:00');
    expect(momentWords(NOW + 3 * 86_400_000, NOW)).toBe('Mon 9 Mar 14:00');
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
