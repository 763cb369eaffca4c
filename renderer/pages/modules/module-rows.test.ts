import { expect, it } from 'vitest';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import type { Task } from '#shared/nouns/task.ts';
import { isModuleName, moduleAddress, moduleRows, tasksOf } from './module-rows.ts';

const release = (module: string, number: number, current = false): ModuleRelease => ({
  module,
  number,
  hash: 'a'.repeat(12),
  at: '2027-03-10T15:00:00Z',
  by: 'person',
  from: `/x/${module}.mjs`,
  entry: `${module}.mjs`,
  files: 1,
  bytes: 1,
  test: 'absent',
  current,
});
const task = (id: string, over: Partial<Task>): Task => ({
  id,
  title: id,
  file: `/x/${id}`,
  source: 'yaml',
  state: 'ready',
  tags: [],
  priority: 'normal',
  hash: '',
  findings: [],
  triggers: [],
  ...over,
});
const naming = (module: string): Partial<Task> => ({ definition: { steps: [{ module }] } });

it('has one row a module, with the release that runs', () => {
  const rows = moduleRows([release('b', 3), release('b', 2, true), release('a', 1)]);
  expect(rows).toEqual([
    { module: 'a', current: undefined, releases: 1 },
    { module: 'b', current: release('b', 2, true), releases: 2 },
  ]);
});

it('knows the tasks that load it: itself, and by the name of its file', () => {
  const tasks = [
    task('report', { source: 'module' }),
    task('nightly', naming('report.mjs')),
    task('weekly', naming('./report.mjs')),
    task('other', naming('old/report.mjs')),
    task('plain', { definition: { steps: [{ run: 'echo report.mjs' }] } }),
  ];
  expect(tasksOf('report', tasks).map(({ id }) => id)).toEqual(['report', 'nightly', 'weekly']);
  // A task of another file that only has the same id.
  expect(tasksOf('report', [task('report', {})])).toEqual([]);
});

it('takes names of modules only, and their addresses lead back to them', () => {
  expect(['report', 'a.b-c_1'].map(isModuleName)).toEqual([true, true]);
  expect(['', '..', '.hidden', 'a/b', 'A', 'a'.repeat(101)].map(isModuleName)).not.toContain(true);
  expect(moduleAddress('a.b-c_1')).toBe('/modules/a.b-c_1');
});
