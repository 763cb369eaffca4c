/** The commands about the schedule, and imports, against a real Luka, each as a real process. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportPlan } from '#shared/nouns/import-plan.ts';
import type { RunSummary } from '#shared/nouns/run.ts';
import type { Pause, Slot, Upcoming, WhyAnswer } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import { StandIns } from './import/stand-ins.ts';
import { LukaBench } from './spawn-luka.ts';

let bench: LukaBench;
let standIns: StandIns;

const TASKS: Record<string, string> = {
  'daily.yaml':
    'title: Every morning\ntags: [calm]\ntriggers:\n  - cron: 0 9 * * *\nsteps:\n  - run: echo morning\n',
  'hourly.yaml': 'triggers:\n  - every: 1h\nsteps:\n  - run: echo hour\n',
  'ticking.yaml': 'triggers:\n  - every: 1s\nsteps:\n  - run: echo tick\n',
  'broken.yaml':
    'triggers:\n  - every: 1s\nquarantine: { after: 2, release: false }\nsteps:\n  - run: exit 3\n',
  'again.yaml': 'retry: { times: 3, delay: 10m }\nsteps:\n  - run: exit 4\n',
  'called.yaml': 'triggers:\n  - webhook: { perMinute: 20 }\nsteps:\n  - run: echo called\n',
  // In the place of the sample that starts by itself: nothing may run here but what a test asks for.
  'system-report.yaml': 'steps:\n  - module: system-report.mjs\n',
};

beforeAll(async () => {
  bench = await LukaBench.create();
  standIns = await StandIns.create(bench.file('stand-ins'));
  bench.env = { PATH: standIns.env['PATH'], STAND_INS: standIns.env['STAND_INS'] };
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await chmod(bench.home, 0o700);
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  for (const [name, text] of Object.entries(TASKS)) await writeFile(join(tasks, name), text);
  await bench.up();
});
afterAll(() => bench.end());

/** Asks again and again until the answer is one that was waited for. */
async function until<T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    await sleep(50);
  }
}
const taskNamed = async (id: string): Promise<Task> => {
  const { tasks } = await bench.json<{ tasks: Task[] }>('task', 'list');
  const task = tasks.find((one) => one.id === id);
  if (!task) throw new Error(`there is no task ${id}`);
  return task;
};

describe('luka next', () => {
  it('says what is due when', async () => {
    const { code, out, err } = await bench.run('next', 'hourly', '--for', '3h');
    expect([code, err]).toEqual([0, '']);
    expect(out.trim().split('\n')).toHaveLength(4);
    expect(out).toMatch(/^DUE +TASK +TRIGGER/);
    expect(out).toMatch(/^(today|tomorrow) \d\d:00 +(in \d+ (min|s|h)|now) +hourly +every 1 h$/m);
    const { upcoming } = await bench.json<{ upcoming: Upcoming[] }>('next', '--limit', '20');
    expect(upcoming.map(({ due }) => due)).toEqual(upcoming.map(({ due }) => due).toSorted());
    // Others, too, where the hour or the day is about to be full.
    expect(upcoming.map(({ task }) => task)).toEqual(expect.arrayContaining(['ticking', 'broken']));
    const daily = await bench.json<{ upcoming: Upcoming[] }>('next', 'daily', '--for', '48h');
    expect(daily.upcoming).toMatchObject([{ trigger: 'At 09:00' }, { trigger: 'At 09:00' }]);
  });

  it('says so where nothing is due, and refuses what there is not', async () => {
    expect((await bench.run('next', 'called')).err).toBe('nothing of called is due in the next 24h\n');
    expect((await bench.run('next', 'nonsense')).code).toBe(66);
    expect((await bench.run('next', '--for', 'ever')).code).toBe(64);
  });
});

