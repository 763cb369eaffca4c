import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRefresher } from './refresher.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('asks at once, and once more for a burst', async () => {
  let asked = 0;
  const refresh = createRefresher(async () => {
    asked += 1;
  }, 100);
  refresh();
  expect(asked).toBe(1);
  for (let i = 0; i < 50; i += 1) refresh();
  await vi.advanceTimersByTimeAsync(99);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(2);
  refresh();
  expect(asked).toBe(3);
});

it('never has two fetches under way', async () => {
  let release: (() => void) | undefined;
  let asked = 0;
  const refresh = createRefresher(async () => {
    asked += 1;
    await new Promise<void>((resolve) => (release = resolve));
  }, 10);
  refresh();
  refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(1);
  release?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toBe(2);
});

it('forgets what waits when cancelled', async () => {
  let asked = 0;
  const refresh = createRefresher(async () => {
    asked += 1;
  }, 10);
  refresh();
  await vi.advanceTimersByTimeAsync(0);
  refresh();
  refresh.cancel();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(1);
});
