import { describe, expect, it } from 'vitest';
import type { Conditions } from '#shared/nouns/schedule-policy.ts';
import { ManualClock } from '../testing.ts';
import { createConditionCheck } from './condition-check.ts';
import { sizeText } from './disk.ts';
import type { Machine, PowerReading } from './ports.ts';
import { isVolume, requireVolumes } from './volume.ts';

const onMains: PowerReading = { ac: true, battery: undefined, lowPower: false };

class FakeMachine implements Machine {
  reading = onMains;
  reachable = true;
  mounted: string[] = [];
  free = 12_345_000_000;
  idle: number | undefined = 40_000;
  readonly asked: string[] = [];

  power() {
    this.asked.push('power');
    return Promise.resolve(this.reading);
  }
  network(target?: string) {
    this.asked.push(`network ${target ?? ''}`.trim());
    return Promise.resolve(this.reachable);
  }
  volumes() {
    this.asked.push('volumes');
    return Promise.resolve(this.mounted.map((name) => ({ name, uuid: undefined, path: `/Volumes/${name}` })));
  }
  freeBytes(path: string) {
    this.asked.push(`free ${path}`);
    return path.includes('none')
      ? Promise.reject(Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' }))
      : Promise.resolve(this.free);
  }
  idleMs() {
    this.asked.push('idle');
    return Promise.resolve(this.idle);
  }
  onVolumes() {
    return () => undefined;
  }
}

async function told(conditions: Conditions, change: Partial<FakeMachine> = {}) {
  const machine = Object.assign(new FakeMachine(), change);
  const results = await createConditionCheck(machine, { clock: new ManualClock(), home: '/Users/ice' })(
    conditions,
  );
  return results.map(({ met, text }) => `${met ? 'yes' : 'no'}: ${text}`);
}

describe('what people read', () => {
  const onBattery: PowerReading = { ac: false, battery: 64, lowPower: true };
  const silent: PowerReading = { ac: undefined, battery: undefined, lowPower: undefined };
  it.each<[Conditions, Partial<FakeMachine>, string]>([
    [{ ac: true }, {}, 'yes: on mains'],
    [{ ac: true }, { reading: onBattery }, 'no: on battery (64 %)'],
    [{ ac: true }, { reading: silent }, 'no: the machine does not say whether it is on mains'],
    [{ battery: 20 }, {}, 'yes: on mains'],
    [{ battery: 20 }, { reading: onBattery }, 'yes: on battery (64 %)'],
    [{ battery: 64 }, { reading: onBattery }, 'no: on battery (64 %), more than 64 % wanted'],
    [{ battery: 20 }, { reading: silent }, 'no: the machine does not say how full its battery is'],
    [{ lowPower: false }, {}, 'yes: not in low-power mode'],
    [{ lowPower: false }, { reading: onBattery }, 'no: in low-power mode'],
    [
      { lowPower: false },
      { reading: silent },
      'no: the machine does not say whether it is in low-power mode',
    ],
    [{ network: true }, {}, 'yes: the network is reachable'],
    [{ network: true }, { reachable: false }, 'no: the network is not reachable'],
    [{ network: 'nas.local:445' }, {}, 'yes: nas.local:445 answers'],
    [{ network: 'nas.local:445' }, { reachable: false }, 'no: nas.local:445 does not answer'],
    [{ volume: 'lukadata' }, { mounted: ['LukaData'] }, 'yes: volume lukadata is mounted'],
    [{ volume: 'lukadata' }, {}, 'no: volume lukadata is not mounted'],
    [{ volume: ['a', 'b', 'c'] }, { mounted: ['b'] }, 'no: volumes a and c are not mounted'],
    [{ volume: ['a', 'b', 'c'] }, {}, 'no: volumes a, b and c are not mounted'],
    [{ disk: { free: '10GB' } }, {}, 'yes: 12.3 GB free on ~'],
    [{ disk: { free: '20GB' } }, {}, 'no: 12.3 GB free on ~, 20 GB wanted'],
    [{ disk: { free: '20GiB', path: '/Volumes/x' } }, {}, 'no: 12.3 GB free on /Volumes/x, 21.4 GB wanted'],
    [{ disk: { free: '1GB', path: '~/none' } }, {}, 'no: ~/none is not there'],
    [{ idle: 600_000 }, {}, 'no: the machine was last used 40 s ago, 10 min wanted'],
    [{ idle: 600_000 }, { idle: 125_000 }, 'no: the machine was last used 2 min ago, 10 min wanted'],
    [{ idle: 600_000 }, { idle: 3 }, 'no: the machine is in use, 10 min wanted'],
    [{ idle: 600_000 }, { idle: 700_000 }, 'yes: the machine was last used 11 min ago'],
    [{ idle: 600_000 }, { idle: undefined }, 'no: the machine does not say when it was last used'],
  ])('%j with %j', async (conditions, change, text) => {
    expect(await told(conditions, change)).toEqual([text]);
  });

  it('a reading that fails counts as not met and says why', async () => {
    const power = () => Promise.reject(new Error('spawn pmset ENOENT\nat …'));
    expect(await told({ ac: true, network: true }, { power })).toEqual([
      'no: where the power comes from cannot be told: spawn pmset ENOENT',
      'yes: the network is reachable',
    ]);
  });
});

describe('reading', () => {
  it('asks only for what a condition needs, in the order of the conditions', async () => {
    const machine = new FakeMachine();
    const check = createConditionCheck(machine, { clock: new ManualClock(), home: '/Users/ice' });
    expect(await check({})).toEqual([]);
    expect(await check({ wait: 5_000 })).toEqual([]);
    expect(machine.asked).toEqual([]);
    const results = await check({ idle: 1, disk: { free: '1GB', path: '~/x' }, battery: 3, ac: true });
    expect(results.map(({ kind }) => kind)).toEqual(['ac', 'battery', 'disk', 'idle']);
    expect(machine.asked.toSorted()).toEqual(['free /Users/ice/x', 'idle', 'power']);
  });

  it('serves everybody for a second with one reading, and reads again after that', async () => {
    const machine = new FakeMachine();
    const clock = new ManualClock();
    const check = createConditionCheck(machine, { clock });
    await Promise.all(Array.from({ length: 50 }, () => check({ ac: true, network: 'a', volume: 'v' })));
    await check({ network: 'b' });
    expect(machine.asked.toSorted()).toEqual(['network a', 'network b', 'power', 'volumes']);
    clock.advance(999);
    await check({ ac: true });
    expect(machine.asked).toHaveLength(4);
    clock.advance(1);
    machine.reading = { ac: false, battery: 9, lowPower: true };
    expect(await check({ ac: true })).toEqual([{ kind: 'ac', met: false, text: 'on battery (9 %)' }]);
    expect(machine.asked).toHaveLength(5);
  });
});

describe('right before a run', () => {
  it('asks nothing where no volume is wanted', async () => {
    const machine = new FakeMachine();
    expect(await requireVolumes(undefined, machine)).toBeUndefined();
    expect(await requireVolumes({ ac: true }, machine)).toBeUndefined();
    expect(machine.asked).toEqual([]);
  });

  it('says which are missing and what to do', async () => {
    const error = await requireVolumes(
      { volume: ['a', 'b'] },
      Object.assign(new FakeMachine(), { mounted: ['b'] }),
    );
    expect(error).toMatchObject({
      code: 'condition_unmet',
      message: 'volume a is not mounted',
      remedy: 'mount them, then run the task again',
    });
    const volumes = () => Promise.reject(new Error('EACCES'));
    expect(await requireVolumes({ volume: 'a' }, { volumes })).toMatchObject({
      code: 'condition_unmet',
      message: 'cannot tell which volumes are mounted: EACCES',
    });
  });
});

it('a volume is known by name, label or UUID, whatever the case and the way its letters are written', () => {
  const volume = { name: 'Zoë', label: 'ข้อมูล', uuid: '0E239BC6-F960', path: '/Volumes/Zoë' };
  expect(isVolume(volume, 'zoe\u0308')).toBe(true);
  expect(isVolume(volume, 'ข้อมูล')).toBe(true);
  expect(isVolume(volume, '0e239bc6-f960')).toBe(true);
  expect(isVolume(volume, 'Zoe')).toBe(false);
  expect(isVolume({ name: 'x', uuid: undefined, path: '/x' }, 'undefined')).toBe(false);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_999, '1.9 kB'],
  [20e9, '20 GB'],
  [3.21e12, '3.2 TB'],
])('%d bytes', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
