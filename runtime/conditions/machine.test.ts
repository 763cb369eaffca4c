import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { onFolderEvents } from './folder-events.ts';
import { hasAddress } from './interfaces.ts';
import { createMachine } from './machine.ts';
import { mountedDevice } from './mount-point.ts';
import { answers, parseTarget } from './reach.ts';
import { mountDisk, mountObstacle } from './testing.ts';
import { requireVolumes } from './volume.ts';
import { onePerKey, within } from './bounded.ts';

const obstacle = mountObstacle();

it.skipIf(obstacle !== undefined)(
  `a real volume is there once it is mounted (${obstacle ?? 'tmpfs'})`,
  async () => {
    await using folder = await temporaryFolder();
    const machine = createMachine();
    const place = join(folder.path, 'LukaData');
    await mkdir(place);
    const named = { volume: 'lukadata' };
    expect(await mountedDevice(place)).toBeUndefined();
    expect((await requireVolumes(named, machine))?.message).toBe('volume lukadata is not mounted');
    {
      using _disk = mountDisk(place);
      expect(await mountedDevice(place)).toBeDefined();
      expect(await requireVolumes(named, machine)).toBeUndefined();
      expect(await machine.freeBytes(place)).toBe(1024 * 1024);
    }
    expect((await requireVolumes(named, machine))?.code).toBe('condition_unmet');
  },
);

it('a path that is not there has no free bytes and no device', async () => {
  await using folder = await temporaryFolder();
  await expect(createMachine().freeBytes(join(folder.path, 'none'))).rejects.toThrow('ENOENT');
  expect(await mountedDevice(join(folder.path, 'none'))).toBeUndefined();
  expect(await createMachine().freeBytes(dirname(folder.path))).toBeGreaterThan(0);
});

it('a host is asked at its port', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  expect(await answers(`127.0.0.1:${port}`)).toBe(true);
  expect(await answers(`localhost:${port}`)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await answers(`127.0.0.1:${port}`)).toBe(false);
  expect(await answers('127.0.0.1:99999')).toBe(false);
});

it('a bare host that shuts the door has answered', async () => {
  // Whether or not something listens at 443 here: either is an answer.
  expect(await answers('127.0.0.1')).toBe(true);
});

it('a host that says nothing does not answer', async () => {
  // An address that nobody has (RFC 5737).
  expect(await answers('192.0.2.1:9', 50)).toBe(false);
  expect(await answers('nobody.invalid', 50)).toBe(false);
});

it.each([
  ['nas.local', { host: 'nas.local', port: undefined }],
  ['nas.local:445', { host: 'nas.local', port: 445 }],
  ['::1', { host: '::1', port: undefined }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['[::1]', { host: '::1', port: undefined }],
])('the target %s', (text, target) => {
  expect(parseTarget(text)).toEqual(target);
});

it('an address of one’s own making is no network', () => {
  const at = (address: string, internal = false) => [
    { address, internal, netmask: '', mac: '', cidr: null, family: 'IPv4' as const },
  ];
  expect(hasAddress({ lo: at('127.0.0.1', true) })).toBe(false);
  expect(hasAddress({ en0: at('169.254.10.4'), awdl0: at('10.0.0.1'), utun0: at('fe80::1') })).toBe(false);
  expect(hasAddress({ docker0: at('172.17.0.1') })).toBe(false);
  expect(hasAddress({ en0: at('192.168.1.23') })).toBe(true);
  expect(hasAddress({ en0: at('2602:ae::1') })).toBe(true);
});

it('a folder where volumes come is watched, and looked at again while the volume is being mounted', async () => {
  await using folder = await temporaryFolder();
  const clock = new ManualClock();
  const { promise: changed, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  const stop = onFolderEvents([folder.path, join(folder.path, 'none')], clock, () => {
    calls += 1;
    resolve();
  });
  await mkdir(join(folder.path, 'lukadata'));
  await changed;
  const before = calls;
  clock.advance(15_000);
  expect(calls).toBeGreaterThanOrEqual(before + 3);
  stop();
  expect(clock.nextTimer).toBeUndefined();
});

it('a call that hangs is made once, and nobody waits for it for ever', async () => {
  let calls = 0;
  const ask = onePerKey(() => {
    calls += 1;
    return new Promise<number>(() => undefined);
  });
  const late = () => new Error('late');
  await Promise.all([1, 2, 3].map((ms) => expect(within(ms, ask('server'), late)).rejects.toThrow('late')));
  expect(calls).toBe(1);
  expect(await within(60_000, Promise.resolve(4), late)).toBe(4);
});
