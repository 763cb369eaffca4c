import { EventEmitter } from 'node:events';
import type { Menu } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Hold } from '#shared/nouns/power.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import { NOTHING_YET, type HostState } from './host-state.ts';
import type { Item, MenuAction } from './menu-item.ts';
import { createTray, type TrayOptions } from './tray.ts';
import { TRAY_ICONS } from './tray-look.ts';

const START = new Date(2026, 2, 6, 14, 0).getTime();
const MINUTE = 60_000;

const run = (id: number, startedAt = START): RunSummary => ({
  id,
  title: 'Backup',
  state: 'running',
  priority: 'normal',
  cause: { kind: 'manual', by: 'person' },
  queuedAt: '',
  startedAt: new Date(startedAt).toISOString(),
});
const hold: Hold = {
  id: 'h1',
  kind: 'system',
  owner: { kind: 'person', by: 'person' },
  since: '',
  reason: '',
  held: true,
  until: new Date(START + 60 * MINUTE).toISOString(),
};

function desk(platform: NodeJS.Platform) {
  const icon = new EventEmitter();
  /** What the system was given: its own menu, the one that was opened, the picture, the words. */
  const given = {
    own: [] as Item[][],
    opened: [] as Item[][],
    image: '',
    title: undefined as unknown,
    over: '',
  };
  const acted: MenuAction[] = [];
  const world: { state: HostState; now: number; tick: (() => void) | undefined } = {
    state: NOTHING_YET,
    now: START,
    tick: undefined,
  };
  const itemsOf = (menu: Menu | null | undefined): Item[] => menu as unknown as Item[];
  const tray = createTray({
    tray: Object.assign(icon, {
      setImage: (image: unknown) => void (given.image = image as string),
      setTitle: (...words: unknown[]) => void (given.title = words),
      setToolTip: (text: string) => void (given.over = text),
      setContextMenu: (menu: Menu | null) => void given.own.push(itemsOf(menu)),
      popUpContextMenu: (menu?: Menu) => void given.opened.push(itemsOf(menu)),
    }) as unknown as TrayOptions['tray'],
    build: (items) => items as unknown as Menu,
    icons: Object.fromEntries(TRAY_ICONS.map((name) => [name, name])) as unknown as TrayOptions['icons'],
    state: () => world.state,
    host: () => ({ now: world.now, login: undefined, updates: { state: 'off' } }),
    act: (action) => acted.push(action),
    every(ms, then) {
      expect(ms).toBe(MINUTE);
      world.tick = then;
      return () => (world.tick = undefined);
    },
    platform,
  });
  return {
    tray,
    icon,
    given,
    acted,
    world,
    show: (state: Partial<HostState>): void => {
      world.state = { ...NOTHING_YET, ...state };
      tray.refresh();
    },
    labels: (items: readonly Item[] | undefined) => items?.map(({ label }) => label),
  };
}

describe('the icon on macOS', () => {
  it.each(['click', 'right-click'])(
    'makes its menu when it is opened, so that times are true: %s',
    (event) => {
      const { icon, given, world, show, labels, acted } = desk('darwin');
      show({ running: [run(7)] });
      expect(given.opened).toEqual([]);
      world.now += 12 * MINUTE;
      icon.emit(event);
      expect(labels(given.opened[0])).toContain('Backup (#7), 12 min');
      world.now += MINUTE;
      icon.emit(event);
      expect(labels(given.opened[1])).toContain('Backup (#7), 13 min');
      // A menu of the system's own would open by itself, and be old.
      expect(given.own).toEqual([]);
      (given.opened[1]?.find(({ id }) => id === 'quit')?.click as (() => void) | undefined)?.();
      expect(acted).toEqual([{ do: 'quit' }]);
    },
  );

  it('has how many run beside it, in digits that do not move it, and nothing to do by the minute', () => {
    const { given, world, show } = desk('darwin');
    show({ running: [run(7), run(8)], hold });
    expect(given.title).toEqual(['2', { fontType: 'monospacedDigit' }]);
    expect(given.image).toBe('running');
    expect(world.tick).toBeUndefined();
    show({});
    expect(given.title).toEqual(['', { fontType: 'monospacedDigit' }]);
    expect(given.image).toBe('idle');
  });
});

describe('the icon elsewhere', () => {
  it('has a menu of the system’s own, made anew after every change; a click is the system’s', () => {
    const { icon, given, show, labels } = desk('linux');
    show({});
    show({ running: [run(7)] });
    expect(given.own.map((items) => labels(items)?.[0])).toEqual(['Nothing is running', '1 running']);
    expect(given.title).toBeUndefined();
    expect(given.over).toBe('Luka: 1 running');
    icon.emit('click');
    icon.emit('right-click');
    expect(given.opened).toEqual([]);
  });

  it.each<[string, Partial<HostState>, string, string]>([
    ['runs go', { running: [run(7)] }, 'Backup (#7), less than a minute', 'Backup (#7), 1 min'],
    [
      'it is kept awake',
      { hold, awake: true },
      'Kept awake until 15:00 (1 h 0 min left)',
      'Kept awake until 15:00 (59 min left)',
    ],
  ])('counts the minutes while %s, and no longer', (_, state, before, after) => {
    const { given, world, show, labels } = desk('linux');
    show({});
    expect(world.tick).toBeUndefined();
    show(state);
    expect(labels(given.own.at(-1))).toContain(before);
    world.now += MINUTE;
    world.tick?.();
    expect(labels(given.own.at(-1))).toContain(after);
    show({});
    expect(world.tick).toBeUndefined();
  });

  it('counts no more when it is closed', () => {
    const { tray, world, show } = desk('linux');
    show({ running: [run(7)] });
    tray.close();
    expect(world.tick).toBeUndefined();
  });
});
