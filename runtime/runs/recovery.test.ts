import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { homeLayout } from '../home/layout.ts';
import { temporaryFolder } from '../testing.ts';
import { processStart, readBootId, startTicks } from './processes/identity.ts';
import { runMark } from './processes/run-mark.ts';
import { openBench, type Bench } from './testing.ts';

const tasks: Record<string, TaskDefinition> = {
  plain: { steps: [{ run: 'sleep 300' }] },
  again: { idempotent: true, steps: [{ run: 'echo done' }] },
  queued: { steps: [{ run: 'echo ran' }] },
};

/** The ledger as a kill in the middle of a run leaves it. */
async function interrupt(
  bench: Bench,
  task: string,
  process_?: { pid: number; started: string | undefined },
): Promise<number> {
  const { id } = await bench.request(task);
  bench.ledger.start({ id, attempt: 1 }, await readBootId(), [{ name: 'x', kind: 'run', optional: false }]);
  const key = { run: id, attempt: 1, index: 0 };
  bench.ledger.steps.start(key, ['sleep', '300'], undefined);
  if (process_) bench.ledger.steps.identify(key, process_.pid, process_.started);
  return id;
}

function sleeper(env: Record<string, string> = {}) {
  const child = spawn('sleep', ['300'], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const exit = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('exit', (_, signal) => resolve(signal)),
  );
  return { pid: child.pid!, exit, kill: () => child.kill('SIGKILL') };
}

describe('after a crash', () => {
  it('ends what still runs, calls the run interrupted, repeats an idempotent one once, and goes on with the queue', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const before = await openBench(layout, tasks, { closed: true });
    const child = sleeper();
    const plain = await interrupt(before, 'plain', {
      pid: child.pid,
      started: await processStart(child.pid),
    });
    const again = await interrupt(before, 'again');
    const queued = (await before.request('queued')).id;
    await before.close();

    const after = await openBench(layout, tasks);
    expect(after.recovered.interrupted).toEqual([plain, again]);
    expect(await child.exit).toBe('SIGTERM');
    expect(after.runs.snapshot(plain)).toMatchObject({
      state: 'interrupted',
      errorCode: 'run_interrupted',
      attempts: [{ state: 'interrupted', steps: [{ state: 'interrupted' }] }],
    });
    const repeated = after.recovered.repeated.get(again)!;
    expect(await after.ended(repeated)).toMatchObject({
      state: 'succeeded',
      cause: { kind: 'rerun', detail: `again after #${again} was interrupted` },
    });
    expect((await after.ended(queued)).state).toBe('succeeded');
    await after.close();

    const third = await openBench(layout, tasks);
    expect(third.recovered.interrupted).toEqual([]);
    expect(third.queries.list({ limit: 100 }).runs).toHaveLength(4);
    await third.close();
  });

  it('does not repeat for ever a run that ends Luka each time', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const first = await openBench(layout, tasks, { closed: true });
    let id = await interrupt(first, 'again');
    await first.close();
    let lives = 0;
    for (; lives < 10; lives += 1) {
      const bench = await openBench(layout, tasks, { closed: true });
      const next = bench.recovered.repeated.get(id);
      if (next !== undefined) {
        bench.ledger.start({ id: next, attempt: 1 }, await readBootId(), [
          { name: 'x', kind: 'run', optional: false },
        ]);
        id = next;
      }
      await bench.close();
      if (next === undefined) break;
    }
    expect(lives).toBe(3);
  });

  it('never touches a process that only has the same pid', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const before = await openBench(layout, tasks, { closed: true });
    const stranger = sleeper();
    await interrupt(before, 'plain', { pid: stranger.pid, started: 'some other time' });
    await before.close();
    const after = await openBench(layout, tasks);
    expect(await processStart(stranger.pid)).toBeDefined();
    await after.close();
    stranger.kill();
  });

  it('finds a process that was started but never written down', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const before = await openBench(layout, tasks, { closed: true });
    const id = await interrupt(before, 'plain');
    const child = sleeper({ LUKA_MARK: runMark(layout.root, id).value });
    await before.close();
    const after = await openBench(layout, tasks);
    expect(await child.exit).toBe('SIGTERM');
    await after.close();
  });
});

describe('the mark of a run', () => {
  it('is another for the same run of another home', () => {
    expect(runMark('/a', 1).text).not.toBe(runMark('/b', 1).text);
    expect(runMark('/a', 1).text).not.toBe(runMark('/a', 11).text);
  });
});

describe('processes', () => {
  it('reads the start time behind a name with spaces and brackets', () => {
    const fields = Array.from({ length: 50 }, (_, n) => String(n + 3));
    expect(startTicks(`1 (a) b) ${['S', ...fields.slice(1)].join(' ')}`)).toBe('22');
    expect(startTicks(`1 (x) ${['Z', ...fields.slice(1)].join(' ')}`)).toBeUndefined();
  });
});
