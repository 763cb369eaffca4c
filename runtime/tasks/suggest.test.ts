import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest, editDistance } from './suggest.ts';

describe('closest', () => {
  it('finds what was meant, and nothing where nothing is near', () => {
    const words = ['timeout', 'title', 'steps', 'run'];
    expect(closest('tiemout', words)).toBe('timeout');
    expect(closest('Step', words)).toBe('steps');
    expect(closest('rn', words)).toBe('run');
    expect(closest('colour', words)).toBeUndefined();
    expect(closest('x'.repeat(10_000), words)).toBeUndefined();
  });

  it('measures a distance', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('the cost of a suggestion', () => {
  it('is a bounded number of comparisons, only with words about as long', () => {
    let asked = 0;
    const words = function* (length: number): Generator<string> {
      for (; asked < 10_000; asked += 1) yield 'y'.repeat(length);
    };
    expect(closest('x'.repeat(40), words(40))).toBeUndefined();
    expect(asked).toBeLessThan(100);
    expect(closest('title', [...words(1_000), 'titel'])).toBe('titel');
  });
});
