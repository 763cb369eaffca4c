import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { ManualClock } from '../../testing.ts';
import { awaitStranger } from './await-stranger.ts';
import { lookUpStart } from './identity.ts';

/** Looks that are answered one after the other; the last one again and again. */
function looks(...answers: (string | undefined | Error)[]) {
  let asked = 0;
  return {
    asked: () => asked,
    startOf: () => {
      asked += 1;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

/** Lets everything happen that waits for no timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

it('waits as long as the same process is there, looking twice a second', async () => {
  const clock = new ManualClock();
  const { startOf, asked } = looks('then', 'then', undefined);
  let over = false;
  const waiting = awaitStranger({ pid: process.pid, started: 'then' }, clock, startOf).then(
    () => (over = true),
  );
  await settle();
  expect([asked(), clock.nextTimer, over]).toEqual([1, 500, false]);
  clock.advance(500);
  await settle();
  expect([asked(), over]).toEqual([2, false]);
  clock.advance(500);
  await waiting;
  expect(clock.nextTimer).toBeUndefined();
});

it('is over when the pid is another process by now', async () => {
  await awaitStranger({ pid: process.pid, started: 'then' }, new ManualClock(), looks('later').startOf);
});

it('asks again where it cannot be told', async () => {
  const clock = new ManualClock();
  const { startOf, asked } = looks(new Error('EMFILE'), 'then', undefined);
  const waiting = awaitStranger({ pid: process.pid, started: 'then' }, clock, startOf);
  for (let n = 0; n < 3; n += 1) {
    await settle();
    clock.advance(500);
  }
  await waiting;
  expect(asked()).toBe(3);
});

it('notices the end of a real one', async () => {
  const child = spawn('sleep', ['300'], { stdio: 'ignore' });
  const started = await lookUpStart(child.pid!);
  let over = false;
  const waiting = awaitStranger({ pid: child.pid!, started: started! }, systemClock).then(
    () => (over = true),
  );
  expect(over).toBe(false);
  child.kill('SIGKILL');
  await Promise.all([waiting, once(child, 'exit')]);
  expect(await lookUpStart(child.pid!)).toBeUndefined();
});
