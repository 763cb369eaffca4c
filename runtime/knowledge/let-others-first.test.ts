import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { letOthersFirst } from './let-others-first.ts';

const CODE = `
  const { getPriority } = require('node:os');
  const { parentPort, workerData } = require('node:worker_threads');
  void import(workerData).then(({ letOthersFirst }) => {
    letOthersFirst();
    parentPort.postMessage(getPriority());
  });
`;

it.runIf(process.platform === 'linux')(
  'a thread that lets others go first is the only one that does',
  async () => {
    const before = getPriority();
    const worker = new Worker(CODE, {
      eval: true,
      workerData: new URL('./let-others-first.ts', import.meta.url).href,
    });
    const there = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    expect([there, getPriority()]).toEqual([before + 5, before]);
  },
);

it('nothing is done where it would be that of all of Luka', () => {
  const before = getPriority();
  letOthersFirst('darwin');
  expect(getPriority()).toBe(before);
});
