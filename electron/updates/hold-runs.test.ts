import { expect, it } from 'vitest';
import { holdRuns } from './hold-runs.ts';

it('is true where nothing goes, and does not wait for what does', async () => {
  expect(await holdRuns({ drain: async () => true })).toBe(true);
  expect(await holdRuns({ drain: () => new Promise(() => undefined) })).toBe(false);
});
