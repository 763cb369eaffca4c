import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Slot, type SlotState } from '#shared/nouns/slot.ts';
import { heat } from './heat.ts';
import { sampleLedger, sampleTask, type SampleLedger } from './sample-ledger.ts';
import { nearestMoment, toSlot, type SlotFilter, type SlotRow } from './slot-queries.ts';
import { why } from './why.ts';

const T = Date.UTC(2026, 2, 25, 9);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const iso = (moment: number) => new Date(moment).toISOString();

/** Numbers that look random and are the same every time. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Half a million slots of 500 tasks: one a minute for about a week, all but the last two of each task on time. */
function fill(ledger: SampleLedger): void {
  ledger.store.commit((tx) =>
    tx.run(
      `with recursive n (i) as (select 0 union all select i + 1 from n where i < 499999)
       insert into slots (task, trigger, due, last_due, count, kind, state, code, reason, decided_at)
       select 'task' || (i % 500), 'every 1m', ? + (i / 500) * 60000, ? + (i / 500) * 60000, 1, 'every',
         case when i = 7 then 'blocked' else 'ran' end, 'on_time', 'on time', ? + (i / 500) * 60000 from n`,
      T,
      T,
      T,
    ),
  );
}

/** All statements that the work sends to the store, each with how SQLite would carry it out. */
async function plansOf(
  ledger: SampleLedger,
  work: () => unknown,
): Promise<{ sql: string; plan: string[] }[]> {
  const { store } = ledger;
  const seen = new Map<string, unknown[]>();
  const [all, get] = [store.all.bind(store), store.get.bind(store)];
  store.all = (sql, ...values) => {
    seen.set(sql, values);
    return all(sql, ...values);
  };
  store.get = (sql, ...values) => {
    seen.set(sql, values);
    return get(sql, ...values);
  };
  try {
    await work();
  } finally {
    Object.assign(store, { all, get });
  }
  const db = new DatabaseSync(ledger.file, { readOnly: true });
  const plans = [...seen.keys()].map((sql) => ({
    sql,
    plan: db
      .prepare(`explain query plan ${sql}`)
      .all()
      .map((row) => String(row['detail'])),
  }));
  db.close();
  return plans;
}

/** Steps that read a table from end to end, or sort what an index should have sorted. */
function slowSteps({ sql, plan }: { sql: string; plan: readonly string[] }): string[] {
  // One row for each trigger at the most, and pauses, which a person makes one by one: they may be sorted.
  const isFew = sql.includes('with recursive') || sql.includes('from pauses');
  return plan.filter(
    (step) =>
      (step.startsWith('SCAN') && !/^SCAN (t|k|pauses|json_each|CONSTANT ROW)\b/.test(step)) ||
      (step.includes('TEMP B-TREE') && !isFew),
  );
}

function pagesOf(ledger: SampleLedger, filter: SlotFilter): Slot[][] {
  const pages: Slot[][] = [];
  let to: number | undefined = filter.to;
  for (;;) {
    const { slots, next } = ledger.queries.list({ ...filter, to });
    pages.push(slots);
    if (next === undefined) return pages;
    expect(Date.parse(next)).toBeLessThan(to ?? Infinity);
    to = Date.parse(next);
  }
}

const keyOf = (slot: Slot) => `${slot.due} ${slot.task} ${slot.trigger}`;

