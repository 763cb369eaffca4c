import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepKind } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { temporaryFolder } from '../testing.ts';
import { exitFile } from './adoption.ts';
import { keepExit, readKeeper } from './processes/exit-keeper.ts';
import { processStart, readBootId } from './processes/identity.ts';
import { runMark } from './processes/run-mark.ts';
import { signal } from './processes/signal.ts';
import { spawnProcess } from './processes/spawn.ts';
import { stepName } from './steps/index.ts';
import { openBench, type Bench } from './testing.ts';

/** Goes on until the file is there. */
const until = (name: string) => `while [ ! -e "$LUKA_HOME/${name}" ]; do sleep 0.02; done`;

const adopt = { orphans: 'adopt' } as const;
const tasks: Record<string, TaskDefinition> = {
  long: {
    ...adopt,
    steps: [
      { id: 'first', run: 'true' },
      { id: 'second', run: `echo before; ${until('go')}; echo after; echo "got=2" >> "$LUKA_OUTPUT"` },
      { run: 'echo "first $OUT_FIRST_GOT, second $OUT_SECOND_GOT"' },
    ],
  },
  fails: { ...adopt, retry: { times: 1, delay: 0 }, steps: [{ run: `${until('go')}; exit 7` }] },
  stubborn: { ...adopt, grace: 100, steps: [{ run: `trap '' TERM; ${until('never')}` }] },
  limited: { ...adopt, timeout: 5_000, steps: [{ run: until('never') }] },
  optional: { ...adopt, steps: [{ run: 'false', optional: true }, { run: 'echo last' }] },
  again: { idempotent: true, steps: [{ run: until('never') }] },
};

interface Left {
  readonly id: number;
  readonly pid: number;
  readonly scratch: string;
}

/**
 * A run in the middle of a step, as a kill of Luka leaves it: the row, the log, and a process that goes on.
 * @param ends of the steps before it
 */
