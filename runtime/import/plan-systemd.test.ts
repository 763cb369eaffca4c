import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTask } from '../tasks/parse-task.ts';
import { planImport } from './plan-import.ts';
import { seconds } from './systemd-span.ts';

const HOME = '/home/me';
const service = (lines: string): string => `[Unit]\nDescription=Back up\n[Service]\n${lines}\n`;
const timer = (lines: string): string => `[Timer]\n${lines}\n[Install]\nWantedBy=timers.target\n`;

function plan(unit: { name?: string; timer?: string; service: string }) {
  const text = JSON.stringify({ home: HOME, units: [{ name: 'backup.timer', ...unit }] });
  const [task] = planImport('systemd', text, []).tasks;
  if (!task) throw new Error('no task');
  return { ...task, definition: parseTask(task.text, 'task.yaml').definition };
}
const codes = (task: ReturnType<typeof plan>) =>
  task.findings.map(({ code, severity }) => `${severity} ${code}`);

describe('a timer', () => {
  it('is a task with its times, its command, its folder and its variables', () => {
    const task = plan({
      timer: timer('OnCalendar=Mon..Fri 03:00\nOnCalendar=Sat 05:30\nPersistent=true'),
      service: service(
        'ExecStart=-%h/bin/backup --to "/a b" 50%% $$x\nWorkingDirectory=%h/data\nEnvironment=A=1 "B=two words"',
      ),
    });
    expect(task).toMatchObject({ id: 'backup', state: 'new', title: 'Back up', findings: [] });
    expect(task.text).toMatch(/^# from systemd: backup\.timer\n/);
    expect(task.definition).toMatchObject({
      enabled: false,
      triggers: [{ cron: '0 3 * * 1,2,3,4,5' }, { cron: '30 5 * * 6' }],
      env: { A: '1', B: 'two words' },
      cwd: '/home/me/data',
      steps: [{ argv: ['/home/me/bin/backup', '--to', '/a b', '50%', '$x'] }],
    });
    expect(task.definition?.catchUp).toBeUndefined();
  });

  it('that is not persistent forgets what falls into a time when it is off', () => {
    const task = plan({ timer: timer('OnCalendar=daily'), service: service('ExecStart=/bin/true') });
    expect(task.definition).toMatchObject({ catchUp: 'skip', cwd: HOME });
    expect(codes(task)).toEqual(['info systemd_late']);
  });

  it('that counts from its last run has a period', () => {
    const task = plan({
      timer: timer('OnBootSec=5min\nOnUnitActiveSec=1h 30min\nRandomizedDelaySec=60'),
      service: service('ExecStart=/bin/true'),
    });
    expect(task.definition?.triggers).toEqual([{ every: 5_400_000 }]);
    expect(codes(task)).toEqual(['info systemd_times', 'info systemd_times', 'info systemd_times']);
  });
});

it('a kept service is a service', () => {
  const task = plan({
    name: 'notes.service',
    service: service('ExecStart=/usr/bin/notes\nRestart=on-failure\nRestartSec=5'),
  });
  expect(task.definition?.service).toMatchObject({ restart: 'on-failure', backoff: { first: 5_000 } });
  expect(task).toMatchObject({ id: 'notes', trigger: 'kept running' });
});

it.each([
  ['ExecStart=/bin/true\nUser=root', 'error systemd_user'],
  ['ExecStart=/bin/a\nExecStart=/bin/b', 'error systemd_command'],
  ['Type=forking\nExecStart=/bin/a', 'error systemd_command'],
  ['ExecStart=/bin/a %i', 'error systemd_command'],
  ['', 'error systemd_command'],
  ['ExecStart=/bin/a $HOME', 'warning systemd_command'],
  ['ExecStart=/bin/a\nEnvironmentFile=/etc/x', 'warning systemd_env'],
  ['ExecStart=/bin/a\nExecStartPre=/bin/b', 'warning systemd_key'],
  ['ExecStart=/bin/a\nProtectHome=yes', 'warning systemd_key'],
  ['ExecStart=/bin/a\nEnvironment=API_TOKEN=x', 'warning import_secret'],
])('of %j it is said: %s', (lines, code) => {
  const task = plan({ timer: timer('OnCalendar=daily\nPersistent=yes'), service: service(lines) });
  expect(codes(task)).toEqual([code]);
  expect(task.state).toBe(code.startsWith('error') ? 'cannot' : 'new');
});

it('what cron cannot say is not guessed', () => {
  const task = plan({ timer: timer('OnCalendar=Mon *-*-01'), service: service('ExecStart=/bin/a') });
  expect(task).toMatchObject({ state: 'cannot', text: '' });
  expect(codes(task)).toEqual(['error systemd_calendar']);
});

it('is known again by its unit', () => {
  const text = JSON.stringify({
    home: HOME,
    units: [{ name: 'backup.timer', timer: timer('OnCalendar=daily'), service: service('ExecStart=/bin/a') }],
  });
  const { tasks } = planImport('systemd', text, [{ id: 'mine', original: 'backup.timer' }]);
  expect(tasks).toMatchObject([{ id: 'mine', state: 'exists' }]);
});

it('any text is answered', () => {
  expect(planImport('systemd', '{', []).findings.map(({ code }) => code)).toEqual(['import_unreadable']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, two) => {
      const units = [{ name: 'x.timer', timer: one, service: `ExecStart=/bin/x ${two}` }];
      planImport('systemd', JSON.stringify({ home: HOME, units }), []);
    }),
  );
});

it.each([
  ['90', 90],
  ['5min 20s', 320],
  ['1h', 3_600],
  ['1w', 604_800],
  ['500ms', 0.5],
  ['1month', undefined],
  ['', undefined],
  ['soon', undefined],
])('the span %j is %s s', (text, expected) => {
  expect(seconds(text)).toBe(expected);
});
