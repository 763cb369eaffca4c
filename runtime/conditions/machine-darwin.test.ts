import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock, temporaryFolder } from '../testing.ts';
import {
  createDarwinMachine,
  parseIdle,
  parseLowPower,
  parsePowerSource,
  parseReach,
  parseVolumeUuid,
} from './machine-darwin.ts';

describe('pmset -g batt', () => {
  const ups = ' -Back-UPS ES 700 (id=1234567)\t87%; discharging; (no estimate) present: true\n';
  const own = ' -InternalBattery-0 (id=7340131)\t12%; discharging; 0:20 remaining present: true\n';
  it.each([
    ['a desktop without a battery', "Now drawing from 'AC Power'\n", { ac: true, battery: undefined }],
    [
      'a MacBook being charged',
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=22675555)\t14%; charging; 5:55 remaining present: true\n",
      { ac: true, battery: 14 },
    ],
    [
      'a MacBook that holds its charge',
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4522083)\t80%; AC attached; not charging present: true\n",
      { ac: true, battery: 80 },
    ],
    [
      'a full MacBook',
      "Now drawing from 'AC Power'\n -InternalBattery-0 (id=7929955)\t100%; charged; 0:00 remaining present: true\n",
      { ac: true, battery: 100 },
    ],
    [
      'a MacBook on battery',
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=22806627)\t78%; discharging; 5:05 remaining present: true\n",
      { ac: false, battery: 78 },
    ],
    [
      'just unplugged',
      "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=22806627)\t64%; discharging; (no estimate) present: true\n",
      { ac: false, battery: 64 },
    ],
    ['a desktop on its UPS', `Now drawing from 'UPS Power'\n${ups}`, { ac: false, battery: 87 }],
    ['a MacBook beside a UPS', `Now drawing from 'Battery Power'\n${ups}${own}`, { ac: false, battery: 12 }],
    ['something else', 'pmset: nonsense\n', { ac: undefined, battery: undefined }],
  ])('%s', (_, text, reading) => {
    expect(parsePowerSource(text)).toEqual(reading);
  });
});

describe('pmset -g', () => {
  const settings = (line: string) =>
    `System-wide power settings:\nCurrently in use:\n standby              1\n Sleep On Power Button 1\n${line} hibernatefile        /var/vm/sleepimage\n powernap             1\n sleep                1 (sleep prevented by sharingd, powerd)\n`;
  it.each([
    ['low-power mode', ' lowpowermode         1\n', true],
    ['low-power mode off', ' lowpowermode         0\n', false],
    ['low by the newer name', ' powermode            1\n', true],
    ['automatic', ' powermode            0\n', false],
    ['high power is not low', ' powermode            2\n', false],
    ['both names', ' lowpowermode         1\n powermode            1\n', true],
    ['a Mac that has no such mode', '', false],
  ])('%s', (_, line, low) => {
    expect(parseLowPower(settings(line))).toBe(low);
  });
});

describe('scutil --nwi', () => {
  const head = 'Network information\n\nIPv4 network interface information\n';
  it.each([
    [
      'on a network',
      `${head}     en0 : flags      : 0x5 (IPv4,DNS)\n           address    : 192.168.1.23\n           reach      : 0x00000002 (Reachable)\n\n   REACH : flags 0x00000002 (Reachable)\n\nIPv6 network interface information\n   No IPv6 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nNetwork interfaces: en0\n`,
      true,
    ],
    [
      'IPv6 alone, behind a tunnel',
      `${head}   No IPv4 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nIPv6 network interface information\n   utun4 : flags      : 0x6 (IPv6,DNS)\n\n   REACH : flags 0x00000003 (Reachable,Transient Connection)\n\nNetwork interfaces: utun4\n`,
      true,
    ],
    [
      'no network',
      `${head}   No IPv4 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nIPv6 network interface information\n   No IPv6 states found\n\n   REACH : flags 0x00000000 (Not Reachable)\n\nNetwork interfaces:\n`,
      false,
    ],
    ['nothing that can be read', 'scutil: failed\n', undefined],
  ])('%s', (_, text, reach) => {
    expect(parseReach(text)).toBe(reach);
  });
});

