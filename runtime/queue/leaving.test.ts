import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { homeLayout } from '../home/layout.ts';
import { openBench } from '../runs/testing.ts';
import { temporaryFolder } from '../testing.ts';

const waits = (gate: string) => `until [ -e ${gate} ]; do sleep 0.05; done`;

async function desk() {
  const folder = await temporaryFolder();
  const gate = join(folder.path, 'go');
  const steps = [{ run: waits(gate) }];
  const tasks = { plain: { steps }, left: { orphans: 'adopt' as const, steps } };
  const layout = homeLayout(join(folder.path, 'home'));
  return {
    open: () => openBench(layout, tasks),
    go: () => writeFile(gate, ''),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

it('takes no more while it waits for the end of what goes, and takes it all when that is taken back', async () => {
  await using here = await desk();
  const bench = await here.open();
  try {
    const first = await bench.request('plain');
    await bench.happened(first.id, 'run.started');
    const drained = bench.dispatcher.drain();
    const second = await bench.request('left');
    expect(bench.runs.snapshot(second.id).state).toBe('queued');
    bench.dispatcher.resume();
    expect(await drained).toBe(false);
    await bench.happened(second.id, 'run.started');
    const again = bench.dispatcher.drain();
    await here.go();
    expect(await again).toBe(true);
    expect((await bench.ended(first.id)).state).toBe('succeeded');
    expect((await bench.ended(second.id)).state).toBe('succeeded');
  } finally {
    await bench.close();
  }
});

it('is drained at once where nothing goes, and is not opened again by a resume after its end', async () => {
  await using here = await desk();
  const bench = await here.open();
  expect(await bench.dispatcher.drain()).toBe(true);
  await bench.close();
  bench.dispatcher.resume();
});

it('leaves runs that can be waited for to the next one, and ends the others', async () => {
  await using here = await desk();
  const before = await here.open();
  const left = await before.request('left');
  const plain = await before.request('plain');
  for (const { id } of [left, plain]) await before.happened(id, 'step.started');
  await before.dispatcher.close({ state: 'interrupted', message: 'Luka is stopping' }, { leave: true });
  expect(before.runs.snapshot(plain.id).state).toBe('interrupted');
  expect(before.runs.snapshot(left.id).state).toBe('running');
  const after = await here.open();
  try {
    expect(after.recovered.adopted.map(({ row }) => row.id)).toEqual([left.id]);
    await here.go();
    expect((await after.ended(left.id)).state).toBe('succeeded');
  } finally {
    await after.close();
  }
});
