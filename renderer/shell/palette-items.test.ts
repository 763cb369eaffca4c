import { describe, expect, it } from 'vitest';
import { findItems, runNumber, type PaletteGroup, type PaletteItem } from './palette-items.ts';

const item = (group: PaletteGroup, text: string, also?: string): PaletteItem => ({
  id: `${group}:${text}`,
  group,
  text,
  also,
  act: () => undefined,
});
const texts = (items: readonly PaletteItem[], typed: string) =>
  findItems(items, typed).map(({ group, items: found }) => [group, found.map(({ text }) => text)]);

describe('the palette', () => {
  const items = [
    item('Tasks', 'Nightly backup', 'backup'),
    item('Tasks', 'ภาษาไทย'),
    item('Actions', 'Run Nightly backup'),
    item('Pages', 'Schedule', 'calendar'),
  ];
  it('finds by any words, in any order, by a name that is not shown, and in Thai', () => {
    expect(texts(items, 'backup night')).toEqual([
      ['Tasks', ['Nightly backup']],
      ['Actions', ['Run Nightly backup']],
    ]);
    expect(texts(items, 'calendar')).toEqual([['Pages', ['Schedule']]]);
    expect(texts(items, 'ไทย')).toEqual([['Tasks', ['ภาษาไทย']]]);
    expect(texts(items, 'nothing of it')).toEqual([]);
  });
  it('offers actions and pages before anything is typed', () => {
    expect(texts(items, ' ').map(([group]) => group)).toEqual(['Actions', 'Pages']);
  });
  it('stays short, and says how many more there are', () => {
    const many = Array.from({ length: 500 }, (_, index) => item('Tasks', `Task ${index}`));
    const [found] = findItems(many, 'task');
    expect(found).toMatchObject({ more: 493 });
    expect(found?.items).toHaveLength(7);
  });
});

it.each([
  ['12', 12],
  ['#12', 12],
  ['run 12', 12],
  ['Run #7', 7],
  ['0', undefined],
  ['12a', undefined],
  ['', undefined],
])('%j is the run %s', (typed, run) => expect(runNumber(typed)).toBe(run));
