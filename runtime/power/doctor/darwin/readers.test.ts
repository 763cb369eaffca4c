import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPmset } from '../../headless/read-pmset.ts';
import { awakeFindings, lidWords, settingFindings, sleepFindings } from './findings.ts';
import { sleepWhy, wakeWhy } from './log-words.ts';
import { keepsFromSleep, readAssertions } from './read-assertions.ts';
import { readLogLine } from './read-log.ts';
import { readSched, schedDate } from './read-sched.ts';
import { preventedBy, readLid, readSettings } from './read-settings.ts';
import { MONTEREY_INTEL, SEQUOIA_DOCKED, SONOMA_MINI, VENTURA_SILICON } from './samples.ts';

const NOW = Date.UTC(2023, 4, 11, 16, 0, 2);

describe('pmset -g assertions', () => {
  it('names who keeps it awake, since when and for whom', () => {
    const { assertions, sums, understood } = readAssertions(VENTURA_SILICON.assertions, NOW, new Set([366]));
    expect(understood).toBe(true);
    expect(sums.get('PreventSystemSleep')).toBe(1);
    expect(assertions).toEqual([
      {
        pid: 366,
        process: 'caffeinate',
        type: 'PreventUserIdleSystemSleep',
        name: 'caffeinate command-line tool: caffeinate asserting on behalf of Process ID 4711',
        since: '2023-05-11T12:43:21.000Z',
        effect: 'keeps it from idle sleep',
        own: true,
      },
      {
        pid: 901,
        process: 'caffeinate',
        type: 'PreventSystemSleep',
        name: "caffeinate command-line tool: caffeinate asserting on behalf of 'sh' (pid 900)",
        since: '2023-05-11T15:50:02.000Z',
        effect: 'keeps it from sleep while it is on its charger',
        own: false,
      },
      expect.objectContaining({
        process: 'powerd',
        type: 'ExternalMedia',
        since: '2023-05-07T12:00:04.000Z',
      }),
      expect.objectContaining({ process: 'Google Chrome Helper (Renderer)', name: 'Video "playing"' }),
    ]);
    expect(assertions.filter(keepsFromSleep).map(({ pid }) => pid)).toEqual([366, 901, 1204]);
  });

  it('of an Intel Mac has the kernel and timeouts between, which are passed over', () => {
    const { assertions } = readAssertions(MONTEREY_INTEL.assertions, NOW, new Set());
    expect(assertions.map(({ process, type }) => `${process} ${type}`)).toEqual([
      'Google Chrome NoDisplaySleepAssertion',
      'sharingd PreventUserIdleSystemSleep',
      'coreaudiod PreventUserIdleSystemSleep',
      'hidd UserIsActive',
    ]);
  });

  it('that is something else lets nothing be concluded', () => {
    for (const text of ['', 'nonsense', 'pid x(y): [z] 00:00:00 Foo named: "x"']) {
      const reading = readAssertions(text, NOW, new Set());
      expect(reading).toMatchObject({ assertions: [], understood: false });
      expect(awakeFindings(reading, [])).toEqual([]);
    }
  });

  it('of older systems has neither names nor times', () => {
    const old =
      'Listed by owning process:\n  pid 1827: [0x000000bb012c01f1] PreventUserIdleSystemSleep named: "x"\n';
    expect(readAssertions(old, NOW, new Set()).assertions).toMatchObject([
      { pid: 1827, process: 'process 1827', type: 'PreventUserIdleSystemSleep' },
    ]);
  });
});

