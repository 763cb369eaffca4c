import { expect, it } from 'vitest';
import { killSyncs } from './kills.ts';

const KILLS = 40;

it('a process that is killed in the middle of a sync leaves an index that opens, is sound, and becomes as the folder is', async () => {
  const { kills, moments, commits, halves } = await killSyncs(KILLS);
  expect(kills).toBe(KILLS);
  // Most of them come while something is written; how many is up to the machine.
  expect(moments.writing + moments.committing + moments.between).toBeGreaterThan(KILLS / 4);
  expect(moments.exporting + moments.outside).toBeGreaterThan(0);
  expect(halves).toBeGreaterThan(0);
  expect(commits).toBeGreaterThan(KILLS);
}, 300_000);
