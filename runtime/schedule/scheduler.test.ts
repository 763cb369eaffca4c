import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { ConditionResult } from '../conditions/ports.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { redetectMachineZone } from './machine-zone.ts';
import { loadedTask, openScheduleBench, type ScheduleBench } from './testing.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
/** A Monday; the machine's zone is set for all tests. */
const START = new Date(2026, 0, 5, 9).getTime();

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let clock: ManualClock;
let tasks: Map<string, LoadedTask>;
let bench: ScheduleBench;
let conditions: readonly ConditionResult[];

beforeEach(async () => {
  folder = await temporaryFolder();
  clock = new ManualClock(START);
  tasks = new Map();
  conditions = [];
});
afterEach(async () => {
  const { errors } = bench;
  await bench.close();
  await folder[Symbol.asyncDispose]();
  if (errors.length > 0) throw new AggregateError(errors, 'the schedule met errors');
});

function add(id: string, definition: Partial<TaskDefinition>): void {
  tasks.set(id, loadedTask(id, definition));
}

async function open(): Promise<void> {
  bench = await openScheduleBench(folder.path, tasks, { clock, conditions: () => conditions });
}

async function restart(how: 'stop' | 'crash', away = 0): Promise<void> {
  await bench.close(how);
  clock.jump(away);
  await open();
}

/** Slots as `09:30 ran on_time #1`, and how many where it stands for more. */
const told = (task?: string) =>
  bench.slots(task).map((slot) => {
    const due = new Date(slot.due);
    const time = due.toTimeString().slice(0, due.getSeconds() === 0 ? 5 : 8);
    const run = slot.run === undefined ? '' : ` #${slot.run}`;
    return `${time} ${slot.state} ${slot.code}${run}${slot.count > 1 ? ` x${slot.count}` : ''}`;
  });

