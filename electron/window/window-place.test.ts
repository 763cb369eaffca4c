import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SIZE, placeWindow } from './window-place.ts';

const screen = { x: 0, y: 25, width: 1_440, height: 875 };
const second = { x: 1_440, y: 0, width: 1_920, height: 1_080 };

describe('the window', () => {
  it('comes back where it was', () => {
    const place = { x: 1_500, y: 40, width: 900, height: 700 };
    expect(placeWindow(place, [screen, second])).toEqual(place);
  });
  it('keeps its size but not its place when the display is gone', () => {
    expect(placeWindow({ x: 1_500, y: 40, width: 900, height: 700 }, [screen])).toEqual({
      width: 900,
      height: 700,
    });
  });
  it('is not larger than its display', () => {
    expect(placeWindow({ x: 0, y: 30, width: 5_000, height: 4_000 }, [screen])).toMatchObject({
      width: 1_440,
      height: 875,
    });
  });
  it('has its usual size where the file says nothing of use', () => {
    for (const saved of [
      undefined,
      null,
      'x',
      {},
      { x: 0, y: 0, width: 1, height: 1 },
      { x: 0, y: 0, width: Number.NaN, height: 700 },
    ]) {
      expect(placeWindow(saved, [screen])).toEqual(DEFAULT_SIZE);
    }
  });
  it('can always be reached by its title bar', () => {
    const place = fc.record({
      x: fc.integer({ min: -5_000, max: 5_000 }),
      y: fc.integer({ min: -5_000, max: 5_000 }),
      width: fc.integer({ min: 640, max: 4_000 }),
      height: fc.integer({ min: 420, max: 4_000 }),
    });
    fc.assert(
      fc.property(place, (saved) => {
        const { x, y, width } = placeWindow(saved, [screen, second]);
        if (x === undefined || y === undefined) return;
        const reachable = [screen, second].some(
          (area) =>
            Math.min(x + width, area.x + area.width) - Math.max(x, area.x) > 0 &&
            y >= area.y &&
            y < area.y + area.height,
        );
        expect(reachable).toBe(true);
      }),
    );
  });
});
