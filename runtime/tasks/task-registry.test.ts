import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import type { ModuleDescription, ModuleProbe, TaskChange, TaskRegistry } from './ports.ts';
import { createTaskRegistry } from './task-registry.ts';

const GOOD = 'title: Good\nsteps:\n  - run: echo hi\n';

/** Answers for each module by its base name; the real probe has tests of its own. */
class FakeProbe implements ModuleProbe {
  readonly asked: string[] = [];
  readonly answers = new Map<string, ModuleDescription | LukaError>();

  async describe(file: string): Promise<ModuleDescription> {
    const name = file.split('/').at(-1) ?? '';
    this.asked.push(name);
    const answer = this.answers.get(name) ?? { hasAuto: true, hasManual: false, functions: ['run_auto'] };
    if (answer instanceof LukaError) throw answer;
    return answer;
  }
}

let layout: HomeLayout;
let probe: FakeProbe;
let registry: TaskRegistry;
let changes: TaskChange[];

const task = (name: string, text: string) => writeFile(join(layout.tasks, name), text);
const module = (name: string, text = 'export const run_auto = () => {};\n') =>
  writeFile(join(layout.modules, name), text);
const codes = (id: string) => registry.get(id)?.findings.map(({ code }) => code);

beforeEach(async () => {
  layout = homeLayout(await mkdtemp(join(tmpdir(), 'luka-tasks-')));
  await mkdir(layout.tasks);
  await mkdir(layout.modules);
  probe = new FakeProbe();
  changes = [];
  registry = createTaskRegistry({ layout, probe, onChange: (change) => changes.push(change) });
});

afterEach(async () => {
  await registry.stop();
  await rm(layout.root, { recursive: true, force: true });
});

describe('loading', () => {
  it('lists good and bad tasks beside each other', async () => {
    await task('good.yaml', GOOD);
    await task('bad.yml', 'title: Bad\nsteps:\n  - rum: echo\n');
    await task('notes.txt', 'not a task');
    await task('.hidden.yaml', 'x');
    await registry.start();
    expect(registry.list().map(({ id }) => id)).toEqual(['bad', 'good']);
    expect(registry.get('good')).toMatchObject({
      source: 'yaml',
      findings: [],
      definition: { title: 'Good' },
    });
    expect(registry.get('bad')?.definition).toBeUndefined();
    expect(registry.get('bad')?.findings).toMatchObject([
      { code: 'step_unknown', line: 3, column: 5, file: join(layout.tasks, 'bad.yml') },
    ]);
    expect(changes).toEqual([]);
  });

  it('keeps the first of two files with one id, and says so at the second', async () => {
    await task('one.yaml', GOOD);
    await task('one.yml', GOOD);
    await module('one.mjs');
    await registry.start();
    expect(registry.get('one')?.file).toBe(join(layout.tasks, 'one.yaml'));
    expect(registry.findings()).toMatchObject([
      { code: 'task_duplicate', file: join(layout.tasks, 'one.yml'), line: 1 },
      { code: 'task_duplicate', file: join(layout.modules, 'one.mjs') },
    ]);
  });

  it('reports names, sizes and bytes that cannot be a task', async () => {
    await task('My Task.yaml', GOOD);
    await task('huge.yaml', `# ${'x'.repeat(131_072)}\n${GOOD}`);
    await writeFile(join(layout.tasks, 'latin.yaml'), Buffer.from([0x74, 0x3a, 0x20, 0xe9, 0x0a]));
    await mkdir(join(layout.tasks, 'folder.yaml'));
    await registry.start();
    expect(registry.findings()).toMatchObject([
      { code: 'task_invalid', remedy: 'rename it to my-task.yaml', line: 1, column: 1 },
    ]);
    expect(codes('huge')).toEqual(['task_too_large']);
    expect(codes('latin')).toEqual(['task_unparsable']);
    expect(registry.list().map(({ id }) => id)).toEqual(['huge', 'latin']);
  });

  it('reports what is no file that can be read, without waiting for it', async () => {
    await symlink(join(layout.root, 'nowhere'), join(layout.tasks, 'dangling.yaml'));
    await promisify(execFile)('mkfifo', [join(layout.tasks, 'pipe.yaml')]);
    await registry.start();
    expect(codes('dangling')).toEqual(['task_unreadable']);
    expect(codes('pipe')).toEqual(['task_unreadable']);
  });
});