describe('moments of time', () => {
  it('each become one run, in time, and say what made them', async () => {
    add('a', { triggers: [{ every: HOUR }], overlap: 'queue' });
    await open();
    await bench.pass(2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 ran on_time #1', '11:00 ran on_time #2']);
    expect(bench.runs()[0]).toMatchObject({
      task: 'a',
      cause: { kind: 'every', by: 'schedule', scheduledFor: new Date(START + HOUR).toISOString() },
    });
  });

  it('need no timer where there are none, and else one of at most 30 s', async () => {
    await open();
    expect(clock.nextTimer).toBeUndefined();
    add('a', { triggers: [{ every: DAY }] });
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.scheduler.idle;
    expect(clock.nextTimer).toBe(30_000);
  });

  it('are not those of a task that is switched off or broken', async () => {
    add('off', { enabled: false, triggers: [{ every: MINUTE }] });
    tasks.set('broken', { ...loadedTask('broken', {}), definition: undefined } as never);
    await open();
    await bench.pass(3 * MINUTE);
    expect(told()).toEqual([]);
  });

  it('of a new trigger begin with its first sight', async () => {
    await open();
    await bench.pass(10 * MINUTE);
    add('a', { triggers: [{ cron: '*/5 * * * *' }] });
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.pass(5 * MINUTE);
    expect(told()).toEqual(['09:15 ran on_time #1']);
  });

  it('of a one-shot come once, also after a restart', async () => {
    add('a', { triggers: [{ at: new Date(START + HOUR).toISOString() }] });
    await open();
    await bench.pass(2 * HOUR);
    await restart('stop');
    await bench.pass(HOUR);
    expect(told()).toEqual(['10:00 ran on_time #1']);
  });
});

describe('absences', () => {
  it('make one run after a sleep, with its reason, and nothing comes in a burst', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    await bench.sleep(8 * HOUR + MINUTE);
    expect(told()).toEqual([
      ...[10, 11, 12, 13, 14, 15, 16].map((hour) => `${hour}:00 coalesced one_for_all #1`),
      '17:00 caught_up after_sleep #1',
    ]);
    expect(bench.runs()[0]?.cause.late).toBe('made up for: the machine slept from 09:00 to 17:01');
  });

  it('make one run after a downtime', async () => {
    add('a', { triggers: [{ cron: '0 * * * *' }] });
    await open();
    await restart('stop', 2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 coalesced one_for_all #1', '11:00 caught_up after_downtime #1']);
    expect(bench.slots()[1]?.reason).toBe('made up for: Luka was not running from 09:00 to 11:01');
  });

  it('lose nothing to a crash in between, and repeat nothing', async () => {
    add('a', { triggers: [{ every: 10 * MINUTE }], overlap: 'queue' });
    await open();
    await bench.pass(25 * MINUTE);
    await restart('crash', 20 * MINUTE);
    expect(told()).toEqual([
      '09:10 ran on_time #1',
      '09:20 ran on_time #2',
      '09:30 coalesced one_for_all #3',
      '09:40 caught_up after_downtime #3',
    ]);
  });

  it('make up for each where the task says all, one after the other', async () => {
    add('a', { triggers: [{ every: HOUR }], catchUp: 'all' });
    await open();
    await bench.sleep(3 * HOUR + MINUTE);
    expect(told()).toEqual([
      '10:00 caught_up after_sleep #1',
      '11:00 caught_up after_sleep #2',
      '12:00 caught_up after_sleep #3',
    ]);
  });

  it('make no run where the task says skip', async () => {
    add('a', { triggers: [{ every: HOUR }], catchUp: { sleep: 'skip' } });
    await open();
    await bench.sleep(HOUR + MINUTE);
    expect(told()).toEqual(['10:00 missed catch_up_off']);
  });

  it('of months tell the oldest moments as one', async () => {
    add('a', { triggers: [{ cron: '* * * * *' }] });
    await open();
    await bench.sleep(20 * DAY);
    const slots = bench.slots();
    expect(slots).toHaveLength(501);
    expect(slots.reduce((sum, slot) => sum + slot.count, 0)).toBe(20 * 24 * 60);
    expect(slots.at(-1)).toMatchObject({ state: 'caught_up', count: 1 });
    expect(bench.runs()).toHaveLength(1);
  });
});

describe('the clock', () => {
  it('set forward makes up for what it jumped over, once', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    clock.jump(3 * HOUR + MINUTE);
    await bench.pass(30_000);
    expect(told()).toEqual([
      '10:00 coalesced one_for_all #1',
      '11:00 coalesced one_for_all #1',
      '12:00 caught_up after_sleep #1',
    ]);
  });

  it('set back repeats nothing and goes on', async () => {
    add('a', { triggers: [{ every: HOUR }], overlap: 'queue' });
    await open();
    await bench.pass(2 * HOUR + MINUTE);
    clock.jump(-90 * MINUTE);
    await bench.pass(30_000);
    await bench.pass(3 * HOUR);
    expect(told()).toEqual(['10:00 ran on_time #1', '11:00 ran on_time #2', '12:00 ran on_time #3']);
  });

  it('of another zone, for the machine travelled, moves what names no zone, and loses and repeats nothing', async () => {
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Europe/Berlin';
      redetectMachineZone();
      clock = new ManualClock(Date.UTC(2026, 0, 5, 7, 30));
      add('nine', { triggers: [{ cron: '0 9 * * *' }], overlap: 'queue' });
      add('two', { triggers: [{ cron: '0 14 * * *' }], overlap: 'queue' });
      add('fixed', { triggers: [{ cron: '0 14 * * *', tz: 'Europe/Berlin' }], overlap: 'queue' });
      await open();
      // 09:00 in Berlin. An hour later the machine is in Bangkok, where it is 16:00.
      await bench.pass(90 * MINUTE);
      process.env['TZ'] = 'Asia/Bangkok';
      await bench.pass(DAY);
      const dues = (task: string) =>
        bench.slots(task).map(({ due, state }) => `${due.slice(5, 16)} ${state}`);
      expect(dues('nine')).toEqual(['01-05T08:00 ran', '01-06T02:00 ran']);
      expect(dues('two')).toEqual(['01-06T07:00 ran']);
      expect(dues('fixed')).toEqual(['01-05T13:00 ran']);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
      redetectMachineZone();
    }
  });

  it('set forward by mistake and put right takes nothing from the days between', async () => {
    add('a', { triggers: [{ every: HOUR }], overlap: 'queue' });
    add('b', { triggers: [{ every: HOUR }], overlap: 'queue', catchUp: 'skip' });
    await open();
    clock.jump(30 * DAY);
    bench.noticed.push({ kind: 'clock', from: START, to: clock.now(), source: 'the test' });
    await bench.pass(30_000);
    clock.jump(-30 * DAY);
    await bench.pass(30_000);
    await bench.pass(3 * HOUR);
    const upTo = new Date(clock.now()).toISOString();
    for (const id of ['a', 'b'])
      expect(
        bench
          .slots(id)
          .filter((slot) => slot.due <= upTo)
          .map((slot) => slot.code),
      ).toEqual(['on_time', 'on_time', 'on_time']);
  });

  it('set back loses nothing of a long sleep that comes after', async () => {
    add('a', { triggers: [{ cron: '* * * * *' }], overlap: 'queue' });
    await open();
    await bench.pass(2 * HOUR);
    clock.jump(-HOUR);
    await bench.pass(30_000);
    await bench.sleep(20 * HOUR);
    const minutes = Math.floor((clock.now() - START) / MINUTE);
    expect(bench.slots().reduce((sum, slot) => sum + slot.count, 0)).toBe(minutes);
  });

  it('set back in a pause does not end it, and it can be ended', async () => {
    add('a', { triggers: [{ every: 10 * MINUTE }] });
    await open();
    await bench.pauses.add({ scope: { all: true } });
    clock.jump(-HOUR);
    await bench.pass(35 * MINUTE);
    expect(bench.runs()).toEqual([]);
    await bench.pauses.end({ all: true });
    await bench.scheduler.look();
    expect(bench.runs()).toHaveLength(1);
  });

  it('set back by years does not wait for years', async () => {
    clock = new ManualClock(START + 4 * 365 * DAY);
    add('a', { triggers: [{ every: HOUR }], overlap: 'queue' });
    await open();
    await bench.pass(HOUR + MINUTE);
    clock.jump(-4 * 365 * DAY);
    await bench.pass(30_000);
    await restart('crash');
    await bench.pass(2 * HOUR);
    expect(bench.slots().filter((slot) => slot.state === 'ran')).toHaveLength(3);
  });
});