describe('SlotQueries.list', () => {
  it('tells every slot once, newest first, however many share a moment and wherever pages end', async () => {
    await using ledger = await sampleLedger();
    const random = sequence(7);
    const states: SlotState[] = ['ran', 'missed', 'held', 'waiting', 'skipped'];
    const rows: SlotRow[] = [];
    for (let n = 0; n < 300; n += 1) {
      rows.push(
        ledger.slot({
          task: `task${random(3)}`,
          trigger: `trigger ${n}`,
          due: T + random(20) * MINUTE,
          state: states[random(states.length)]!,
        }),
      );
    }
    const filters: Omit<SlotFilter, 'limit'>[] = [
      {},
      { task: 'task1' },
      { from: T + 3 * MINUTE, to: T + 15 * MINUTE },
      { states: ['ran', 'held'] },
      { states: ['missed'], task: 'task2', from: T + 2 * MINUTE },
      { states: ['held', 'waiting'] },
      { states: ['waiting'], task: 'task0', to: T + 9 * MINUTE },
      { task: 'nobody' },
      { states: [] },
    ];
    for (const filter of filters) {
      const expected = rows
        .filter(
          (row) =>
            row.due >= (filter.from ?? 0) &&
            row.due < (filter.to ?? Infinity) &&
            (filter.task === undefined || row.task === filter.task) &&
            (filter.states === undefined || filter.states.includes(row.state)),
        )
        .map((row) => keyOf(toSlot(row)))
        .sort()
        .reverse();
      for (const limit of [1, 2, 7, 50, 299, 300, 1_000]) {
        const pages = pagesOf(ledger, { ...filter, limit });
        expect(pages.flat().map(keyOf)).toEqual(expected);
      }
    }
  });

  it('goes beyond its limit to the end of a moment, and says when that was the last', async () => {
    await using ledger = await sampleLedger();
    for (const trigger of ['a', 'b', 'c', 'd']) ledger.slot({ trigger, due: T });
    ledger.slot({ due: T - HOUR });
    expect(ledger.queries.list({ limit: 2 })).toMatchObject({
      slots: [{ trigger: 'd' }, { trigger: 'c' }, { trigger: 'b' }, { trigger: 'a' }],
      next: iso(T),
    });
    expect(ledger.queries.list({ limit: 2, from: T })).not.toHaveProperty('next');
    expect(ledger.queries.list({ limit: 4, to: T + 1 })).toMatchObject({ next: iso(T) });
  });

  it('joins the state that the run has now', async () => {
    await using ledger = await sampleLedger();
    const run = ledger.run({ state: 'failed', queued: T, started: T, ended: T + 1 });
    ledger.slot({ due: T, run });
    ledger.slot({ due: T - HOUR, state: 'held', code: 'paused', reason: 'it was paused', wait_until: T });
    ledger.slot({
      due: T - 9 * HOUR,
      last_due: T - 7 * HOUR,
      count: 3,
      state: 'missed',
      code: 'too_old',
    });
    const { slots } = ledger.queries.list({ limit: 10 });
    for (const slot of slots) Slot.parse(slot);
    expect(slots).toMatchObject([
      { run, runState: 'failed', count: 1, due: iso(T) },
      { state: 'held', waitUntil: iso(T) },
      { count: 3, due: iso(T - 9 * HOUR), lastDue: iso(T - 7 * HOUR) },
    ]);
    expect(slots[0]).not.toHaveProperty('lastDue');
  });
});

describe('SlotQueries.around', () => {
  it('finds the nearest on both sides, nearest first', async () => {
    await using ledger = await sampleLedger();
    for (const hours of [-3, -2, -1, 1, 2, 3]) ledger.slot({ due: T + hours * HOUR });
    ledger.slot({ task: 'other', due: T });
    const due = (at: number, n: number) =>
      ledger.queries.around('backup', at, n).map((row) => (row.due - T) / HOUR);
    expect(due(T + 10 * MINUTE, 2)).toEqual([1, -1, 2, -2]);
    expect(due(T + HOUR, 2)).toEqual([1, 2, -1, 3]);
    expect(due(T - 9 * HOUR, 1)).toEqual([-3]);
    expect(due(T + 9 * HOUR, 2)).toEqual([3, 2]);
  });

  it('finds one that stands for many moments by the last of them, behind many others', async () => {
    await using ledger = await sampleLedger();
    ledger.slot({
      trigger: 'cron 0 * * * *',
      due: T - 50 * HOUR,
      last_due: T - HOUR,
      count: 50,
      state: 'missed',
    });
    for (let n = 2; n < 40; n += 1) ledger.slot({ due: T - n * HOUR - MINUTE });
    expect(ledger.queries.around('backup', T, 3)).toMatchObject([
      { count: 50 },
      { due: T - 2 * HOUR - MINUTE },
      { due: T - 3 * HOUR - MINUTE },
    ]);
  });
});

