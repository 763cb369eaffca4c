import { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETENTION, type Retention } from '#shared/nouns/retention.ts';
import { LUKA, PERSON } from '#shared/nouns/role.ts';
import { writeBackup } from '../backup/write-backup.ts';
import { openHome } from '../home/open-home.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { chooseOld } from './old-files.ts';
import { RetentionService } from './retention-service.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 29);

async function place(retention: Partial<Retention> = {}, live: number[] = []) {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const { db } = openDatabase(layout.database, NOW);
  const clock = new ManualClock(NOW);
  const failures: unknown[] = [];
  const store = new Store({
    db,
    clock,
    durability: { barrier: async () => undefined } as never,
    onError: (error) => failures.push(error),
  });
  const audited: unknown[] = [];
  const service = new RetentionService({
    store,
    clock,
    layout,
    audit: { append: (_tx: unknown, row: unknown) => void audited.push(row) } as never,
    retention: () => ({ ...DEFAULT_RETENTION, ...retention }),
    lineDays: () => 365,
    isLive: (run) => live.includes(run),
    onError: (error) => failures.push(error),
  });
  db.exec(`insert into definitions values ('h1', '{}'), ('h2', '{}')`);
  return {
    layout,
    db,
    store,
    clock,
    service,
    audited,
    failures,
    /** A run that ended so many days ago; -1 goes on. */
    run(id: number, task: string | null, daysAgo: number, hash = 'h1') {
      const ended = daysAgo < 0 ? null : NOW - daysAgo * DAY;
      db.prepare(
        `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, ended_at)
         values (?, ?, 't', ?, 0, '{}', '{}', ?, ?, ?)`,
      ).run(id, task, ended === null ? 'running' : 'succeeded', hash, ended ?? NOW, ended);
      db.prepare(
        `insert into attempts (run, number, state, started_at, boot_id) values (?, 1, 'succeeded', 0, 'b')`,
      ).run(id);
      db.prepare(
        `insert into steps (run, attempt, idx, name, kind, optional, state, command) values (?, 1, 0, 's', 'run', 0, 'succeeded', '[]')`,
      ).run(id);
    },
    approval(run: number, state: string, left: number | null = null, until: number | null = null) {
      db.prepare(
        `insert into approvals (state, run, title, hash, work, verdict, cause, requested_at, requested_by, expires_at, uses_left, good_until)
         values (?, ?, 't', 'h', 'w', 'v', 'c', 0, 'x', 0, ?, ?)`,
      ).run(state, run, left, until);
    },
    ids: () => (db.prepare('select id from runs order by id').all() as { id: number }[]).map(({ id }) => id),
    count: (table: string) =>
      Number(Object.values(db.prepare(`select count(*) from ${table}`).get() ?? {})[0]),
    async [Symbol.asyncDispose]() {
      db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const partOf = (report: Awaited<ReturnType<RetentionService['plan']>>, kind: string) =>
  report.parts.find((part) => part.kind === kind);

describe('runs', () => {
  it('that are older than is kept go with all that is theirs; the newest of each task stay', async () => {
    await using it = await place({ runsPerTask: 2 });
    for (const id of [1, 2, 3, 4]) it.run(id, 'a', 400 - id);
    it.run(5, 'b', 500, 'h2');
    it.run(6, null, 500, 'h2');
    it.run(7, null, 500);
    it.run(8, null, 10);
    const plan = await it.service.plan();
    expect(partOf(plan, 'runs')).toMatchObject({ there: 8, goes: 3 });
    expect(it.ids()).toHaveLength(8);
    const done = await it.service.apply(PERSON);
    expect(partOf(done, 'runs')).toEqual(partOf(plan, 'runs'));
    expect(it.ids()).toEqual([3, 4, 5, 7, 8]);
    expect([it.count('attempts'), it.count('steps')]).toEqual([5, 5]);
    expect(it.count('definitions')).toBe(2);
    expect(it.audited).toEqual([expect.objectContaining({ action: 'retention.applied', actor: PERSON })]);
  });

  it('stay while they go, and while a yes that was given for one still lets others through', async () => {
    await using it = await place({ runsPerTask: 1 });
    it.run(1, 'a', -1);
    for (const id of [2, 3, 4, 5, 6]) it.run(id, 'a', 400);
    it.run(7, 'a', 400);
    it.approval(2, 'approved', 3);
    it.approval(3, 'approved', null, NOW + DAY);
    it.approval(4, 'approved', 0, NOW - DAY);
    it.approval(5, 'denied');
    it.approval(6, 'pending');
    await it.service.apply(PERSON);
    expect(it.ids()).toEqual([1, 2, 3, 6, 7]);
    expect(it.count('approvals')).toBe(3);
  });

  it('leave the slots that they became, without the way to them', async () => {
    await using it = await place({ runsPerTask: 1 });
    it.run(1, 'a', 400);
    it.run(2, 'a', 1);
    const slot = it.db.prepare(
      `insert into slots (task, trigger, due, last_due, kind, state, code, reason, run, decided_at) values ('a', 'cron', ?, ?, 'cron', ?, 'on_time', '', ?, 0)`,
    );
    const [old, recent, waiting] = [NOW - 400 * DAY, NOW - 364 * DAY, NOW - 401 * DAY];
    slot.run(old, old, 'ran', 1);
    slot.run(recent, recent, 'ran', 1);
    slot.run(waiting, waiting, 'waiting', null);
    await it.service.apply(PERSON);
    expect(it.db.prepare('select due, run from slots order by due').all()).toEqual([
      { due: waiting, run: null },
      { due: recent, run: null },
    ]);
  });

  it('take what is known of their holds and clocks with them; sleeps go by age', async () => {
    await using it = await place({ runsPerTask: 1 });
    it.run(1, 'a', 400);
    it.run(2, 'a', 1);
    for (const run of [1, 2]) {
      it.db.prepare('insert into run_clocks values (?, 1, 1)').run(run);
      it.db
        .prepare(
          `insert into hold_spans (hold, kind, owner, run, from_at, to_at, reason) values ('h', 'system', '{}', ?, ?, null, '')`,
        )
        .run(run, NOW - 400 * DAY);
    }
    for (const days of [400, 10])
      it.db
        .prepare(`insert into sleeps (kind, from_at, to_at, source) values ('sleep', ?, ?, 'x')`)
        .run(NOW - days * DAY - 1, NOW - days * DAY);
    expect(partOf(await it.service.plan(), 'power')).toMatchObject({ goes: 1 });
    await it.service.apply(PERSON);
    expect([it.count('run_clocks'), it.count('hold_spans'), it.count('sleeps')]).toEqual([1, 1, 1]);
  });

  it('where none is old enough cost one look into an index, however many there are', async () => {
    await using it = await place();
    const plan = it.db
      .prepare('explain query plan select max(+id) as id from runs where ended_at < ?')
      .all(0);
    expect(JSON.stringify(plan)).toContain('USING COVERING INDEX runs_ended');
  });

  it('are kept for ever where nothing else is said', async () => {
    await using it = await place({ runDays: null, runsPerTask: 1 });
    for (const id of [1, 2, 3]) it.run(id, 'a', 9_000);
    await it.service.apply(PERSON);
    expect(it.ids()).toEqual([1, 2, 3]);
  });

  it('of thousands go in small transactions: others have their turn in between', async () => {
    await using it = await place({ runsPerTask: 1 });
    it.db.exec('begin');
    for (let id = 1; id <= 3_000; id += 1) it.run(id, `t${id % 7}`, 400);
    it.db.exec('commit');
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const before = it.store.commits;
    await it.service.apply(PERSON);
    clearInterval(timer);
    expect(it.ids()).toHaveLength(7);
    expect(it.store.commits - before).toBeGreaterThanOrEqual(30);
    expect(turns).toBeGreaterThan(5);
  });
});

describe('events', () => {
  it('that are older go; the newest stays, so that the stream knows where it is', async () => {
    await using it = await place({ eventDays: 30 });
    const add = it.db.prepare(`insert into events (at, type, data) values (?, 'system.started', '{}')`);
    for (const days of [100, 60, 31, 30, 29, 1]) add.run(NOW - days * DAY);
    expect(partOf(await it.service.plan(), 'events')).toMatchObject({ there: 6, goes: 3 });
    await it.service.apply(PERSON);
    expect(
      (it.db.prepare('select seq from events order by seq').all() as { seq: number }[]).map(({ seq }) => seq),
    ).toEqual([4, 5, 6]);
    await using old = await place({ eventDays: 30 });
    old.db
      .prepare(`insert into events (at, type, data) values (?, 'system.started', '{}')`)
      .run(NOW - 90 * DAY);
    await old.service.apply(PERSON);
    expect(old.count('events')).toBe(1);
  });
});

describe('files', () => {
  async function log(logs: string, run: number, daysAgo: number, bytes: number) {
    const folder = join(logs, String(Math.floor(run / 1_000)), String(run));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '1.out'), 'x'.repeat(bytes));
    await utimes(join(folder, '1.out'), new Date(NOW - daysAgo * DAY), new Date(NOW - daysAgo * DAY));
  }

  it('logs go by age and, the oldest first, by size together; those that are written stay', async () => {
    await using it = await place({ logDays: 90, logBytes: 10_000_000 }, [1]);
    await log(it.layout.logs, 1, 200, 10);
    await log(it.layout.logs, 2, 200, 10);
    await log(it.layout.logs, 1_003, 50, 6_000_000);
    await log(it.layout.logs, 1_004, 40, 6_000_000);
    await log(it.layout.logs, 1_005, 30, 2_000_000);
    await writeFile(join(it.layout.logs, 'notes.txt'), 'mine');
    expect(partOf(await it.service.plan(), 'logs')).toMatchObject({
      there: 4,
      goes: 2,
      bytes: 6_000_010,
      writing: { count: 1, bytes: 10 },
    });
    await it.service.apply(PERSON);
    expect(await readdir(join(it.layout.logs, '0'))).toEqual(['1']);
    expect(await readdir(join(it.layout.logs, '1'))).toEqual(['1004', '1005']);
    expect(await readdir(it.layout.logs)).toContain('notes.txt');
  });

  it('orders that are done, snapshots and lines of telemetry go by age', async () => {
    await using it = await place();
    await mkdir(it.layout.snapshots, { recursive: true });
    await mkdir(it.layout.telemetry, { recursive: true });
    for (const [folder, name, days] of [
      [it.layout.queue.done, 'old.json', 100],
      [it.layout.queue.failed, 'new.json', 10],
      [it.layout.queue.inbox, 'waits.json', 1_000],
      [it.layout.snapshots, '1-com.x.plist', 400],
      [it.layout.snapshots, '2-com.x.plist', 40],
      [it.layout.telemetry, '20200101.log', 400],
      [it.layout.telemetry, '20260101.log', 40],
    ] as const) {
      await writeFile(join(folder, name), 'x');
      await utimes(join(folder, name), new Date(NOW - days * DAY), new Date(NOW - days * DAY));
    }
    await it.service.apply(PERSON);
    expect(await readdir(it.layout.queue.done)).toEqual([]);
    expect(await readdir(it.layout.queue.failed)).toEqual(['new.json']);
    expect(await readdir(it.layout.queue.inbox)).toEqual(['waits.json']);
    expect(await readdir(it.layout.snapshots)).toEqual(['2-com.x.plist']);
    expect(await readdir(it.layout.telemetry)).toEqual(['20260101.log']);
  });

  it('releases go by age: never the current one, nor the newest besides, nor Luka while it is being deployed', async () => {
    await using it = await place({ releaseDays: 100, releasesKept: 1 });
    const { modules, luka } = it.layout.releases;
    const at = (daysAgo: number) => new Date(NOW - daysAgo * DAY).toISOString();
    const module = async (number: number, daysAgo: number) => {
      const folder = join(modules, 'report', `${number}-abc`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'report.mjs'), 'x'.repeat(100));
      const known = {
        module: 'report',
        number,
        hash: 'abc',
        at: at(daysAgo),
        by: 'you',
        from: '/x',
        entry: 'report.mjs',
        files: 1,
        bytes: 100,
        test: 'absent',
      };
      await writeFile(`${folder}.json`, JSON.stringify(known));
    };
    for (const [number, daysAgo] of [
      [1, 500],
      [2, 400],
      [3, 300],
      [4, 200],
      [5, 20],
    ] as const)
      await module(number, daysAgo);
    await symlink('../releases/modules/report/2-abc/report.mjs', join(it.layout.modules, 'report.mjs'));
    for (const [number, daysAgo] of [
      [1, 500],
      [2, 400],
      [3, 300],
    ] as const) {
      const name = `0.1.0-${number}`;
      await mkdir(join(luka, name, 'dist'), { recursive: true });
      await writeFile(join(luka, name, 'dist', 'a.js'), 'x'.repeat(50));
      const release = {
        name,
        version: '0.1.0',
        number,
        at: at(daysAgo),
        from: '/x',
        node: '/n',
        files: [],
        hash: '',
      };
      await writeFile(join(luka, name, 'release.json'), JSON.stringify(release));
    }
    await symlink('0.1.0-3', join(luka, 'current'));
    await writeFile(join(luka, 'journal.json'), '{}');
    const during = partOf(await it.service.plan(), 'releases');
    expect(during).toMatchObject({ there: 8, goes: 3, bytes: 300 });
    await rm(join(luka, 'journal.json'));
    const plan = partOf(await it.service.plan(), 'releases');
    expect(plan).toMatchObject({ there: 8, goes: 4, rule: expect.stringContaining('older than 100 days') });
    expect((await readdir(luka)).toSorted()).toEqual(['0.1.0-1', '0.1.0-2', '0.1.0-3', 'current']);
    const done = partOf(await it.service.apply(PERSON), 'releases');
    expect(done).toEqual(plan);
    expect((await readdir(join(modules, 'report'))).toSorted()).toEqual([
      '2-abc',
      '2-abc.json',
      '5-abc',
      '5-abc.json',
    ]);
    expect((await readdir(luka)).toSorted()).toEqual(['0.1.0-2', '0.1.0-3', 'current']);
    expect(partOf(await it.service.plan(), 'releases')).toMatchObject({ there: 4, goes: 0 });
  });

  it('are chosen until the rest is small enough', () => {
    const entries = [1, 2, 3, 4].map((at) => ({ path: `/${at}`, at, bytes: 10 }));
    expect(chooseOld(entries, { most: 25 }).map(({ at }) => at)).toEqual([1, 2]);
    expect(chooseOld(entries, { before: 2, most: 100 }).map(({ at }) => at)).toEqual([1]);
    expect(chooseOld(entries, {})).toEqual([]);
  });
});

