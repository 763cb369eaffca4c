import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveCursor, pointWords, type ChartData } from './chart-data.ts';
import { COUNT, DURATION } from './units.ts';

const data: ChartData = {
  at: [1, 2, 3],
  series: [
    { label: 'Succeeded', tone: 'ok', look: 'bars', unit: COUNT, values: [1_200, null, 0] },
    { label: 'Median', tone: 'accent', look: 'line', unit: DURATION, values: [245_000, null, undefined] },
  ],
  when: (index) => `Day ${index}`,
};

describe('pointWords', () => {
  it('says every value that is known, and where none is', () => {
    expect(pointWords(data, 0)).toBe('Day 0: succeeded 1,200, median 4 min 05 s');
    expect(pointWords(data, 1)).toBe('Day 1: nothing known');
    expect(pointWords(data, 2)).toBe('Day 2: succeeded 0');
  });
});

describe('moveCursor', () => {
  const stops = [3, 20];
  const move = (key: string, index?: number) => moveCursor(key, index, { length: 30, stops });

  it('begins at the newest, and goes by one, by more, and to the ends', () => {
    expect(move('ArrowLeft')).toBe(29);
    expect(move('ArrowLeft', 29)).toBe(28);
    expect(move('ArrowRight', 29)).toBe(29);
    expect(move('PageUp', 10)).toBe(7);
    expect(move('Home', 10)).toBe(0);
    expect(move('End')).toBe(29);
    expect(move('x', 10)).toBeUndefined();
  });

  it('goes from one moment of note to the next, and stays at the last of them', () => {
    expect(move('ArrowUp')).toBe(20);
    expect(move('ArrowUp', 20)).toBe(3);
    expect(move('ArrowUp', 3)).toBe(3);
    expect(move('ArrowDown', 3)).toBe(20);
    expect(move('ArrowDown', 20)).toBe(20);
  });

  it('never leaves the chart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(
          fc.constantFrom(
            'ArrowLeft',
            'ArrowRight',
            'PageUp',
            'PageDown',
            'Home',
            'End',
            'ArrowUp',
            'ArrowDown',
          ),
        ),
        (length, keys) => {
          let index: number | undefined;
          for (const key of keys) index = moveCursor(key, index, { length, stops: [] });
          return index === undefined ? keys.length === 0 : index >= 0 && index < length;
        },
      ),
    );
  });
});
