import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createRuntime } from './create-runtime.ts';
import { homeLayout } from './home/layout.ts';
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
    const due = Math.min(...luka.engine.scheduler.upcoming().map((moment) => moment.due));
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

describe('stopping', () => {
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
