/** Every command against a real Luka, each as a real process. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SystemStatus } from '#shared/nouns/system.ts';
import type { LogEntry } from '#shared/nouns/log.ts';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import type { Task } from '#shared/nouns/task.ts';
import { collect, heard, LukaBench, type StartedLuka } from './spawn-luka.ts';

let bench: LukaBench;
let luka: StartedLuka;

const TASKS: Record<string, string> = {
  'hello.yaml': `
title: Say hello
params:
  who: { type: string, default: world }
  times: { type: integer, default: 1 }
steps:
  - run: echo "hello $PARAM_WHO $PARAM_TIMES"; echo "to err" >&2
`,
  'seven.yaml': 'steps:\n  - run: echo before; exit 7\n',
  'needs.yaml': 'params:\n  size: { type: integer, required: true }\nsteps:\n  - run: echo sized\n',
  'off.yaml': 'enabled: false\nsteps:\n  - run: echo forced\n',
  'long.yaml': 'steps:\n  - run: echo ready; exec sleep 300\n',
  'slow.yaml': 'timeout: 200ms\ngrace: 200ms\nsteps:\n  - run: exec sleep 300\n',
  'much.yaml': 'steps:\n  - run: seq 1 200000\n',
  // In the place of the sample that starts by itself: nothing may run here but what a test asks for.
  'system-report.yaml': 'steps:\n  - module: system-report.mjs\n',
};

beforeAll(async () => {
  bench = await LukaBench.create();
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await chmod(bench.home, 0o700);
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  for (const [name, text] of Object.entries(TASKS)) await writeFile(join(tasks, name), text.trimStart());
  luka = await bench.up();
});
afterAll(() => bench.end());

describe('luka up', () => {
  it('says where it is', () => {
    expect(luka).toMatchObject({ pid: luka.process.pid, home: bench.home, host: 'headless' });
    expect(luka.link.startsWith(luka.uiUrl)).toBe(true);
  });

  it('refuses a second start and names the first', async () => {
    const { code, err } = await bench.run('up', '--headless');
    expect(code).toBe(69);
    expect(err).toMatch(/^already_running: /);
    expect(err).toContain(`pid ${luka.pid}, API ${luka.apiUrl}`);
  });
});

describe('luka status', () => {
  it('says who runs', async () => {
    const { code, out, err } = await bench.run('status');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`pid ${luka.pid}`);
    expect(out).toContain(luka.apiUrl);
    expect(out).not.toContain('\u001b');
    expect(SystemStatus.parse(await bench.json('status')).uiUrl).toBe(luka.uiUrl);
  });

  it('colours where asked to, and not where asked not to', async () => {
    bench.env = { FORCE_COLOR: '1' };
    expect((await bench.run('status')).out).toContain('\u001b');
    bench.env = { NO_COLOR: '1' };
    expect((await bench.run('status')).out).not.toContain('\u001b');
    bench.env = {};
  });

  it('believes nothing in a home that others can enter', async () => {
    await chmod(bench.home, 0o755);
    const { code, err } = await bench.run('status');
    await chmod(bench.home, 0o700);
    expect(code).toBe(78);
    expect(err).toMatch(/^home_loose: .*chmod 700/);
  });
});

describe('luka open', () => {
  it('prints a link that signs in once', async () => {
    const { code, out } = await bench.run('open', '--print');
    expect(code).toBe(0);
    expect(out.trim()).toMatch(new RegExp(`^${luka.uiUrl}/#k=`));
    const again = await bench.json<{ url: string; opened: boolean }>('open');
    expect(again.opened).toBe(false);
    expect(again.url).not.toBe(out.trim());
  });
});

describe('luka task', () => {
  it('lists tasks', async () => {
    const { out } = await bench.run('task', 'list');
    expect(out).toMatch(/^TASK +STATE +NEXT/);
    expect(out).toMatch(/^hello +ready .*Say hello$/m);
    expect(out).toMatch(/^off +disabled /m);
    const { tasks } = await bench.json<{ tasks: Task[] }>('task', 'ls');
    expect(tasks.map((task) => task.id)).toEqual(expect.arrayContaining(['hello', 'seven']));
  });

  it('makes a task that runs, and refuses to make it twice', async () => {
    const made = await bench.run('task', 'new', 'fresh', '--run', 'echo fresh bread');
    expect(made.code).toBe(0);
    expect(await readFile(made.out.trim(), 'utf8')).toContain('echo fresh bread');
    const { out } = await bench.run('run', 'fresh', '--follow');
    expect(out).toBe('fresh bread\n');
    const again = await bench.run('task', 'new', 'fresh');
    expect(again.code).toBe(73);
    expect(again.err).toMatch(/^task_exists: /);
    expect((await bench.run('task', 'new', 'Not An Id')).code).toBe(64);
  });

  it('switches a task off and on', async () => {
    expect((await bench.run('task', 'disable', 'seven')).out).toBe('task seven is off\n');
    const refused = await bench.run('run', 'seven');
    expect([refused.code, refused.err]).toEqual([75, expect.stringMatching(/^task_disabled: /)]);
    expect(await bench.json('task', 'enable', 'seven')).toMatchObject({ id: 'seven', state: 'ready' });
    expect((await bench.run('task', 'enable', 'nonsense')).code).toBe(66);
  });

  it('says what is wrong in a file, where, and with an exit code', async () => {
    const draft = bench.file('draft.yaml');
    await writeFile(draft, 'title: Draft\nsteps:\n  - rnu: echo hi\n');
    const { code, out } = await bench.run('task', 'lint', draft);
    expect(code).toBe(65);
    expect(out).toMatch(new RegExp(`^${draft}:3:\\d+ [a-z_]+: .+; .+$`, 'm'));
    const json = await bench.run('task', 'lint', draft, '--json');
    expect(json.code).toBe(65);
    expect(JSON.parse(json.out)).toMatchObject({ checked: 1, findings: [{ line: 3 }] });
    await writeFile(draft, 'steps:\n  - run: echo hi\n');
    expect((await bench.run('task', 'lint', draft)).code).toBe(0);
    expect((await bench.run('task', 'lint')).code).toBe(0);
    expect((await bench.run('task', 'lint', bench.file('none.yaml'))).code).toBe(66);
  });
});

describe('luka run', () => {
  it('answers once the run is accepted', async () => {
    const { code, out } = await bench.run('run', 'hello');
    expect(code).toBe(0);
    expect(out).toMatch(/^run \d+ of hello .*luka logs \d+ -f\n$/);
    expect(await bench.json('run', 'hello', '--priority', 'high')).toMatchObject({
      task: 'hello',
      priority: 'high',
    });
  });

  it('follows: stdout to stdout, stderr and notes to stderr', async () => {
    const { code, out, err } = await bench.run(
      'run',
      'hello',
      '--follow',
      '-p',
      'who=Thai ไทย',
      '-p',
      'times=3',
    );
    expect(code).toBe(0);
    expect(out).toBe('hello Thai ไทย 3\n');
    expect(err).toContain('to err\n');
    expect(err).toMatch(/run \d+ of hello succeeded/);
  });

  it("ends with the run's own code", async () => {
    const failed = await bench.run('run', 'seven', '-f');
    expect([failed.code, failed.out]).toEqual([7, 'before\n']);
    expect((await bench.run('run', 'slow', '-f')).code).toBe(124);
  });

  it('follows in JSON, a line an event', async () => {
    const { code, out } = await bench.run('run', 'seven', '-f', '--json');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; run?: Run });
    expect(code).toBe(7);
    expect(lines[0]?.type).toBe('run');
    expect(lines.slice(1, -1).every((line) => line.type === 'log')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ type: 'end', run: { state: 'failed', exitCode: 7 } });
  });

  it('runs a task that is switched off only by force', async () => {
    expect((await bench.run('run', 'off')).code).toBe(75);
    expect((await bench.run('run', 'off', '--force', '-f')).out).toBe('forced\n');
  });

  it.each([
    [['run', 'nonsense'], 66, 'task_unknown'],
    [['run', 'needs'], 64, 'param_missing'],
    [['run', 'needs', '-p', 'size=big'], 64, 'param_invalid'],
    [['run', 'hello', '-p', 'nope=1'], 64, 'param_unknown'],
    [['run', 'hello', '-p', 'nope'], 64, 'usage'],
    [['run', 'hello', '--priority', 'now'], 64, 'usage'],
  ])('%j ends with %i', async (words, exit, code) => {
    const told = await bench.run(...words, '--json');
    expect([told.code, told.out]).toEqual([exit, '']);
    expect(JSON.parse(told.err)).toMatchObject({ error: { code } });
  });

  it('is left by Ctrl-C, and the run goes on until it is cancelled', async () => {
    const watcher = bench.spawn('run', 'long', '--follow');
    const outcome = collect(watcher);
    await heard(watcher.stdout, 'ready');
    watcher.kill('SIGINT');
    const { code, err } = await outcome;
    expect(code).toBe(130);
    const id = /luka cancel (\d+)/.exec(err)?.[1] as string;
    const { runs } = await bench.json<{ runs: RunSummary[] }>('ps');
    expect(runs).toMatchObject([{ id: Number(id), state: 'running', task: 'long' }]);
    const follower = bench.run('logs', id, '--follow');
    expect(await bench.run('cancel', `#${id}`, '--reason', 'enough')).toMatchObject({ code: 0 });
    expect((await follower).code).toBe(130);
    const again = await bench.run('cancel', id);
    expect([again.code, again.err]).toEqual([75, expect.stringMatching(/^run_done: /)]);
  });
});

describe('luka ps and luka logs', () => {
  it('lists runs that ended only where asked', async () => {
    const idle = await bench.run('ps');
    expect([idle.code, idle.out]).toEqual([0, '']);
    expect(idle.err).toContain('luka ps --all');
    const { out } = await bench.run('ps', '--all', '--limit', '3');
    expect(out.trim().split('\n')).toHaveLength(4);
    expect(out).toMatch(/^RUN +STATE +TASK/);
    const failed = await bench.json<{ runs: RunSummary[] }>('ps', '--state', 'failed,timed_out');
    expect(new Set(failed.runs.map((run) => run.state))).toEqual(new Set(['failed', 'timed_out']));
    expect((await bench.run('ps', '--state', 'odd')).code).toBe(64);
    expect((await bench.run('ps', '--all', '--state', 'failed')).code).toBe(64);
  });

  it('writes a log, by stream and as JSON', async () => {
    await bench.run('run', 'hello', '-f');
    const log = await bench.run('logs', 'last');
    expect([log.code, log.out]).toEqual([0, 'hello world 1\n']);
    expect(log.err).toContain('to err\n');
    expect((await bench.run('logs', 'last', '--stream', 'err')).out).toBe('to err\n');
    const { entries } = await bench.json<{ entries: LogEntry[] }>('logs', 'last');
    expect(entries.filter((entry) => entry.stream === 'out').map((entry) => entry.text)).toEqual([
      'hello world 1\n',
    ]);
    expect(await bench.json('logs', 'last', '--stream', 'note')).toMatchObject({
      entries: expect.any(Array) as [],
    });
    expect((await bench.run('logs', '999999')).code).toBe(66);
  });

  it('writes a long log whole, and ends quietly where its reader has enough', async () => {
    expect((await bench.run('run', 'much')).code).toBe(0);
    expect((await bench.run('logs', 'last', '-f')).code).toBe(0);
    const { out } = await bench.run('logs', 'last');
    expect(out.split('\n')).toHaveLength(200_001);
    const child = bench.spawn('logs', 'last');
    const outcome = collect(child);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await outcome).toMatchObject({ code: 0, err: '' });
  });
});

describe('luka drop', () => {
  const order = JSON.stringify({ id: 'from-cli', skill: 'bash', cmd: 'echo dropped' });

  it('hands over a file or standard input, and follows', async () => {
    const yaml = bench.file('order.yaml');
    await writeFile(yaml, 'id: from-yaml\nsteps:\n  - run: echo from yaml; exit 3\n');
    const followed = await bench.run('drop', yaml, '--follow');
    expect([followed.code, followed.out]).toEqual([3, 'from yaml\n']);
    const piped = await bench.give(order, 'drop', '-', '--follow');
    expect([piped.code, piped.out]).toEqual([0, 'dropped\n']);
    const { out } = await bench.give(order, 'drop', '-');
    expect(out).toMatch(/^order from-cli is run \d+; /);
  });

  it('makes one run of one key', async () => {
    const drop = async (text: string) => bench.give(text, 'drop', '-', '--key', 'monday', '--json');
    const first = JSON.parse((await drop(order)).out) as { run: number; created: boolean };
    const second = JSON.parse((await drop(order)).out) as { run: number; created: boolean };
    expect([first.created, second.created, second.run]).toEqual([true, false, first.run]);
    expect((await drop(JSON.stringify({ id: 'x', skill: 'bash', cmd: 'echo other' }))).code).toBe(64);
  });

  it.each([
    ['{"id": ', 65, 'order_unparsable'],
    ['[]', 65, 'order_invalid'],
    ['{"id":"a","skill":"dance","cmd":"x"}', 65, /^(step_unknown|order_invalid)$/],
    [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 65, 'order_too_deep'],
    [`{"a":"${'x'.repeat(1_100_000)}"}`, 65, 'order_too_large'],
  ])('refuses case %#', async (text, exit, code) => {
    const told = await bench.give(text, 'drop', '-', '--json');
    expect(told.code).toBe(exit);
    expect((JSON.parse(told.err) as { error: { code: string } }).error.code).toMatch(code);
  });
});
