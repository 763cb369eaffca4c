/** Imports against stand-ins for crontab and pm2, with the real planning: at no moment may two owners run one entry. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ImportPlan, ImportSource } from '#shared/nouns/import-plan.ts';
import type { Task } from '#shared/nouns/task.ts';
import { ImportService } from '#runtime/import/import-service.ts';
import { editEnabled } from '#runtime/tasks/edit-enabled.ts';
import { importFrom, type ImportOptions } from '../commands/import.ts';
import { fakeLuka, type FakeCall, type FakeLuka } from '../fake-luka.ts';
import { systemPrograms } from './programs.ts';
import { StandIns } from './stand-ins.ts';

const CRONTAB = `# Nightly backup
30 2 * * * /opt/backup.sh
PATH=/usr/bin:/bin
@daily /opt/report.sh % with input
5/10 * * * * /opt/odd.sh
`;

let folder: string;
let standIns: StandIns;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-import-'));
  standIns = await StandIns.create(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Bench extends FakeLuka {
  /** Task files, by id. */
  readonly tasks: Map<string, string>;
  readonly run: (name: string, options?: ImportOptions) => Promise<void>;
}

/** A Luka whose tasks are in memory. `before` may answer a call in its place. */
function bench(before: (call: FakeCall) => unknown = () => undefined, json = false): Bench {
  const tasks = new Map<string, string>();
  const service = new ImportService({
    registry: {
      list: () => [...tasks.keys()].map((id) => ({ id, file: id, source: 'yaml', hash: '', findings: [] })),
    },
    readText: (file) => Promise.resolve(tasks.get(file) ?? ''),
    writeTask: (id, text) => Promise.resolve(void tasks.set(id, text)),
  });
  const luka = fakeLuka(
    async (call) => {
      const instead = await before(call);
      if (instead !== undefined) return instead;
      if (call.endpoint === 'POST /api/v1/import') {
        const { source, text, apply } = call.body as Parameters<typeof plan>[0];
        return plan({ source, text, apply });
      }
      const id = /^PATCH \/api\/v1\/tasks\/(.+)$/.exec(call.endpoint)?.[1] ?? '';
      const content = editEnabled(tasks.get(id) ?? '', true) ?? '';
      tasks.set(id, content);
      return taskOf(id);
    },
    { json, home: folder },
  );
  const plan = (body: {
    source: ImportSource;
    text: string;
    apply?: { ids: string[]; enabled: boolean } | undefined;
  }) => service.plan(body.source, body.text, body.apply).catch((error: unknown) => error);
  const programs = systemPrograms(standIns.env);
  return {
    ...luka,
    tasks,
    run: (name, options = {}) => importFrom(luka.session, { name, options, programs }),
  };
}

function taskOf(id: string): Task {
  return {
    id,
    title: id,
    file: `/tasks/${id}.yaml`,
    source: 'yaml',
    state: 'ready',
    tags: [],
    priority: 'normal',
    hash: '',
    findings: [],
    triggers: [],
  };
}

const isOn = (text: string | undefined) => text !== undefined && !text.includes('\nenabled: false\n');
const backups = async () => {
  const names = await readdir(join(folder, 'backups')).catch(() => []);
  return names.map((name) => join(folder, 'backups', name));
};

