import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTasks } from './testing.ts';

const after = (...names: string[]): string =>
  `${names.length > 0 ? 'triggers:\n' : ''}${names.map((name) => `  - after: ${name}\n`).join('')}steps:\n  - run: x\n`;

describe('tasks that start after each other', () => {
  it('are sound where they form a chain, and where one is not there yet', async () => {
    await using bench = await openTasks({
      'a.yaml': after('bakcup'),
      'b.yaml': after('a'),
      'backup.yaml': after(),
    });
    const { registry } = bench;
    expect(registry.get('b')).toMatchObject({ findings: [], definition: {} });
    expect(registry.get('a')).toMatchObject({
      definition: { triggers: [{ after: 'bakcup' }] },
      findings: [
        {
          code: 'task_unknown',
          severity: 'warning',
          line: 2,
          column: 12,
          file: join(bench.layout.tasks, 'a.yaml'),
          remedy: expect.stringContaining('did you mean "backup"?') as string,
        },
      ],
    });
    await bench.write('bakcup.yaml', after());
    await registry.lint();
    expect(registry.get('a')?.findings).toEqual([]);
  });

  it('are refused where they form a ring, each with the ring, until one of it changes', async () => {
    await using bench = await openTasks({
      'a.yaml': after('x', 'b'),
      'b.yaml': after('c'),
      'c.yaml': after(),
      'd.yaml': after('a'),
      'x.yaml': 'steps: nonsense\n',
    });
    const { registry, changes } = bench;
    expect(registry.list().filter(({ findings }) => findings.length > 0)).toMatchObject([{ id: 'x' }]);
    await bench.write('c.yaml', after('a'));
    await registry.lint();
    const ring = (id: string) => registry.get(id)?.findings.map(({ line, message }) => `${line} ${message}`);
    expect(ring('a')).toEqual(['3 it starts after itself: a after b after c after a']);
    expect(ring('b')).toEqual(['2 it starts after itself: b after c after a after b']);
    expect(ring('c')).toEqual(['2 it starts after itself: c after a after b after c']);
    expect(['a', 'b', 'c'].map((id) => registry.get(id)?.definition)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(registry.get('d')).toMatchObject({ findings: [], definition: {} });
    expect(changes.at(-1)?.changed.map(({ id }) => id)).toEqual(['a', 'b', 'c']);

    await rm(join(bench.layout.tasks, 'b.yaml'));
    await registry.lint();
    expect(registry.get('c')).toMatchObject({ findings: [], definition: {} });
    expect(registry.get('a')?.findings).toMatchObject([
      { code: 'task_unknown', severity: 'warning', line: 3 },
    ]);
    expect(changes.at(-1)).toMatchObject({ changed: [{ id: 'a' }, { id: 'c' }], removed: ['b'] });
  });

  it('may be modules, which have no place but that of the word', async () => {
    await using bench = await openTasks({ 'a.yaml': after('m') });
    await bench.writeModule('m.mjs', { title: 'M', triggers: [{ after: 'a' }] });
    const { findings } = await bench.registry.lint();
    expect(findings).toMatchObject([
      { line: 2, column: 12, message: 'it starts after itself: a after m after a' },
      { line: 5, column: 7, message: 'it starts after itself: m after a after m' },
    ]);
    await bench.writeModule('m.mjs', { title: 'M', triggers: [{ after: 'm' }] });
    expect((await bench.registry.lint()).findings).toMatchObject([
      { message: 'a task cannot start after itself', file: join(bench.layout.modules, 'm.mjs') },
    ]);
  });

  it('are told of a ring of hundreds in short', async () => {
    const many = Array.from({ length: 300 }, (_, index) => [
      `t${index}.yaml`,
      after(`t${(index + 1) % 300}`),
    ]);
    await using bench = await openTasks(Object.fromEntries(many) as Record<string, string>);
    const all = bench.registry.list().flatMap(({ findings }) => findings);
    expect(all).toHaveLength(300);
    expect(all.every(({ message }) => message.length < 250)).toBe(true);
  });
});
