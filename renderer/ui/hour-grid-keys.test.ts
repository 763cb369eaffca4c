import { expect, it } from 'vitest';
import { moveInHours } from './hour-grid-keys.ts';

it.each([
  ['ArrowLeft', { row: 0, hour: 0 }, { row: 0, hour: 0 }],
  ['ArrowRight', { row: 0, hour: 22 }, { row: 0, hour: 23 }],
  ['ArrowRight', { row: 0, hour: 23 }, { row: 0, hour: 23 }],
  ['ArrowUp', { row: 1, hour: 5 }, { row: 0, hour: 5 }],
  ['ArrowDown', { row: 6, hour: 5 }, { row: 6, hour: 5 }],
  ['Home', { row: 3, hour: 5 }, { row: 3, hour: 0 }],
  ['End', { row: 3, hour: 5 }, { row: 3, hour: 23 }],
  ['Enter', { row: 3, hour: 5 }, undefined],
])('%s from %j leads to %j', (key, from, to) => {
  expect(moveInHours(key, from, 7)).toEqual(to);
});
