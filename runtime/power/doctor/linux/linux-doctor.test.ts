import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../clock.ts';
import { temporaryFolder } from '../../../testing.ts';
import { createJournalHistory } from './journal-history.ts';
import { createLinuxDoctor } from './linux-doctor.ts';
import { readInhibitors } from './read-inhibitors.ts';

const TABLE = `WHO            UID  USER PID   COMM            WHAT                                                     WHY                                       MODE 
ModemManager   0    root 951   ModemManager    sleep                                                    ModemManager needs to reset devices       delay
NetworkManager 0    root 890   NetworkManager  sleep                                                    NetworkManager needs to turn off networks delay
UPower         0    root 1490  upowerd         sleep                                                    Pause device polling                      delay
gnome-shell    1000 anna 21043 gnome-session-b idle                                                     Playing a video                           block
Luka           1000 anna 22001 systemd-inhibit idle:sleep                                               Backup (run 12)                           block
anna           1000 anna 2204  gsd-media-keys  handle-power-key:handle-suspend-key:handle-hibernate-key GNOME handling keypresses                 block

6 inhibitors listed.
`;

describe('systemd-inhibit --list', () => {
  it('is read by its columns', () => {
    const found = readInhibitors(TABLE, new Set([22_001]))!;
    expect(found).toHaveLength(6);
    expect(found[3]).toEqual({
      pid: 21_043,
      process: 'gnome-session-b',
      type: 'idle',
      name: 'gnome-shell: Playing a video',
      effect: 'keeps it from idle sleep',
      own: false,
    });
    expect(found[4]).toMatchObject({ own: true, effect: 'keeps it from sleep' });
    expect(found[0]?.effect).toMatch(/is told before it sleeps/);
    expect(found[5]?.effect).toBe('does not keep it awake');
  });

  it('has nothing, or is something else', () => {
    expect(readInhibitors('No inhibitors.\n', new Set())).toEqual([]);
    expect(readInhibitors('Failed to connect to bus', new Set())).toBeUndefined();
  });
});

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

async function journalctl(lines: readonly object[]): Promise<string> {
  const file = join(folder.path, 'journalctl');
  await writeFile(join(folder.path, 'journal'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await writeFile(file, `#!/bin/sh\ncat '${join(folder.path, 'journal')}'\n`);
  await chmod(file, 0o700);
  return file;
}

const at = (second: number, MESSAGE: unknown) => ({
  __REALTIME_TIMESTAMP: String((Date.UTC(2026, 0, 1) / 1_000 + second) * 1e6),
  MESSAGE,
});

it('the journal tells when it slept, and who asked for it', async () => {
  const history = createJournalHistory(
    await journalctl([
      at(0, 'Lid closed.'),
      at(1, 'The system will suspend now!'),
      at(2, 'PM: suspend entry (deep)'),
      at(3_600, 'PM: suspend exit'),
      at(3_601, [1, 2]),
      at(7_200, 'PM: suspend entry (s2idle)'),
      at(9_000, 'PM: suspend exit'),
    ]),
    process.env,
  );
  const { events } = await history.between({ from: 0, to: Date.UTC(2027, 0, 1) }, 100);
  expect(events.map(({ at: moment, kind, why }) => [moment.slice(11, 19), kind, why])).toEqual([
    ['00:00:02', 'sleep', 'the lid was closed'],
    ['01:00:00', 'wake', undefined],
    ['02:00:00', 'sleep', undefined],
    ['02:30:00', 'wake', undefined],
  ]);
});

describe('the doctor', () => {
  const window = { from: Date.UTC(2025, 11, 31), to: Date.UTC(2026, 0, 2) };

  it('tells what logind does, who holds, and what it cannot know', async () => {
    await mkdir(join(folder.path, 'sys/power'), { recursive: true });
    await mkdir(join(folder.path, 'proc/acpi/button/lid/LID0'), { recursive: true });
    await writeFile(join(folder.path, 'sys/power/state'), 'freeze mem disk\n');
    const asked: string[] = [];
    const report = await createLinuxDoctor({
      clock: systemClock,
      root: folder.path,
      history: createJournalHistory(await journalctl([]), process.env),
      ownPids: () => new Set([22_001]),
      run: (program, args) => {
        asked.push([program, ...args].join(' '));
        if (program === 'systemd-inhibit') return Promise.resolve(TABLE);
        if (program === 'busctl')
          return Promise.resolve('s "suspend"\ns "suspend"\ns "ignore"\ns "suspend"\n');
        // Ends with 1 where one is not enabled, as systemctl does.
        return Promise.reject(Object.assign(new Error('failed'), { stdout: 'static\nstatic\n' }));
      },
    }).examine(window);
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['sleeps_when_idle', 'warning'],
      ['kept_awake_by_others', 'info'],
    ]);
    expect(report.lid).toBe(
      'closing the lid does "suspend", whatever holds it awake; with a display connected: "ignore"',
    );
    expect(report.settings).toMatchObject({ HandleLidSwitch: 'suspend', IdleAction: 'suspend' });
    expect(report.cannotKnow).toHaveLength(2);
    expect(asked).toContain('systemd-inhibit --list --no-pager');
  });

  it('of a server whose sleep is masked, without a lid', async () => {
    const report = await createLinuxDoctor({
      clock: systemClock,
      root: folder.path,
      history: createJournalHistory(await journalctl([]), process.env),
      ownPids: () => new Set(),
      run: (program) =>
        program === 'systemctl'
          ? Promise.reject(Object.assign(new Error('failed'), { stdout: 'masked\nmasked\n' }))
          : Promise.reject(Object.assign(new Error('failed'), { stderr: 'Failed to connect to bus\n' })),
    }).examine(window);
    expect(report.findings).toMatchObject([{ code: 'never_sleeps', severity: 'ok' }]);
    expect(report.lid).toMatch(/no lid/);
    expect(report.cannotKnow).toEqual(
      expect.arrayContaining([
        'who keeps it awake: Failed to connect to bus',
        'what logind does: Failed to connect to bus',
        expect.stringMatching(/how it can sleep: .*state is not there/),
      ]) as string[],
    );
  });

  it.skipIf(process.platform !== 'linux')('of this machine ends, whatever it has', async () => {
    const { runProgram } = await import('../../../conditions/run-program.ts');
    const report = await createLinuxDoctor({
      clock: systemClock,
      history: createJournalHistory('journalctl', process.env),
      ownPids: () => new Set(),
      run: runProgram,
    }).examine(window);
    expect(report.platform).toBe('linux');
  });
});