describe('modules', () => {
  it('are tasks of their own, with what their default export says', async () => {
    await module('plain.mjs');
    await module('rich.mjs', 'export default {\n  title: "Rich",\n  run() {},\n};\n');
    await module('_helper.mjs');
    probe.answers.set('rich.mjs', {
      hasAuto: false,
      hasManual: false,
      functions: ['run'],
      definition: { title: 'Rich', triggers: [{ every: '1h' }] },
    });
    await registry.start();
    expect(registry.list().map(({ id }) => id)).toEqual(['plain', 'rich']);
    expect(registry.get('plain')).toMatchObject({
      source: 'module',
      definition: { steps: [{ module: 'plain.mjs' }] },
    });
    expect(registry.get('rich')?.definition).toEqual({
      title: 'Rich',
      triggers: [{ every: 3_600_000 }],
      steps: [{ module: 'rich.mjs' }],
    });
  });

  it('show what is wrong with their default export, at the line of the field', async () => {
    await module('rich.mjs', '// x\nexport default {\n  titel: "Rich",\n  run() {},\n};\n');
    probe.answers.set('rich.mjs', {
      hasAuto: false,
      hasManual: false,
      functions: ['run'],
      definition: { titel: 'Rich' },
    });
    await registry.start();
    expect(registry.get('rich')?.findings).toMatchObject([{ code: 'task_invalid', line: 3, column: 3 }]);
    expect(registry.get('rich')?.findings[0]?.remedy).toMatch('did you mean "title"?');
  });

  it('must exist where a step names them, and have the function it names', async () => {
    await module('report.mjs');
    await task('missing.yaml', 'steps:\n  - module: raport.mjs\n');
    await task('function.yaml', 'steps:\n  - module: report.mjs\n    function: run_atuo\n');
    await task('outside.yaml', 'steps:\n  - module: ../report.mjs\n');
    await registry.start();
    expect(registry.get('missing')?.findings).toMatchObject([
      { code: 'module_missing', line: 2, column: 13, remedy: 'did you mean "report.mjs"?' },
    ]);
    expect(registry.get('function')?.findings).toMatchObject([
      { code: 'module_no_entry', line: 3, column: 15, remedy: 'did you mean "run_auto"?' },
    ]);
    expect(codes('outside')).toEqual(['task_invalid']);
    expect(registry.get('missing')?.definition).toBeUndefined();
  });

  it('are no task besides where the task of the same name uses them', async () => {
    await module('report.mjs');
    await task('report.yaml', 'title: Report\nsteps:\n  - module: report.mjs\n');
    await registry.start();
    expect(registry.list()).toHaveLength(1);
    expect(registry.get('report')).toMatchObject({ source: 'yaml', findings: [] });
    expect(registry.findings()).toEqual([]);
  });

  it('without an entry are a finding, unless a task calls them by function', async () => {
    await module('library.mjs');
    await module('used.mjs');
    const functions = { hasAuto: false, hasManual: false, functions: ['help'] };
    probe.answers.set('library.mjs', functions);
    probe.answers.set('used.mjs', functions);
    await task('user.yaml', 'steps:\n  - module: used.mjs\n    function: help\n');
    await registry.start();
    expect(registry.list().map(({ id }) => id)).toEqual(['library', 'user']);
    expect(codes('library')).toEqual(['module_no_entry']);
    expect(codes('user')).toEqual([]);
  });
});

