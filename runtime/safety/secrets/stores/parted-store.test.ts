import fc from 'fast-check';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing.ts';
import type { ItemStore } from './item-store.ts';
import { NameIndex } from './name-index.ts';
import { createPartedStore } from './parted-store.ts';
import { isSecretName } from './secret-store.ts';

/** A keeper in memory that insists on short printable texts. */
function memory(largest: number): { items: ItemStore; kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    items: {
      kind: 'secret-tool',
      largest,
      get: (id) => Promise.resolve(kept.get(id)),
      getAll: (ids) => Promise.resolve(ids.map((id) => kept.get(id)!)),
      setAll(all) {
        for (const { id, text } of all) {
          expect(text).toMatch(/^[ -~]+$/);
          expect(text.length).toBeLessThanOrEqual(largest);
          kept.set(id, text);
        }
        return Promise.resolve();
      },
      remove: (id) => Promise.resolve(kept.delete(id)),
      removeAll(ids) {
        for (const id of ids) kept.delete(id);
        return Promise.resolve();
      },
      probe: () => Promise.resolve(),
    },
  };
}

it('gives back any value, and keeps nothing of the one before', async () => {
  await using folder = await temporaryFolder();
  const { items, kept } = memory(100);
  const store = createPartedStore(items, new NameIndex(join(folder.path, 'names.json')));
  const value = fc
    .oneof(
      fc.string({ minLength: 4, maxLength: 300, unit: 'grapheme' }),
      fc.constantFrom('luka-parts:000000000000:3', 'luka-base64:aGVsbG8=', 'deadbeef', ' spaces ', 'plain'),
    )
    .map((text) => text.toWellFormed().replaceAll('\0', '0'))
    .filter((text) => Buffer.byteLength(text) >= 4);
  await fc.assert(
    fc.asyncProperty(value, async (text) => {
      await store.set('NAME', text);
      expect(await store.get('NAME')).toBe(text);
      const parts = [...kept.keys()].filter((id) => id !== 'NAME');
      expect(parts.length).toBeLessThanOrEqual(Math.ceil((Buffer.byteLength(text) * 4) / 3 / 100) + 1);
      expect(parts.some(isSecretName)).toBe(false);
    }),
    { numRuns: 200 },
  );
  expect(await store.remove('NAME')).toBe(true);
  expect([kept.size, await store.list()]).toEqual([0, []]);
});

it('finds the old value where storing the new one broke off', async () => {
  await using folder = await temporaryFolder();
  const { items } = memory(100);
  const index = new NameIndex(join(folder.path, 'names.json'));
  const old = 'ก'.repeat(200);
  await createPartedStore(items, index).set('NAME', old);
  const breaking: ItemStore = {
    ...items,
    async setAll(all) {
      await items.setAll(all.slice(0, 3));
      throw new Error('gone');
    },
  };
  await expect(createPartedStore(breaking, index).set('NAME', 'ข'.repeat(300))).rejects.toThrow('gone');
  expect(await createPartedStore(items, index).get('NAME')).toBe(old);
});
