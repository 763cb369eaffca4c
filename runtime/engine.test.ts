import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createRuntime } from './create-runtime.ts';
import { homeLayout } from './home/layout.ts';
import { processStart } from './runs/processes/identity.ts';
import { temporaryBench } from './runs/testing.ts';
import { startLuka } from './server/testing.ts';
import { temporaryFolder } from './testing.ts';

describe('a damaged ledger', () => {
  it('is set aside whole, said loudly, and repeats nothing that may have run', async () => {
    await using folder = await temporaryFolder();
    const layout = homeLayout(join(folder.path, 'home'));
    const first = createRuntime({ home: layout.root, apiPort: 0, uiPort: 0 });
    await first.start();
    await first.engine!.tasks.create({ id: 'hello', run: 'echo hello' });
    const before = await first.engine!.runs.requestTask('hello', { cause: { kind: 'manual', by: 'person' } });
    await first.stop();
    await writeFile(layout.database, Buffer.alloc(100_000, 'garbage'));
    await writeFile(
      join(layout.queue.running, '20260101T000000-abcdef-order.json'),
      '{"id":"x","skill":"bash","cmd":"touch ran"}',
    );

    const second = createRuntime({ home: layout.root, apiPort: 0, uiPort: 0 });
    await second.start();
    const [finding] = second.engine!.findings();
    expect(finding).toMatchObject({ code: 'database_corrupt', severity: 'error', file: layout.database });
    expect((await readdir(layout.root)).filter((name) => name.includes('.corrupt-'))).not.toEqual([]);
    const after = await second.engine!.runs.requestTask('hello', { cause: { kind: 'manual', by: 'person' } });
    expect(after.id).toBeGreaterThan(before.id);
    expect(await readdir(layout.queue.running)).toEqual([]);
    const result = await readFile(
      join(layout.queue.failed, '20260101T000000-abcdef-order.json.result.json'),
      'utf8',
    );
    expect(JSON.parse(result)).toMatchObject({ errorCode: 'database_corrupt' });
    expect(second.engine!.queries.list({ limit: 10 }).runs.every((run) => run.cause.kind !== 'order')).toBe(
      true,
    );
    await second.stop();
  });
});

describe('a full disk', () => {
  it('is refused, not acknowledged, and nothing is lost when space returns', async () => {
    await using bench = await temporaryBench({ hello: { steps: [{ run: 'echo hello' }] } });
    const first = await bench.ended((await bench.request('hello')).id);
    const { page_count: pages } = bench.store.get<{ page_count: number }>('pragma page_count')!;
    bench.store.get(`pragma max_page_count = ${pages}`);
    const refused: unknown[] = [];
    const accepted: number[] = [];
    for (let n = 0; n < 200 && refused.length === 0; n += 1) {
      await bench.request('hello').then(
        (run) => accepted.push(run.id),
        (error: unknown) => refused.push(error),
      );
    }
    expect(refused[0]).toMatchObject({ code: 'disk_full', entry: { http: 507 } });
    const seen = bench.store.eventSeq;
    await expect(bench.request('hello')).rejects.toMatchObject({ code: 'disk_full' });
    expect(bench.store.eventSeq).toBe(seen);
    bench.store.get('pragma max_page_count = 1000000');
    bench.dispatcher.pump();
    const last = await bench.request('hello');
    expect((await bench.ended(last.id)).state).toBe('succeeded');
    for (const id of accepted) expect((await bench.ended(id)).endedAt).toBeDefined();
    expect(bench.runs.snapshot(first.id).state).toBe('succeeded');
  });
});

describe('a home', () => {
  it('comes with samples that are valid tasks, one of which is due within the first minute', async () => {
    await using luka = await startLuka();
    const tasks = luka.engine.tasks.list();
    expect(tasks.length).toBeGreaterThanOrEqual(3);
    expect(tasks.filter((task) => task.state !== 'ready')).toEqual([]);
    const due = Math.min(...luka.engine.schedule.next(10).map((moment) => Date.parse(moment.due)));
    expect(due - luka.engine.started).toBeLessThan(60_000);
  });

  it('keeps what a person changed or removed of the samples', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const first = createRuntime(options);
    await first.start();
    await first.stop();
    const { tasks } = homeLayout(options.home);
    const [sample = ''] = await readdir(tasks);
    await writeFile(join(tasks, sample), 'title: Mine\nsteps:\n  - run: "true"\n');
    const second = createRuntime(options);
    await second.start();
    expect(await readFile(join(tasks, sample), 'utf8')).toContain('title: Mine');
    await second.stop();
  });

  it('that is not ours is left alone', async () => {
    await using folder = await temporaryFolder();
    const home = join(folder.path, 'photos');
    await mkdir(home, { mode: 0o700 });
    await writeFile(join(home, 'cat.jpg'), 'meow');
    await expect(createRuntime({ home, apiPort: 0, uiPort: 0 }).start()).rejects.toMatchObject({
      code: 'home_not_ours',
    });
    expect(await readdir(home)).toEqual(['cat.jpg']);
  });
});

