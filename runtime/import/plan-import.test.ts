import { describe, expect, it } from 'vitest';
import { ImportPlan } from '#shared/nouns/import-plan.ts';
import { commentOut } from './crontab-edit.ts';
import { originOf } from './origin.ts';
import { planImport } from './plan-import.ts';

const text = '# One\n0 1 * * * /opt/one.sh\n0 2 * * * /opt/two.sh\n';

describe('tasks that are here', () => {
  it('are known by where they came from, whatever they are called now', () => {
    const existing = [
      { id: 'mine', original: '0 1  * * *  /opt/one.sh ' },
      { id: 'two', original: undefined },
    ];
    const plan = planImport('crontab', text, existing);
    expect(plan.tasks.map(({ id, state }) => [id, state])).toEqual([
      ['mine', 'exists'],
      ['two-2', 'new'],
    ]);
    expect(ImportPlan.parse(plan)).toEqual(plan);
  });

  it('stand for one entry each', () => {
    const twice = '0 1 * * * x\n0 1 * * * x\n';
    const { tasks } = planImport('crontab', twice, [{ id: 'x', original: '0 1 * * * x' }]);
    expect(tasks.map(({ id, state, findings }) => [id, state, findings.map(({ code }) => code)])).toEqual([
      ['x', 'exists', []],
      ['x-2', 'new', ['import_twice']],
    ]);
  });

  it('carry their origin in their file', () => {
    const { tasks } = planImport('crontab', text, []);
    const existing = tasks.map((task) => ({ id: task.id, original: originOf(task.text) }));
    expect(planImport('crontab', text, existing).tasks.map(({ id, state }) => [id, state])).toEqual([
      ['one', 'exists'],
      ['two', 'exists'],
    ]);
    expect(originOf('title: x\nsteps: []\n')).toBeUndefined();
  });
});

it('ids stay the same while the crontab does', () => {
  const ids = (source: string) => planImport('crontab', source, []).tasks.map(({ id }) => id);
  expect(ids(text)).toEqual(['one', 'two']);
  expect(ids(`${text}0 3 * * * /usr/bin/one.sh\n`)).toEqual(['one', 'two', 'one-2']);
});

describe('commentOut', () => {
  const crontab = '\ufeffA=1\r\n0 1 * * * one\r\n\t0 2 * * * two % x\n# keep';

  it('puts a name before the lines and changes nothing else', () => {
    const { tasks } = planImport('crontab', crontab, []);
    const entries = tasks.map(({ id, line = 0, original }) => ({ id, line, original }));
    const edited = commentOut(crontab, entries);
    expect(edited).toBe('\ufeffA=1\r\n#luka one: 0 1 * * * one\r\n#luka two: \t0 2 * * * two % x\n# keep');
    expect(planImport('crontab', edited ?? '', []).tasks).toEqual([]);
  });

  it('refuses where a line is not what it was', () => {
    expect(commentOut(crontab, [{ id: 'one', line: 2, original: '0 1 * * * other' }])).toBeUndefined();
    expect(commentOut(crontab, [{ id: 'one', line: 9, original: '' }])).toBeUndefined();
  });
});
