import { describe, expect, it } from 'vitest';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { linkFaults } from './check-links.ts';

const afterAll = (...names: string[]): TaskDefinition => ({
  triggers: [{ every: 3_600_000 }, ...names.map((after) => ({ after }))],
  steps: [{ run: 'x' }],
});
const faultsOf = (tasks: Record<string, TaskDefinition>, others: string[] = []) =>
  linkFaults(new Map(Object.entries(tasks)), new Set([...Object.keys(tasks), ...others]));

describe('linkFaults', () => {
  it('finds nothing wrong with a chain, nor with what waits for a task that has faults', () => {
    expect(
      faultsOf({ a: afterAll(), b: afterAll('a'), c: afterAll('a', 'b', 'broken') }, ['broken']).size,
    ).toBe(0);
  });

  it('warns of a task that is not there', () => {
    expect(faultsOf({ backup: afterAll(), b: afterAll('bakcup') }).get('b')).toEqual([
      {
        code: 'task_unknown',
        severity: 'warning',
        path: ['triggers', 1, 'after'],
        message: 'there is no task "bakcup", so this trigger never starts anything',
        remedy: 'did you mean "backup"? write the id of a task, or add that task',
      },
    ]);
  });

  it('spells a ring out at each task of it, and nowhere else', () => {
    const found = faultsOf({
      a: afterAll('x', 'b'),
      b: afterAll('c'),
      c: afterAll('a'),
      d: afterAll('a'),
      x: afterAll(),
    });
    expect([...found.keys()]).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect(found.size).toBe(3);
    expect(found.get('a')).toMatchObject([
      { path: ['triggers', 2, 'after'], message: 'it starts after itself: a after b after c after a' },
    ]);
    expect(found.get('c')?.[0]?.message).toBe('it starts after itself: c after a after b after c');
    expect(found.get('c')?.[0]?.severity).toBeUndefined();
  });

  it('tells a long ring in short', () => {
    const names = Array.from({ length: 30 }, (_, at) => `t${at}`);
    const tasks = Object.fromEntries(names.map((name, at) => [name, afterAll(names[(at + 1) % 30] ?? '')]));
    const messages = names.map((name) => faultsOf(tasks).get(name)?.[0]?.message);
    expect(messages[0]).toBe('it starts after itself: t0 after t1 after t2 after t3 after ... after t0');
    expect(messages[8]).toBe(
      'it starts after itself: t8 after t9 after t10 after t11 after ... after t4 after t5 after t6 after t7 after t8',
    );
    const longest = Math.max(...messages.map((message) => message?.length ?? 0));
    expect(longest).toBeLessThan(200);
  });

  it('suggests names for the first missing ones only', () => {
    const names = Array.from({ length: 300 }, (_, at) => `missing-${at}`);
    const found = faultsOf({ 'missing-x': afterAll(...names) }).get('missing-x') ?? [];
    expect(found).toHaveLength(300);
    expect(found.filter(({ remedy }) => remedy.startsWith('did you mean'))).toHaveLength(100);
  });
});
