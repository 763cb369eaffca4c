import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import type { LineFields } from './line-of.ts';
import { LineWriter } from './line-writer.ts';

/** A store whose events are announced at once, and a writer of its lines. */
async function started(path: string, clock = new ManualClock(Date.UTC(2026, 5, 1, 12))) {
  const { db } = openDatabase(join(path, 'luka.db'), 0);
  const errors: unknown[] = [];
  const store = new Store({
    db,
    clock,
    durability: { barrier: async () => undefined } as never,
    onError: (error) => errors.push(error),
  });
  const folder = join(path, 'telemetry');
  let isOn = true;
  const writer = new LineWriter({ folder, store, isOn: () => isOn, onError: (error) => errors.push(error) });
  const emit = (task: string, state = 'succeeded', type: 'run.finished' | 'task.changed' = 'run.finished') =>
    store.write((tx) =>
      tx.emit({
        type,
        run: 7,
        task,
        data: {
          run: {
            id: 7,
            task,
            title: task,
            state,
            priority: 'normal',
            cause: { kind: 'manual', by: 'agent', client: 'codex' },
            queuedAt: '2026-06-01T11:59:00.000Z',
            durationMs: 1234.5,
            exitCode: 0,
          },
        },
      }),
    );
  return {
    clock,
    store,
    folder,
    writer,
    emit,
    errors,
    switchTo(on: boolean) {
      isOn = on;
      return writer.switched();
    },
    async lines(name?: string): Promise<LineFields[]> {
      const files = name === undefined ? await readdir(folder) : [name];
      const texts = await Promise.all(files.toSorted().map((file) => readFile(join(folder, file), 'utf8')));
      return texts
        .join('')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as LineFields);
    },
    async stop() {
      await writer.stop();
      store.close();
    },
  };
}

describe('lines of telemetry', () => {
  it('are one JSON object for each event of a run, with the fields that are documented', async () => {
    await using folder = await temporaryFolder();
    const luka = await started(folder.path);
    luka.writer.start();
    await luka.emit('backup');
    await luka.emit('sync', 'failed');
    await luka.emit('x', 'succeeded', 'task.changed');
    await luka.stop();
    expect(await luka.lines('20260601.log')).toEqual([
      {
        ts: '2026-06-01T12:00:00.000Z',
        event: 'run.finished',
        level: 'info',
        task: 'backup',
        agent: 'codex',
        run: 7,
        title: 'backup',
        cause: 'manual',
        status: 'succeeded',
        duration: 1_235,
        exit: 0,
        seq: 1,
      },
      expect.objectContaining({ level: 'error', task: 'sync', status: 'failed', seq: 2 }),
    ]);
    expect((await stat(join(luka.folder, '20260601.log'))).mode & 0o777).toBe(0o600);
    expect(luka.errors).toEqual([]);
  });

  it('begin a new file with the day', async () => {
    await using folder = await temporaryFolder();
    const luka = await started(folder.path);
    luka.writer.start();
    await luka.emit('a');
    luka.clock.advance(86_400_000);
    await luka.emit('b');
    await luka.stop();
    expect((await readdir(luka.folder)).toSorted()).toEqual(['20260601.log', '20260602.log']);
    expect(await luka.lines('20260602.log')).toMatchObject([{ task: 'b' }]);
  });

  it('go on after a crash where the last whole line was, whatever is behind it', async () => {
    await using folder = await temporaryFolder();
    const first = await started(folder.path);
    first.writer.start();
    await first.emit('a');
    await first.stop();
    // The crash: an event that is in the ledger, and half of its line.
    const dead = await started(folder.path);
    await dead.emit('b');
    dead.store.close();
    await appendFile(join(first.folder, '20260601.log'), '{"ts":"2026-06-01T12:00:00.000Z","event":"run.fin');
    const next = await started(folder.path);
    next.writer.start();
    await next.emit('c');
    await next.stop();
    expect(await next.lines()).toMatchObject([{ task: 'a' }, { task: 'b' }, { task: 'c' }]);
    expect(next.errors).toEqual([]);
  });

  it('are not written while they are off, nor afterwards', async () => {
    await using folder = await temporaryFolder();
    const luka = await started(folder.path);
    luka.writer.start();
    await luka.emit('a');
    await luka.switchTo(false);
    await luka.emit('b');
    await luka.switchTo(true);
    await luka.emit('c');
    await luka.stop();
    expect(await luka.lines()).toMatchObject([{ task: 'a' }, { task: 'c' }]);
  });

  it('leave lines of others alone, and do not tell a history that nobody asked for', async () => {
    await using folder = await temporaryFolder();
    const before = await started(folder.path);
    await before.emit('old');
    before.store.close();
    await mkdir(before.folder);
    await writeFile(join(before.folder, '20260601.log'), 'a line of another program\n');
    const luka = await started(folder.path);
    luka.writer.start();
    await luka.emit('new');
    await luka.stop();
    const text = await readFile(join(luka.folder, '20260601.log'), 'utf8');
    expect(text).toMatch(/^a line of another program\n\{"ts".*"task":"new".*\}\n$/);
  });

  it('are written again to the end once they can be', async () => {
    await using folder = await temporaryFolder();
    const luka = await started(folder.path);
    // A file where the folder is to be.
    await writeFile(luka.folder, '');
    luka.writer.start();
    await luka.emit('a');
    await expect.poll(() => luka.errors.length).toBeGreaterThan(0);
    await rm(luka.folder);
    await luka.emit('b');
    await luka.stop();
    expect((await luka.lines()).map(({ task }) => task)).toEqual(['a', 'b']);
  });
});
