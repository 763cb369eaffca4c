import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { processStart } from './processes/identity.ts';
import { temporaryBench } from './testing.ts';

/** A zombie has ended, although kill(2) with signal 0 still finds it. */
const alive = async (pid: number) => (await processStart(pid)) !== undefined;

async function numberIn(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.trim() !== '') return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a run', () => {
  it('goes through its states, durable and announced in order, with its output and exit code', async () => {
    await using bench = await temporaryBench({ hello: { steps: [{ run: 'echo out; echo err >&2' }] } });
    const asked = await bench.request('hello');
    expect(asked).toMatchObject({ state: 'queued', task: 'hello', cause: { kind: 'manual', by: 'person' } });
    const run = await bench.ended(asked.id);
    expect(run).toMatchObject({
      state: 'succeeded',
      exitCode: 0,
      attempts: [{ number: 1, state: 'succeeded' }],
    });
    expect(run.attempts[0]!.steps).toMatchObject([
      { state: 'succeeded', exitCode: 0, command: ['/bin/bash', '-c', 'echo out; echo err >&2'] },
    ]);
    expect(run.attempts[0]!.steps[0]!.pid).toBeGreaterThan(1);
    const page = await bench.runs.readLog(run.id, { limit: 1_000 });
    expect(page.entries.map(({ stream, text }) => `${stream}:${text}`).sort()).toEqual([
      'err:err\n',
      'out:out\n',
    ]);
    expect(bench.events.map((event) => event.type)).toEqual([
      'run.queued',
      'run.started',
      'step.started',
      'step.finished',
      'run.finished',
    ]);
    expect(bench.errors).toEqual([]);
  });

  it('fails with the step that failed, skips the rest, and goes on after an optional one', async () => {
    await using bench = await temporaryBench({
      stops: { steps: [{ run: 'exit 3' }, { run: 'echo never' }] },
      goes: { steps: [{ run: 'exit 3', optional: true }, { run: 'echo still' }] },
    });
    const stops = await bench.ended((await bench.request('stops')).id);
    expect(stops).toMatchObject({
      state: 'failed',
      exitCode: 3,
      errorCode: 'step_failed',
      message: 'step 1 (exit 3): ended with exit code 3',
    });
    expect(stops.attempts[0]!.steps.map((step) => step.state)).toEqual(['failed', 'skipped']);
    const goes = await bench.ended((await bench.request('goes')).id);
    expect(goes.state).toBe('succeeded');
    expect(await bench.log(goes.id)).toContain('still');
  });

  it('says plainly that a program or a folder is missing', async () => {
    await using bench = await temporaryBench({
      program: { steps: [{ argv: ['no-such-program-anywhere', 'x'] }] },
      folder: { steps: [{ run: 'true', cwd: '/no/such/folder' }] },
    });
    expect(await bench.ended((await bench.request('program')).id)).toMatchObject({
      state: 'failed',
      errorCode: 'spawn_failed',
      exitCode: 127,
      message: expect.stringContaining('no-such-program-anywhere was not found'),
    });
    expect(await bench.ended((await bench.request('folder')).id)).toMatchObject({
      state: 'failed',
      errorCode: 'spawn_failed',
      message: expect.stringContaining('/no/such/folder does not exist'),
    });
  });

  it('starts nothing where something keeps it from running at the last moment', async () => {
    await using bench = await temporaryBench(
      { a: { retry: { times: 1, delay: 0 }, steps: [{ run: 'echo never' }] } },
      {
        context: {
          admit: () =>
            Promise.reject(new LukaError('condition_unmet', { message: 'volume x is not mounted' })),
        },
      },
    );
    const run = await bench.ended((await bench.request('a')).id);
    expect(run).toMatchObject({
      state: 'failed',
      errorCode: 'condition_unmet',
      message: 'volume x is not mounted',
      attempts: [{ steps: [{ state: 'skipped' }] }, { steps: [{ state: 'skipped' }] }],
    });
    expect(await bench.log(run.id)).toContain('nothing was started: volume x is not mounted');
  });

  it('passes parameters as variables and outputs to later steps, and pastes nothing into a shell', async () => {
    const nasty = `$(touch pwned) "'; echo gotcha`;
    await using bench = await temporaryBench({
      values: {
        params: { name: { type: 'string' } },
        steps: [
          { id: 'first', run: 'echo "greeting=hello $PARAM_NAME" >> "$LUKA_OUTPUT"' },
          { run: 'printf "shell:%s\\n" "$OUT_FIRST_GREETING"' },
          { argv: ['printf', 'argv:%s:%s\\n', '${{ steps.first.outputs.greeting }}', '${{ params.name }}'] },
          { run: 'echo "$FROM"', env: { FROM: 'env:${{ params.name }}' } },
        ],
      },
    });
    const run = await bench.ended((await bench.request('values', { name: nasty })).id);
    expect(run.state).toBe('succeeded');
    const log = await bench.log(run.id);
    expect(log).toContain(`shell:hello ${nasty}\n`);
    expect(log).toContain(`argv:hello ${nasty}:${nasty}\n`);
    expect(log).toContain(`env:${nasty}\n`);
    expect(run.attempts[0]!.steps[0]!.outputs).toEqual({ greeting: `hello ${nasty}` });
  });

  it('gives a step named variables only, and no way to Luka itself', async () => {
    process.env['SOMETHING_PRIVATE'] = 'secret';
    process.env['NODE_OPTIONS'] = '--no-warnings';
    try {
      await using bench = await temporaryBench({
        env: { env: { MINE: 'yes' }, steps: [{ run: 'env; cat' }] },
      });
      const log = await bench.log((await bench.ended((await bench.request('env')).id)).id);
      expect(log).toContain('MINE=yes');
      expect(log).toMatch(/^PATH=/m);
      expect(log).not.toMatch(/SOMETHING_PRIVATE|NODE_OPTIONS/);
    } finally {
      delete process.env['SOMETHING_PRIVATE'];
      delete process.env['NODE_OPTIONS'];
    }
  });

  it('keeps the log of a line that opens /dev/stderr and /dev/stdout, an old habit of shells', async () => {
    await using bench = await temporaryBench({
      idiom: {
        steps: [
          {
            run: 'echo one; echo two >&2; echo three > /dev/stderr; echo four > /dev/stdout; echo five; exit 5',
            optional: true,
          },
          { run: 'echo six' },
        ],
      },
    });
    const run = await bench.ended((await bench.request('idiom')).id);
    const page = await bench.runs.readLog(run.id, { limit: 1_000 });
    const of = (stream: string) =>
      page.entries
        .filter((entry) => entry.stream === stream)
        .map((entry) => entry.text)
        .join('');
    expect(of('out')).toBe('one\nfour\nfive\nsix\n');
    expect(of('err')).toBe('two\nthree\n');
    expect(run.attempts[0]!.steps[0]).toMatchObject({
      exitCode: 5,
      command: ['/bin/bash', '-c', expect.stringMatching(/^echo one/)],
    });
  });

  it('may take longer than a timer counts', async () => {
    await using bench = await temporaryBench({
      patient: {
        timeout: 30 * 86_400_000,
        grace: 40 * 86_400_000,
        steps: [{ run: 'sleep 0.05; echo done', timeout: 60 * 86_400_000 }],
      },
    });
    expect((await bench.ended((await bench.request('patient')).id)).state).toBe('succeeded');
  });

  it('runs node code of either kind, git and a probe', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/teapot' ? 418 : 200;
      response.end('hi from the server');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using bench = await temporaryBench({
      kinds: {
        steps: [
          { node: { code: 'import os from "node:os"; console.log("esm", typeof os.cpus)' } },
          { node: { code: 'const os = require("node:os"); console.log("cjs", typeof os.cpus)' } },
          { git: { action: 'version' } },
          { http: { url: `${url}/teapot`, expect: 418 } },
          { http: { url } },
        ],
      },
      probe: { steps: [{ http: { url: `${url}/teapot` } }] },
      nobody: { steps: [{ http: { url: 'http://127.0.0.1:9/' } }] },
    });
    const kinds = await bench.ended((await bench.request('kinds')).id);
    const log = await bench.log(kinds.id);
    expect(kinds.state).toBe('succeeded');
    for (const part of ['esm function', 'cjs function', 'git version', 'HTTP 418', 'hi from the server'])
      expect(log).toContain(part);
    expect(await bench.ended((await bench.request('probe')).id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('status 418, expected 200 to 299'),
    });
    expect((await bench.ended((await bench.request('nobody')).id)).message).toContain('no answer from');
    server.close();
  });
});

