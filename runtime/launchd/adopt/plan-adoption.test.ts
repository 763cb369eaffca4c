import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPlist } from '../plist/read-plist.ts';
import { plistOf, xmlArray, xmlString } from '../standin/testing.ts';
import { planAdoption, type AdoptionFacts } from './plan-adoption.ts';

const FACTS: AdoptionFacts = { home: '/Users/me', user: 'me', isFolder: (path) => path === '/Users/me/in' };
const FILE = '/Users/me/Library/LaunchAgents/com.me.job.plist';
const RUN = { ProgramArguments: xmlArray('/usr/local/bin/job', '--all') };

function plan(keys: Record<string, string>, facts = FACTS) {
  const { root } = readPlist(Buffer.from(plistOf({ Label: xmlString('com.me.job'), ...keys })));
  if (root?.kind !== 'dict') throw new Error('the plist of the test cannot be read');
  const made = planAdoption(root, FILE, facts);
  const codes = made.findings.map(({ code, line }) => `${code} ${line ?? '-'}`);
  return {
    ...made,
    codes,
    task: made.text === '' ? undefined : (parse(made.text) as Record<string, unknown>),
  };
}
const integer = (value: number) => `<integer>${value}</integer>`;
const dict = (keys: Record<string, string>) =>
  `<dict>${Object.entries(keys)
    .map(([key, value]) => `<key>${key}</key>${value}`)
    .join('')}</dict>`;

