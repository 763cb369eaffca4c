import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOLD_ANYWAY } from '#shared/nouns/keep-awake.ts';
import { temporaryFolder } from '../../testing.ts';
import { MAINS, openPower, type PowerBench } from '../testing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let power: PowerBench;

beforeEach(async () => {
  folder = await temporaryFolder();
  power = await openPower(folder.path);
});
afterEach(async () => {
  await power.close();
  if (power.errors.length > 0) throw new AggregateError(power.errors);
  await folder[Symbol.asyncDispose]();
});

const holds = () => power.room.holds();
const whys = () => power.blocker.held.map(({ why }) => why);

describe('a run', () => {
  it('is held from its start to its end, and not while it waits', async () => {
    const run = await power.ask();
    expect(holds()).toEqual([]);
    await power.begin(run);
    expect(whys()).toEqual([`Backup (run ${run})`]);
    expect(holds()).toEqual([
      {
        id: `run-${run}`,
        kind: 'system',
        owner: { kind: 'run', run, task: 'backup', title: 'Backup' },
        since: expect.any(String) as string,
        reason: 'while it runs',
        held: true,
      },
    ]);
    power.clock.advance(10 * MINUTE);
    await power.retry(run);
    expect(whys()).toEqual([]);
    power.clock.advance(MINUTE);
    await power.begin(run);
    expect(whys()).toHaveLength(1);
    await power.end(run);
    expect(whys()).toEqual([]);
    expect(power.room.receipt(run)).toMatchObject({
      holds: [
        { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:10:00.000Z' },
        { from: '2026-01-01T00:11:00.000Z', to: '2026-01-01T00:11:00.000Z' },
      ],
    });
  });

  it('whose task lets the machine sleep holds nothing, nor does a service', async () => {
    for (const definition of [{ keepAwake: 'no' as const }, { service: {} }]) {
      const run = await power.ask(definition);
      await power.begin(run);
      expect(power.blocker.taken).toBe(0);
      await power.end(run);
      expect(power.room.receipt(run)?.words).toEqual([
        'the task lets the machine sleep: nothing was held for it',
      ]);
    }
  });

  it('until it is done is held while it waits and between attempts, and at most that long', async () => {
    const run = await power.ask({ keepAwake: { untilDoneWithin: HOUR } });
    expect(holds()).toMatchObject([
      { reason: 'until it is done, at most 1 h', until: '2026-01-01T01:00:00.000Z' },
    ]);
    await power.begin(run);
    await power.retry(run);
    expect(whys()).toHaveLength(1);
    power.clock.advance(30 * MINUTE);
    await power.begin(run);
    power.clock.advance(30 * MINUTE);
    expect(whys()).toEqual([]);
    expect(holds()).toEqual([]);
    await power.retry(run);
    await power.begin(run);
    expect(power.blocker.taken).toBe(1);
    await power.end(run);
  });

  it('that was done in time is let go at its end', async () => {
    const run = await power.ask({ keepAwake: { untilDoneWithin: HOUR } });
    await power.begin(run);
    power.clock.advance(MINUTE);
    await power.end(run);
    expect(holds()).toEqual([]);
    expect(power.clock.nextTimer).toBeUndefined();
  });

  it('goes on where the blocker ends, which is told and tried again', async () => {
    const run = await power.ask();
    await power.begin(run);
    power.clock.advance(10_000);
    power.blocker.held[0]!.onLost('caffeinate ended by SIGKILL');
    expect(holds()).toMatchObject([{ held: false, notHeldBecause: 'caffeinate ended by SIGKILL' }]);
    power.beat();
    expect(power.blocker.taken).toBe(1);
    power.clock.advance(30_000);
    power.beat();
    expect(power.blocker.taken).toBe(2);
    expect(holds()).toMatchObject([{ held: true }]);
    await power.store.durable();
    expect(power.events.filter(({ type }) => type === 'hold.changed')).toHaveLength(2);
    await power.end(run);
    expect(power.room.receipt(run)?.holds).toMatchObject([
      { to: '2026-01-01T00:00:10.000Z' },
      { from: '2026-01-01T00:00:10.000Z', notHeldBecause: 'caffeinate ended by SIGKILL' },
      { from: '2026-01-01T00:00:40.000Z' },
    ]);
  });

  it('whose blocker never held was not held at all', async () => {
    const run = await power.ask();
    await power.begin(run);
    power.blocker.held[0]!.onLost('it is not there');
    await power.end(run);
    expect(power.room.receipt(run)?.holds).toMatchObject([{ notHeldBecause: 'it is not there' }]);
  });
});

describe('a person', () => {
  it('keeps the machine awake for a time, which ends without anybody looking', async () => {
    const hold = await power.room.awake({ for: 2 * HOUR, display: true }, power.person);
    expect(hold).toMatchObject({ kind: 'display', held: true, until: '2026-01-01T02:00:00.000Z' });
    expect(hold.reason).toBe('for 2 h');
    power.clock.advance(2 * HOUR - 1);
    expect(whys()).toHaveLength(1);
    power.clock.advance(1);
    expect(whys()).toEqual([]);
    expect(holds()).toEqual([]);
    await power.store.durable();
    expect(power.events.at(-1)).toMatchObject({ type: 'hold.changed', data: { ended: 'its time is over' } });
  });

  it('releases it again, and both are in the audit', async () => {
    const hold = await power.room.awake({}, power.person);
    expect(hold.reason).toBe('until somebody stops it');
    await power.room.release(hold.id, power.person);
    expect(holds()).toEqual([]);
    const actions = power.store.all<{ action: string }>('select action from audit order by seq');
    expect(actions.map(({ action }) => action)).toEqual(['hold.added', 'hold.released']);
    await expect(power.room.release(hold.id, power.person)).rejects.toMatchObject({ code: 'hold_unknown' });
  });

  it('cannot release what a run holds', async () => {
    const run = await power.ask();
    await power.begin(run);
    await expect(power.room.release(`run-${run}`, power.person)).rejects.toMatchObject({
      code: 'hold_of_run',
    });
    await power.end(run);
  });

  it('while tasks run: held for those that let it sleep, too, and not for services', async () => {
    const hold = await power.room.awake({ whileTasks: true }, power.person);
    expect(hold).toMatchObject({ held: false, notHeldBecause: 'no run goes or waits' });
    const service = await power.ask({ service: {} });
    await power.begin(service);
    expect(whys()).toEqual([]);
    const run = await power.ask({ keepAwake: 'no' });
    expect(whys()).toEqual(['person: while tasks run']);
    await power.begin(run);
    await power.end(run);
    expect(whys()).toEqual([]);
    expect(holds()).toMatchObject([{ held: false }]);
    await power.room.release(hold.id, power.person);
  });

  it('while a run goes: it ends with that run', async () => {
    const run = await power.ask({ keepAwake: 'no' });
    const hold = await power.room.awake({ whileRun: run }, power.person);
    expect(hold.reason).toBe(`while run ${run} goes (Backup)`);
    await power.begin(run);
    expect(whys()).toHaveLength(1);
    await power.end(run);
    expect(whys()).toEqual([]);
    await expect(power.room.awake({ whileRun: run }, power.person)).rejects.toMatchObject({
      code: 'run_done',
    });
    await expect(power.room.awake({ whileRun: 99 }, power.person)).rejects.toMatchObject({
      code: 'run_unknown',
    });
  });

  it.each([
    { for: HOUR, whileTasks: true as const },
    { until: '2025-12-31T00:00:00Z' },
    { for: 0 },
    { for: 32 * 24 * HOUR },
  ])('cannot ask for %j', async (request) => {
    await expect(power.room.awake(request, power.person)).rejects.toMatchObject({ code: 'hold_invalid' });
    expect(holds()).toEqual([]);
  });
});

describe('a restart', () => {
  it('takes up what a person asked for and what is still going, and ends what is over', async () => {
    const run = await power.ask();
    await power.begin(run);
    const other = await power.ask({ keepAwake: 'no' });
    await power.begin(other);
    const long = await power.room.awake({ for: 3 * HOUR }, power.person);
    await power.room.awake({ for: HOUR }, power.person);
    const open = await power.room.awake({}, power.person);
    await power.room.awake({ whileRun: other }, power.person);
    power.clock.advance(30 * MINUTE);
    await power.ask();
    await power.kill();
    const { clock } = power;
    clock.advance(HOUR);
    power = await openPower(folder.path, clock);
    expect(holds().map(({ id }) => id)).toEqual(
      expect.arrayContaining([long.id, open.id, `run-${run}`]) as string[],
    );
    expect(holds()).toHaveLength(4);
    await power.end(other);
    expect(holds()).toHaveLength(3);
    power.clock.advance(90 * MINUTE);
    expect(holds().map(({ id }) => id)).toEqual([open.id, `run-${run}`]);
    await power.end(run);
    // What the kill left open ended when the ledger heard the last thing.
    const [before, after] = power.room.receipt(run)!.holds;
    expect(before).toMatchObject({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:30:00.000Z' });
    expect(after).toMatchObject({ from: '2026-01-01T01:30:00.000Z' });
    await power.room.release(open.id, power.person);
  });

  it('that goes in order holds nothing meanwhile', async () => {
    await power.room.awake({}, power.person);
    const { blocker, clock } = power;
    await power.close();
    expect(blocker.held).toEqual([]);
    power = await openPower(folder.path, clock);
    expect(whys()).toEqual(['person: until somebody stops it']);
  });
});

describe('a policy', () => {
  it('lets go and takes again when the source changes', async () => {
    power.world.policy = { ...HOLD_ANYWAY, onlyOnAc: true };
    const run = await power.ask();
    await power.begin(run);
    expect(whys()).toHaveLength(1);
    power.world.reading = { ...MAINS, ac: false };
    await power.sourceChanged();
    expect(whys()).toEqual([]);
    expect(holds()).toMatchObject([{ held: false, notHeldBecause: 'on battery' }]);
    power.clock.advance(MINUTE);
    power.world.reading = MAINS;
    await power.sourceChanged();
    expect(whys()).toHaveLength(1);
    await power.end(run);
    expect(power.room.receipt(run)?.holds.map(({ notHeldBecause }) => notHeldBecause)).toEqual([
      undefined,
      'on battery',
      undefined,
    ]);
    expect(power.events.filter(({ type }) => type === 'power.changed')).toHaveLength(3);
  });

  it('is asked again when the settings change', async () => {
    await power.room.awake({}, power.person);
    power.world.reading = { ac: false, battery: 15, lowPower: false };
    await power.sourceChanged();
    expect(whys()).toHaveLength(1);
    power.world.policy = { ...HOLD_ANYWAY, notUnderPercent: 20 };
    power.room.policyChanged();
    expect(holds()).toMatchObject([{ notHeldBecause: 'battery under 20 %' }]);
    power.world.reading = { ac: false, battery: 20, lowPower: false };
    await power.sourceChanged();
    expect(whys()).toHaveLength(1);
    power.world.policy = { ...HOLD_ANYWAY, notInLowPower: true };
    power.world.reading = { ac: true, battery: 20, lowPower: true };
    await power.sourceChanged();
    expect(holds()).toMatchObject([{ notHeldBecause: 'in low-power mode' }]);
  });

  it('ends the longest hold at its moment, and counts each stretch of work anew', async () => {
    power.world.policy = { ...HOLD_ANYWAY, longestHoldMs: HOUR };
    await power.room.awake({}, power.person);
    await power.room.awake({ whileTasks: true }, power.person);
    power.clock.advance(HOUR);
    expect(whys()).toEqual([]);
    expect(holds().map(({ notHeldBecause }) => notHeldBecause)).toContain(
      'the longest hold of 1 h is reached',
    );
    const run = await power.ask({ keepAwake: 'no' });
    expect(whys()).toEqual(['person: while tasks run']);
    power.clock.advance(HOUR);
    expect(whys()).toEqual([]);
    await power.end(run);
  });
});

type Step =
  | { readonly do: 'ask'; readonly keepAwake: 'while-running' | 'no' | { untilDoneWithin: number } }
  | { readonly do: 'begin' | 'end' | 'retry'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'source'; readonly ac: boolean; readonly battery: number; readonly lowPower: boolean }
  | {
      readonly do: 'policy';
      readonly onlyOnAc: boolean;
      readonly notUnderPercent: number | null;
      readonly longestHoldMs: number | null;
    }
  | { readonly do: 'awake'; readonly for: number }
  | { readonly do: 'lose'; readonly which: number }
  | { readonly do: 'restart' };

const which = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    keepAwake: fc.constantFrom('while-running' as const, 'no' as const, { untilDoneWithin: 2 * HOUR }),
  }),
  fc.record({ do: fc.constantFrom('begin' as const, 'end' as const, 'retry' as const), which }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3 * HOUR }) }),
  fc.record({
    do: fc.constant('source' as const),
    ac: fc.boolean(),
    battery: fc.integer({ min: 0, max: 100 }),
    lowPower: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('policy' as const),
    onlyOnAc: fc.boolean(),
    notUnderPercent: fc.option(fc.integer({ min: 1, max: 99 })),
    longestHoldMs: fc.option(fc.integer({ min: MINUTE, max: 3 * HOUR })),
  }),
  fc.record({ do: fc.constant('awake' as const), for: fc.integer({ min: 1, max: 4 * HOUR }) }),
  fc.record({ do: fc.constant('lose' as const), which }),
  fc.record({ do: fc.constant('restart' as const) }),
);

