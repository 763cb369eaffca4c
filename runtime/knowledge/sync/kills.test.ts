import { expect, it } from 'vitest';
import { killSyncs } from './kills.ts';

it('a process that is killed in the middle of a sync leaves an index that opens, is sound, and is synced to its end', async () => {
  expect(await killSyncs(6)).toMatchObject({ kills: 6 });
}, 120_000);