describe('an agent as a task', () => {
  it('is switched off, says where it came from, and starts where launchd starts it', () => {
    const made = plan({ ...RUN, StartInterval: integer(300) });
    expect(made).toMatchObject({ label: 'com.me.job', name: 'com.me.job', kind: 'scheduled', codes: [] });
    expect(made.text.split('\n')[0]).toBe(`# from launchd: com.me.job (${FILE})`);
    expect(made.task).toEqual({
      title: 'com.me.job',
      enabled: false,
      triggers: [{ every: '300s' }],
      overlap: 'skip',
      catchUp: 'skip',
      cwd: '/',
      steps: [{ argv: ['/usr/local/bin/job', '--all'] }],
    });
  });

  it.each<[string, Record<string, string>, unknown[]]>([
    [
      'a calendar',
      { StartCalendarInterval: dict({ Hour: integer(3), Minute: integer(15) }) },
      [{ cron: '15 3 * * *' }],
    ],
    [
      'an hour without a minute',
      { StartCalendarInterval: dict({ Hour: integer(3) }) },
      [{ cron: '* 3 * * *' }],
    ],
    ['an empty calendar', { StartCalendarInterval: '<dict/>' }, [{ cron: '* * * * *' }]],
    [
      'a list of times, one of them twice',
      {
        StartCalendarInterval: `<array>${dict({ Minute: integer(0) })}${dict({ Minute: integer(30) })}${dict({ Minute: integer(0) })}</array>`,
      },
      [{ cron: '0 * * * *' }, { cron: '30 * * * *' }],
    ],
    [
      'Sunday as 7',
      { StartCalendarInterval: dict({ Weekday: integer(7), Minute: integer(0) }) },
      [{ cron: '0 * * * 0' }],
    ],
    ['load', { RunAtLoad: '<true/>' }, [{ startup: {} }]],
    [
      'a watched file and a folder',
      { WatchPaths: xmlArray('/Users/me/a.txt', '~/in') },
      [{ file: '/Users/me/a.txt' }, { file: '/Users/me/in/*' }],
    ],
    ['a queue', { QueueDirectories: xmlArray('/q/') }, [{ file: '/q/*', on: ['created'] }]],
    [
      'a mount, by the volume it works on',
      { StartOnMount: '<true/>', WorkingDirectory: xmlString('/Volumes/hd2/backup') },
      [{ volume: 'hd2' }],
    ],
    [
      'both of them',
      { StartInterval: integer(60), RunAtLoad: '<true/>' },
      [{ every: '60s' }, { startup: {} }],
    ],
  ])('of %s has its triggers', (_, keys, triggers) => {
    const made = plan({ ...RUN, ...keys });
    expect(made.codes).toEqual([]);
    expect(made.task?.['triggers']).toEqual(triggers);
    expect(made.changes.length).toBeGreaterThan(0);
  });

  it.each<[string, Record<string, string>, string, string, string[]]>([
    ['true', { KeepAlive: '<true/>' }, 'always', '10s', []],
    ['true, with a throttle', { KeepAlive: '<true/>', ThrottleInterval: integer(30) }, 'always', '30s', []],
    ['unless it ended well', { KeepAlive: dict({ SuccessfulExit: '<false/>' }) }, 'on-failure', '10s', []],
    [
      'if it ended well',
      { KeepAlive: dict({ SuccessfulExit: '<true/>' }) },
      'always',
      '10s',
      ['adopt_keep_alive 14'],
    ],
    [
      'if it crashed',
      { KeepAlive: dict({ Crashed: '<true/>' }) },
      'on-failure',
      '10s',
      ['adopt_keep_alive 14'],
    ],
    [
      'for another job',
      { KeepAlive: dict({ OtherJobEnabled: '<dict/>' }) },
      'always',
      '10s',
      ['adopt_keep_alive 14'],
    ],
    [
      'and at times',
      { KeepAlive: '<true/>', StartInterval: integer(5) },
      'always',
      '10s',
      ['adopt_schedule 12'],
    ],
  ])('kept alive %s is a service', (_, keys, restart, first, codes) => {
    const made = plan({ ...RUN, ...keys });
    expect(made.kind).toBe('service');
    expect(made.task?.['service']).toEqual({ restart, backoff: { first } });
    expect(made.task).not.toHaveProperty('triggers');
    expect(made.codes.map((code) => code.split(' ')[0])).toEqual(codes.map((code) => code.split(' ')[0]));
  });

  it('has its folder, environment, grace and nice, with the home written out', () => {
    const made = plan({
      ProgramArguments: xmlArray('~/bin/job', '$HOME/x:~/y', '${OTHER}', '{{ no template }}'),
      WorkingDirectory: xmlString('~/work'),
      EnvironmentVariables: dict({ PATH: xmlString('$HOME/bin:/usr/bin'), LEVEL: xmlString('3') }),
      ExitTimeOut: integer(5),
      Nice: integer(10),
      RunAtLoad: '<true/>',
    });
    expect(made.task).toMatchObject({
      cwd: '/Users/me/work',
      env: { PATH: '/Users/me/bin:/usr/bin', LEVEL: '3' },
      grace: '5s',
    });
    const steps = made.task?.['steps'] as { argv: string[] }[] | undefined;
    expect(steps?.[0]?.argv.slice(0, 6)).toEqual([
      '/usr/bin/nice',
      '-n',
      '10',
      '/Users/me/bin/job',
      '/Users/me/x:/Users/me/y',
      '${OTHER}',
    ]);
    expect(made.codes.filter((code) => code.startsWith('adopt_expanded'))).toHaveLength(4);
    expect(made.codes.filter((code) => code.startsWith('adopt_unexpanded'))).toHaveLength(1);
  });

  it('leaves to a shell what a shell reads', () => {
    const line = 'cd "$HOME" && echo ~ `date`';
    const made = plan({ ProgramArguments: xmlArray('/bin/sh', '-c', line), RunAtLoad: '<true/>' });
    expect(made.codes).toEqual([]);
    expect(made.task?.['steps']).toEqual([{ argv: ['/bin/sh', '-c', line] }]);
  });

  it('refers to secrets, and has their values nowhere', () => {
    const made = plan({
      ...RUN,
      RunAtLoad: '<true/>',
      EnvironmentVariables: dict({ API_TOKEN: xmlString('hunter2hunter2') }),
    });
    expect(made.secrets).toEqual([{ name: 'agent.com.me.job.API_TOKEN', variable: 'API_TOKEN' }]);
    expect(made.task?.['env']).toEqual({ API_TOKEN: 'secret:agent.com.me.job.API_TOKEN' });
    expect(JSON.stringify(made)).not.toContain('hunter2');
  });

  it.each<[string, Record<string, string>, string]>([
    ['names no program', { RunAtLoad: '<true/>' }, 'adopt_program'],
    ['runs as somebody else', { ...RUN, UserName: xmlString('root') }, 'adopt_user'],
    ['is given sockets', { ...RUN, Sockets: '<dict/>' }, 'adopt_needs_launchd'],
    ['is given Mach services', { ...RUN, MachServices: '<dict/>' }, 'adopt_needs_launchd'],
    ['has an interval of nothing', { ...RUN, StartInterval: integer(0) }, 'adopt_schedule'],
    [
      'has an hour that is none',
      { ...RUN, StartCalendarInterval: dict({ Hour: integer(24) }) },
      'adopt_schedule',
    ],
    [
      'has an hour in words',
      { ...RUN, StartCalendarInterval: dict({ Hour: xmlString('3') }) },
      'adopt_schedule',
    ],
  ])('cannot be one that %s', (_, keys, code) => {
    const made = plan(keys);
    expect(made.text).toBe('');
    expect(made.findings.filter(({ severity }) => severity === 'error').map((one) => one.code)).toContain(
      code,
    );
  });

  it('tells where in the plist each thing stands', () => {
    const made = plan({ ...RUN, KeepAlive: dict({ NetworkState: '<true/>' }), Curious: '<true/>' });
    expect(made.findings).toMatchObject([
      { code: 'adopt_key', severity: 'warning', file: FILE, line: 12 },
      { code: 'adopt_keep_alive', severity: 'warning', file: FILE, line: 10 },
    ]);
  });

  it('says of a mount without a volume, and of a job without a start, what is lost', () => {
    expect(plan({ ...RUN, StartOnMount: '<true/>' }).codes).toEqual(['adopt_mount 10']);
    const made = plan(RUN);
    expect(made.kind).toBe('manual');
    expect(made.changes.join()).toContain('nothing starts it by itself');
  });
});
