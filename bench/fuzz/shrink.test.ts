import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../chaos/random.ts';
import { shrink } from './shrink.ts';
import { seedOf } from './target.ts';

describe('shrink', () => {
  it('keeps what fails and leaves the rest out', async () => {
    const fails = (input: unknown) => Promise.resolve(String(input).includes('<x>'));
    expect(await shrink(`${'a'.repeat(500)}<x>${'b'.repeat(300)}`, fails)).toBe('<x>');
    const bytes = Buffer.from(`${'a'.repeat(500)}<x>${'b'.repeat(300)}`);
    expect(await shrink(bytes, fails)).toEqual(Buffer.from('<x>'));
    const list = ['a', 'b', '<x>', 'c'];
    expect(await shrink(list, fails)).toEqual(['<x>']);
    const inside = { ui: true, bytes: 'aaa<x>bbb' };
    const failsInside = (input: unknown) => fails((input as typeof inside).bytes);
    expect(await shrink(inside, failsInside)).toEqual({ ui: true, bytes: '<x>' });
  });

  it('always gives an input that fails, of whatever failed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        async (text, patience) => {
          const wanted = text[text.length >> 1]!;
          const fails = (input: unknown) => Promise.resolve((input as string).includes(wanted));
          const least = (await shrink(text, fails, patience)) as string;
          return least.includes(wanted) && least.length <= text.length;
        },
      ),
    );
  });
});

describe('the chance of an input', () => {
  it('is its own, and the same again', () => {
    const first = Array.from({ length: 10_000 }, (_, index) => seeded(seedOf(7, index)).next());
    expect(new Set(first).size).toBeGreaterThan(9_990);
    expect(Array.from({ length: 10_000 }, (_, index) => seeded(seedOf(7, index)).next())).toEqual(first);
    expect(seeded(seedOf(8, 0)).next()).not.toBe(first[0]);
  });
});
