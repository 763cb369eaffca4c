import { expect, it } from 'vitest';
import { moveSpot, type Lanes } from './roving.ts';

const LANES: Lanes = [[10, 20, 30], [], [12, 29]];

it.each([
  ['ArrowRight', [0, 0], [0, 1]],
  ['ArrowRight', [0, 2], [0, 2]],
  ['ArrowLeft', [0, 0], [0, -1]],
  ['ArrowLeft', [0, -1], [0, -1]],
  ['Home', [0, 2], [0, -1]],
  ['End', [0, -1], [0, 2]],
  ['ArrowUp', [0, 1], [0, 1]],
  ['ArrowDown', [0, 1], [1, -1]],
  ['ArrowUp', [2, 1], [1, -1]],
  ['ArrowDown', [2, 0], [2, 0]],
])('%s from %j leads to %j', (key, [row, mark], [toRow, toMark]) => {
  expect(moveSpot(key, { row: row ?? 0, mark: mark ?? 0 }, LANES)).toEqual({ row: toRow, mark: toMark });
});

it('keeps the time of day from row to row, or the name', () => {
  const lanes: Lanes = [
    [10, 20, 30],
    [12, 29],
  ];
  expect(moveSpot('ArrowDown', { row: 0, mark: 1 }, lanes)).toEqual({ row: 1, mark: 0 });
  expect(moveSpot('ArrowDown', { row: 0, mark: 2 }, lanes)).toEqual({ row: 1, mark: 1 });
  expect(moveSpot('ArrowDown', { row: 0, mark: -1 }, lanes)).toEqual({ row: 1, mark: -1 });
});

it('leaves other keys alone', () => {
  expect(moveSpot('Enter', { row: 0, mark: 0 }, LANES)).toBeUndefined();
});
