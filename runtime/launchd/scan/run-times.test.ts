import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { openLedger } from '../../governance/testing.ts';
import { processAges, readAges, RunTimes } from './run-times.ts';

const FILE = '/agents/com.me.job.plist';

async function learner() {
  const ledger = await openLedger();
  ledger.store.commit((tx) =>
    tx.run("insert into agent_states (file, state, since) values (?, 'running', 0)", FILE),
  );
  const ages = new Map<number, number>();
  const make = () => new RunTimes({ store: ledger.store, ages: async () => ages });
  const see = async (times: RunTimes, pid: number, seconds: number): Promise<void> => {
    ages.set(pid, seconds);
    await times.note([{ file: FILE, label: 'com.me.job', pid }]);
  };
  return { ledger, make, see };
}

it('knows nothing before it saw a job run', async () => {
  const { ledger, make } = await learner();
  await using _ = ledger;
  expect(make().usual('com.me.job')).toBeUndefined();
});

it('takes the median of the last five runs, each as old as it was seen', async () => {
  const { ledger, make, see } = await learner();
  await using _ = ledger;
  const times = make();
  await see(times, 1, 10);
  await see(times, 1, 90);
  expect(times.usual('com.me.job')).toBe(90);
  // One that hung is no rule.
  for (const [pid, seconds] of [
    [2, 9_000],
    [3, 20],
    [4, 30],
    [5, 40],
    [6, 50],
  ] as const)
    await see(times, pid, seconds);
  expect(times.usual('com.me.job')).toBe(40);
  expect(times.usual('com.me.other')).toBeUndefined();
});

it('still knows after a start', async () => {
  const { ledger, make, see } = await learner();
  await using _ = ledger;
  await see(make(), 1, 90);
  expect(make().usual('com.me.job')).toBe(90);
});

it.each([
  ['  501 01-02:03:04\n', 93_784],
  ['501 02:03:04', 7_384],
  ['501    03:04', 184],
])('reads the age that ps prints: %j', (text, seconds) => {
  expect(readAges(text)).toEqual(new Map([[501, seconds]]));
});

it('asks ps about processes that are there, and those that are not', async () => {
  const child = spawn('sleep', ['30']);
  try {
    const ages = await processAges([child.pid!, 4_000_000]);
    expect([...ages.keys()]).toEqual([child.pid]);
    expect(ages.get(child.pid!)).toBeLessThan(30);
  } finally {
    child.kill();
  }
});