describe('what is on record', () => {
  it('is forgotten after 90 days, unless it is still open', async () => {
    conditions = [{ kind: 'ac', met: false, text: 'on battery' }];
    add('a', { triggers: [{ every: 40 * DAY, anchor: new Date(START).toISOString() }], overlap: 'queue' });
    add('b', {
      triggers: [{ at: new Date(START + HOUR).toISOString() }],
      conditions: { ac: true, wait: 300 * DAY },
    });
    bench = await openScheduleBench(folder.path, tasks, {
      clock,
      conditions: () => conditions,
      lookEvery: DAY,
    });
    await bench.pass(100 * DAY);
    expect(bench.slots('a')).toHaveLength(2);
    await bench.pass(95 * DAY);
    expect(bench.slots('a')).toHaveLength(2);
    expect(bench.runs()).toHaveLength(4);
    expect(bench.slots('b')).toHaveLength(1);
  });
});

describe('pauses', () => {
  it('hold what is due, and make up for it when they end by themselves', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    await bench.pauses.add({ scope: { task: 'a' }, until: START + 3 * HOUR + MINUTE });
    await bench.pass(2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 held paused x2']);
    await bench.pass(HOUR);
    expect(told()).toEqual([
      '10:00 coalesced one_for_all #1',
      '11:00 coalesced one_for_all #1',
      '12:00 caught_up after_pause #1',
    ]);
  });

  it('end when somebody resumes, and survive a restart', async () => {
    add('a', { triggers: [{ every: HOUR }], tags: ['nightly'], catchUp: { pause: 'skip' } });
    add('b', { triggers: [{ every: HOUR }] });
    await open();
    await bench.pauses.add({ scope: { tag: 'nightly' } });
    await bench.pass(HOUR + MINUTE);
    await restart('crash', HOUR);
    expect(told('a')).toEqual(['10:00 held paused x2']);
    await bench.pauses.end({ tag: 'nightly' });
    await bench.scheduler.look();
    expect(told('a')).toEqual(['10:00 missed catch_up_off', '11:00 missed catch_up_off']);
    expect(told('b')).toEqual(['10:00 ran on_time #1', '11:00 skipped overlap #1']);
  });

  it('let go of a trigger that was taken away meanwhile', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    await bench.pauses.add({ scope: { all: true } });
    await bench.pass(HOUR + MINUTE);
    add('a', { triggers: [{ every: 2 * HOUR }] });
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.scheduler.idle;
    expect(told()).toEqual(['10:00 skipped task_gone']);
  });
});