describe('nearestMoment', () => {
  const many = { due: T, last_due: T + 4 * HOUR, count: 5 };
  it.each([
    [T - HOUR, T],
    [T, T],
    [T + 90 * MINUTE, T + HOUR],
    [T + 3 * HOUR, T + 3 * HOUR],
    [T + 4 * HOUR, T + 4 * HOUR],
    [T + 99 * HOUR, T + 4 * HOUR],
  ])('before %d', (at, moment) => expect(nearestMoment(many, at)).toBe(moment));

  it('is the only one of a row for one moment', () => {
    expect(nearestMoment({ due: T, last_due: T, count: 1 }, T + HOUR)).toBe(T);
  });
});

describe('SlotQueries.between', () => {
  it('is oldest first, with rows that began before and reach into the time', async () => {
    await using ledger = await sampleLedger();
    const long = { count: 9, state: 'missed', code: 'too_old' } as const;
    ledger.slot({ ...long, task: 'a', due: T - 9 * HOUR, last_due: T });
    ledger.slot({ ...long, task: 'b', trigger: 'x', due: T - 8 * HOUR, last_due: T - 1 });
    ledger.slot({ ...long, task: 'b', trigger: 'y', due: T - 7 * HOUR, last_due: T + HOUR });
    ledger.slot({ ...long, task: 'b', trigger: 'y', due: T - 90 * HOUR, last_due: T - 80 * HOUR });
    ledger.slot({ task: 'b', due: T });
    ledger.slot({ task: 'c', due: T + HOUR });
    ledger.slot({ task: 'c', due: T + 2 * HOUR });
    const told = (task: string | undefined, limit: number) =>
      ledger.queries
        .between(T, T + 2 * HOUR, task, limit)
        .map((slot) => `${slot.task} ${(Date.parse(slot.due) - T) / HOUR}`);
    expect(told(undefined, 10)).toEqual(['a -9', 'b -7', 'b 0', 'c 1']);
    expect(told('b', 10)).toEqual(['b -7', 'b 0']);
    expect(told(undefined, 3)).toEqual(['b -7', 'b 0', 'c 1']);
    expect(told(undefined, 2)).toEqual(['b 0', 'c 1']);
    expect(told('nobody', 2)).toEqual([]);
  });
});

describe('SlotQueries of absences and pauses', () => {
  it('finds what reaches into a time', async () => {
    await using ledger = await sampleLedger();
    ledger.away('sleep', T - 2 * HOUR, T - HOUR);
    ledger.away('downtime', T - HOUR, T + 1);
    ledger.away('clock', T + HOUR, T + 2 * HOUR);
    expect(ledger.queries.away(T, T + HOUR)).toEqual([
      { kind: 'downtime', from: iso(T - HOUR), to: iso(T + 1), source: 'the machine said so' },
    ]);
    expect(ledger.queries.away(T - 90 * MINUTE, T + 90 * MINUTE).map(({ kind }) => kind)).toEqual([
      'sleep',
      'downtime',
      'clock',
    ]);
    expect(ledger.queries.awayBefore(T, 'sleep')).toMatchObject({ to: iso(T - HOUR) });
    expect(ledger.queries.awayBefore(T - HOUR - 1, 'sleep')).toBeUndefined();
  });

  it('takes a pause as over when its time came or somebody ended it, whichever was first', async () => {
    await using ledger = await sampleLedger();
    ledger.pause({ from: T - HOUR });
    ledger.pause({ scope: 'task', target: 'backup', from: T - HOUR, until: T + HOUR });
    ledger.pause({ scope: 'tag', target: 'disk', from: T - HOUR, until: T });
    ledger.pause({ from: T - HOUR, until: T + HOUR, ended: T - MINUTE });
    ledger.pause({ from: T + 1 });
    expect(ledger.queries.pausesInForce(T).map(({ id }) => id)).toEqual([1, 2]);
    expect(ledger.queries.pauses(T - 2 * MINUTE, T + 2)).toMatchObject([
      { scope: { all: true } },
      { scope: { task: 'backup' }, until: iso(T + HOUR) },
      { scope: { tag: 'disk' } },
      { ended: iso(T - MINUTE) },
      { id: 5 },
    ]);
  });
});

