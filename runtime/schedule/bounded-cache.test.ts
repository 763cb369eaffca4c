import { describe, expect, it } from 'vitest';
import { BoundedCache } from './bounded-cache.ts';

describe('BoundedCache', () => {
  it('makes a thing once, and forgets what was not used for longest', () => {
    const cache = new BoundedCache<string, { key: string }>(2);
    const made: string[] = [];
    const get = (key: string) =>
      cache.get(key, (one) => {
        made.push(one);
        return { key: one };
      });
    const a = get('a');
    get('b');
    expect(get('a')).toBe(a);
    get('c');
    expect(cache.size).toBe(2);
    expect(get('a')).toBe(a);
    get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('keeps nothing of what could not be made', () => {
    const cache = new BoundedCache<string, object>(2);
    const fail = () => {
      throw new RangeError('no');
    };
    expect(() => cache.get('a', fail)).toThrow(RangeError);
    expect(cache.size).toBe(0);
  });
});
