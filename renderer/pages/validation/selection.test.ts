import { describe, expect, it } from 'vitest';
import { nextSelected, stepFrom } from './selection.ts';

describe('what is chosen', () => {
  it.each([
    [[5, 4, 3], undefined, 5],
    [[5, 4, 3], { id: 4, at: 1 }, 4],
    [[5, 3], { id: 4, at: 1 }, 3],
    [[5], { id: 4, at: 1 }, 5],
    [[], { id: 4, at: 1 }, undefined],
    [[9, 5, 4], { id: 4, at: 1 }, 4],
  ])('of %j after %j is %s', (ids, chosen, expected) => {
    expect(nextSelected(ids, chosen)).toBe(expected);
  });

  it('goes through the list and stays at its ends', () => {
    const ids = [5, 4, 3];
    expect(stepFrom(ids, undefined, 1)).toBe(5);
    expect(stepFrom(ids, 5, 1)).toBe(4);
    expect(stepFrom(ids, 3, 1)).toBe(3);
    expect(stepFrom(ids, 5, -1)).toBe(5);
    expect(stepFrom([], undefined, 1)).toBeUndefined();
  });
});
