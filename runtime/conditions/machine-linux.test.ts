import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { createLinuxMachine, parseIdleHint } from './machine-linux.ts';
import { parseMounts, unescapeUdev } from './mount-table.ts';
import { judgeSupplies, type Supply } from './power-supply.ts';

const none = { type: undefined, scope: undefined, online: undefined, status: undefined, capacity: undefined };
const supply = (fields: Partial<Supply>): Supply => ({ ...none, ...fields });

describe('power supplies', () => {
  const charger = (online: string) => supply({ type: 'Mains', online });
  const pack = (status: string, capacity: string) => supply({ type: 'Battery', status, capacity });
  it.each([
    ['no supplies at all', [], { ac: true, battery: undefined }],
    ['charging', [charger('1'), pack('Charging', '64')], { ac: true, battery: 64 }],
    ['on battery', [charger('0'), pack('Discharging', '64')], { ac: false, battery: 64 }],
    ['full, the charger does not show', [pack('Full', '100')], { ac: true, battery: 100 }],
    [
      'USB-C, two batteries',
      [supply({ type: 'USB', online: '1' }), pack('Charging', '20'), pack('Unknown', '81')],
      { ac: true, battery: 51 },
    ],
    [
      'a mouse is no battery of the machine',
      [supply({ type: 'Battery', scope: 'Device', status: 'Discharging', capacity: '5' })],
      { ac: true, battery: undefined },
    ],
  ])('%s', (_, supplies, reading) => {
    expect(judgeSupplies(supplies)).toEqual(reading);
  });
});

describe('the mount table', () => {
  it('knows places with spaces and leaves out what is the kernel’s', () => {
    const table = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
29 26 0:26 / /dev/pts rw,relatime shared:3 - devpts devpts rw,mode=600
90 27 8:17 / /media/ice/My\\040Disk rw,nosuid,nodev,relatime shared:420 master:1 - exfat /dev/sdb1 rw,uid=1000
91 27 0:52 / /mnt/nas rw,relatime shared:421 - cifs //nas/share\\134x rw,vers=3.1.1
`;
    expect(parseMounts(table)).toEqual([
      { path: '/media/ice/My Disk', source: '/dev/sdb1' },
      { path: '/mnt/nas', source: '//nas/share\\x' },
    ]);
  });

  it('reads labels as udev writes them', () => {
    expect(unescapeUdev('My\\x20Disk\\x2f2')).toBe('My Disk/2');
    expect(unescapeUdev('ข้อมูล')).toBe('ข้อมูล');
  });
});

describe('logind', () => {
  const now = 1_700_000_060_000;
  it.each([
    ['away', 'IdleHint=yes\nIdleSinceHint=1700000000000000\n', 60_000],
    ['at work', 'IdleHint=no\nIdleSinceHint=1699990000000000\n', 0],
    ['never told', 'IdleHint=no\nIdleSinceHint=0\n', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, text, idle) => {
    expect(parseIdleHint(text, now)).toBe(idle);
  });
});

describe('a Linux machine', () => {
  async function machineAt(files: Record<string, string>, root: string) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      if (text.startsWith('-> ')) await symlink(text.slice(3), join(root, path));
      else await writeFile(join(root, path), text);
    }
    const mounted = new Map([['/media/ice/My Disk', 5]]);
    return createLinuxMachine({
      root,
      clock: new ManualClock(),
      env: {},
      run: () => Promise.reject(new Error('spawn loginctl ENOENT')),
      device: (path) => Promise.resolve(mounted.get(path)),
    });
  }

  it('reads power, profile and volumes', async () => {
    await using folder = await temporaryFolder();
    const machine = await machineAt(
      {
        'sys/class/power_supply/AC/type': 'Mains\n',
        'sys/class/power_supply/AC/online': '0\n',
        'sys/class/power_supply/BAT0/type': 'Battery\n',
        'sys/class/power_supply/BAT0/status': 'Discharging\n',
        'sys/class/power_supply/BAT0/capacity': '41\n',
        'sys/firmware/acpi/platform_profile': 'low-power\n',
        'proc/self/mountinfo':
          '90 27 8:17 / /media/ice/My\\040Disk rw shared:4 - exfat /dev/sdb1 rw\n91 27 254:0 /x /mnt/same rw - ext4 /dev/vda rw\n',
        'dev/disk/by-uuid/6A3D-11F2': '-> ../../sdb1',
        'dev/disk/by-label/Luka\\x20Data': '-> ../../sdb1',
      },
      folder.path,
    );
    expect(await machine.power()).toEqual({ ac: false, battery: 41, lowPower: true });
    expect(await machine.volumes()).toEqual([
      { name: 'My Disk', label: 'Luka Data', uuid: '6A3D-11F2', path: '/media/ice/My Disk' },
    ]);
    expect(await machine.idleMs()).toBeUndefined();
  });

  it('does without what is not there', async () => {
    await using folder = await temporaryFolder();
    const machine = await machineAt({ 'proc/self/mountinfo': '' }, folder.path);
    expect(await machine.power()).toEqual({ ac: true, battery: undefined, lowPower: false });
    expect(await machine.volumes()).toEqual([]);
  });
});