describe('a start that fails', () => {
  it('closes what it had opened, so that the next one can start', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const first = createRuntime(options);
    await first.start();
    await first.stop();
    await rm(join(options.home, 'control'), { recursive: true });
    await writeFile(join(options.home, 'control'), 'in the way');
    await expect(createRuntime(options).start()).rejects.toMatchObject({
      code: expect.stringMatching(/^home_/),
    });
    await rm(join(options.home, 'control'));
    const next = createRuntime(options);
    await next.start();
    await next.stop();
    expect(await next.done).toBe(0);
  });
});

describe('stopping', () => {
  it('queues an interrupted run of an idempotent task once more, and only that', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const layout = homeLayout(options.home);
    const first = createRuntime(options);
    await first.start();
    const file = (name: string, idempotent: boolean) =>
      writeFile(
        join(layout.tasks, `${name}.yaml`),
        `idempotent: ${idempotent}\nsteps:\n  - run: test -e "$LUKA_HOME/go" || sleep 300\n`,
      );
    await file('again', true);
    await file('once', false);
    while (first.engine!.tasks.list().filter((task) => ['again', 'once'].includes(task.id)).length < 2)
      await pause(20);
    const ids = [];
    for (const task of ['again', 'once'])
      ids.push((await first.engine!.runs.requestTask(task, { cause: { kind: 'manual', by: 'person' } })).id);
    await first.stop();
    await writeFile(join(layout.root, 'go'), '');
    const second = createRuntime(options);
    await second.start();
    const repeated = () => second.engine!.queries.list({ limit: 10, task: 'again' }).runs[0]!;
    while (repeated().state !== 'succeeded') await pause(20);
    expect(repeated()).toMatchObject({
      cause: { kind: 'rerun', detail: `again after #${ids[0]} was interrupted` },
    });
    expect(second.engine!.queries.list({ limit: 10, task: 'once' }).runs.map((run) => run.state)).toEqual([
      'interrupted',
    ]);
    await second.stop();
  });

  it('serves followers the end before it closes', async () => {
    await using luka = await startLuka();
    await luka.engine.tasks.create({ id: 'long', run: 'echo started; sleep 300' });
    const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    const seen: string[] = [];
    const log = (async () => {
      for await (const event of luka.client.streamLog({ params: { run: id } }))
        seen.push(event.event === 'end' ? event.data : event.event);
    })();
    const types: string[] = [];
    const events = (async () => {
      for await (const event of luka.client.streamEvents())
        types.push((JSON.parse(event.data) as { type: string }).type);
    })();
    while (!seen.includes('log')) await pause(10);
    await luka.runtime.stop();
    await Promise.all([log, events]);
    expect(JSON.parse(seen.at(-1)!)).toMatchObject({ state: 'interrupted' });
    expect(types.at(-1)).toBe('run.finished');
  });

  it('on a full disk still ends what runs and lets go of everything', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const luka = createRuntime(options);
    const { apiUrl } = await luka.start();
    await luka.engine!.tasks.create({ id: 'long', run: 'echo $$ > "$LUKA_HOME/pid"; sleep 300' });
    await luka.engine!.runs.requestTask('long', { cause: { kind: 'manual', by: 'person' } });
    const pidFile = join(options.home, 'pid');
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8').trim() === '') await pause(10);
    const { store } = luka.engine!;
    store.get(
      `pragma max_page_count = ${store.get<{ page_count: number }>('pragma page_count')!.page_count}`,
    );
    try {
      for (;;) store.commit((tx) => tx.emit({ type: 'task.changed', data: { filler: 'x'.repeat(500) } }));
    } catch {
      // Full now.
    }
    await luka.stop();
    await luka.done;
    expect(await processStart(Number(readFileSync(pidFile, 'utf8')))).toBeUndefined();
    await expect(fetch(`${apiUrl}/healthz`)).rejects.toThrow();
    const next = createRuntime(options);
    await next.start();
    expect(next.engine!.recovered.interrupted).toHaveLength(1);
    await next.stop();
  });

  it('ends what runs, says so in the ledger, and lets the next one in', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const runtime = createRuntime(options);
    await runtime.start();
    const layout = homeLayout(options.home);
    await runtime.engine!.tasks.create({ id: 'long', run: 'sleep 300' });
    const { id } = await runtime.engine!.runs.requestTask('long', {
      cause: { kind: 'manual', by: 'person' },
    });
    await runtime.stop();
    expect(await runtime.done).toBe(0);
    expect(existsSync(layout.endpoint)).toBe(false);
    const db = new DatabaseSync(layout.database, { readOnly: true });
    expect(db.prepare('select state, message from runs where id = ?').get(id)).toEqual({
      state: 'interrupted',
      message: 'Luka is stopping',
    });
    db.close();
    const next = createRuntime(options);
    await next.start();
    await next.stop();
  });

  it('in the middle of a start waits for it, and leaves nothing open', async () => {
    await using folder = await temporaryFolder();
    const options = { home: join(folder.path, 'home'), apiPort: 0, uiPort: 0 };
    const runtime = createRuntime(options);
    const starting = runtime.start();
    await runtime.stop();
    await starting;
    const next = createRuntime(options);
    await next.start();
    await next.stop();
  });
});
