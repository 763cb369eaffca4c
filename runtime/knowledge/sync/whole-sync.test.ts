import { expect, it } from 'vitest';
import { WholeSync, type WholeSyncOptions } from './whole-sync.ts';

interface Source {
  readonly id: string;
  readonly order: { readonly slow: boolean };
}

function wholeOf(sources: readonly string[], more: Partial<WholeSyncOptions<Source>> = {}) {
  const synced: string[] = [];
  const whole = new WholeSync<Source>({
    id: 1,
    sources,
    sourceOf: (id) => ({ id, order: { slow: false } }),
    syncOne: (source, count) => {
      synced.push(source.id);
      count.added += 1;
      return Promise.resolve();
    },
    onChanged: () => Promise.resolve(),
    onProgress: () => undefined,
    ...more,
  });
  return { whole, synced };
}

it('what is asked for while the exports are written is still synced', async () => {
  const writing = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  let exports = 0;
  const { whole, synced } = wholeOf(['first'], {
    onChanged: async () => {
      exports += 1;
      begun.resolve();
      await writing.promise;
    },
  });
  const run = whole.run();
  await begun.promise;
  whole.add(['second']);
  writing.resolve();
  await run;
  expect(synced).toEqual(['first', 'second']);
  // Once for each that changed something.
  expect(exports).toBe(2);
  expect(whole.end()).toMatchObject({ state: 'done', added: 2 });
});

it('exports are not written again for what changed nothing', async () => {
  let exports = 0;
  const { whole, synced } = wholeOf(['first'], {
    syncOne: (source, count) => {
      synced.push(source.id);
      if (source.id === 'first') count.added += 1;
      return Promise.resolve();
    },
    onChanged: () => {
      exports += 1;
      whole.add(['second']);
      return Promise.resolve();
    },
  });
  await whole.run();
  expect([synced, exports]).toEqual([['first', 'second'], 1]);
});
