import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportedTask } from '#shared/nouns/import-plan.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { parseTask } from '../tasks/parse-task.ts';
import { renderTemplate } from '../tasks/template.ts';
import { planImport, type PlanOptions } from './plan-import.ts';

const plan = (text: string, options: PlanOptions = {}) => planImport('crontab', text, [], options);
const only = (text: string, options: PlanOptions = {}): ImportedTask => {
  const { tasks } = plan(text, options);
  expect(tasks).toHaveLength(1);
  return tasks[0] as ImportedTask;
};
const read = ({ text }: ImportedTask): TaskDefinition => {
  const { definition, findings } = parseTask(text, 'task.yaml');
  expect(findings).toEqual([]);
  return definition as TaskDefinition;
};
const codes = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

describe('a crontab', () => {
  it('becomes tasks that are switched off, with the comments above them as titles', () => {
    const { tasks, findings } = plan(
      [
        'SHELL=/bin/bash',
        'PATH=/opt/homebrew/bin:/usr/bin:/bin',
        'MAILTO="me@example.org"',
        '',
        '# ---------------------------',
        '# Nightly backup',
        '# Keeps seven days; see notes.',
        '30 2 * * *\t~/bin/backup.sh --all >> ~/log 2>&1',
        '',
        '# not above anything',
        '',
        '@daily cd ~/app && node sync.cjs',
        '',
      ].join('\r\n'),
    );
    expect(tasks.map(({ id, title, state, line, trigger }) => [id, title, state, line, trigger])).toEqual([
      ['backup', 'Nightly backup', 'new', 8, 'At 02:30'],
      ['sync', 'cd ~/app && node sync.cjs', 'new', 12, 'At 00:00'],
    ]);
    expect(tasks[0]?.text).toBe(`# from crontab line 8: 30 2 * * *\t~/bin/backup.sh --all >> ~/log 2>&1
title: Nightly backup
description: Keeps seven days; see notes.
enabled: false
triggers:
  - cron: 30 2 * * *
env:
  SHELL: /bin/bash
  PATH: /opt/homebrew/bin:/usr/bin:/bin
steps:
  - run: ~/bin/backup.sh --all >> ~/log 2>&1
`);
    expect(tasks[0] && codes(tasks[0])).toEqual(['crontab_mail']);
    expect(codes({ findings })).toEqual(['import_late']);
  });

  it('has settings for the entries below them only', () => {
    const { tasks } = plan('A = 1\n1 * * * * one\nA="two words "\nB=\'\'\n2 * * * * two\n');
    expect(tasks.map((task) => read(task).env)).toEqual([{ A: '1' }, { A: 'two words ', B: '' }]);
  });

  it('goes where HOME is, and starts the shell that is named', () => {
    const task = only('HOME=/srv/data\nSHELL=/bin/zsh\n0 * * * * ls **/*.md\n');
    expect(read(task)).toMatchObject({
      cwd: '/srv/data',
      env: { HOME: '/srv/data', SHELL: '/bin/zsh' },
      steps: [{ argv: ['/bin/zsh', '-c', 'ls **/*.md'] }],
    });
    expect(codes(task)).toEqual(['crontab_shell']);
  });

  it('keeps times in the zone that CRON_TZ names, not in the one that TZ does', () => {
    const zoned = only('CRON_TZ=Asia/Bangkok\n0 9 * * 1-5 x\n');
    expect(read(zoned).triggers).toEqual([{ cron: '0 9 * * 1-5', tz: 'Asia/Bangkok' }]);
    expect(codes(zoned)).toEqual(['crontab_zone']);
    const plain = only('TZ=Asia/Bangkok\n0 9 * * 1-5 x\n');
    expect(read(plain)).toMatchObject({ triggers: [{ cron: '0 9 * * 1-5' }], env: { TZ: 'Asia/Bangkok' } });
    expect(plain.findings).toMatchObject([{ code: 'crontab_zone', severity: 'info', line: 2 }]);
    expect(only('CRON_TZ=Mars/Base\n0 9 * * * x\n')).toMatchObject({ state: 'cannot', text: '' });
  });

  it.each([
    ['@reboot ~/start.sh', { startup: {} }, ['crontab_reboot']],
    ['@Hourly x', { cron: '0 * * * *' }, []],
    ['@weekly x', { cron: '0 0 * * 0' }, []],
    ['@annually x', { cron: '0 0 1 1 *' }, []],
    ['@every_second x', { cron: '* * * * * *' }, []],
    ['0 0 */2 * mon x', { cron: '0 0 */2 * +mon' }, ['crontab_days']],
    ['-*/15 * * * * x', { cron: '*/15 * * * *' }, []],
  ])('%s', (line, trigger, found) => {
    const task = only(line);
    expect(read(task).triggers).toEqual([trigger]);
    expect(codes(task)).toEqual(found);
  });

  it.each([
    ['@fortnightly x', 'crontab_schedule', /"@fortnightly" is no time/],
    ['5/10 * * * * x', 'crontab_schedule', /minute/],
    ['0 0 31 2 * x', 'trigger_invalid', /never comes/],
    ['0 0 * * * %only input', 'crontab_input', /empty/],
    ['0 0 * * * a\0b', 'crontab_input', /NUL/],
    ['SHELL=/usr/bin/fish\n0 0 * * * cat%hi', 'crontab_input', /fish cannot/],
  ])('%j cannot be imported', (line, code, message) => {
    const task = only(line);
    expect(task).toMatchObject({ state: 'cannot', text: '' });
    expect(task.findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({ code, message: expect.stringMatching(message) as string, line: task.line }),
    ]);
  });

  it('gives a command its input, and the percent signs it asked for', () => {
    const mail = only('0 8 * * 1 mail -s "week \\%V" me%Hello,%it is Monday.');
    expect(read(mail).steps).toEqual([
      { run: `exec <<'INPUT'\nHello,\nit is Monday.\nINPUT\nmail -s "week %V" me` },
    ]);
    expect(codes(mail)).toEqual(['crontab_input']);
    expect(read(only(String.raw`0 8 * * 1 date +\%F > x`)).steps).toEqual([{ run: 'date +%F > x' }]);
    expect(codes(only(String.raw`0 8 * * 1 sed 's/\\n/x/' y`))).toEqual(['crontab_backslash']);
  });

  it("takes what looks like a template for what it is: the command's own", () => {
    const line = 'X=${{ run.id }}\n0 0 * * * echo "${{ params.x }}" $X';
    const { env, steps } = read(only(line));
    const scope = { params: {}, steps: {}, run: { id: 7, home: '/h' } };
    expect(renderTemplate(env?.['X'] ?? '', scope)).toBe('${{ run.id }}');
    const [step] = steps;
    if (!step || !('argv' in step)) throw new Error('not an argv step');
    expect(step.argv.map((word) => renderTemplate(word, scope))).toEqual([
      '/bin/sh',
      '-c',
      'echo "${{ params.x }}" $X',
    ]);
  });

  it('waits for mains power where cron of macOS would', () => {
    const task = only('0 3 * * * @AppleNotOnBattery /usr/bin/touch /tmp/foo');
    expect(read(task)).toMatchObject({
      conditions: { ac: true },
      steps: [{ run: '/usr/bin/touch /tmp/foo' }],
    });
    expect(codes(task)).toEqual(['crontab_battery']);
    expect(read(only('0 3 * * * -n -q /bin/true')).steps).toEqual([{ run: '/bin/true' }]);
  });

  it('says which settings look like secrets', () => {
    const task = only('API_TOKEN=abc\nDB_PASSWORD=def\nPLACE=x\n0 0 * * * x');
    expect(task.findings).toMatchObject([{ code: 'import_secret', severity: 'warning' }]);
    expect(task.findings[0]?.message).toContain('API_TOKEN, DB_PASSWORD');
    expect(task.findings[0]?.message).not.toContain('PLACE');
  });
});