describe('luka import crontab', () => {
  it('shows what would become of it, and changes nothing', async () => {
    await standIns.set('crontab', CRONTAB);
    const { run, text, tasks, calls } = bench();
    await run('crontab', { verbose: true });
    expect(text('out')).toMatch(/^backup +new +At 02:30 +Nightly backup$/m);
    expect(text('out')).toMatch(/^odd +cannot /m);
    expect(text('out')).toMatch(/^odd: crontab:5 crontab_schedule: the minute "5\/10"/m);
    expect(text('out')).toMatch(/^report: crontab:4 crontab_input: /m);
    expect(text('out')).toContain('--- backup.yaml\n# from crontab line 2: 30 2 * * * /opt/backup.sh\n');
    expect(text('err')).toBe('nothing was changed; take these 2 over with: luka import crontab --apply\n');
    expect([tasks.size, calls.length, await standIns.calls()]).toEqual([0, 1, ['crontab -l']]);
  });

  it('takes over what can be: tasks off, crontab changed and read back, tasks on', async () => {
    await standIns.set('crontab', CRONTAB);
    const order: string[] = [];
    const luka = bench(async ({ endpoint, body }) => {
      const crontab = (await standIns.get('crontab')) ?? '';
      if (endpoint.startsWith('PATCH')) {
        // Whoever is switched on must be commented out already.
        const id = endpoint.split('/').at(-1) ?? '';
        expect(crontab).toContain(`\n#luka ${id}: `);
        order.push(`on ${id}`);
      } else if (body !== null && typeof body === 'object' && 'apply' in body) {
        expect(body.apply).toEqual({ ids: ['backup', 'report'], enabled: false });
        expect(crontab).toBe(CRONTAB);
        order.push('written');
      }
    });
    await luka.run('crontab', { apply: true });
    expect(order).toEqual(['written', 'on backup', 'on report']);
    expect(await standIns.calls()).toEqual(['crontab -l', 'crontab -l', 'crontab -', 'crontab -l']);
    expect(await standIns.get('crontab')).toBe(`# Nightly backup
#luka backup: 30 2 * * * /opt/backup.sh
PATH=/usr/bin:/bin
#luka report: @daily /opt/report.sh % with input
5/10 * * * * /opt/odd.sh
`);
    expect([...luka.tasks.values()].map(isOn)).toEqual([true, true]);
    expect(luka.text('out')).toMatch(/task backup is on\ntask report is on\n$/);
    const [backup = ''] = await backups();
    expect(luka.text('err')).toContain(`crontab '${backup}'`);
    expect([(await stat(backup)).mode & 0o777, await readFile(backup, 'utf8')]).toEqual([0o600, CRONTAB]);
    // The way back that it names is a way back.
    await systemPrograms(standIns.env).call('crontab', [backup]);
    expect(await standIns.get('crontab')).toBe(CRONTAB);
  });

  it('takes only what was chosen, and answers a script in one document', async () => {
    await standIns.set('crontab', CRONTAB);
    const luka = bench(undefined, true);
    await luka.run('crontab', { apply: true, only: 'report' });
    const answer = JSON.parse(luka.text('out')) as ImportPlan & { enabled: string[]; backup: string };
    expect(answer).toMatchObject({ applied: true, enabled: ['report'], backup: (await backups())[0] });
    expect(answer.tasks.map(({ id, written }) => [id, written])).toEqual([
      ['backup', false],
      ['report', true],
      ['odd', false],
    ]);
    expect([...luka.tasks.keys()]).toEqual(['report']);
    expect(await standIns.get('crontab')).toContain('\n30 2 * * * /opt/backup.sh\n');
  });

  it.each([
    ['nonsense', /no entry has the id "nonsense"/],
    ['backup,odd', /"odd" cannot be imported/],
  ])('refuses to choose %s', async (only, message) => {
    await standIns.set('crontab', CRONTAB);
    const luka = bench();
    await expect(luka.run('crontab', { apply: true, only })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message) as string,
    });
    expect([luka.tasks.size, await standIns.get('crontab')]).toEqual([0, CRONTAB]);
  });

  it('has nothing to do where there is no crontab', async () => {
    const luka = bench();
    await luka.run('crontab', { apply: true });
    expect(luka.text('err')).toBe('crontab has no entries\n');
    expect(await backups()).toEqual([]);
  });

  it('keeps no header that old crons put on top of what they list', async () => {
    await standIns.set(
      'header',
      '# DO NOT EDIT THIS FILE - edit the master and reinstall.\n# (/tmp/c installed on Sun Nov 22 12:00:00 2026)\n# (Cron version -- $Id$)\n',
    );
    await standIns.set('crontab', '@daily /opt/report.sh\n');
    const luka = bench();
    await luka.run('crontab', { apply: true });
    expect(await standIns.get('crontab')).toBe('#luka report: @daily /opt/report.sh\n');
    expect(isOn(luka.tasks.get('report'))).toBe(true);
  });

  it('goes on where it stopped: what is written already is taken as it is', async () => {
    await standIns.set('crontab', CRONTAB);
    const luka = bench();
    await standIns.mood('refuse');
    await expect(luka.run('crontab', { apply: true, only: 'backup' })).rejects.toMatchObject({
      code: 'import_incomplete',
    });
    await standIns.mood(undefined);
    await luka.run('crontab');
    expect(luka.text('err')).toContain('backup: the task is here already and crontab has it, too');
    await luka.run('crontab', { apply: true });
    expect([...luka.tasks].map(([id, text]) => [id, isOn(text)])).toEqual([
      ['backup', true],
      ['report', true],
    ]);
    expect((await standIns.get('crontab'))?.match(/^#luka /gm)).toHaveLength(2);
    await luka.run('crontab', { apply: true });
    expect(luka.tasks.size).toBe(2);
  });
});