describe('pmset -g log', () => {
  const events = VENTURA_SILICON.log.split('\n').flatMap((line) => readLogLine(line) ?? []);

  it('tells when it slept and woke, and why, in words', () => {
    expect(events.map(({ at, kind, why }) => [at.slice(0, 19), kind, why])).toEqual([
      ['2023-05-11T16:04:42', 'sleep', 'the lid was closed'],
      ['2023-05-11T16:20:13', 'dark_wake', 'for its own business: mail, backups, updates'],
      ['2023-05-11T16:20:58', 'sleep', 'it had woken in the dark for its own business, and was done'],
      ['2023-05-11T19:39:59', 'dark_wake', 'it was called over the network'],
      ['2023-05-11T19:40:32', 'sleep', 'it had woken in the dark for its own business, and was done'],
      ['2023-05-11T23:50:00', 'wake', 'somebody used it'],
      [
        '2023-05-12T05:15:30',
        'sleep',
        'a person or a program put it to sleep: the Apple menu, or pmset sleepnow (process 1234)',
      ],
      ['2023-05-12T05:25:30', 'wake', 'the lid was opened'],
    ]);
    expect(events[0]).toMatchObject({ source: 'ac', percent: 100 });
    expect(events.at(-1)).toMatchObject({ source: 'battery', percent: 86 });
    expect(events[0]?.text).toBe(
      "Entering Sleep state due to 'Clamshell Sleep':TCPKeepAlive=active Using AC (Charge:100%) 931 secs",
    );
  });

  it('says why it fell asleep at first, not that it went back to sleep in the night', () => {
    expect(sleepFindings(events.slice(0, 5))).toMatchObject([
      { code: 'slept', message: 'it slept because the lid was closed' },
    ]);
    expect(sleepFindings([])).toEqual([]);
  });

  it('leaves what is not known in the words of the system', () => {
    const line =
      "2026-09-26 22:31:14 -0700 Sleep               \tEntering Sleep state due to 'Nap of a kind' Using AC";
    expect(readLogLine(line)).toEqual({
      at: '2026-09-27T05:31:14.000Z',
      kind: 'sleep',
      text: "Entering Sleep state due to 'Nap of a kind' Using AC",
      source: 'ac',
    });
    expect(sleepFindings([readLogLine(line)!])[0]?.message).toContain('only said in the words of the system');
    expect(wakeWhy('DarkWake from Deep Idle [CDN] : due to nub.thing.0x42 Using AC')).toBeUndefined();
  });

  it.each([
    ["Entering Sleep state due to 'Idle Sleep':TCPKeepAlive=active", /nobody used it/],
    ["Entering Sleep state due to 'Low Power Sleep'", /nearly empty/],
    ["Entering Sleep state due to 'Dark Wake Thermal Emergency'", /too hot/],
    ["Entering Sleep state due to 'Idle'", /nobody used it/],
  ])('%s', (text, why) => expect(sleepWhy(text)).toMatch(why));

  it('of a display that goes off first is a waking in the dark', () => {
    expect(
      readLogLine(
        "2026-09-26 22:31:14 +0000 Sleep               \tEntering DarkWake state due to 'Idle Sleep':x",
      )?.kind,
    ).toBe('dark_wake');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        readLogLine(text);
        readLogLine(`2026-09-26 22:31:14 -0700 Sleep  \t${text}`);
        readSched(text);
        readSettings(text);
        readAssertions(text, 0, new Set());
      }),
    );
  });
});

describe('pmset -g sched', () => {
  it('lists single and repeated events', () => {
    const local = (...parts: [number, number, number, number, number, number]) =>
      new Date(...parts).toISOString();
    expect(readSched(SONOMA_MINI.sched)).toEqual([
      { type: 'wakepoweron', repeats: '6:00AM every day' },
      { type: 'sleep', repeats: '11:30PM weekdays only' },
      { type: 'wake', at: local(2026, 8, 29, 15, 45, 0), owner: 'luka' },
      {
        type: 'wake',
        at: local(2026, 8, 25, 17, 0, 0),
        owner: 'com.apple.alarm.user-visible-com.apple.donotdisturb.server.ScheduleLifetimeMonitor.timer',
      },
      { type: 'wakeorpoweron', at: local(2026, 11, 31, 23, 58, 30), owner: 'pmset' },
      { type: 'shutdown', at: local(2027, 0, 2, 1, 0, 0) },
    ]);
    expect(readSched('No scheduled events.\n')).toEqual([]);
  });

  it('says again what was planned, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (seconds) => {
        const at = Date.UTC(2010, 0, 1) + (seconds % 2_500_000_000) * 1_000;
        const [event] = readSched(` [0]  wake at ${schedDate(at)} by 'luka'\n`);
        // An hour that a zone has twice can be told from its clock only as one of the two.
        expect(new Date(event!.at!).getMinutes()).toBe(new Date(at).getMinutes());
        expect(schedDate(Date.parse(event!.at!))).toBe(schedDate(at));
      }),
    );
  });
});

