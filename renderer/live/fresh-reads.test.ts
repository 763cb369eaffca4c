import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFreshReads, type FreshReads } from './fresh-reads.ts';

let reads: FreshReads;
let answers: (() => void)[];
const work = () => new Promise<void>((resolve) => answers.push(resolve));

beforeEach(() => {
  vi.useFakeTimers();
  reads = createFreshReads(100);
  answers = [];
});
afterEach(() => {
  vi.useRealTimers();
});

it('reads once where nothing happens meanwhile', async () => {
  const done = reads.read('a', work);
  answers[0]?.();
  await done;
  reads.touch('a');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(answers).toHaveLength(1);
});

it('reads once more, after a pause, for all that happened meanwhile', async () => {
  let isDone = false;
  void reads.read('a', work).then(() => (isDone = true));
  reads.touch('a');
  reads.touch('a');
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(99);
  expect([answers.length, isDone]).toEqual([1, false]);
  await vi.advanceTimersByTimeAsync(1);
  expect([answers.length, isDone]).toEqual([2, false]);
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([answers.length, isDone]).toEqual([2, true]);
});

it('never has two reads of a key under way, and leaves other keys alone', async () => {
  const first = reads.read('a', work);
  const second = reads.read('a', work);
  void reads.read('b', work);
  reads.touch('b');
  expect(answers).toHaveLength(2);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(100);
  answers[2]?.();
  await Promise.all([first, second]);
  expect(answers).toHaveLength(3);
});