describe('what keeps a moment from running', () => {
  it('is a run of the task that still goes', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    await bench.pass(HOUR + MINUTE);
    await bench.pass(HOUR);
    expect(told()).toEqual(['10:00 ran on_time #1', '11:00 skipped overlap #1']);
    expect(bench.slots()[1]?.reason).toBe('run #1, queued at 10:00, was still waiting');
  });

  it('is replaced where the task says so', async () => {
    add('a', { triggers: [{ every: HOUR }], overlap: 'replace' });
    await open();
    await bench.pass(2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 ran on_time #1', '11:00 ran on_time #2']);
    expect(bench.runs().map((run) => run.state)).toEqual(['cancelled', 'queued']);
  });

  it('is a quarantine, after five failures', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    for (let run = 1; run <= 5; run += 1) {
      await bench.pass(HOUR);
      bench.carryOut(run, 'failed');
    }
    await bench.pass(30 * MINUTE);
    expect(told().slice(5)).toEqual([]);
    bench.carryOut(
      bench.ledger.add({
        task: 'a',
        title: 'a',
        priority: 'normal',
        params: {},
        cause: { kind: 'manual', by: 'person' },
        definition: tasks.get('a')!.definition!,
      }).run.id,
      'failed',
    );
    await bench.pass(29 * MINUTE);
    await bench.pass(MINUTE);
    expect(told().slice(5)).toEqual(['15:00 ran on_time #7']);
  });

  it('is a blackout', async () => {
    add('a', { triggers: [{ every: HOUR }], blackout: [{ from: '10:00', to: '10:30' }] });
    await open();
    await bench.pass(2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 skipped blackout', '11:00 ran on_time #1']);
  });

  it('is a refusal of the task itself', async () => {
    add('a', { triggers: [{ every: HOUR }], quarantine: false });
    await open();
    await bench.pass(HOUR);
    expect(told()).toEqual(['10:00 ran on_time #1']);
  });
});

describe('conditions', () => {
  const onBattery: ConditionResult = { kind: 'ac', met: false, text: 'on battery (64 %)' };
  const onMains: ConditionResult = { kind: 'ac', met: true, text: 'on mains power' };

  it('that are met keep nothing', async () => {
    conditions = [onMains];
    add('a', { triggers: [{ every: HOUR }], conditions: { ac: true } });
    await open();
    await bench.pass(HOUR);
    expect(told()).toEqual(['10:00 ran on_time #1']);
    expect(bench.slots()[0]?.reason).toBe('on time');
  });

  it('make a moment wait, which says for what, and start it when they come true', async () => {
    conditions = [onBattery];
    add('a', { triggers: [{ every: DAY }], conditions: { ac: true } });
    await open();
    await bench.pass(15 * HOUR);
    expect(bench.slots()[0]).toMatchObject({
      state: 'waiting',
      reason: 'it waits until 01:00 at the most: on battery (64 %)',
    });
    conditions = [onMains];
    await bench.pass(30_000);
    expect(told()).toEqual(['00:00 ran condition_came_true #1']);
    expect(bench.slots()[0]?.reason).toBe('it waited 30 s for its conditions: on mains power');
  });

  it('are waited for no longer than the task says, also across a crash', async () => {
    conditions = [onBattery];
    add('a', { triggers: [{ every: HOUR }], conditions: { ac: true, wait: 10 * MINUTE } });
    await open();
    await bench.pass(HOUR);
    await restart('crash', 5 * MINUTE);
    expect(told()).toEqual(['10:00 waiting waits_for_condition']);
    await bench.pass(5 * MINUTE);
    expect(told()).toEqual(['10:00 blocked conditions_unmet']);
    expect(bench.slots()[0]?.reason).toBe('it waited 10 min in vain: on battery (64 %)');
  });

  it('give way to the next moment of the same trigger', async () => {
    conditions = [onBattery];
    add('a', { triggers: [{ every: HOUR }], conditions: { ac: true, wait: 3 * HOUR } });
    await open();
    await bench.pass(2 * HOUR + MINUTE);
    expect(told()).toEqual(['10:00 coalesced superseded', '11:00 waiting waits_for_condition']);
  });
});