describe('ioreg', () => {
  it('takes the latest movement, in milliseconds', () => {
    const driver = (nanoseconds: string) =>
      `+-o IOHIDSystem  <class IOHIDSystem, id 0x1000002cf, registered, matched, active, busy 0 (0 ms), retain 21>\n  | {\n  |   "IOClass" = "IOHIDSystem"\n  |   "HIDIdleTime" = ${nanoseconds}\n  |   "HIDParameters" = {"HIDPointerAcceleration"=49152,"HIDIdleTimeOther"=3}\n  | }\n`;
    expect(parseIdle(driver('41858429000'))).toBeCloseTo(41_858.429);
    expect(parseIdle(driver('9000000000') + driver('1000000'))).toBe(1);
    expect(parseIdle('')).toBeUndefined();
  });
});

const plist = (uuid: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n\t<key>DiskUUID</key>\n\t<string>A3787473-87D5-4D4F-BA08-54A835212BEA</string>\n\t<key>Internal</key>\n\t<false/>\n\t<key>VolumeName</key>\n\t<string>Tom &amp; Jerry</string>\n\t<key>VolumeSize</key>\n\t<integer>0</integer>\n${uuid}\t<key>WholeDisk</key>\n\t<false/>\n</dict>\n</plist>\n`;
const UUID = '0E239BC6-F960-3107-89CF-1C97F78BB46B';
const withUuid = plist(`\t<key>VolumeUUID</key>\n\t<string>${UUID}</string>\n`);

describe('diskutil info -plist', () => {
  it("takes the volume's own UUID, and none for what has none", () => {
    expect(parseVolumeUuid(withUuid)).toBe(UUID);
    expect(parseVolumeUuid(plist(''))).toBeUndefined();
  });
});

describe('the Mac', () => {
  const answering = (answers: Record<string, string | Error>, asked: string[] = []) => ({
    clock: new ManualClock(),
    run: (program: string, args: readonly string[]) => {
      const call = [program, ...args].join(' ');
      asked.push(call);
      const answer = answers[call] ?? new Error(`unexpected: ${call}`);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });

  it('reads its power', async () => {
    const machine = createDarwinMachine(
      answering({
        '/usr/bin/pmset -g batt':
          "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t64%; discharging;\n",
        '/usr/bin/pmset -g': 'Currently in use:\n lowpowermode         1\n',
      }),
    );
    expect(await machine.power()).toEqual({ ac: false, battery: 64, lowPower: true });
  });

  it('lists what is mounted, not the folders that volumes left behind', async () => {
    await using folder = await temporaryFolder();
    for (const name of ['lukadata', 'left behind', 'share', '.hidden']) await mkdir(join(folder.path, name));
    const asked: string[] = [];
    const devices: Record<string, number | undefined> = { lukadata: 7, share: 8, '.hidden': 9 };
    const machine = createDarwinMachine({
      ...answering(
        {
          [`/usr/sbin/diskutil info -plist ${join(folder.path, 'lukadata')}`]: withUuid,
          [`/usr/sbin/diskutil info -plist ${join(folder.path, 'share')}`]: new Error('not a disk'),
        },
        asked,
      ),
      volumesFolder: folder.path,
      device: (path) => Promise.resolve(devices[path.slice(folder.path.length + 1)]),
    });
    const list = await machine.volumes();
    expect(list.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'lukadata', uuid: UUID, path: join(folder.path, 'lukadata') },
      { name: 'share', uuid: undefined, path: join(folder.path, 'share') },
    ]);
    await machine.volumes();
    expect(asked).toHaveLength(2);
    // Mounted anew, it may be another disk.
    devices['lukadata'] = 11;
    await machine.volumes();
    expect(asked).toHaveLength(3);
  });
});