describe('an import from the crontab that stops half way', () => {
  it.each([
    [
      'refuse',
      /as it was \(crontab: errors in crontab file, can't install\); the tasks backup, report stay switched off/,
    ],
    ['ignore', /as it was \(crontab says it took the new one, but did not\)/],
  ] as const)('%s: the crontab is as it was, the tasks are off', async (mood, message) => {
    await standIns.set('crontab', CRONTAB);
    await standIns.mood(mood);
    const luka = bench();
    await expect(luka.run('crontab', { apply: true })).rejects.toMatchObject({
      code: 'import_incomplete',
      message: expect.stringMatching(message) as string,
    });
    expect(await standIns.get('crontab')).toBe(CRONTAB);
    expect([...luka.tasks.values()].map(isOn)).toEqual([false, false]);
  });

  it.each(['mangle', 'unreadable'] as const)(
    '%s: says that the crontab is uncertain and how to put it back; the tasks are off',
    async (mood) => {
      await standIns.set('crontab', CRONTAB);
      await standIns.mood(mood);
      const luka = bench();
      const error = await luka.run('crontab', { apply: true }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'import_incomplete' });
      const [backup = ''] = await backups();
      expect((error as LukaError).remedy).toBe(`put back what was there with: crontab '${backup}'`);
      expect(await readFile(backup, 'utf8')).toBe(CRONTAB);
      expect([...luka.tasks.values()].map(isOn)).toEqual([false, false]);
    },
  );

  it('changes nothing where somebody changed the crontab meanwhile', async () => {
    await standIns.set('crontab', CRONTAB);
    const changed = `${CRONTAB}@hourly /opt/new.sh\n`;
    const luka = bench(async ({ body }) => {
      if (body !== null && typeof body === 'object' && 'apply' in body)
        await standIns.set('crontab', changed);
    });
    await expect(luka.run('crontab', { apply: true })).rejects.toMatchObject({
      code: 'import_incomplete',
      message: expect.stringContaining('somebody changed it meanwhile') as string,
    });
    expect([await standIns.get('crontab'), await backups()]).toEqual([changed, []]);
    expect([...luka.tasks.values()].map(isOn)).toEqual([false, false]);
  });

  it('says which tasks are on where one cannot be switched on', async () => {
    await standIns.set('crontab', CRONTAB);
    const luka = bench(({ endpoint }) =>
      endpoint === 'PATCH /api/v1/tasks/report' ? new LukaError('disk_full') : undefined,
    );
    const error = await luka.run('crontab', { apply: true }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'import_incomplete',
      message: expect.stringMatching(
        /report could not be switched on.*on: backup; still off: report/,
      ) as string,
      remedy: expect.stringContaining(`crontab '${(await backups())[0]}'`) as string,
    });
  });

  it('leaves the crontab alone where the tasks cannot be written', async () => {
    await standIns.set('crontab', CRONTAB);
    const luka = bench(({ body }) =>
      body !== null && typeof body === 'object' && 'apply' in body ? new LukaError('disk_full') : undefined,
    );
    await expect(luka.run('crontab', { apply: true })).rejects.toMatchObject({ code: 'disk_full' });
    expect(await standIns.get('crontab')).toBe(CRONTAB);
  });

  it('tells a crontab that cannot be read from one that is not there', async () => {
    await standIns.mood('locked');
    await expect(bench().run('crontab')).rejects.toMatchObject({
      code: 'file_unreadable',
      message: expect.stringContaining('you are not allowed to use this program') as string,
    });
    await standIns.mood(undefined);
    await standIns.set('crontab', Buffer.from('@daily echo \xe9\n', 'latin1'));
    await expect(bench().run('crontab')).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('says so where there is no such program', async () => {
    const luka = bench();
    const programs = systemPrograms({ PATH: join(folder, 'nowhere') });
    await expect(importFrom(luka.session, { name: 'pm2', options: {}, programs })).rejects.toMatchObject({
      code: 'spawn_failed',
      message: expect.stringContaining('not on the PATH') as string,
    });
  });
});

describe('luka import pm2', () => {
  const app = (name: string, pmId: number, more: Record<string, unknown> = {}) => ({
    name,
    pm_id: pmId,
    pm2_env: {
      name,
      autorestart: false,
      cron_restart: '0 3 * * *',
      pm_exec_path: `/srv/${name}.js`,
      pm_cwd: '/srv',
      exec_interpreter: 'node',
      args: ['--all'],
      env: { NODE_ENV: 'production', PM2_HOME: '/x' },
      ...more,
    },
  });
  const list = JSON.stringify([app('web', 0, { autorestart: true }), app('sync', 1), app('tidy', 4)]);
  beforeEach(() => standIns.set('pm2.json', list));

  it('writes tasks that stay off while pm2 has the programs', async () => {
    const luka = bench();
    await luka.run('pm2', { apply: true });
    expect([...luka.tasks].map(([id, text]) => [id, isOn(text)])).toEqual([
      ['sync', false],
      ['tidy', false],
    ]);
    expect(luka.text('out')).toMatch(/^web +cannot .*\n/m);
    expect(luka.text('out')).toMatch(/task sync is off\ntask tidy is off\n$/);
    expect(luka.text('err')).toContain('luka import pm2 --apply --yes');
    expect(await standIns.get('pm2.json')).toBe(list);
  });

  it('with --yes pm2 stops and forgets them, by id, and then they are switched on', async () => {
    const luka = bench(async ({ endpoint }) => {
      if (endpoint.startsWith('PATCH')) expect(await standIns.get('dump.pm2')).not.toContain('/srv/sync.js');
    });
    await luka.run('pm2', { apply: true, yes: true, only: 'sync' });
    expect((await standIns.calls()).filter((call) => call !== 'pm2 jlist')).toEqual([
      'pm2 stop 1',
      'pm2 delete 1',
      'pm2 save --force',
    ]);
    expect(JSON.parse((await standIns.get('dump.pm2')) ?? '')).toMatchObject([
      { name: 'web' },
      { name: 'tidy' },
    ]);
    expect(isOn(luka.tasks.get('sync'))).toBe(true);
    const [backup = ''] = await backups();
    expect(luka.text('err')).toContain(`pm2 start '${backup}'`);
    expect(JSON.parse(await readFile(backup, 'utf8'))).toEqual({
      apps: [
        {
          name: 'sync',
          script: '/srv/sync.js',
          interpreter: 'node',
          interpreter_args: [],
          args: ['--all'],
          cwd: '/srv',
          cron_restart: '0 3 * * *',
          autorestart: false,
          env: { NODE_ENV: 'production' },
        },
      ],
    });
  });

  it.each([
    ['stubborn', /pm2 did not let go \(pm2 delete 1: .*not found\); the tasks stay/],
    ['full', /pm2 did not let go \(pm2 save: .*ENOSPC\); it has forgotten sync, tidy; the tasks stay/],
  ] as const)('%s: the tasks stay off, and it says where things stand', async (mood, message) => {
    await standIns.mood(mood);
    const luka = bench();
    await expect(luka.run('pm2', { apply: true, yes: true })).rejects.toMatchObject({
      code: 'import_incomplete',
      message: expect.stringMatching(message) as string,
      remedy: expect.stringContaining("pm2 start '") as string,
    });
    expect([...luka.tasks.values()].map(isOn)).toEqual([false, false]);
  });

  it('changes nothing where pm2 lost a program meanwhile, or does not answer', async () => {
    const luka = bench(async ({ body }) => {
      if (body !== null && typeof body === 'object' && 'apply' in body) await standIns.set('pm2.json', '[]');
    });
    await expect(luka.run('pm2', { apply: true, yes: true })).rejects.toMatchObject({
      code: 'import_incomplete',
      message: expect.stringContaining('pm2 was not touched (somebody changed its list') as string,
    });
    await standIns.mood('dead');
    await expect(bench().run('pm2')).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});

describe('luka import <file>', () => {
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    return writeFile(path, content).then(() => path);
  };

  it('knows a crontab from a list of pm2; tasks stay off until their owner is stopped', async () => {
    const luka = bench();
    await luka.run(await file('old.txt', CRONTAB), { apply: true });
    await luka.run(
      await file('dump.pm2', JSON.stringify([{ name: 'x', script: '/x.sh', autorestart: false }])),
      {
        apply: true,
      },
    );
    expect([...luka.tasks].map(([id, text]) => [id, isOn(text)])).toEqual([
      ['backup', false],
      ['report', false],
      ['x', false],
    ]);
    expect(luka.text('err')).toContain(
      'stop whoever runs these entries now, then for each: luka task enable <id>',
    );
    expect(await standIns.calls()).toEqual([]);
  });

  it('switches them on where that was asked for, and says what that means', async () => {
    const luka = bench();
    await luka.run(await file('old.txt', CRONTAB), { apply: true, enable: true });
    expect([...luka.tasks.values()].map(isOn)).toEqual([true, true]);
    expect(luka.text('out')).toMatch(/task backup is on\ntask report is on\n$/);
    expect(luka.text('err')).toContain('must not run them any more');
    await expect(bench().run('crontab', { enable: true })).rejects.toMatchObject({ code: 'usage' });
  });

  it.each([
    ['ecosystem.config.js', 'module.exports = { apps: [] }', 'import_unreadable'],
    ['notes.txt', 'Dear diary,\nnothing happened.\n', 'import_unreadable'],
    ['big.txt', '0 0 * * * x\n'.repeat(100_000), 'import_unreadable'],
    ['odd.json', '{"apps": 3}', 'import_unreadable'],
  ])('refuses %s', async (name, content, code) => {
    await expect(bench().run(await file(name, content))).rejects.toMatchObject({ code });
  });

  it('says so where there is no such file', async () => {
    await expect(bench().run(join(folder, 'none'))).rejects.toMatchObject({
      code: 'file_unreadable',
      remedy: 'give "crontab", "pm2", "systemd", or a file that can be read',
    });
  });
});
