import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TestClock, testClock } from './test-clock.ts';
import { temporaryFolder } from './testing.ts';

it('is as far ahead as its file says, and tells when that changes', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'clock.json');
  const clock = new TestClock(file);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(10_000);
  const moved = new Promise<void>((resolve) => clock.onMoved(resolve));
  // Written beside and renamed, so that nobody reads half a file.
  await writeFile(`${file}.new`, JSON.stringify({ offsetMs: 86_400_000 }));
  await rename(`${file}.new`, file);
  await moved;
  expect(clock.now() - Date.now()).toBeGreaterThan(86_300_000);
});

it('is not there unless it is asked for', () => {
  expect(testClock({})).toBeUndefined();
});
