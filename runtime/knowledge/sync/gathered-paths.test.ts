import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GatheredPaths } from './gathered-paths.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Each hand-over works until it is told how long that took. */
function handing() {
  const handed: { paths: readonly string[]; done: (ms: number) => void; fail: (error: Error) => void }[] = [];
  const errors: unknown[] = [];
  const gathered = new GatheredPaths(
    (paths) => new Promise((resolve, reject) => handed.push({ paths, done: resolve, fail: reject })),
    (error) => errors.push(error),
  );
  return { handed, errors, gathered, paths: () => handed.map(({ paths }) => paths) };
}

it('paths of one turn are handed over together, and those that come meanwhile after them', async () => {
  const { handed, gathered, paths } = handing();
  expect(gathered.isEmpty).toBe(true);
  gathered.add(['a', 'b']);
  gathered.add(['b', 'c']);
  await vi.advanceTimersByTimeAsync(1);
  gathered.add(['a']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(paths()).toEqual([['a', 'b', 'c']]);
  expect(gathered.isEmpty).toBe(false);
  handed[0]!.done(10);
  await vi.advanceTimersByTimeAsync(1);
  expect(paths()).toEqual([['a', 'b', 'c'], ['a']]);
  handed[1]!.done(10);
  await vi.advanceTimersByTimeAsync(1);
  expect(gathered.isEmpty).toBe(true);
});

it('work that takes long is followed by a rest, of half a minute at most', async () => {
  const { handed, gathered, paths } = handing();
  for (const [work, rest] of [
    [1_000, 3_000],
    [60_000, 30_000],
  ] as const) {
    handed.length = 0;
    gathered.add(['a']);
    await vi.advanceTimersByTimeAsync(1);
    gathered.add(['b']);
    handed[0]!.done(work);
    await vi.advanceTimersByTimeAsync(rest - 10);
    gathered.add(['c']);
    expect([paths(), gathered.isEmpty]).toEqual([[['a']], false]);
    await vi.advanceTimersByTimeAsync(20);
    expect(paths()).toEqual([['a'], ['b', 'c']]);
    handed[1]!.done(1);
    await vi.advanceTimersByTimeAsync(1);
  }
});

it('work that fails is told, and does not stop what comes after it', async () => {
  const { handed, errors, gathered, paths } = handing();
  gathered.add(['a']);
  await vi.advanceTimersByTimeAsync(1);
  const error = new Error('no');
  handed[0]!.fail(error);
  await vi.advanceTimersByTimeAsync(1);
  gathered.add(['b']);
  await vi.advanceTimersByTimeAsync(1);
  expect([errors, paths()]).toEqual([[error], [['a'], ['b']]]);
});

it('what waits is forgotten when it is closed', async () => {
  const { handed, gathered, paths } = handing();
  gathered.add(['a']);
  await vi.advanceTimersByTimeAsync(1);
  gathered.add(['b']);
  gathered.close();
  handed[0]!.done(1_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(paths()).toEqual([['a']]);
});
