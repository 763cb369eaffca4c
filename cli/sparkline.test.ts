import { expect, it } from 'vitest';
import { sparkline } from './sparkline.ts';

it('draws what is measured and leaves gaps where nothing is', () => {
  expect(sparkline([1, 2, 3, null, 8], 10)).toBe('▁▂▃·█');
});

it('draws the means of neighbours where there is no room for all', () => {
  expect(sparkline([0, 0, 10, 10, null, null], 3)).toBe('▁█·');
});

it('draws what never changes low, and nothing as nothing', () => {
  expect(sparkline([5, 5, 5], 9)).toBe('▁▁▁');
  expect(sparkline([], 9)).toBe('');
  expect(sparkline([null], 9)).toBe('·');
});