describe('luka pause and resume', () => {
  it('holds a task until a moment, and says so wherever the task is shown', async () => {
    const paused = await bench.run('pause', 'hourly', '--for', '5h', '--reason', 'a test');
    expect([paused.code, paused.out]).toEqual([
      0,
      expect.stringMatching(/^hourly: paused until \w+ \d\d:\d\d/),
    ]);
    const { pauses } = await bench.json<{ pauses: Pause[] }>('pause');
    expect(pauses).toMatchObject([{ scope: { task: 'hourly' }, reason: 'a test' }]);
    expect((await bench.run('pause')).out).toMatch(/^hourly +\w.* a test$/m);
    expect((await bench.run('task', 'list')).out).toMatch(/^hourly +paused /m);
    const { upcoming } = await bench.json<{ upcoming: Upcoming[] }>('next', 'hourly', '--for', '2h');
    expect(upcoming.every(({ obstacle }) => obstacle !== undefined)).toBe(true);
    expect((await bench.run('resume', 'hourly')).out).toMatch(/^hourly: resumed, paused since /);
    expect((await taskNamed('hourly')).paused).toBeUndefined();
  });

  it('holds tags and everything by themselves', async () => {
    await bench.run('pause', '--tag', 'calm');
    await bench.run('pause', '--all', '--until', 'tomorrow 09:00');
    const { pauses } = await bench.json<{ pauses: Pause[] }>('pause');
    expect(pauses.map(({ scope }) => scope)).toEqual(
      expect.arrayContaining([{ tag: 'calm' }, { all: true }]),
    );
    expect((await bench.run('resume', '--all')).code).toBe(0);
    expect((await bench.run('resume', '--tag', 'calm')).code).toBe(0);
    expect((await bench.run('pause')).err).toBe('nothing is paused\n');
    const again = await bench.run('resume', '--all');
    expect([again.code, again.err]).toEqual([75, expect.stringMatching(/^not_paused: /)]);
  });

  it('refuses what cannot be meant', async () => {
    expect((await bench.run('pause', 'nonsense', '--for', '1h')).code).toBe(66);
    const over = await bench.run('pause', 'hourly', '--until', '2020-01-01');
    expect([over.code, over.err]).toEqual([64, expect.stringMatching(/^pause_invalid: /)]);
  });
});

describe('luka history and luka why', () => {
  it('tells what became of each moment, newest first', async () => {
    const ask = () => bench.json<{ slots: Slot[] }>('history', 'ticking', '--state', 'ran', '--limit', '3');
    const { slots } = await until(ask, (answer) => answer.slots.length >= 2);
    expect(slots.every(({ task, state }) => task === 'ticking' && state === 'ran')).toBe(true);
    expect(slots.map(({ due }) => due)).toEqual(
      slots
        .map(({ due }) => due)
        .toSorted()
        .reverse(),
    );
    const { code, out } = await bench.run('history', 'ticking', '--limit', '2');
    expect(code).toBe(0);
    expect(out).toMatch(/^DUE +TASK +OUTCOME +RUN +REASON\n(?:today|yesterday) \d\d:\d\d/);
    expect((await bench.run('history', 'daily', '--state', 'missed')).err).toContain('no such moments');
  });

  it('answers why it ran, and why it did not', async () => {
    const ask = () => bench.json<{ slots: Slot[] }>('history', 'ticking', '--state', 'ran', '--limit', '1');
    const [slot] = (await until(ask, (answer) => answer.slots.length > 0)).slots;
    const why = await bench.json<WhyAnswer>('why', 'ticking', '--at', slot?.due ?? '');
    expect(why.slots[0]).toMatchObject({ due: slot?.due, state: 'ran' });
    expect(why.evidence.length).toBeGreaterThan(0);
    const told = await bench.run('why', 'ticking', '--at', slot?.due ?? '');
    expect(told.out.split('\n')[0]).toBe(why.verdict);
    expect(told.out).toMatch(/^SOURCE +WHEN +WHAT IS KNOWN$/m);
    expect((await bench.run('why', 'daily', '--at', 'yesterday 09:00')).code).toBe(0);
    expect((await bench.run('why', 'called')).code).toBe(0);
  });

  it('refuses what it cannot know', async () => {
    expect((await bench.run('why', 'nonsense')).code).toBe(66);
    const old = await bench.run('why', 'daily', '--at', '2020-01-01');
    expect([old.code, old.err]).toEqual([64, expect.stringMatching(/^moment_too_old: /)]);
    expect((await bench.run('why', 'daily', '--at', 'whenever')).code).toBe(64);
  });
});

describe('luka release', () => {
  it('ends the quarantine of a task that failed again and again', async () => {
    await until(
      () => taskNamed('broken'),
      (task) => task.health?.quarantinedAt !== undefined,
    );
    expect((await bench.run('task', 'list')).out).toMatch(/^broken +quarantined /m);
    expect((await bench.run('why', 'broken')).code).toBe(0);
    const { code, out } = await bench.run('release', 'broken');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^task broken is released: its triggers start it again; next (today|tomorrow) \d\d:\d\d/,
    );
    const healthy = await bench.run('release', 'daily');
    expect([healthy.code, healthy.err]).toEqual([75, expect.stringMatching(/^not_quarantined: /)]);
    expect((await bench.run('release', 'nonsense')).code).toBe(66);
  });
});

describe('luka ps', () => {
  it('says when the next attempt starts', async () => {
    await bench.run('run', 'again');
    const ask = () => bench.json<{ runs: RunSummary[] }>('ps', '--state', 'queued');
    const { runs } = await until(ask, (answer) => answer.runs.some(({ readyAt }) => readyAt !== undefined));
    const waiting = runs.find(({ task }) => task === 'again');
    expect(waiting).toMatchObject({ attempt: 2 });
    expect((await bench.run('ps')).out).toMatch(/^\d+ +queued +again .* attempt 2 in \d+ min/m);
    expect((await bench.run('cancel', String(waiting?.id))).code).toBe(0);
  });
});

