import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMark } from '../../runs/processes/run-mark.ts';
import { DAY, isTold, NOW, soundHome, told } from '../testing.ts';
import { leftoversCheck } from './leftovers.ts';
import { modulesCheck } from './modules.ts';
import { processesCheck } from './processes.ts';
import { settingsCheck } from './settings.ts';
import { stagedCheck } from './staged.ts';
import { tasksCheck } from './tasks.ts';

/** Above every pid (pid_max is at most 2^22). */
const GONE = 4_999_999;

async function aged(path: string, ms: number): Promise<void> {
  await utimes(path, (NOW - ms) / 1_000, (NOW - ms) / 1_000);
}

describe('tasks', () => {
  it('that do not load are found without a running Luka, by file and line', async () => {
    await using it = await soundHome();
    await writeFile(join(it.layout.tasks, 'good.yaml'), 'steps:\n  - run: echo ok\n');
    expect(await it.look(tasksCheck)).toEqual({ findings: [], note: '1 file' });
    const file = join(it.layout.tasks, 'bad.yaml');
    await writeFile(file, 'steps:\n  - rum: echo no\n');
    const seen = await it.look(tasksCheck);
    expect(seen.findings.length).toBeGreaterThan(0);
    expect(seen.findings[0]).toMatchObject({ severity: 'error', command: 'luka task lint' });
    expect(seen.findings[0]?.subject).toMatch(/bad\.yaml:2:\d+$/);
    expect(isTold(seen)).toBe(true);
  });
});

describe('modules', () => {
  it('that do not load, and links to releases that are gone, are found', async () => {
    await using it = await soundHome();
    await writeFile(join(it.layout.modules, 'good.mjs'), `export async function run_auto() { return 1; }\n`);
    expect(told(await it.look(modulesCheck))).toEqual([]);
    const bad = join(it.layout.modules, 'bad.mjs');
    await writeFile(bad, `import './not-there.mjs';\nexport async function run_auto() {}\n`);
    const link = join(it.layout.modules, 'gone.mjs');
    await symlink('../releases/modules/gone/3-abc/gone.mjs', link);
    const seen = await it.look(modulesCheck);
    expect(seen.findings[0]).toMatchObject({
      severity: 'error',
      subject: link,
      command: 'luka releases gone',
    });
    expect(seen.findings.some(({ subject }) => subject.startsWith(bad))).toBe(true);
  });
});

describe('staged modules', () => {
  it('that wait for more than a week are told of', async () => {
    await using it = await soundHome();
    await mkdir(it.layout.staged);
    const file = join(it.layout.staged, 'report.mjs');
    await writeFile(file, 'x');
    await aged(file, DAY);
    expect(told(await it.look(stagedCheck))).toEqual([]);
    await aged(file, 8 * DAY);
    expect((await it.look(stagedCheck)).findings[0]).toMatchObject({ severity: 'info', evidence: [file] });
  });
});

describe('settings', () => {
  it('with faults, and files that were set aside, are told of', async () => {
    await using it = await soundHome();
    await writeFile(it.layout.settings, '{"apiPort": 4001}', { mode: 0o600 });
    expect(told(await it.look(settingsCheck))).toEqual([]);
    await writeFile(it.layout.settings, '{"apiPort": "no", "colour": 1}', { mode: 0o600 });
    await writeFile(join(it.layout.root, 'settings.corrupt-2026.json'), 'no');
    expect((await it.look(settingsCheck)).findings.map(({ severity }) => severity)).toEqual([
      'error',
      'warning',
      'info',
    ]);
  });
});

describe('leftovers', () => {
  it('are none in a home that works', async () => {
    await using it = await soundHome();
    it.run(7, 'running', NOW);
    const scratch = join(it.layout.scratch, '7');
    await mkdir(scratch);
    await aged(scratch, 5 * DAY);
    const own = `${it.layout.settings}.${process.pid}.0123456789ab.tmp`;
    await writeFile(own, '');
    await aged(own, DAY);
    const young = `${it.layout.settings}.${GONE}.0123456789ab.tmp`;
    await writeFile(young, '');
    await aged(young, 1_000);
    expect(told(await it.look(leftoversCheck))).toEqual([]);
  });

  it('of crashes are removed; what somebody may need is only told of', async () => {
    await using it = await soundHome();
    it.run(7, 'failed', NOW);
    const temporary = `${it.layout.settings}.${GONE}.0123456789ab.tmp`;
    const scratch = join(it.layout.scratch, '7');
    const staged = join(it.layout.releases.luka, '.staged-0a0b0c');
    const kept = `${it.layout.database}.corrupt-2026-01-01T00-00-00-000Z`;
    const before = `${it.layout.root}.before-2026`;
    for (const folder of [scratch, staged, before]) await mkdir(folder);
    await writeFile(join(scratch, 'code.mjs'), 'x');
    for (const file of [temporary, kept]) await writeFile(file, 'x');
    for (const path of [temporary, scratch, staged]) await aged(path, DAY);
    expect(told(await it.look(leftoversCheck))).toEqual([
      'info temporary',
      'info scratch',
      'info staged',
      'info copies',
    ]);
    await it.mended(leftoversCheck);
    await it.mended(leftoversCheck);
    const seen = await it.mended(leftoversCheck);
    expect(told(seen)).toEqual(['info copies']);
    expect(seen.findings[0]?.evidence).toEqual([before, kept]);
    expect(seen.findings[0]).not.toHaveProperty('mend');
    expect(await readdir(it.layout.scratch)).toEqual([]);
  });
});

describe('processes', () => {
  it('of runs that are over are found; those of runs that go, and of other homes, are not', async () => {
    await using it = await soundHome();
    it.run(1, 'running', NOW);
    it.run(2, 'failed', NOW);
    const start = async (home: string, run: number) => {
      const { name, value } = runMark(home, run);
      const child = spawn('/bin/sleep', ['60'], { env: { [name]: value }, stdio: 'ignore' });
      await once(child, 'spawn');
      return child;
    };
    const children = [
      await start(it.layout.root, 1),
      await start(it.layout.root, 2),
      await start('/other', 2),
    ];
    try {
      const seen = await it.look(processesCheck);
      const pid = children[1]?.pid;
      expect(told(seen)).toEqual([`warning pid ${pid}`]);
      expect(seen.findings[0]).toMatchObject({ command: `kill ${pid}`, evidence: ['/bin/sleep 60'] });
    } finally {
      for (const child of children) child.kill('SIGKILL');
    }
  });

  it('are read on macOS from what ps(1) prints', async () => {
    await using it = await soundHome();
    it.run(2, 'failed', NOW);
    const { text } = runMark(it.layout.root, 2);
    const said = `  501 /bin/zsh -l HOME=/Users/gg\n 4711 sleep 60 ${text} HOME=/Users/gg\n`;
    const seen = await it.look(processesCheck, { platform: 'darwin', run: () => Promise.resolve(said) });
    expect(told(seen)).toEqual(['warning pid 4711']);
    expect(seen.findings[0]?.evidence).toEqual(['sleep 60']);
  });
});
