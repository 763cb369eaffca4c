import { describe, expect, it } from 'vitest';
import type { Sla } from '#shared/nouns/sla.ts';
import type { RunState } from '#shared/nouns/run.ts';
import { openDatabase } from '../store/open-database.ts';
import { Store } from '../store/store.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { SlaWatch, type SlaWatchOptions } from './sla-watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Thursday evening; the deadline is Friday 07:00. */
const EVENING = Date.UTC(2026, 2, 5, 20);
const SLA: Sla = { succeededBy: '07:00', tz: 'UTC' };

function loaded(sla: Sla | undefined, more: object = {}): LoadedTask {
  const definition = { title: 'Backup', steps: [{ run: 'true' }], ...(sla ? { sla } : {}), ...more };
  return {
    id: 'backup',
    file: '/backup.yaml',
    source: 'yaml',
    hash: 'h',
    findings: [],
    definition,
  };
}

async function place(task = loaded(SLA)) {
  const folder = await temporaryFolder();
  const clock = new ManualClock(EVENING);
  const file = `${folder.path}/luka.db`;
  let current = task;
  const options = (store: Store): SlaWatchOptions => ({
    store,
    clock,
    tasks: { list: () => [current], get: () => current },
    active: () =>
      store
        .all<{ id: number; startedAt: number }>(
          "select id, started_at as startedAt from runs where state = 'running'",
        )
        .map(({ id, startedAt }) => ({
          id,
          state: 'running',
          queuedAt: startedAt,
          startedAt,
          cause: { kind: 'manual', by: 'person' },
        })),
    nextDue: () => undefined,
    held: () => undefined,
    absences: (from) =>
      [{ kind: 'sleep', from: EVENING + HOUR, to: EVENING + 12 * HOUR }].filter(
        ({ to }) => to > from && to <= clock.now(),
      ),
    onError: (error) => expect.fail(String(error)),
  });
  const open = () => {
    const { db } = openDatabase(file, clock.now());
    const store = new Store({
      db,
      clock,
      durability: { barrier: async () => undefined } as never,
      onError: (error) => expect.fail(String(error)),
    });
    const watch = new SlaWatch(options(store));
    watch.start();
    return { db, store, watch };
  };
  let it = open();
  it.db.exec(`insert into definitions values ('h1', '{}')`);
  let ids = 0;
  return {
    clock,
    get watch() {
      return it.watch;
    },
    edit(next: LoadedTask) {
      current = next;
      it.watch.changed({ changed: [next], removed: [] });
    },
    /** A run that ends now, or goes on where it has no length. */
    async run(state: RunState, durationMs?: number, startedAt = clock.now() - (durationMs ?? 0)) {
      ids += 1;
      it.store.commit((tx) => {
        tx.run(
          `insert into runs (id, task, title, state, rank, cause, params, definition_hash, queued_at, started_at, ended_at, duration_ms)
           values (?, 'backup', 'Backup', ?, 0, '{}', '{}', 'h1', ?, ?, ?, ?)`,
          ids,
          state,
          startedAt,
          startedAt,
          durationMs === undefined ? null : clock.now(),
          durationMs ?? null,
        );
        tx.emit({
          type: durationMs === undefined ? 'run.started' : 'run.finished',
          run: ids,
          task: 'backup',
        });
      });
      await it.store.durable();
    },
    /** What was told, with how long before the deadline. */
    told: async () => {
      await it.store.durable();
      return it.store
        .eventsOfTypeAfter('sla.changed', 0, 100)
        .map(({ at, data }) => [data['state'], Date.parse(at), data['reason']] as const);
    },
    restart() {
      it.watch.stop();
      it.db.close();
      it = open();
    },
    async [Symbol.asyncDispose]() {
      it.watch.stop();
      it.db.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
const at = (hours: number, minutes = 0) => Date.UTC(2026, 2, 6, hours, minutes);
const until = (it: { clock: ManualClock }, moment: number) => it.clock.advance(moment - it.clock.now());

describe('a deadline', () => {
  it('is told before it is too late, then when it is, then when it is made good; each once', async () => {
    await using it = await place();
    until(it, at(6, 29));
    expect(await it.told()).toEqual([]);
    until(it, at(6, 31));
    expect(await it.told()).toEqual([['at_risk', at(6, 30), '30 min are left, and no run goes']]);
    it.restart();
    until(it, at(6, 50));
    it.restart();
    until(it, at(7, 5));
    it.restart();
    expect((await it.told()).map(([state, when]) => [state, when])).toEqual([
      ['at_risk', at(6, 30)],
      ['broken', at(7)],
    ]);
    expect(it.watch.troubles()).toMatchObject([
      { task: 'backup', state: 'broken', deadline: '2026-03-06T07:00:00.000Z' },
    ]);
    until(it, at(7, 40));
    await it.run('succeeded', 5 * MINUTE);
    expect((await it.told()).at(-1)).toEqual(['late', at(7, 40), expect.stringContaining('40 min too late')]);
    expect(it.watch.troubles()).toEqual([]);
    // What made good for this one does not count for the next.
    until(it, at(24 + 7, 1));
    expect((await it.told()).slice(3).map(([state]) => state)).toEqual(['at_risk', 'broken']);
  });

  it('that a success keeps is never told', async () => {
    await using it = await place();
    until(it, at(3));
    await it.run('failed', MINUTE);
    await it.run('succeeded', MINUTE);
    until(it, at(12));
    expect(await it.told()).toEqual([]);
    expect(it.watch.status(loaded(SLA))).toMatchObject({
      past: [{ state: 'met', deadline: '2026-03-06T07:00:00.000Z' }],
      state: 'waiting',
    });
  });

  it('is told when a run must have started, by what runs took', async () => {
    await using it = await place(loaded({ ...SLA, within: HOUR * 9 }));
    for (let n = 0; n < 5; n += 1) await it.run('succeeded', 2 * HOUR);
    until(it, at(5, 1));
    expect((await it.told()).map(([state, when, reason]) => [state, when, reason])).toEqual([
      ['at_risk', at(5), 'Runs take 2 h, 2 h are left, and none goes'],
    ]);
    expect(it.watch.status(loaded(SLA))).toMatchObject({
      expectedMs: 2 * HOUR,
      startBy: '2026-03-06T05:00:00.000Z',
    });
  });

  it('is told at once where a run begins too late', async () => {
    await using it = await place(loaded({ ...SLA, warn: MINUTE, within: HOUR * 9 }));
    for (let n = 0; n < 5; n += 1) await it.run('succeeded', 20 * MINUTE);
    until(it, at(6, 39));
    await it.run('running');
    until(it, at(6, 58));
    expect(await it.told()).toEqual([]);
    until(it, at(7, 1));
    expect((await it.told()).map(([state, when]) => [state, when])).toEqual([
      ['at_risk', at(6, 59)],
      ['broken', at(7)],
    ]);
  });

  it('that passed while the machine slept, or Luka did not run, is told when it is back, with the reason', async () => {
    await using it = await place();
    // No timer goes while it sleeps.
    it.clock.jump(12 * HOUR);
    it.watch.look();
    const told = await it.told();
    expect(told.map(([state]) => state)).toEqual(['broken']);
    expect(told[0]?.[2]).toMatch(/the machine slept from .* to /);
    it.clock.jump(3 * 24 * HOUR);
    it.restart();
    // Of several that passed the newest is told; all are on record.
    expect((await it.told()).map(([state]) => state)).toEqual(['broken', 'broken']);
    expect(it.watch.status(loaded(SLA))?.past.map(({ state }) => state)).toEqual([
      'broken',
      'broken',
      'broken',
      'broken',
    ]);
  });

  it('that is moved is judged anew', async () => {
    await using it = await place();
    until(it, at(6, 31));
    it.edit(loaded({ ...SLA, succeededBy: '09:00' }));
    until(it, at(8, 31));
    expect((await it.told()).map(([state, when]) => [state, when])).toEqual([
      ['at_risk', at(6, 30)],
      ['at_risk', at(8, 30)],
    ]);
    expect(it.watch.status(loaded({ ...SLA, succeededBy: '09:00' }))?.past).toEqual([]);
  });

  it('that is new says nothing of the time before; switched off it says nothing at all', async () => {
    await using it = await place(loaded(undefined));
    until(it, at(7, 30));
    it.edit(loaded(SLA));
    expect(await it.told()).toEqual([]);
    it.edit(loaded(SLA, { enabled: false }));
    until(it, at(24 + 8));
    expect(await it.told()).toEqual([]);
    expect(it.watch.troubles()).toEqual([]);
  });
});