describe('lines that are no entries', () => {
  it('leaves out jobs that are commented out, and those that are here already', () => {
    const { tasks, findings } = plan(
      '# Report\n#0 5 * * * old-report\n0 6 * * * report\n\n# Backup\n#luka backup: 0 2 * * * backup\n@daily tidy\n#@hourly x\n',
    );
    expect(tasks.map(({ id, title }) => [id, title])).toEqual([
      ['report', 'Report'],
      ['tidy', 'tidy'],
    ]);
    expect(findings[0]).toMatchObject({ code: 'crontab_comment', line: 2 });
    expect(findings[0]?.message).toContain('2, 8');
  });

  it('takes no legend for a title', () => {
    const { tasks, findings } = plan(
      [
        '# Edit this file to introduce tasks to be run by cron.',
        '# ',
        '# For example, you can run a backup of all your user accounts',
        '# at 5 a.m every week with:',
        '# 0 5 * * 1 tar -zcf /var/backups/home.tgz /home/',
        '# ',
        '# m h  dom mon dow   command',
        '0 7 * * * morning',
        '# ┌───────────── minute (0 - 59)',
        '# │ ┌───────────── hour (0 - 23)',
        '# * * * * * command to execute',
        '1 7 * * * noon',
      ].join('\n'),
    );
    expect(tasks.map(({ title }) => title)).toEqual(['morning', 'noon']);
    expect(codes({ findings })).toEqual(['crontab_comment', 'import_late']);
  });

  it('names lines that cron would not take', () => {
    const { tasks, findings } = plan(
      '0 5 * * *\nhello there, this is no crontab line at all\n0 5 * * * ok\n',
    );
    expect(tasks.map(({ id }) => id)).toEqual(['ok']);
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'crontab_line', line: 1 },
      { code: 'crontab_line', line: 2 },
    ]);
  });

  it.each(['<html><body>no</body></html>', '[{"name":"x"}]', '\u0000\u0001\n\u0002'])(
    '%j is no crontab',
    (text) => {
      expect(plan(text)).toMatchObject({
        tasks: [],
        findings: [{ code: 'import_unreadable', severity: 'error' }],
      });
    },
  );

  it('an empty one has nothing to import', () => {
    expect(plan('')).toEqual({ source: 'crontab', tasks: [], findings: [] });
    expect(plan('# nothing\n\n').tasks).toEqual([]);
  });

  it('stops where nobody wrote that by hand', () => {
    const { tasks, findings } = plan('0 0 * * * x\n'.repeat(1_200));
    expect(tasks).toHaveLength(1_000);
    expect(codes({ findings })).toContain('import_too_many');
    expect(codes(plan('odd\n'.repeat(50_000)))).toEqual(['import_unreadable']);
  });
});