it('whatever happens: nothing is held that nobody wants, and what is said to be held is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await using own = await temporaryFolder();
      let bench = await openPower(own.path);
      const states = new Map<number, 'queued' | 'running' | 'done'>();
      for (const one of steps) {
        const runs = [...states.keys()];
        switch (one.do) {
          case 'ask':
            states.set(await bench.ask({ keepAwake: one.keepAwake }), 'queued');
            break;
          case 'begin':
          case 'end':
          case 'retry': {
            const run = runs[one.which % Math.max(1, runs.length)];
            if (run === undefined) break;
            if (one.do === 'begin' && states.get(run) === 'queued') {
              await bench.begin(run);
              states.set(run, 'running');
            } else if (one.do === 'end' && states.get(run) !== 'done') {
              await bench.end(run);
              states.set(run, 'done');
            } else if (one.do === 'retry' && states.get(run) === 'running') {
              await bench.retry(run);
              states.set(run, 'queued');
            }
            break;
          }
          case 'wait':
            bench.clock.advance(one.ms);
            break;
          case 'source':
            bench.world.reading = one;
            await bench.sourceChanged();
            break;
          case 'policy':
            bench.world.policy = { ...one, notInLowPower: false };
            bench.room.policyChanged();
            break;
          case 'awake':
            await bench.room.awake({ for: one.for }, bench.person);
            break;
          case 'lose':
            bench.blocker.held[one.which]?.onLost('somebody ended it');
            break;
          case 'restart': {
            const { clock, world } = bench;
            await bench.kill();
            bench = await openPower(own.path, clock);
            Object.assign(bench.world, world);
            await bench.sourceChanged();
            bench.room.policyChanged();
            break;
          }
        }
        const told = bench.room.holds();
        const now = bench.clock.now();
        for (const hold of told) {
          if (hold.until !== undefined) expect(Date.parse(hold.until)).toBeGreaterThan(now);
          if (hold.owner.kind === 'run') expect(states.get(hold.owner.run)).not.toBe('done');
          if (hold.owner.kind === 'run' && hold.until === undefined)
            expect(states.get(hold.owner.run)).toBe('running');
          const { policy, reading } = bench.world;
          if (hold.held && policy.onlyOnAc) expect(reading.ac).toBe(true);
          if (hold.held && policy.notUnderPercent !== null && reading.ac === false)
            expect(reading.battery).toBeGreaterThanOrEqual(policy.notUnderPercent);
          if (hold.held && policy.longestHoldMs !== null)
            expect(now - Date.parse(hold.since)).toBeLessThan(policy.longestHoldMs);
        }
        expect(told.filter(({ held }) => held)).toHaveLength(bench.blocker.held.length);
        const open = bench.store.get<{ n: number }>(
          'select count(*) as n from hold_spans where to_at is null',
        );
        expect(open?.n).toBe(told.length);
      }
      expect(bench.errors).toEqual([]);
      await bench.close();
      expect(bench.blocker.held).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 120_000);