describe('watching', () => {
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

  it('sees tasks come, change and go', async () => {
    await registry.start();
    await task('new.yaml', GOOD);
    await until(() => expect(registry.get('new')?.definition?.title).toBe('Good'));
    await task('new.yaml', GOOD.replace('Good', 'Better'));
    await until(() => expect(registry.get('new')?.definition?.title).toBe('Better'));
    await rm(join(layout.tasks, 'new.yaml'));
    await until(() => expect(registry.get('new')).toBeUndefined());
    expect(changes.map(({ changed, removed }) => [changed.length, removed])).toEqual([
      [1, []],
      [1, []],
      [0, ['new']],
    ]);
  });

  it('survives an editor that writes beside and renames over', async () => {
    await task('edited.yaml', GOOD);
    await registry.start();
    await rename(join(layout.tasks, 'edited.yaml'), join(layout.tasks, 'edited.yaml~'));
    await task('.edited.yaml.swp', 'junk');
    await task('4913', '');
    await task('edited.yaml.new', GOOD.replace('Good', 'Edited'));
    await rename(join(layout.tasks, 'edited.yaml.new'), join(layout.tasks, 'edited.yaml'));
    await until(() => expect(registry.get('edited')?.definition?.title).toBe('Edited'));
    expect(registry.list()).toHaveLength(1);
  });

  it('breaks and mends a task with its module, and asks only about what changed', async () => {
    await module('work.mjs');
    await module('other.mjs');
    await task('user.yaml', 'steps:\n  - module: work.mjs\n');
    await registry.start();
    expect(probe.asked.toSorted()).toEqual(['other.mjs', 'work.mjs']);
    probe.answers.set('work.mjs', new LukaError('module_broken', { message: 'it is broken' }));
    await module('work.mjs', 'broken');
    await until(() => expect(codes('user')).toEqual(['module_broken']));
    probe.answers.delete('work.mjs');
    await module('work.mjs', 'mended');
    await until(() => expect(codes('user')).toEqual([]));
    expect(probe.asked.filter((name) => name === 'other.mjs')).toHaveLength(1);
    await rm(join(layout.modules, 'work.mjs'));
    await until(() => expect(codes('user')).toEqual(['module_missing']));
  });
});

describe('create', () => {
  it('writes a task that is valid, says what was asked for, and never replaces one', async () => {
    await registry.start();
    const created = await registry.create({
      id: 'clean-up',
      title: 'Clean: up',
      run: 'echo "a: b" # c\ndate',
    });
    expect(created).toMatchObject({
      id: 'clean-up',
      findings: [],
      definition: { title: 'Clean: up', steps: [{ run: 'echo "a: b" # c\ndate' }] },
    });
    expect((await stat(created.file)).mode & 0o777).toBe(0o600);
    await expect(registry.create({ id: 'clean-up' })).rejects.toMatchObject({ code: 'task_exists' });
    await expect(registry.create({ id: '../x' })).rejects.toMatchObject({ code: 'task_invalid' });
    expect((await registry.create({ id: 'plain' })).findings).toEqual([]);
  });
});

describe('setEnabled', () => {
  it('changes one value and nothing else of the file, its mode included', async () => {
    const text =
      '# Mine\ntitle:   Good # spaced\n\nenabled: true   # for now\nsteps:\n      - run: "echo hi"\n';
    await task('good.yaml', text);
    await chmod(join(layout.tasks, 'good.yaml'), 0o640);
    await registry.start();
    expect((await registry.setEnabled('good', false)).definition?.enabled).toBe(false);
    expect(await readFile(join(layout.tasks, 'good.yaml'), 'utf8')).toBe(
      text.replace('enabled: true ', 'enabled: false '),
    );
    expect((await stat(join(layout.tasks, 'good.yaml'))).mode & 0o777).toBe(0o640);
    expect((await registry.setEnabled('good', true)).definition?.enabled).toBe(true);
    expect(await readFile(join(layout.tasks, 'good.yaml'), 'utf8')).toBe(text);
  });

  it('works while the task has other faults, but not on what is no YAML', async () => {
    await task('faulty.yaml', 'titel: x\nsteps: [{run: x}]\n');
    await task('broken.yaml', 'steps: [');
    await registry.start();
    await registry.setEnabled('faulty', false);
    expect(await readFile(join(layout.tasks, 'faulty.yaml'), 'utf8')).toBe(
      'enabled: false\ntitel: x\nsteps: [{run: x}]\n',
    );
    await expect(registry.setEnabled('broken', false)).rejects.toMatchObject({ code: 'task_invalid' });
    await expect(registry.setEnabled('nothing', false)).rejects.toMatchObject({ code: 'task_unknown' });
  });

  it('keeps the switch of a module beside it', async () => {
    await module('plain.mjs');
    await registry.start();
    expect((await registry.setEnabled('plain', false)).definition?.enabled).toBe(false);
    expect(JSON.parse(await readFile(join(layout.tasks, '.disabled.json'), 'utf8'))).toEqual({
      plain: false,
    });
    expect((await registry.setEnabled('plain', true)).definition?.enabled).toBe(true);
  });
});

describe('lint', () => {
  it('reads everything again and answers with every finding', async () => {
    await task('good.yaml', GOOD);
    await task('Bad Name.yaml', GOOD);
    await registry.start();
    expect(await registry.lint()).toMatchObject({ checked: 2, findings: [{ code: 'task_invalid' }] });
  });
});