describe('SlotQueries of the schedule', () => {
  it('finds the last slot of a trigger, and what is open', async () => {
    await using ledger = await sampleLedger();
    ledger.slot({ due: T });
    ledger.slot({ due: T + HOUR, state: 'waiting', code: 'waits_for_condition' });
    ledger.slot({ trigger: 'wake', due: T + HOUR, state: 'held', code: 'paused' });
    const last = (upTo: number) => ledger.queries.lastOfTrigger('backup', 'every 1h', upTo)?.due;
    expect([last(T - 1), last(T), last(T + HOUR - 1), last(T + HOUR)]).toEqual([undefined, T, T, T + HOUR]);
    expect(ledger.queries.open().map(({ trigger, state }) => [trigger, state])).toEqual([
      ['every 1h', 'waiting'],
      ['wake', 'held'],
    ]);
  });
});

describe('with half a million slots', () => {
  let ledger: Awaited<ReturnType<typeof sampleLedger>>;
  beforeAll(async () => {
    ledger = await sampleLedger();
    fill(ledger);
  });
  afterAll(() => ledger[Symbol.asyncDispose]());

  it('goes by an index for every question', async () => {
    const run = ledger.run({ task: 'task3', queued: T, started: T, ended: T + 90_000 });
    const later = T + 990 * MINUTE;
    ledger.slot({ task: 'task3', trigger: 'wake', due: later, kind: 'wake', run });
    const { queries, store } = ledger;
    const base = { task: sampleTask('task3', {}), title: 'x', queries, store, started: T };
    const plans = await plansOf(ledger, async () => {
      queries.list({ limit: 100 });
      queries.list({ limit: 100, task: 'task3' });
      queries.list({ limit: 100, from: T, to: later, states: ['ran'] });
      queries.list({ limit: 100, task: 'task3', states: ['missed', 'blocked'] });
      queries.around('task3', later, 5);
      queries.between(T, later, undefined, 100);
      queries.between(T, later, 'task3', 10_000);
      queries.spanning(T);
      queries.away(T, later);
      queries.awayBefore(T, 'sleep');
      queries.pauses(T, later);
      queries.lastOfTrigger('task3', 'every 1m', later);
      for (const at of [T, later, later + 5 * MINUTE])
        why({ ...base, taskId: 'task3', at, now: later + 10 * MINUTE });
      await heat({ store, task: 'task3', days: 7, now: later, tz: 'Europe/Berlin' });
    });
    expect(plans.length).toBeGreaterThan(20);
    expect(plans.flatMap((one) => slowSteps(one).map((step) => `${step}: ${one.sql}`))).toEqual([]);
    const openOnes = await plansOf(ledger, () => {
      queries.open();
      queries.list({ limit: 10, states: ['held'] });
    });
    // Those that are open are few: they may be sorted.
    for (const { plan } of openOnes) expect(plan.join()).toContain('USING INDEX slots_open');
  });

  it('looks for rare states a bounded number at a time, and finds them all', () => {
    const pages = pagesOf(ledger, { states: ['blocked'], limit: 100 });
    expect(pages.flat()).toMatchObject([{ task: 'task7', due: iso(T) }]);
    // 500,000 slots, about 10,000 a page.
    expect(pages.length).toBeGreaterThan(40);
    expect(pages.length).toBeLessThan(60);
  });
});
