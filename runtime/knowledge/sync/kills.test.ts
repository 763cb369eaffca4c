import { expect, it } from 'vitest';
import { killSyncs } from './kills.ts';

it('a process that is killed in the middle of a sync leaves an index that opens, is sound, and becomes as the folder is', async () => {
  const { kills, moments, commits } = await killSyncs(10);
  expect(kills).toBe(10);
  // Most of them come while something is written; how many is up to the machine.
  expect(moments.writing + moments.committing + moments.between).toBeGreaterThan(0);
  expect(commits).toBeGreaterThan(10);
}, 180_000);
