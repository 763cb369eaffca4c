import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Machine } from '../conditions/ports.ts';
import { startLuka } from '../server/testing.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { fakeBlocker, MAINS } from './testing.ts';

const HOUR = 3_600_000;
const PLAIN = 'triggers:\n  - every: 1h\nsteps:\n  - run: echo tick\n';
const WAITS = `conditions: { network: true, volume: lukadata, wait: 2h }\n${PLAIN}`;

/** Others may be busy on the machine that tests run on. */
const PATIENT = { timeout: 15_000 };

/** A machine whose network and volumes come and go by hand; each question is noted. */
function fakeMachine() {
  const world = { network: true, volumes: ['lukadata'] };
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  const machine: Machine = {
    power: () => Promise.resolve(MAINS),
    network: () => (asked.push('network'), Promise.resolve(world.network)),
    volumes: () => (
      asked.push('volumes'),
      Promise.resolve(world.volumes.map((name) => ({ name, uuid: undefined, path: `/Volumes/${name}` })))
    ),
    freeBytes: () => Promise.resolve(1e12),
    idleMs: () => Promise.resolve(undefined),
    onVolumes: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
  };
  return { world, asked, machine, mounted: () => listeners.forEach((listener) => listener()) };
}

async function start(tasks: Record<string, string>) {
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 20));
  const { world, asked, machine, mounted } = fakeMachine();
  const luka = await startLuka({ clock, machine, sleepBlocker: fakeBlocker() }, async (layout) => {
    for (const [id, text] of Object.entries(tasks)) await writeFile(join(layout.tasks, `${id}.yaml`), text);
  });
  const seen: string[] = [];
  luka.engine.store.onEvent(({ type, task }) => seen.push(task === undefined ? type : `${type} ${task}`));
  return { luka, clock, world, asked, mounted, seen };
}

it('after a night it plans anew before anything fires: eight moments are made up for by one run', async () => {
  const { luka, clock, seen } = await start({ hourly: PLAIN });
  await using _ = luka;
  await luka.engine.power.suspended();
  clock.jump(8 * HOUR);
  await luka.engine.power.resumed();
  await expect.poll(() => seen, PATIENT).toContain('run.queued hourly');
  expect(seen.indexOf('system.away')).toBeLessThan(seen.indexOf('run.queued hourly'));
  await expect
    .poll(() => luka.engine.queries.list({ limit: 10 }).runs.map(({ state }) => state), PATIENT)
    .toEqual(['succeeded']);
  const slots = luka.engine.schedule.slots({ task: 'hourly', limit: 20 }).slots;
  expect(slots.map(({ state }) => state)).toEqual(['caught_up', ...Array<string>(7).fill('coalesced')]);
});

it('what needs the network and a volume is not started before both are looked at again', async () => {
  const { luka, clock, world, asked, mounted, seen } = await start({ backup: WAITS });
  await using _ = luka;
  await luka.engine.power.suspended();
  clock.jump(8 * HOUR);
  // Wi-Fi takes a moment after a wake, and disks do too.
  world.network = false;
  world.volumes = [];
  asked.length = 0;
  await luka.engine.power.resumed();
  await expect.poll(() => seen, PATIENT).toContain('slot.waiting backup');
  expect(asked).toContain('network');
  expect(asked).toContain('volumes');
  expect(luka.engine.queries.list({ limit: 10 }).runs).toEqual([]);
  world.network = true;
  await luka.engine.look();
  expect(luka.engine.queries.list({ limit: 10 }).runs).toEqual([]);
  world.volumes = ['lukadata'];
  mounted();
  clock.advance(30_000);
  await luka.engine.look();
  await expect
    .poll(() => luka.engine.queries.list({ limit: 10 }).runs.map(({ state }) => state), PATIENT)
    .toEqual(['succeeded']);
});

it('a run that was going through it has it in its receipt, and is held while it goes', async () => {
  await using folder = await temporaryFolder();
  const go = join(folder.path, 'go');
  const { luka, clock } = await start({
    long: `steps:\n  - run: while [ ! -e ${go} ]; do sleep 0.05; done\n`,
  });
  await using _ = luka;
  const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
  await expect.poll(() => luka.engine.power.holds(), PATIENT).toHaveLength(1);
  clock.advance(60_000);
  await luka.engine.power.suspended();
  const from = clock.now();
  clock.jump(3.5 * HOUR);
  await luka.engine.power.resumed();
  const run = await luka.client.getRun({ params: { run: id } });
  expect(run.power).toMatchObject({
    frozenMs: 3.5 * HOUR,
    sleeps: [{ kind: 'sleep', from: new Date(from).toISOString(), source: 'the machine said so' }],
    holds: [{ reason: 'while it runs' }],
  });
  expect(run.power?.words.join('\n')).toMatch(/in the middle of this run, frozen 3 h 30 min/);
  await writeFile(go, '');
  await expect.poll(() => luka.engine.power.holds(), PATIENT).toEqual([]);
});

it('holds are asked for, told and released over HTTP, each with its row in the audit', async () => {
  const { luka } = await start({});
  await using _ = luka;
  const hold = await luka.client.keepAwake({ body: { for: '2h', display: true } });
  expect(hold).toMatchObject({ kind: 'display', held: true });
  expect(await luka.client.getPower()).toMatchObject({
    source: 'ac',
    blocker: { name: 'fake', works: true },
    holds: [{ id: hold.id }],
  });
  expect((await luka.client.getPowerTimeline({ query: {} })).holds).toMatchObject([{ hold: hold.id }]);
  expect(await luka.client.releaseHold({ params: { hold: hold.id } })).toMatchObject({
    released: { id: hold.id },
  });
  const { rows } = luka.engine.safety.audit.list({ after: 0, limit: 20 });
  expect(rows.map(({ action, actor }) => [action, actor.role])).toEqual([
    ['hold.added', 'person'],
    ['hold.released', 'person'],
  ]);
  await expect(luka.client.keepAwake({ body: { until: '2020-01-01T00:00:00Z' } })).rejects.toMatchObject({
    code: 'hold_invalid',
  });
  await expect(luka.client.releaseHold({ params: { hold: 'nobody' } })).rejects.toMatchObject({
    code: 'hold_unknown',
  });
  expect((await luka.client.listWakes({ query: {} })).plans).toEqual([]);
  expect((await luka.client.powerDoctor({ query: {} })).platform).toBe(process.platform);
});

it('a policy in the settings takes effect at once', async () => {
  const { luka } = await start({});
  await using _ = luka;
  await luka.client.keepAwake({ body: {} });
  const told = () =>
    luka.engine.store.eventsOfTypeAfter('power.changed', 0, 10).filter(({ data }) => 'policy' in data);
  await luka.client.updateSettings({ body: { maxRunning: 3 } });
  expect(told()).toEqual([]);
  const power = { onlyOnAc: false, notUnderPercent: null, notInLowPower: false, longestHoldMs: null };
  await luka.client.updateSettings({ body: { power: { ...power, longestHoldMs: 60_000 } } });
  expect(luka.engine.power.holds()).toMatchObject([{ held: true }]);
  await luka.client.updateSettings({ body: { power: { ...power, onlyOnAc: true } } });
  expect(luka.engine.power.holds()).toMatchObject([{ held: true }]);
  expect((await luka.client.getPower()).policy).toMatchObject({ onlyOnAc: true, longestHoldMs: null });
  await expect.poll(told, PATIENT).toHaveLength(2);
});