describe('a task file', () => {
  it('that has errors for a while loses nothing', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    const sound = tasks.get('a')!;
    const { definition: _definition, ...broken } = sound;
    tasks.set('a', broken);
    bench.scheduler.replan({ changed: [broken], removed: [] });
    await bench.pass(HOUR + MINUTE);
    expect(told()).toEqual([]);
    tasks.set('a', sound);
    bench.scheduler.replan({ changed: [sound], removed: [] });
    await bench.scheduler.idle;
    expect(told()).toEqual(['10:00 caught_up after_downtime #1']);
    expect(bench.slots()[0]?.reason).toBe("made up for: the task's file had errors from 09:00 to 10:01");
  });

  it('that has errors for a while keeps what is held and what waits', async () => {
    conditions = [{ kind: 'ac', met: false, text: 'on battery' }];
    add('held', { triggers: [{ every: HOUR }] });
    add('waits', { triggers: [{ every: HOUR }], conditions: { ac: true, wait: 5 * HOUR } });
    await open();
    await bench.pauses.add({ scope: { task: 'held' } });
    await bench.pass(HOUR + MINUTE);
    const sound = [...tasks.values()];
    const broken = sound.map(({ definition: _definition, ...task }) => task);
    for (const task of broken) tasks.set(task.id, task);
    bench.scheduler.replan({ changed: broken, removed: [] });
    await bench.pass(MINUTE);
    for (const task of sound) tasks.delete(task.id);
    bench.scheduler.replan({ changed: [], removed: ['held', 'waits'] });
    await bench.pass(MINUTE / 2);
    expect([told('held'), told('waits')]).toEqual([
      ['10:00 held paused'],
      ['10:00 waiting waits_for_condition'],
    ]);
    for (const task of sound) tasks.set(task.id, task);
    bench.scheduler.replan({ changed: sound, removed: [] });
    conditions = [{ kind: 'ac', met: true, text: 'on mains' }];
    await bench.pauses.end({ task: 'held' });
    await bench.pass(MINUTE);
    // The end of a pause is known at once.
    expect(told('held')).toEqual(['10:00 caught_up after_pause #1']);
    expect(told('waits')).toEqual(['10:00 ran condition_came_true #2']);
  });

  it('whose trigger was taken away and comes back has nothing to make up for', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    const change = async (every: number) => {
      add('a', { triggers: [{ every }] });
      bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
      await bench.pass(MINUTE);
    };
    await change(100 * DAY);
    await bench.pass(5 * HOUR);
    await change(HOUR);
    expect(told()).toEqual([]);
  });

  it('that was switched off, then broken, then switched on has nothing to make up for', async () => {
    add('a', { enabled: false, triggers: [{ every: HOUR }] });
    await open();
    await bench.pass(5 * HOUR);
    const { definition: _definition, ...broken } = tasks.get('a')!;
    tasks.set('a', broken);
    bench.scheduler.replan({ changed: [broken], removed: [] });
    await bench.pass(MINUTE);
    add('a', { triggers: [{ every: HOUR }] });
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.pass(MINUTE);
    expect(told()).toEqual([]);
  });

  it('that was switched off has nothing to make up for', async () => {
    add('a', { triggers: [{ every: HOUR }] });
    await open();
    const on = tasks.get('a')!;
    add('a', { enabled: false, triggers: [{ every: HOUR }] });
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.pass(HOUR + MINUTE);
    tasks.set('a', on);
    bench.scheduler.replan({ changed: [on], removed: [] });
    await bench.pass(HOUR);
    expect(told()).toEqual(['11:00 ran on_time #1']);
  });

  it('that is saved while something is due swallows nothing', async () => {
    add('a', { triggers: [{ every: HOUR }], overlap: 'queue' });
    await open();
    clock.jump(HOUR + 1_000);
    tasks.set('a', loadedTask('a', { triggers: [{ every: HOUR }], title: 'changed' }));
    bench.scheduler.replan({ changed: [tasks.get('a')!], removed: [] });
    await bench.scheduler.idle;
    expect(told()).toEqual(['10:00 ran on_time #1']);
  });
});

describe('a look', () => {
  it('goes on where one trigger makes it stumble', async () => {
    add('a', { triggers: [{ every: 10 * MINUTE }] });
    add('z', { triggers: [{ every: 10 * MINUTE }], overlap: 'queue' });
    await open();
    const { definition } = tasks.get('a')!;
    Object.defineProperty(definition, 'overlap', {
      get() {
        throw new TypeError('a bug');
      },
    });
    await bench.pass(21 * MINUTE);
    expect(told('z')).toHaveLength(2);
    expect(told('a')).toEqual(['09:10 blocked refused', '09:20 blocked refused']);
    expect(bench.errors.splice(0).length).toBe(2);
  });

  it('makes up for each moment that waited for a condition, where the task says all', async () => {
    conditions = [{ kind: 'ac', met: false, text: 'on battery' }];
    add('a', { triggers: [{ every: HOUR }], catchUp: 'all', conditions: { ac: true, wait: 5 * HOUR } });
    await open();
    await bench.sleep(3 * HOUR + MINUTE);
    await bench.scheduler.idle;
    conditions = [{ kind: 'ac', met: true, text: 'on mains' }];
    await bench.pass(MINUTE);
    expect(bench.slots().map((slot) => slot.state)).toEqual(['caught_up', 'caught_up', 'caught_up']);
    expect(bench.runs()).toHaveLength(3);
  });
});