describe('by itself', () => {
  it('happens some time after the start and then once a day; nothing after the end', async () => {
    await using it = await place({ runsPerTask: 1 });
    it.run(1, 'a', 400);
    it.run(2, 'a', 300);
    it.service.start();
    it.clock.advance(9 * 60_000);
    await it.service.plan();
    expect(it.ids()).toEqual([1, 2]);
    it.clock.advance(60_000);
    await expect.poll(() => it.ids()).toEqual([2]);
    await expect.poll(() => it.audited).toEqual([expect.objectContaining({ actor: LUKA })]);
    it.run(3, 'a', 1);
    it.clock.advance(DAY);
    await expect.poll(() => it.service.last?.at).toBe(new Date(NOW + DAY + 600_000).toISOString());
    await it.service.stop();
    expect(it.clock.nextTimer).toBeUndefined();
    expect(it.failures).toEqual([]);
  });
});

it('backups in the home are told with their size, and stay', async () => {
  await using it = await place();
  expect(await it.service.plan()).not.toHaveProperty('backups');
  const to = join(it.layout.backups, 'luka-2020-01-01T00-00-00.tar.gz');
  const wanted = { kind: 'backup' as const, secrets: false, logs: false };
  const { bytes } = await writeBackup(it.layout, { ...wanted, to, now: new Date(NOW) });
  await utimes(to, 0, 0);
  await writeFile(join(it.layout.backups, 'crontab-20200101T000000Z'), '* * * * * true');
  expect((await it.service.plan()).backups).toEqual({ count: 1, bytes });
  expect((await it.service.apply(PERSON)).backups).toEqual({ count: 1, bytes });
  expect(await readdir(it.layout.backups)).toHaveLength(2);
});