describe('settings', () => {
  it('have tabs and spaces, names of several words, and who holds sleep up', () => {
    const mini = readSettings(SONOMA_MINI.general);
    expect([mini.get('SleepDisabled'), mini.get('Sleep On Power Button'), mini.get('sleep')]).toEqual([
      '0',
      '1',
      '10',
    ]);
    expect(preventedBy(SONOMA_MINI.general)).toEqual(['sharingd', 'powerd', 'bluetoothd']);
    expect(readSettings(MONTEREY_INTEL.general).get('displaysleep')).toBe('2');
    expect(readSettings(MONTEREY_INTEL.general).get('hibernatefile')).toBe('/var/vm/sleepimage');
  });

  const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

  it('that stop work while nobody looks are found on a mini that sleeps', () => {
    const findings = settingFindings(readSettings(SONOMA_MINI.general), readPmset(SONOMA_MINI.custom));
    expect(codes(findings)).toEqual(['sleeps_when_idle', 'disks_sleep', 'stays_off', 'dark_wakes']);
    expect(findings[0]).toMatchObject({
      severity: 'warning',
      evidence: ['pmset -g custom, AC Power: sleep 10'],
      command: 'sudo pmset -c sleep 0',
    });
  });

  it('of a laptop: what holds on its charger, and that it sleeps on battery', () => {
    const findings = settingFindings(readSettings(MONTEREY_INTEL.general), readPmset(MONTEREY_INTEL.custom));
    expect(codes(findings)).toEqual([
      'sleeps_when_idle',
      'disks_sleep',
      'dark_wakes',
      'deep_sleep',
      'sleeps_on_battery',
    ]);
  });

  it('of one whose sleep somebody switched off', () => {
    const findings = settingFindings(readSettings(SEQUOIA_DOCKED.general), readPmset(''));
    expect(codes(findings)).toEqual([
      'never_sleeps_when_idle',
      'sessions_do_not_hold',
      'sleep_disabled',
      'low_power_mode',
      'hibernates',
    ]);
  });
});

it('what closing the lid does', () => {
  const none = new Map<string, string>();
  expect(readLid(VENTURA_SILICON.ioreg)).toEqual({ state: 'open', sleeps: true });
  expect(lidWords(readLid(VENTURA_SILICON.ioreg), none)).toMatch(
    /^it sleeps when the lid is closed, whatever/,
  );
  expect(lidWords(readLid(SEQUOIA_DOCKED.ioreg), none)).toMatch(
    /stays awake with the lid closed as things are/,
  );
  expect(lidWords(readLid(SEQUOIA_DOCKED.ioreg), readSettings(SEQUOIA_DOCKED.general))).toMatch(
    /changes nothing/,
  );
  expect(lidWords(readLid(''), none)).toMatch(/no lid/);
});

it('who else keeps it awake is found, and that nobody does', () => {
  const reading = readAssertions(VENTURA_SILICON.assertions, NOW, new Set([366]));
  expect(awakeFindings(reading, [])).toMatchObject([
    { message: 'it is kept awake by caffeinate, Google Chrome Helper (Renderer)' },
  ]);
  const quiet = readAssertions('Assertion status system-wide:\n   PreventSystemSleep  0\n', NOW, new Set());
  expect(awakeFindings(quiet, [])).toMatchObject([{ code: 'nothing_keeps_awake' }]);
  expect(awakeFindings(quiet, ['powerd'])).toMatchObject([{ message: 'sleep is held up by powerd' }]);
});