describe('events', () => {
  it('at the same instant each have their own entry', async () => {
    add('a', { triggers: [{ file: '/x/*' }] });
    await open();
    const at = clock.now();
    for (let n = 0; n < 50; n += 1)
      bench.scheduler.enter([
        { task: 'a', key: 'file /x/* created,changed', at, subject: { text: `/x/${n}` } },
      ]);
    expect(bench.slots('a').map((slot) => Date.parse(slot.due) - at)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
  });

  it('of a start come with their delay', async () => {
    add('a', { triggers: [{ startup: { delay: 5_000 } }] });
    await open();
    await bench.pass(10_000);
    expect(told()).toEqual(['09:00:05 ran on_time #1']);
  });

  it('of another task come once for each end, also across a crash', async () => {
    add('a', {});
    add('b', { triggers: [{ after: 'a' }] });
    add('c', { triggers: [{ after: 'a', on: 'failure' }] });
    await open();
    const request = {
      task: 'a',
      title: 'a',
      priority: 'normal',
      params: {},
      cause: { kind: 'manual', by: 'person' },
      definition: tasks.get('a')!.definition!,
    } as const;
    bench.carryOut(bench.ledger.add(request).run.id);
    await bench.store.durable();
    await expect.poll(() => told('b')).toEqual(['09:00 ran on_time #2']);
    await bench.pass(MINUTE);
    await restart('crash', MINUTE);
    bench.carryOut(bench.ledger.add(request).run.id, 'failed');
    await bench.store.durable();
    await expect.poll(() => told('c')).toHaveLength(1);
    expect(told('b')).toHaveLength(1);
    expect(bench.runs().find((run) => run.task === 'c')?.cause).toMatchObject({
      kind: 'after',
      subject: 'run #3 of a',
      chain: 1,
    });
  });

  it('of a run that a crash ended are not lost, not even that of the first start', async () => {
    add('a', {});
    add('b', { triggers: [{ after: 'a', on: 'any' }] });
    await open();
    const run = bench.ledger.add({
      task: 'a',
      title: 'a',
      priority: 'normal',
      params: {},
      cause: { kind: 'manual', by: 'person' },
      definition: tasks.get('a')!.definition!,
    }).run.id;
    bench.ledger.start({ id: run, attempt: 1 }, 'boot', []);
    await bench.close('crash');
    const recover = (ledger: ScheduleBench['ledger']) => void ledger.finish(run, { state: 'interrupted' });
    bench = await openScheduleBench(folder.path, tasks, { clock, recover });
    await expect.poll(() => told('b')).toHaveLength(1);
  });

  it('that come while Luka stops are refused, never lost without a word', async () => {
    add('a', { triggers: [{ webhook: {} }] });
    await open();
    const { url } = await bench.hooks.address('a');
    bench.scheduler.stop();
    await expect(bench.hooks.call(url.split('/').at(-1)!, {})).rejects.toMatchObject({ code: 'stopping' });
  });

  it('of a webhook bring their parameters, and only so many a minute', async () => {
    add('a', { triggers: [{ webhook: { perMinute: 2 } }] });
    await open();
    const { url } = await bench.hooks.address('a');
    const token = url.split('/').at(-1)!;
    await bench.hooks.call(token, {});
    await bench.hooks.call(token, {});
    await expect(bench.hooks.call(token, {})).rejects.toMatchObject({ code: 'rate_limited' });
    expect(told()).toEqual(['09:00 ran on_time #1', '09:00 ran on_time #2']);
    const renewed = await bench.hooks.address('a', true);
    await bench.pass(2 * MINUTE);
    await expect(bench.hooks.call(token, {})).rejects.toMatchObject({ code: 'hook_unknown' });
    await bench.hooks.call(renewed.url.split('/').at(-1)!, {});
    expect(bench.runs()).toHaveLength(3);
  });
});