describe('ending a run', () => {
  it('ends the whole tree: children, a process that ignores SIGTERM, and one that left the group', async () => {
    await using bench = await temporaryBench({
      tree: {
        grace: 200,
        steps: [
          {
            run: [
              'sleep 300 & echo $! > "$LUKA_HOME/child"',
              'bash -c \'trap "" TERM; echo $$ > "$LUKA_HOME/deaf"; while true; do sleep 1; done\' &',
              'setsid bash -c \'echo $$ > "$LUKA_HOME/escaped"; exec sleep 300\' &',
              'wait',
            ].join('\n'),
          },
        ],
      },
    });
    const { id } = await bench.request('tree');
    const pids = await Promise.all(
      ['child', 'deaf', 'escaped'].map((name) => numberIn(join(bench.layout.root, name))),
    );
    expect(await Promise.all(pids.map(alive))).toEqual([true, true, true]);
    await bench.runs.cancel(id, { reason: 'enough' });
    const run = await bench.ended(id);
    expect(run).toMatchObject({ state: 'cancelled', message: 'enough' });
    expect(await Promise.all(pids.map(alive))).toEqual([false, false, false]);
    expect(await bench.log(id)).toContain('enough');
  });

  it('ends a step, or a run, that takes too long', async () => {
    await using bench = await temporaryBench({
      step: { steps: [{ run: 'sleep 300', timeout: 100 }, { run: 'echo never' }] },
      whole: { timeout: 150, steps: [{ run: 'sleep 300' }] },
      optional: { steps: [{ run: 'sleep 300', timeout: 100, optional: true }, { run: 'echo after' }] },
    });
    expect(await bench.ended((await bench.request('step')).id)).toMatchObject({
      state: 'timed_out',
      errorCode: 'step_timed_out',
    });
    expect(await bench.ended((await bench.request('whole')).id)).toMatchObject({ state: 'timed_out' });
    const optional = await bench.ended((await bench.request('optional')).id);
    expect(optional.state).toBe('succeeded');
    expect(await bench.log(optional.id)).toContain('after');
  });

  it('cancels a queued run without starting it, and refuses to cancel one that has ended', async () => {
    await using bench = await temporaryBench({ once: { steps: [{ run: 'echo no' }] } }, { closed: true });
    const { id } = await bench.request('once');
    expect(await bench.runs.cancel(id)).toMatchObject({ state: 'cancelled' });
    await bench.dispatcher.open([]);
    await expect(bench.runs.cancel(id)).rejects.toMatchObject({ code: 'run_done' });
    await expect(bench.runs.cancel(999)).rejects.toMatchObject({ code: 'run_unknown' });
    expect(bench.runs.snapshot(id).startedAt).toBeUndefined();
    expect((await bench.runs.readLog(id, { limit: 10 })).complete).toBe(true);
  });

  it('cancels a probe that waits', async () => {
    const server = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await using bench = await temporaryBench({
      waits: { steps: [{ http: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` } }] },
    });
    const { id } = await bench.request('waits');
    while (!bench.events.some((event) => event.type === 'step.started'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await bench.runs.cancel(id);
    expect(await bench.ended(id)).toMatchObject({ state: 'cancelled' });
    server.closeAllConnections();
    server.close();
  });

  it('leaves nothing behind when a run ends by itself', async () => {
    await using bench = await temporaryBench({
      leaves: { steps: [{ run: 'sleep 300 & echo $! > "$LUKA_HOME/left"' }] },
    });
    const run = await bench.ended((await bench.request('leaves')).id);
    expect(run.state).toBe('succeeded');
    expect(await alive(await numberIn(join(bench.layout.root, 'left')))).toBe(false);
    expect(await bench.log(run.id)).toContain('that the run left behind');
    expect(existsSync(join(bench.layout.scratch, String(run.id)))).toBe(false);
  });
});

describe('the queue', () => {
  it('takes urgent first, then the oldest, within the limits', async () => {
    const task = { concurrency: 10, steps: [{ run: 'true' }] };
    await using bench = await temporaryBench(
      { low: { ...task, priority: 'low' }, normal: task, urgent: { ...task, priority: 'urgent' } },
      { maxRunning: 1, closed: true },
    );
    const asked = [];
    for (const name of ['low', 'normal', 'urgent', 'normal', 'urgent']) asked.push(await bench.request(name));
    await bench.dispatcher.open([]);
    for (const { id } of asked) await bench.ended(id);
    const order = bench.events.filter((event) => event.type === 'run.started').map((event) => event.run);
    expect(order).toEqual([asked[2], asked[4], asked[1], asked[3], asked[0]].map((run) => run!.id));
  });

  it('runs a task once at a time unless it says otherwise, and others beside it', async () => {
    const steps = [
      { run: 'echo $$ >> "$LUKA_HOME/$LUKA_TASK"; while [ ! -e "$LUKA_HOME/go" ]; do sleep 0.02; done' },
    ];
    await using bench = await temporaryBench(
      { single: { steps }, double: { concurrency: 2, steps } },
      { maxRunning: 10 },
    );
    const asked = [];
    for (const name of ['single', 'single', 'double', 'double', 'double'])
      asked.push(await bench.request(name));
    await numberIn(join(bench.layout.root, 'single'));
    expect(asked.map(({ id }) => bench.runs.snapshot(id).state)).toEqual([
      'running',
      'queued',
      'running',
      'running',
      'queued',
    ]);
    await writeFile(join(bench.layout.root, 'go'), '');
    for (const { id } of asked) expect((await bench.ended(id)).state).toBe('succeeded');
  });

  it('keeps the limits of groups across tasks, and lets the moments of a task overlap as it says', async () => {
    const steps = [{ run: 'while [ ! -e "$LUKA_HOME/go" ]; do sleep 0.02; done' }];
    await using bench = await temporaryBench(
      {
        one: { group: 'disk', steps },
        two: { group: 'disk', steps },
        net: { group: 'net', concurrency: 5, steps },
        parallel: { overlap: { policy: 'parallel', limit: 3 }, steps },
      },
      { maxRunning: 20, groupLimit: (group) => (group === 'net' ? 2 : 1) },
    );
    const asked: number[] = [];
    const names = ['one', 'two', 'net', 'net', 'net', 'parallel', 'parallel', 'parallel', 'parallel'];
    for (const name of names) asked.push((await bench.request(name)).id);
    const going = () => names.filter((_, n) => bench.runs.snapshot(asked[n]!).state === 'running');
    expect(going()).toEqual(['one', 'net', 'net', 'parallel', 'parallel', 'parallel']);
    await bench.runs.cancel(asked[0]!);
    await bench.ended(asked[0]!);
    expect(going()).toEqual(['two', 'net', 'net', 'parallel', 'parallel', 'parallel']);
    await writeFile(join(bench.layout.root, 'go'), '');
    for (const id of asked.slice(1)) expect((await bench.ended(id)).state).toBe('succeeded');
  });

  it('makes room for a newer run: one that goes, one that waits, and none that is over', async () => {
    await using bench = await temporaryBench({ task: { grace: 100, steps: [{ run: 'exec sleep 300' }] } });
    const [goes, waits] = [await bench.request('task'), await bench.request('task')];
    await bench.runs.stopForReplacement(waits.id, 'replaced by a newer one');
    expect(bench.runs.snapshot(waits.id)).toMatchObject({
      state: 'cancelled',
      message: 'replaced by a newer one',
    });
    await bench.runs.stopForReplacement(goes.id, 'replaced by a newer one');
    const ended = await bench.ended(goes.id);
    expect(ended).toMatchObject({ state: 'cancelled', message: 'replaced by a newer one' });
    await bench.runs.stopForReplacement(goes.id, 'again');
    expect(bench.runs.snapshot(goes.id)).toMatchObject({ message: 'replaced by a newer one' });
    await expect(bench.runs.stopForReplacement(999, 'x')).rejects.toMatchObject({ code: 'run_unknown' });
  });

  it('goes on by itself after a claim that failed', async () => {
    await using bench = await temporaryBench({ a: { steps: [{ run: 'true' }] } }, { closed: true });
    const { id } = await bench.request('a');
    const { page_count: pages } = bench.store.get<{ page_count: number }>('pragma page_count')!;
    bench.store.get(`pragma max_page_count = ${pages}`);
    // Fill what is left of the last pages, until a claim finds no room.
    let filled = 0;
    while (filled < 10_000) {
      try {
        bench.store.commit((tx) => tx.emit({ type: 'task.changed', data: { filler: 'x'.repeat(500) } }));
        filled += 1;
      } catch {
        break;
      }
    }
    await bench.dispatcher.open([]);
    expect(bench.errors[0]).toMatchObject({ code: 'disk_full' });
    bench.store.get('pragma max_page_count = 1000000');
    expect((await bench.ended(id)).state).toBe('succeeded');
  });

  it('keeps a limit that was lowered while more runs are going', async () => {
    const steps = [{ run: 'while [ ! -e "$LUKA_HOME/go" ]; do sleep 0.02; done' }];
    const task: { concurrency: number; steps: typeof steps } = { concurrency: 3, steps };
    await using bench = await temporaryBench({ task }, { maxRunning: 10 });
    const first = [await bench.request('task'), await bench.request('task')];
    task.concurrency = 1;
    const last = await bench.request('task');
    await bench.runs.cancel(first[0]!.id);
    await bench.ended(first[0]!.id);
    expect(bench.runs.snapshot(last.id).state).toBe('queued');
    await writeFile(join(bench.layout.root, 'go'), '');
    expect((await bench.ended(last.id)).state).toBe('succeeded');
  });

  it('makes one run of one key, and refuses the key for something else', async () => {
    await using bench = await temporaryBench({
      a: { params: { n: { type: 'integer', default: 1 } }, steps: [{ run: 'true' }] },
    });
    const ask = (n: number) =>
      bench.runs.requestTask('a', {
        params: { n },
        cause: { kind: 'manual', by: 'person' },
        idempotencyKey: 'k',
      });
    const [one, two] = await Promise.all([ask(1), ask(1)]);
    expect(two.id).toBe(one.id);
    await expect(ask(2)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    expect(bench.queries.list({ limit: 10 }).runs).toHaveLength(1);
  });

  it('refuses what cannot run, before anything is written', async () => {
    await using bench = await temporaryBench({ off: { enabled: false, steps: [{ run: 'true' }] } });
    await expect(bench.request('nothing')).rejects.toMatchObject({ code: 'task_unknown' });
    await expect(bench.request('off')).rejects.toMatchObject({ code: 'task_disabled' });
    await expect(bench.request('off', { x: 1 })).rejects.toMatchObject({ code: 'task_disabled' });
    expect(bench.queries.list({ limit: 10 }).runs).toEqual([]);
    expect(
      (
        await bench.ended(
          (await bench.runs.requestTask('off', { force: true, cause: { kind: 'manual', by: 'person' } })).id,
        )
      ).state,
    ).toBe('succeeded');
  });

  it('lists runs page by page and by state, and counts them', async () => {
    await using bench = await temporaryBench({
      good: { steps: [{ run: 'true' }] },
      bad: { steps: [{ run: 'false' }] },
    });
    for (let n = 0; n < 5; n += 1)
      for (const name of ['good', 'bad']) await bench.ended((await bench.request(name)).id);
    const first = bench.queries.list({ limit: 4 });
    expect(first.runs.map((run) => run.id)).toEqual([10, 9, 8, 7]);
    expect(bench.queries.list({ limit: 100, before: first.next }).runs.map((run) => run.id)).toEqual([
      6, 5, 4, 3, 2, 1,
    ]);
    expect(bench.queries.list({ limit: 100, states: ['failed'], task: 'bad' }).runs).toHaveLength(5);
    expect(bench.queries.failures(Date.now()).map((run) => run.task)).toEqual(['bad']);
    expect(bench.queries.counts(Date.now())).toMatchObject({
      running: 0,
      queued: 0,
      succeededToday: 5,
      failedToday: 5,
    });
  });
});
