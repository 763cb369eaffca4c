import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { parseTask } from '../tasks/parse-task.ts';
import { planImport } from './plan-import.ts';
import { readPm2Apps } from './pm2-apps.ts';

const plan = (value: unknown) =>
  planImport('pm2', typeof value === 'string' ? value : JSON.stringify(value), []);
const read = (text: string): TaskDefinition => {
  const { definition, findings } = parseTask(text, 'task.yaml');
  expect(findings).toEqual([]);
  return definition as TaskDefinition;
};

/** As `pm2 jlist` prints it, shortened to one of each kind of field. */
const nightly = {
  pid: 0,
  name: 'nightly-sync',
  pm2_env: {
    filter_env: {},
    merge_logs: true,
    namespace: 'default',
    autorestart: false,
    cron_restart: '30 3 * * *',
    watch: false,
    instance_var: 'NODE_APP_INSTANCE',
    env: {
      NODE_ENV: 'production',
      PORT: 3100,
      GITHUB_TOKEN: 'not-for-everybody',
      PATH: '/opt/homebrew/bin:/usr/bin:/bin',
      PM2_HOME: '/Users/me/.pm2',
      SHLVL: '1',
      TERM_PROGRAM: 'Apple_Terminal',
      _: '/opt/homebrew/bin/pm2',
      unique_id: '55c69c96-caba-4dd7-9ee3-391c020ee867',
      'nightly-sync': {},
    },
    name: 'nightly-sync',
    args: ['--since', 'last week'],
    node_args: ['--max-old-space-size=512'],
    pm_exec_path: '/Users/me/app/sync.cjs',
    pm_cwd: '/Users/me/app',
    exec_interpreter: 'node',
    exec_mode: 'fork_mode',
    instances: 1,
    status: 'stopped',
    username: 'me',
  },
  pm_id: 3,
  monit: { memory: 0, cpu: 0 },
};
const web = {
  name: 'web',
  pm_id: 0,
  pm2_env: {
    name: 'web',
    autorestart: true,
    cron_restart: '0 4 * * *',
    pm_exec_path: '/Users/me/web/server.js',
    pm_cwd: '/Users/me/web',
    exec_interpreter: 'node',
    exec_mode: 'cluster_mode',
    instances: 2,
    env: {},
  },
};

describe('pm2 jlist', () => {
  it('what starts at times and ends becomes a task', () => {
    const [task] = plan([nightly]).tasks;
    expect(task).toMatchObject({
      id: 'nightly-sync',
      title: 'nightly-sync',
      state: 'new',
      trigger: 'At 03:30',
    });
    expect(read(task?.text ?? '')).toEqual({
      title: 'nightly-sync',
      enabled: false,
      triggers: [{ cron: '30 3 * * *' }],
      env: {
        NODE_ENV: 'production',
        PORT: '3100',
        GITHUB_TOKEN: 'not-for-everybody',
        PATH: '/opt/homebrew/bin:/usr/bin:/bin',
      },
      cwd: '/Users/me/app',
      steps: [
        { argv: ['node', '--max-old-space-size=512', '/Users/me/app/sync.cjs', '--since', 'last week'] },
      ],
    });
    expect(task?.findings).toMatchObject([
      { code: 'pm2_env' },
      { code: 'import_secret', severity: 'warning' },
    ]);
    expect(task?.findings[0]?.message).toMatch(/NODE_ENV, PORT, GITHUB_TOKEN, PATH$/);
    expect(JSON.stringify(task?.findings)).not.toContain('not-for-everybody');
    expect(task?.text.split('\n')[0]).toBe(`# from pm2: ${task?.original}`);
  });

  it('what runs for ever does not', () => {
    const [task] = plan([web]).tasks;
    expect(task).toMatchObject({ id: 'web', state: 'cannot', text: '' });
    expect(task?.findings[0]).toMatchObject({
      code: 'pm2_forever',
      message: 'a program that runs for ever is a LaunchAgent, not a task',
    });
  });

  it('instances of one program are one program', () => {
    const apps = readPm2Apps(JSON.stringify([web, { ...web, pm_id: 1 }, nightly]));
    expect(apps?.map(({ name, ids, instances }) => [name, ids, instances])).toEqual([
      ['web', [0, 1], 2],
      ['nightly-sync', [3], 1],
    ]);
  });

  it('is found behind what pm2 says first', () => {
    const text = `[PM2] Spawning PM2 daemon with pm2_home=/Users/me/.pm2\n[PM2] PM2 Successfully daemonized\n${JSON.stringify([nightly])}\n`;
    expect(plan(text).tasks).toHaveLength(1);
    expect(plan('[]').tasks).toEqual([]);
  });
});

describe('other forms', () => {
  it('dump.pm2 has the same fields one level up, and gives the same origin', () => {
    const dump = plan([{ ...nightly.pm2_env, pm_id: 3 }]).tasks[0];
    expect(dump).toMatchObject({ state: 'new', original: plan([nightly]).tasks[0]?.original });
  });

  it('an ecosystem file', () => {
    const { tasks } = plan({
      apps: [
        {
          name: 'Report',
          script: './report.py',
          cwd: '/srv/r',
          args: '--out "my file" x',
          cron: '0 8 * * 1',
          autorestart: false,
        },
        { script: '/srv/tidy.sh', autorestart: 'false', cron_restart: '0' },
        {
          name: 'npm job',
          script: 'npm',
          args: 'run job',
          cron_restart: '@daily',
          autorestart: false,
          watch: true,
        },
        { name: 'lost', script: 'jobs/x.js', autorestart: false },
        { name: 'other', script: '/x', uid: 'www', autorestart: false },
      ],
    });
    expect(tasks.map(({ id, state }) => [id, state])).toEqual([
      ['report', 'new'],
      ['tidy', 'new'],
      ['npm-job', 'new'],
      ['lost', 'cannot'],
      ['other', 'cannot'],
    ]);
    const steps = tasks.slice(0, 3).map(({ text }) => read(text).steps[0]);
    expect(steps).toEqual([
      { argv: ['python3', '/srv/r/report.py', '--out', 'my file', 'x'] },
      { argv: ['bash', '/srv/tidy.sh'] },
      { argv: ['npm', 'run', 'job'] },
    ]);
    expect(tasks.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
      [],
      ['pm2_schedule'],
      ['pm2_watch'],
      ['pm2_script', 'pm2_schedule'],
      ['pm2_user', 'pm2_schedule'],
    ]);
  });

  it('texts in which templates would be filled in stay what they are', () => {
    const [task] = plan([
      { name: 'x', script: '/x', interpreter: 'none', args: ['${{ run.id }}'], autorestart: false },
    ]).tasks;
    expect(read(task?.text ?? '').steps).toEqual([{ argv: ['/x', '$${{ run.id }}'] }]);
  });

  it.each(['', 'nope', '{}', '{"apps":3}', '[1,2]', 'null', '[{"name":"x"'])(
    '%j is no list of pm2',
    (text) => {
      expect(plan(text)).toMatchObject({ tasks: [], findings: [{ code: 'import_unreadable' }] });
    },
  );

  it.each([
    [[{}]],
    [[{ pm2_env: null, name: 7, args: { a: 1 }, env: [], instances: 'max', node_args: 3 }]],
    [[{ script: '', autorestart: false, env: { 'a b': 1, ok: null } }]],
  ])('odd fields are not taken: %j', (value) => {
    expect(plan(value).tasks.map(({ state }) => state)).toEqual(['cannot']);
  });
});