async function abandon(
  bench: Bench,
  task: string,
  options: {
    ends?: { state: 'succeeded' | 'failed'; got?: string }[];
    unwritten?: true;
    boot?: string;
    script?: string;
  } = {},
): Promise<Left> {
  const { ledger, layout, logs } = bench;
  const definition = tasks[task]!;
  const { ends = [] } = options;
  const { id } = await bench.request(task);
  ledger.start(
    { id, attempt: 1 },
    options.boot ?? (await readBootId()),
    definition.steps.map((step) => ({
      id: step.id,
      name: stepName(step),
      kind: stepKind(step),
      optional: step.optional ?? false,
    })),
  );
  const log = logs.create(id, 1);
  for (const [index, { state, got }] of ends.entries()) {
    const key = { run: id, attempt: 1, index };
    ledger.steps.start(key, ['x'], undefined);
    const message = state === 'failed' ? 'ended with exit code 1' : undefined;
    ledger.steps.finish(key, { state, message }, got === undefined ? undefined : { got });
  }
  const index = ends.length;
  const scratch = join(layout.scratch, String(id));
  await mkdir(scratch, { recursive: true });
  const step = definition.steps[index];
  if (!step || options.script === '') {
    logs.close(id);
    return { id, pid: 0, scratch };
  }
  const key = { run: id, attempt: 1, index };
  ledger.steps.start(key, ['x'], layout.root);
  const mark = runMark(layout.root, id);
  const script = options.script ?? ('run' in step ? step.run : '');
  const child = await spawnProcess({
    argv: keepExit(['/bin/bash', '-c', script], exitFile(scratch, key)),
    cwd: layout.root,
    env: {
      PATH: process.env['PATH'] ?? '',
      LUKA_HOME: layout.root,
      LUKA_OUTPUT: join(log.files.folder, `1.step-${index + 1}.outputs`),
      [mark.name]: mark.value,
    },
    ...log.fds,
  });
  if (options.unwritten) while ((await readKeeper(exitFile(scratch, key))) === undefined) await pause();
  else ledger.steps.identify(key, child.pid, await processStart(child.pid));
  log.note('written before the crash');
  logs.close(id);
  return { id, pid: child.pid, scratch };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
const isGone = async (pid: number) => (await processStart(pid)) === undefined;
async function gone(pid: number): Promise<void> {
  while (!(await isGone(pid))) await pause();
}

/** A home whose Luka is killed and started again. */
async function crash<T>(
  before: (bench: Bench) => Promise<T>,
): Promise<{ layout: HomeLayout; left: T; restart: () => Promise<Bench> } & AsyncDisposable> {
  const folder = await temporaryFolder();
  const layout = homeLayout(join(folder.path, 'home'));
  const bench = await openBench(layout, tasks, { closed: true });
  const left = await before(bench);
  await bench.close();
  const open: Bench[] = [];
  return {
    layout,
    left,
    async restart() {
      const next = await openBench(layout, tasks);
      open.push(next);
      return next;
    },
    async [Symbol.asyncDispose]() {
      for (const one of open) await one.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a run that outlived Luka', () => {
  it('goes on as if nothing had happened: its step is waited for, its outputs and its log are whole', async () => {
    await using home = await crash((bench) =>
      abandon(bench, 'long', { ends: [{ state: 'succeeded', got: '1' }] }),
    );
    const { id, pid, scratch } = home.left;
    const bench = await home.restart();
    expect(bench.recovered).toMatchObject({
      interrupted: [],
      adopted: [{ row: { id }, going: { index: 1 } }],
    });
    expect(bench.runs.snapshot(id)).toMatchObject({
      state: 'running',
      attempts: [{ steps: [{ state: 'succeeded' }, { state: 'running', pid }, { state: 'pending' }] }],
    });
    // It takes its place: one run of the task at a time.
    const next = await bench.request('long');
    expect(bench.runs.snapshot(next.id).state).toBe('queued');
    expect(await isGone(pid)).toBe(false);
    await writeFile(join(home.layout.root, 'go'), '');

    const run = await bench.ended(id);
    expect(run).toMatchObject({ state: 'succeeded', exitCode: 0 });
    expect(run.durationMs).toBeGreaterThanOrEqual(0);
    expect(run.attempts).toMatchObject([
      {
        number: 1,
        steps: [
          { state: 'succeeded', outputs: { got: '1' } },
          { state: 'succeeded', exitCode: 0, pid, outputs: { got: '2' } },
          { state: 'succeeded' },
        ],
      },
    ]);
    const log = await bench.log(id);
    expect(log).toContain('before\n');
    expect(log.match(/^(after|first 1, second 2|written before the crash|Luka was away.*)$/gm)).toEqual([
      'written before the crash',
      'Luka was away; the run goes on',
      'after',
      'first 1, second 2',
    ]);
    expect(bench.events.filter(({ run, type }) => run === id && type === 'run.started')).toEqual([]);
    await expect(readFile(join(scratch, '1.step-2.exit'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await bench.ended(next.id)).state).toBe('succeeded');
    expect(bench.errors).toEqual([]);
  });

  it('fails with the exit code of its step, and is attempted again where the task says so', async () => {
    await using home = await crash((bench) => abandon(bench, 'fails'));
    const bench = await home.restart();
    await writeFile(join(home.layout.root, 'go'), '');
    const run = await bench.ended(home.left.id);
    expect(run).toMatchObject({ state: 'failed', exitCode: 7, attempt: 2 });
    expect(run.attempts).toMatchObject([
      { state: 'failed', exitCode: 7, steps: [{ exitCode: 7, message: 'ended with exit code 7' }] },
      { state: 'failed', exitCode: 7 },
    ]);
  });

  it('goes on although its step ended before Luka was back', async () => {
    await using home = await crash((bench) =>
      abandon(bench, 'long', { ends: [{ state: 'succeeded', got: '1' }] }),
    );
    await writeFile(join(home.layout.root, 'go'), '');
    await gone(home.left.pid);
    const bench = await home.restart();
    expect(bench.recovered.adopted[0]!.going).toEqual({ index: 1, startedAt: expect.any(Number) });
    expect((await bench.ended(home.left.id)).state).toBe('succeeded');
    expect(await bench.log(home.left.id)).toContain('first 1, second 2');
  });

  it('goes on where Luka died between two steps, after the last one, or after an optional one that failed', async () => {
    await using home = await crash(async (bench) => ({
      between: await abandon(bench, 'long', { ends: [{ state: 'succeeded', got: '1' }], script: '' }),
      optional: await abandon(bench, 'optional', { ends: [{ state: 'failed' }, { state: 'succeeded' }] }),
      failed: await abandon(bench, 'fails', { ends: [{ state: 'failed' }] }),
    }));
    await writeFile(join(home.layout.root, 'go'), '');
    const bench = await home.restart();
    expect((await bench.ended(home.left.between.id)).state).toBe('succeeded');
    expect(await bench.log(home.left.between.id)).toContain('first 1, second 2');
    expect(await bench.ended(home.left.optional.id)).toMatchObject({
      state: 'succeeded',
      message: 'optional step 1 (false) failed: ended with exit code 1',
    });
    expect((await bench.ended(home.left.failed.id)).attempts[0]).toMatchObject({
      state: 'failed',
      steps: [{ state: 'failed' }],
    });
  });

  it('says that it does not know how its step ended, where nobody wrote it down', async () => {
    await using home = await crash((bench) =>
      abandon(bench, 'long', { ends: [{ state: 'succeeded', got: '1' }] }),
    );
    const bench = await home.restart();
    signal(-home.left.pid, 'SIGKILL');
    expect(await bench.ended(home.left.id)).toMatchObject({
      state: 'failed',
      errorCode: 'exit_unknown',
      attempts: [{ steps: [{ state: 'succeeded' }, { state: 'failed' }, { state: 'skipped' }] }],
    });
  });

  it('is found by its mark where Luka died before it could write down who the process is', async () => {
    await using home = await crash((bench) => abandon(bench, 'fails', { unwritten: true }));
    const bench = await home.restart();
    expect(bench.runs.snapshot(home.left.id).attempts[0]!.steps[0]).toMatchObject({ pid: home.left.pid });
    await writeFile(join(home.layout.root, 'go'), '');
    expect((await bench.ended(home.left.id)).attempts[0]).toMatchObject({ exitCode: 7 });
  });

  it('can be cancelled, its stubborn processes too, and keeps its time limit', async () => {
    await using home = await crash(async (bench) => ({
      stubborn: await abandon(bench, 'stubborn'),
      limited: await abandon(bench, 'limited'),
    }));
    const { stubborn, limited } = home.left;
    const before = await openBench(home.layout, {}, { closed: true });
    // It started ten seconds ago, and may take five.
    before.store.commit((tx) =>
      tx.run('update attempts set started_at = started_at - 10000 where run = ?', limited.id),
    );
    await before.close();
    const bench = await home.restart();
    await bench.runs.cancel(stubborn.id, { reason: 'enough' });
    expect(await bench.ended(stubborn.id)).toMatchObject({ state: 'cancelled', message: 'enough' });
    expect(await bench.ended(limited.id)).toMatchObject({ state: 'timed_out', errorCode: 'step_timed_out' });
    expect(await Promise.all([isGone(stubborn.pid), isGone(limited.pid)])).toEqual([true, true]);
  });

  it('survives another crash while it is waited for', async () => {
    await using home = await crash((bench) => abandon(bench, 'fails'));
    // A Luka that adopts it and dies at once.
    const second = await openBench(home.layout, tasks, { closed: true });
    expect(second.recovered.adopted).toHaveLength(1);
    await second.close();
    const third = await home.restart();
    await writeFile(join(home.layout.root, 'go'), '');
    expect((await third.ended(home.left.id)).attempts[0]).toMatchObject({ exitCode: 7 });
  });
});

describe('a run that cannot go on', () => {
  it('is interrupted, and a stranger with its pid is never touched', async () => {
    const stranger = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
    await using home = await crash(async (bench) => {
      const left = await abandon(bench, 'fails', { script: 'sleep 300' });
      bench.ledger.steps.identify({ run: left.id, attempt: 1, index: 0 }, stranger.pid!, 'some other time');
      signal(-left.pid, 'SIGKILL');
      await gone(left.pid);
      return left;
    });
    const bench = await home.restart();
    expect(bench.recovered).toMatchObject({ interrupted: [home.left.id], adopted: [] });
    expect(bench.runs.snapshot(home.left.id).state).toBe('interrupted');
    expect(await isGone(stranger.pid!)).toBe(false);
    stranger.kill('SIGKILL');
  });

  it('is one whose process is gone without a word, or that is of another boot', async () => {
    await using home = await crash(async (bench) => {
      const killed = await abandon(bench, 'fails');
      signal(-killed.pid, 'SIGKILL');
      await gone(killed.pid);
      return { killed, rebooted: await abandon(bench, 'optional', { script: '', boot: 'another' }) };
    });
    const bench = await home.restart();
    expect(bench.recovered.interrupted).toEqual([home.left.killed.id, home.left.rebooted.id]);
  });

  it('is one that somebody was cancelling: it is cancelled, and not repeated', async () => {
    await using home = await crash(async (bench) => {
      const left = [await abandon(bench, 'stubborn'), await abandon(bench, 'again')];
      for (const { id } of left) bench.ledger.noteCancelling(id, 'enough');
      return left;
    });
    const bench = await home.restart();
    expect(bench.recovered).toMatchObject({ interrupted: [], adopted: [] });
    for (const { id, pid } of home.left) {
      expect(bench.runs.snapshot(id)).toMatchObject({ state: 'cancelled', message: 'enough' });
      expect(await isGone(pid)).toBe(true);
    }
    expect(bench.queries.list({ limit: 10 }).runs).toHaveLength(2);
  });
});
