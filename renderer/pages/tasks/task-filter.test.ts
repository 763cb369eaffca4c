import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskId, type Task } from '#shared/nouns/task.ts';
import { filterTasks, idFromTitle } from './task-filter.ts';

const task = (id: string, state: Task['state'], tags: string[] = []): Task => ({
  id,
  title: `The ${id} task`,
  file: `/t/${id}.yaml`,
  source: 'yaml',
  state,
  tags,
  priority: 'normal',
  hash: '',
  findings: [],
  triggers: ['every 1 h'],
});
const TASKS = [
  task('backup', 'ready', ['disk', 'nightly']),
  task('report', 'disabled'),
  task('broken', 'invalid'),
];
const found = (...args: [string, Parameters<typeof filterTasks>[2]]): string[] =>
  filterTasks(TASKS, ...args).map(({ id }) => id);

describe('filterTasks', () => {
  it('finds all words, in any field, in any order', () => {
    expect(found('', 'all')).toEqual(['backup', 'report', 'broken']);
    expect(found('NIGHTLY  back', 'all')).toEqual(['backup']);
    expect(found('#disk', 'all')).toEqual(['backup']);
    expect(found('every 1', 'disabled')).toEqual(['report']);
    expect(found('backup report', 'all')).toEqual([]);
    expect(found('', 'invalid')).toEqual(['broken']);
  });
});

describe('idFromTitle', () => {
  it('makes a readable id', () => {
    expect(idFromTitle('  Nightly backup (home) ')).toBe('nightly-backup-home');
    expect(idFromTitle('Café №1')).toBe('cafe-no1');
    expect(idFromTitle('สำรองข้อมูล')).toBe('');
  });
  it('makes an id that is allowed, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
        const id = idFromTitle(title);
        expect(id === '' || TaskId.safeParse(id).success).toBe(true);
      }),
    );
  });
});