describe('luka hook', () => {
  const post = (url: string) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

  it('prints an address that starts the task, until it is renewed', async () => {
    const { code, out } = await bench.run('hook', 'called');
    expect(code).toBe(0);
    expect(out).toMatch(/^http:\/\/(?:127\.0\.0\.1|localhost):\d+\/hooks\/\S+\n$/);
    expect((await post(out.trim())).status).toBe(202);
    const ask = () => bench.json<{ runs: RunSummary[] }>('ps', '--all');
    const { runs } = await until(ask, (answer) => answer.runs.some(({ task }) => task === 'called'));
    expect(runs.find(({ task }) => task === 'called')?.cause.kind).toBe('webhook');
    const renewed = await bench.json<{ url: string }>('hook', 'called', '--renew');
    expect(renewed.url).not.toBe(out.trim());
    expect([(await post(out.trim())).status, (await post(renewed.url)).status]).toEqual([404, 202]);
  });

  it('refuses a task without one', async () => {
    expect((await bench.run('hook', 'daily')).err).toMatch(/^hook_missing: /);
    expect((await bench.run('hook', 'nonsense')).code).toBe(66);
  });
});

describe('luka import', () => {
  const crontab = '# Tidy up\n17 4 * * * /bin/echo tidied\n@yearly /bin/echo year\n';

  it('takes entries over from the crontab: off, then out of the crontab, then on', async () => {
    await standIns.set('crontab', crontab);
    const dry = await bench.run('import', 'crontab');
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/^echo +new +At 04:17 +Tidy up$/m);
    expect(await standIns.get('crontab')).toBe(crontab);
    const done = await bench.json<ImportPlan & { enabled: string[]; backup: string }>(
      'import',
      'crontab',
      '--apply',
      '--only',
      'echo',
    );
    expect(done.enabled).toEqual(['echo']);
    expect(await readFile(done.backup, 'utf8')).toBe(crontab);
    expect(await standIns.get('crontab')).toBe(crontab.replace('17 4', '#luka echo: 17 4'));
    expect(await taskNamed('echo')).toMatchObject({
      state: 'ready',
      title: 'Tidy up',
      triggers: ['At 04:17'],
    });
    const ran = await bench.run('run', 'echo', '--follow');
    expect([ran.code, ran.out]).toEqual([0, 'tidied\n']);
  });

  it('leaves tasks off where cron does not take the new crontab', async () => {
    await standIns.mood('refuse');
    const { code, err } = await bench.run('import', 'crontab', '--apply');
    await standIns.mood(undefined);
    expect([code, err]).toEqual([75, expect.stringMatching(/^import_incomplete: the crontab is as it was/)]);
    expect(await standIns.get('crontab')).toContain('\n@yearly /bin/echo year\n');
    expect((await taskNamed('echo-2')).state).toBe('disabled');
    expect((await bench.run('import', 'crontab', '--apply')).code).toBe(0);
    expect((await taskNamed('echo-2')).state).toBe('ready');
  });

  it('takes programs over from pm2 where that was agreed to', async () => {
    const env = { PLACE: 'here' };
    const nightly = {
      name: 'nightly',
      pm_id: 2,
      pm2_env: {
        name: 'nightly',
        autorestart: false,
        cron_restart: '0 3 * * *',
        pm_exec_path: '/bin/echo',
        exec_interpreter: 'none',
        args: ['hi'],
        env,
      },
    };
    await standIns.set('pm2.json', JSON.stringify([nightly]));
    expect((await bench.run('import', 'pm2', '--apply')).code).toBe(0);
    expect((await taskNamed('nightly')).state).toBe('disabled');
    expect((await bench.run('import', 'pm2', '--apply', '--yes')).code).toBe(0);
    expect((await taskNamed('nightly')).state).toBe('ready');
    expect(await standIns.get('pm2.json')).toBe('[]');
  });

  it('reads files of both kinds, and refuses others', async () => {
    const file = bench.file('system.crontab');
    await writeFile(file, '17 * * * * nobody /bin/echo hourly\n25 6 * * * nobody /bin/echo daily\n');
    const system = await bench.json<ImportPlan>('import', file);
    expect(system.tasks.map(({ state }) => state)).toEqual(['cannot', 'cannot']);
    const notes = bench.file('notes.txt');
    await writeFile(notes, 'nothing of that kind\n');
    expect((await bench.run('import', notes)).code).toBe(65);
    expect((await bench.run('import', bench.file('none'))).code).toBe(66);
  });
});