describe('a crontab of the system', () => {
  const text = [
    '# /etc/crontab: system-wide crontab',
    '# m h dom mon dow user\tcommand',
    '17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly',
    '25 6\t* * *\tme\ttest -x /usr/sbin/anacron || run-parts /etc/cron.daily',
  ].join('\n');

  it('has a user in each line; what runs as another cannot be taken over', () => {
    const { tasks } = plan(text, { user: 'me' });
    expect(tasks.map(({ id, state }) => [id, state])).toEqual([
      ['run-parts', 'cannot'],
      ['run-parts-2', 'new'],
    ]);
    expect(tasks[0]?.findings).toMatchObject([{ code: 'crontab_user', line: 3 }]);
    expect(tasks[1] && read(tasks[1]).steps).toEqual([
      { run: 'test -x /usr/sbin/anacron || run-parts /etc/cron.daily' },
    ]);
  });

  it('is known by its users where nothing else says so', () => {
    expect(only('*/5 * * * * root /usr/libexec/atrun\n').findings).toMatchObject([{ code: 'crontab_user' }]);
    expect(read(only('*/5 * * * * rooter /usr/libexec/atrun\n')).steps).toEqual([
      { run: 'rooter /usr/libexec/atrun' },
    ]);
    expect(read(only('*/5 * * * * backup\n')).steps).toEqual([{ run: 'backup' }]);
  });
});

describe('any text', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ...Array.from(' \t%\\"\'#$&*{}[]|>:-?!@`,~=\r'),
        '${{',
        '}}',
        '\u2028',
        '\u0085',
        '\u00a0',
        '\u200b',
        'ภ',
        '🙂',
      ),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    ),
    maxLength: 60,
  });

  it('a command comes out of the task file as it went into the crontab', () => {
    const command = odd
      .map((text) =>
        text
          .toWellFormed()
          .replaceAll(/[\n\0%\\]/g, '')
          .trimStart(),
      )
      .filter((text) => text.trim() !== '' && !text.endsWith('\r') && !/^(?:@apple|-[nqs])/i.test(text));
    fc.assert(
      fc.property(command, odd, (text, comment) => {
        const title = `# ${comment.replaceAll('\n', ' ')}`;
        // A first word that might be a user needs company, or the whole crontab might be the system's.
        const { tasks } = plan(`${title}\n5 4 * * * ${text}\n6 4 * * * x`);
        const task = tasks.find(({ original }) => original.startsWith('5 4 * * *')) as ImportedTask;
        expect(task.state).toBe('new');
        const { steps } = read(task);
        const scope = { params: {}, steps: {}, run: { id: 1, home: '/' } };
        const [step] = steps;
        if (!step || !('run' in step || 'argv' in step)) throw new Error('no command');
        expect('run' in step ? step.run : renderTemplate(step.argv[2] ?? '', scope)).toBe(text);
      }),
      { numRuns: 600 },
    );
  });

  it('a setting comes out as it went in', () => {
    const value = odd
      .map((text) =>
        text
          .toWellFormed()
          .replaceAll(/[\n\0"']/g, '')
          .trim(),
      )
      .filter((text) => !text.endsWith('\r'));
    fc.assert(
      fc.property(value, (text) => {
        const { env } = read(only(`NAME=${text}\n5 4 * * * x`));
        const scope = { params: {}, steps: {}, run: { id: 1, home: '/' } };
        expect(renderTemplate(env?.['NAME'] ?? '', scope)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('never makes it throw, and what it would write is a task', () => {
    const pieces = fc.constantFrom(
      '* * * * * ',
      '0 5 1 */2 mon ',
      '@reboot ',
      '@daily ',
      '# ',
      '#luka a: ',
      'PATH=',
      'SHELL=/bin/zsh\n',
      'TZ=UTC\n',
      '\n',
      '\r\n',
      '%',
      '\\%',
      'root ',
      '"',
      "'",
      ' '.repeat(70),
      '[{"name":"a","autorestart":false}]',
    );
    const text = fc.array(fc.oneof(pieces, odd), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom('crontab', 'pm2'), text, (source, input) => {
        const { tasks } = planImport(source, input, [{ id: 'x' }, { id: 'job', original: '* * * * * x' }]);
        expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
        for (const task of tasks) {
          if (task.state === 'cannot')
            expect(
              codes({ findings: task.findings.filter(({ severity }) => severity === 'error') }),
            ).not.toEqual([]);
          else expect(read(task).enabled).toBe(false);
        }
      }),
      { numRuns: 800 },
    );
  });
});
