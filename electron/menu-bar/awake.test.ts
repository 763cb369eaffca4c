/** Staying awake as the menu and the words over the icon tell it. */
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Hold, PowerStatus } from '#shared/nouns/power.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import { awakeSection } from './awake-section.ts';
import { fromPower, NOTHING_YET, type HostState } from './host-state.ts';
import { menuParts, type MenuAction } from './menu-item.ts';
import { trayTooltip } from './tray-look.ts';

const NOW = new Date(2026, 2, 6, 14, 0).getTime();
const inMinutes = (count: number): string => new Date(NOW + count * 60_000).toISOString();

const hold = (change: Partial<Hold> = {}): Hold => ({
  id: 'h1',
  kind: 'system',
  owner: { kind: 'person', by: 'person' },
  since: '',
  reason: '',
  held: true,
  ...change,
});
const ofRun = (run: number, title: string, change: Partial<Hold> = {}): Hold =>
  hold({ id: `run-${run}`, owner: { kind: 'run', run, title }, ...change });

/** What is told of these holds, and of what runs. */
function told(holds: readonly Hold[], running: readonly { id: number; title: string }[] = []) {
  const state: HostState = {
    ...NOTHING_YET,
    ...fromPower({ holds } as unknown as PowerStatus),
    running: running as RunSummary[],
  };
  const done: MenuAction[] = [];
  const host = { now: NOW, login: undefined, updates: { state: 'off' } } as const;
  const [top] = awakeSection(menuParts(state, host, (action) => done.push(action)));
  const items = top?.submenu as MenuItemConstructorOptions[];
  return {
    label: top?.label,
    find: (id: string) => items.find((item) => item.id === id),
    done,
    tooltip: trayTooltip(state, NOW),
    state,
  };
}

describe('the person’s own hold', () => {
  it('is told with its end, and let go of', () => {
    const { label, find, done, tooltip } = told([hold({ until: inMinutes(80) })]);
    expect(label).toBe('Kept awake until 15:20 (1 h 20 min left)');
    expect(tooltip).toBe('Luka: nothing is running, kept awake by you until 15:20');
    expect(find('awake-not')).toBeUndefined();
    (find('let-sleep')?.click as (() => void) | undefined)?.();
    expect(done).toEqual([{ do: 'let-sleep', hold: 'h1' }]);
  });

  it.each<[Partial<Hold>, string]>([
    [{}, 'Kept awake until you stop it'],
    [{ whileTasks: true }, 'Kept awake while tasks run'],
    [{ whileRun: 12 }, 'Kept awake while Back && up (#12) runs'],
    [{ whileRun: 13 }, 'Kept awake while run 13 goes'],
    [{ owner: { kind: 'person', by: 'codex' } }, 'Kept awake by codex until you stop it'],
  ])('says what ends it: %j', (change, text) => {
    expect(told([hold(change)], [{ id: 12, title: 'Back & up' }]).label).toBe(text);
  });

  it.each<[Partial<Hold>, string, string]>([
    [
      { until: inMinutes(80), notHeldBecause: 'on battery' },
      'Not kept awake now: on battery',
      'Wanted until 15:20, not held: on battery',
    ],
    [
      { whileTasks: true, notHeldBecause: 'no run goes or waits' },
      'Not kept awake now: no run goes or waits',
      'Wanted while tasks run, not held: no run goes or waits',
    ],
  ])('is not said to keep it awake where it does not: %j', (change, text, wanted) => {
    const { label, find, tooltip } = told([hold({ ...change, held: false })]);
    expect(label).toBe(text);
    expect(find('awake-not')).toMatchObject({ label: wanted, enabled: false });
    expect(find('let-sleep')).toBeDefined();
    expect(tooltip).toBe('Luka: nothing is running');
  });

  it.each<[string, readonly Hold[]]>([
    ['later', [hold({ id: 'soon', until: inMinutes(5) }), hold({ id: 'later', until: inMinutes(90) })]],
    ['endless', [hold({ id: 'soon', until: inMinutes(5) }), hold({ id: 'endless' })]],
    ['soon', [hold({ id: 'tasks', whileTasks: true }), hold({ id: 'soon', until: inMinutes(5) })]],
    ['soon', [hold({ id: 'endless', held: false }), hold({ id: 'soon', until: inMinutes(5) })]],
  ])('is of several the one that ends last, and is held: %s', (id, holds) => {
    expect(told(holds).state.hold?.id).toBe(id);
  });
});

describe('the holds of runs', () => {
  it('are told by their titles', () => {
    const { label, tooltip } = told([ofRun(1, 'Back & up'), ofRun(2, 'Waits', { held: false })]);
    expect(label).toBe('Kept awake by Back && up');
    expect(tooltip).toBe('Luka: nothing is running, kept awake by Back & up');
  });

  it('are a short line, however many there are and however they are called', () => {
    const holds = Array.from({ length: 40 }, (_, index) => ofRun(index + 1, `${index} ${'x'.repeat(300)}`));
    const { label, tooltip } = told([
      ...holds,
      ofRun(99, holds[0]!.owner.kind === 'run' ? holds[0]!.owner.title : ''),
    ]);
    expect(label).toMatch(/^Kept awake by 0 x{27}…, 1 x{27}… and 38 more$/);
    expect(tooltip.length).toBeLessThan(128);
  });

  it('are told beside the person’s', () => {
    const until = inMinutes(80);
    const both = told([hold({ until }), ofRun(1, 'Backup'), ofRun(2, 'Mail')]);
    expect(both.label).toBe('Kept awake until 15:20 (1 h 20 min left)');
    expect(both.find('awake-for')).toMatchObject({ label: 'Also by Backup and Mail', enabled: false });
    expect(both.tooltip).toBe(
      'Luka: nothing is running, kept awake by you until 15:20, and by Backup and Mail',
    );
    const runs = told([hold({ until, held: false, notHeldBecause: 'on battery' }), ofRun(1, 'Backup')]);
    expect(runs.label).toBe('Kept awake by Backup');
    expect(runs.find('awake-not')?.label).toBe('Wanted until 15:20, not held: on battery');
  });
});

it('without any hold it is offered', () => {
  expect(told([]).label).toBe('Keep awake');
});
