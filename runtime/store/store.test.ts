import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LukaEvent } from '#shared/nouns/event.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { Durability, type Sync } from './durability.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { migrate, openDatabase } from './open-database.ts';
import { Store } from './store.ts';

async function withStore(
  work: (store: Store, syncs: { release: () => void; count: number }) => Promise<void>,
  options: { sync?: Sync } = {},
): Promise<void> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'luka.db');
  const { db } = openDatabase(file, 0);
  const gates: (() => void)[] = [];
  const state = {
    count: 0,
    release() {
      gates.shift()?.();
    },
  };
  const durability = new Durability(
    `${file}-wal`,
    options.sync ??
      (() => {
        state.count += 1;
        return new Promise<void>((resolve) => gates.push(resolve));
      }),
  );
  const errors: unknown[] = [];
  const store = new Store({
    db,
    clock: new ManualClock(),
    durability,
    onError: (error) => errors.push(error),
  });
  try {
    await work(store, state);
  } finally {
    while (gates.length > 0) state.release();
    await durability.close();
    store.close();
  }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Store', () => {
  it('announces an event only when it is on the disk', async () => {
    await withStore(async (store, syncs) => {
      const seen: LukaEvent[] = [];
      store.onEvent((event) => seen.push(event));
      const done = store.write((tx) => tx.emit({ type: 'system.started' }));
      await expect.poll(() => syncs.count).toBe(1);
      expect(seen).toEqual([]);
      expect(store.eventsAfter(0, 10)).toEqual([]);
      syncs.release();
      await done;
      expect(seen.map((event) => event.type)).toEqual(['system.started']);
      expect(store.eventsAfter(0, 10)).toHaveLength(1);
    });
  });

  it('shares one sync among all commits of a turn, and makes those that come during it wait for the next', async () => {
    await withStore(async (store, syncs) => {
      const first = [1, 2, 3].map((n) => store.write((tx) => tx.emit({ type: 'task.changed', data: { n } })));
      await expect.poll(() => syncs.count).toBe(1);
      let secondDone = false;
      const second = store
        .write((tx) => tx.emit({ type: 'task.changed', data: { n: 4 } }))
        .then(() => (secondDone = true));
      await tick();
      expect(syncs.count).toBe(1);
      syncs.release();
      await Promise.all(first);
      await expect.poll(() => syncs.count).toBe(2);
      expect(secondDone).toBe(false);
      syncs.release();
      await second;
    });
  });

  it('announces in order and never twice', async () => {
    await withStore(
      async (store) => {
        const seen: number[] = [];
        store.onEvent((event) => seen.push(event.seq));
        await Promise.all(
          Array.from({ length: 200 }, async (_, n) => {
            if (n % 3 === 0) await tick();
            if (n % 2 === 0) await store.write((tx) => tx.emit({ type: 'task.changed', data: { n } }));
            else store.commit((tx) => tx.emit({ type: 'task.changed', data: { n } }));
          }),
        );
        await store.durable();
        expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
      },
      { sync: () => new Promise((resolve) => setTimeout(resolve, 1)) },
    );
  });

  it('rolls back a write that throws, with its events', async () => {
    await withStore(async (store) => {
      expect(() =>
        store.commit((tx) => {
          tx.emit({ type: 'system.started' });
          throw new Error('no');
        }),
      ).toThrow('no');
      expect(store.get<{ n: number }>('select count(*) as n from events')?.n).toBe(0);
    });
  });

  it('promises nothing any more after a failed sync', async () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    await withStore(
      async (store) => {
        await expect(store.write((tx) => tx.emit({ type: 'system.started' }))).rejects.toMatchObject({
          code: 'disk_full',
        });
        await expect(store.durable()).rejects.toBeInstanceOf(LukaError);
        expect(store.eventSeq).toBe(0);
      },
      { sync: () => Promise.reject(full) },
    );
  });

  it('goes on from the newest event of the file', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'luka.db');
    const open = () => {
      const durability = new Durability(`${file}-wal`);
      return {
        durability,
        store: new Store({
          db: openDatabase(file, 0).db,
          clock: new ManualClock(),
          durability,
          onError: () => undefined,
        }),
      };
    };
    const first = open();
    await first.store.write((tx) => tx.emit({ type: 'system.started' }));
    await first.durability.close();
    first.store.close();
    const second = open();
    expect(second.store.eventSeq).toBe(1);
    expect(second.store.eventsAfter(0, 10)[0]).toMatchObject({ seq: 1, type: 'system.started' });
    await second.durability.close();
    second.store.close();
  });
});

describe('openDatabase', () => {
  it('makes files that only the owner can read, whatever the umask', async () => {
    await using folder = await temporaryFolder();
    const before = process.umask(0);
    try {
      const { db } = openDatabase(join(folder.path, 'luka.db'), 0);
      db.exec('create table t (x)');
      for (const name of await readdir(folder.path))
        expect((await stat(join(folder.path, name))).mode & 0o777).toBe(0o600);
      db.close();
    } finally {
      process.umask(before);
    }
  });

  it('sets a damaged file aside, whole, and starts a fresh one', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'luka.db');
    await writeFile(file, 'this is no database, but somebody may want it back'.repeat(100));
    const { db, setAside } = openDatabase(file, Date.UTC(2026, 4, 1));
    db.close();
    expect(setAside).toBe(`${file}.corrupt-2026-05-01T00-00-00-000Z`);
    expect((await readdir(folder.path)).some((name) => name.includes('.corrupt-'))).toBe(true);
  });

  it('refuses a file of a newer Luka and leaves it alone', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'luka.db');
    openDatabase(file, 0).db.close();
    const db = new DatabaseSync(file);
    db.exec('pragma user_version = 999');
    db.close();
    expect(() => openDatabase(file, 0)).toThrow(expect.objectContaining({ code: 'database_newer' }));
  });

  it('runs each migration once, in order, and undoes one that fails', () => {
    const db = new DatabaseSync(':memory:');
    migrate(db, ['create table a (x)']);
    migrate(db, ['create table a (x)', 'create table b (x)']);
    expect(() =>
      migrate(db, ['create table a (x)', 'create table b (x)', 'create table c (x); nonsense']),
    ).toThrow(/nonsense/);
    expect(db.prepare('pragma user_version').get()).toEqual({ user_version: 2 });
    expect(db.prepare("select name from sqlite_master where name = 'c'").get()).toBeUndefined();
    db.close();
  });

  it('takes over a database of every earlier version', () => {
    for (let version = 1; version <= MIGRATIONS.length; version += 1) {
      const db = new DatabaseSync(':memory:');
      migrate(db, MIGRATIONS.slice(0, version));
      migrate(db);
      expect(db.prepare('pragma user_version').get()).toEqual({ user_version: MIGRATIONS.length });
      db.close();
    }
  });
});
