import { expect, it } from 'vitest';
import type { Volume } from '../conditions/ports.ts';
import { ManualClock } from '../testing.ts';
import type { Occurrence } from './ports.ts';
import { createVolumeSource } from './volume-source.ts';

const UUID = '0E239BC6-F960-3107-89CF-1C97F78BB46B';

function setUp() {
  const clock = new ManualClock();
  const mounted = new Map<string, Volume>();
  const listeners = new Set<() => void>();
  const machine = {
    looks: 0,
    fails: undefined as Error | undefined,
    volumes() {
      machine.looks += 1;
      return machine.fails ? Promise.reject(machine.fails) : Promise.resolve([...mounted.values()]);
    },
    onVolumes(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const source = createVolumeSource({ clock, machine });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock,
    machine,
    listeners,
    settle,
    mount(name: string) {
      mounted.set(name, { name, uuid: UUID, path: `/Volumes/${name}` });
    },
    unmount: (name: string) => mounted.delete(name),
    async event() {
      for (const listener of listeners) listener();
      await settle();
    },
    async pass(ms: number) {
      clock.advance(ms);
      await settle();
    },
    watch(volume: string, delay?: number) {
      const told: Occurrence[] = [];
      const errors: unknown[] = [];
      const stop = source.watch(
        { volume, ...(delay === undefined ? {} : { delay }) },
        (occurrence) => told.push(occurrence),
        { lastWatched: undefined, onError: (error) => errors.push(error) },
      );
      return { told, errors, stop };
    },
  };
}

it('tells a volume that comes, by name or UUID, each time it comes', async () => {
  const world = setUp();
  const byName = world.watch('LukaData');
  const byUuid = world.watch(UUID.toLowerCase());
  const other = world.watch('other');
  await world.settle();
  world.mount('lukadata');
  await world.event();
  await world.event();
  const once = [{ at: world.clock.now(), subject: 'lukadata' }];
  expect(byName.told).toEqual(once);
  expect(byUuid.told).toEqual(once);
  expect(other.told).toEqual([]);
  world.unmount('lukadata');
  await world.event();
  world.mount('lukadata');
  await world.event();
  expect(byName.told).toHaveLength(2);
});

it('says nothing of what was there before', async () => {
  const world = setUp();
  world.mount('lukadata');
  const { told } = world.watch('lukadata');
  await world.settle();
  await world.event();
  const later = world.watch('lukadata');
  await world.settle();
  await world.event();
  expect([told, later.told]).toEqual([[], []]);
});

it('sees within half a minute what sent no event, and looks for nobody', async () => {
  const world = setUp();
  const { told, stop } = world.watch('lukadata');
  await world.settle();
  world.mount('lukadata');
  await world.pass(29_999);
  expect(told).toEqual([]);
  await world.pass(1);
  expect(told).toHaveLength(1);
  stop();
  expect(world.clock.nextTimer).toBeUndefined();
  expect(world.listeners.size).toBe(0);
  const { looks } = world.machine;
  await world.pass(120_000);
  expect(world.machine.looks).toBe(looks);
});

it('waits as long as the trigger says, and tells nothing where the volume went meanwhile', async () => {
  const world = setUp();
  const { told } = world.watch('lukadata', 20_000);
  await world.settle();
  world.mount('lukadata');
  await world.event();
  await world.pass(19_000);
  expect(told).toEqual([]);
  await world.pass(1_000);
  expect(told).toEqual([{ at: world.clock.now(), subject: 'lukadata' }]);
  world.unmount('lukadata');
  await world.event();
  world.mount('lukadata');
  await world.event();
  world.unmount('lukadata');
  await world.event();
  await world.pass(60_000);
  expect(told).toHaveLength(1);
});

it('a list that cannot be had is an error, and what was known stays known', async () => {
  const world = setUp();
  world.mount('lukadata');
  const { told, errors } = world.watch('lukadata');
  await world.settle();
  world.machine.fails = new Error('EIO');
  await world.event();
  expect(errors).toMatchObject([{ message: 'EIO' }]);
  world.machine.fails = undefined;
  await world.pass(30_000);
  expect(told).toEqual([]);
});

it('a watch that ended is told nothing, not even by a look that was going', async () => {
  const world = setUp();
  const ended = world.watch('lukadata');
  const other = world.watch('lukadata');
  await world.settle();
  world.mount('lukadata');
  for (const listener of world.listeners) listener();
  ended.stop();
  await world.settle();
  expect(ended.told).toEqual([]);
  expect(other.told).toHaveLength(1);
});
