import { realpath } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { trySwaps } from './swap-trial.ts';

it('writes nothing outside while a folder is swapped with a link 1,000 times', async () => {
  await using folder = await temporaryFolder();
  const trial = await trySwaps(await realpath(folder.path), 1_000, 'guarded');
  expect(trial).toMatchObject({ swaps: 1_000, outside: [] });
  expect(trial.written).toBeGreaterThan(0);
});
