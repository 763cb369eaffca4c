import { expect, it } from 'vitest';
import { ManualClock } from '../testing.ts';
import { Settling } from './settling.ts';
import type { Stamp } from './stamp.ts';

const SETTLE = 2_000;
const sized = (size: number): Stamp => ({ modified: 1, size, born: 1 });

function setUp(files: Record<string, Stamp | undefined>) {
  const clock = new ManualClock();
  const told: string[] = [];
  let [looks, atOnce, mostAtOnce] = [0, 0, 0];
  const settling = new Settling({
    clock,
    settle: SETTLE,
    async look(path) {
      looks += 1;
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      return files[path];
    },
    settled: (path, stamp) => told.push(stamp ? `${path} ${stamp.size}` : `${path} gone`),
  });
  /** Time passes, and everything that was begun by it ends. */
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { files, told, settling, pass, clock, looks: () => looks, mostAtOnce: () => mostAtOnce };
}

it('tells a file once, when it was left alone for long enough', async () => {
  const { settling, told, pass, clock } = setUp({ a: sized(1) });
  settling.note('a');
  await pass(SETTLE - 1);
  settling.note('a');
  await pass(SETTLE - 1);
  expect(told).toEqual([]);
  await pass(1);
  expect(told).toEqual(['a 1']);
  await pass(10 * SETTLE);
  expect(told).toEqual(['a 1']);
  expect(clock.nextTimer).toBeUndefined();
});

it('waits on where it grew without an event', async () => {
  const { settling, told, pass, files } = setUp({ a: sized(1) });
  settling.note('a');
  await pass(0);
  for (const size of [2, 3, 4]) {
    files['a'] = sized(size);
    await pass(SETTLE);
    expect(told).toEqual([]);
  }
  await pass(SETTLE);
  expect(told).toEqual(['a 4']);
});

it('tells one that went, and one that went and came back', async () => {
  const { settling, told, pass, files } = setUp({ a: sized(1), b: sized(1) });
  settling.note('a');
  settling.note('b');
  await pass(0);
  files['a'] = files['b'] = undefined;
  await pass(SETTLE);
  files['b'] = sized(2);
  settling.note('b');
  await pass(SETTLE);
  expect(told).toEqual(['a gone']);
  await pass(SETTLE);
  expect(told).toEqual(['a gone', 'b 2']);
});

it('an event while it is being checked starts the wait again', async () => {
  const { settling, told, pass, clock } = setUp({ a: sized(1) });
  settling.note('a');
  await pass(0);
  clock.advance(SETTLE);
  settling.note('a');
  await pass(SETTLE - 1);
  expect(told).toEqual([]);
  await pass(1);
  expect(told).toEqual(['a 1']);
});

it('a thousand files are looked at twice each, sixteen at once, by one timer', async () => {
  const names = Array.from({ length: 1_000 }, (_, n) => `f${n}`);
  const { settling, told, pass, looks, mostAtOnce } = setUp(
    Object.fromEntries(names.map((name) => [name, sized(1)])),
  );
  for (const name of names) settling.note(name);
  await pass(0);
  for (const name of names) settling.note(name);
  await pass(SETTLE);
  expect(told.toSorted()).toEqual(names.map((name) => `${name} 1`).toSorted());
  expect(looks()).toBe(2_000);
  expect(mostAtOnce()).toBe(16);
});

it('tells nothing once it is closed', async () => {
  const { settling, told, pass, clock } = setUp({ a: sized(1) });
  settling.note('a');
  await pass(0);
  clock.advance(SETTLE);
  settling.close();
  settling.note('a');
  await pass(SETTLE);
  expect(told).toEqual([]);
  expect(clock.nextTimer).toBeUndefined();
});
