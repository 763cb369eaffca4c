import { chmod, lstat, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { TaskHealth } from '#shared/nouns/slot.ts';
import { sha256 } from './task-file.ts';
import { TaskService } from './task-service.ts';
import { openTasks, type TaskBench } from './testing.ts';

const TEXT = '# Mine\ntitle: Good\n\ntriggers:\n  # often\n  - every: 1h\n\nsteps:\n  - run: echo hi\n';
const NINE = { cron: '0 9 * * *', tz: 'Asia/Bangkok' };

const set = (bench: TaskBench, triggers: Record<string, unknown>[], text = TEXT) =>
  bench.registry.setTriggers('good', triggers, sha256(text));

async function refusal(promise: Promise<unknown>): Promise<LukaError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof LukaError) return error;
  throw new Error('it was not refused', { cause: error });
}

describe('setTriggers', () => {
  it('writes them into the file, and nothing else of it changes', async () => {
    await using bench = await openTasks({ 'good.yaml': TEXT });
    await chmod(join(bench.layout.tasks, 'good.yaml'), 0o640);
    const task = await set(bench, [{ every: '60m' }, NINE]);
    expect(task.definition?.triggers).toEqual([{ every: 3_600_000 }, NINE]);
    const text = TEXT.replace('1h\n', '1h\n  - cron: 0 9 * * *\n    tz: Asia/Bangkok\n');
    expect(await bench.read('good.yaml')).toBe(text);
    expect(task.hash).toBe(sha256(text));
    expect((await stat(task.file)).mode & 0o777).toBe(0o640);
    expect(bench.changes.map(({ changed }) => changed.map(({ id }) => id))).toEqual([['good']]);
    expect((await set(bench, [], text)).definition?.triggers).toBeUndefined();
    expect(await readdir(bench.layout.tasks)).toEqual(['good.yaml']);
  });

  it('refuses a file that changed meanwhile, and leaves it as it is', async () => {
    await using bench = await openTasks({ 'good.yaml': TEXT });
    const changed = TEXT.replace('Good', 'Better');
    await bench.write('good.yaml', changed);
    expect(await refusal(set(bench, [NINE]))).toMatchObject({ code: 'task_changed' });
    expect(await bench.read('good.yaml')).toBe(changed);
  });

  it('lets one of two at the same time through', async () => {
    await using bench = await openTasks({ 'good.yaml': TEXT });
    const both = [
      set(bench, [NINE]),
      set(bench, [{ startup: {} }]),
      bench.registry.setEnabled('good', false),
    ];
    const [first, second, third] = await Promise.allSettled(both);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'task_changed' } });
    expect(third).toMatchObject({ status: 'fulfilled' });
    expect(bench.registry.get('good')?.definition).toMatchObject({ enabled: false, triggers: [NINE] });
  });

  it('says what is wrong with each, before anything is written', async () => {
    await using bench = await openTasks({
      'good.yaml': TEXT,
      'b.yaml': TEXT.replace('every: 1h', 'after: good'),
    });
    const { code, message, findings } = await refusal(
      set(bench, [{ every: '1h' }, { cron: '61 * * * *' }, { after: 'good' }]),
    );
    expect(code).toBe('trigger_invalid');
    expect(message).toMatch(/^triggers\[1\]\.cron: "61 \* \* \* \*" is not a cron expression/);
    expect(findings).toMatchObject([
      { code: 'trigger_invalid' },
      { message: 'triggers[2].after: a task cannot start after itself' },
    ]);
    expect(findings[0]).not.toHaveProperty('line');
    expect(await refusal(set(bench, [{ after: 'b' }]))).toMatchObject({
      code: 'trigger_invalid',
      message: 'triggers[0].after: it starts after itself: good after b after good',
    });
    expect(await bench.read('good.yaml')).toBe(TEXT);
    expect((await set(bench, [{ after: 'missing' }])).findings).toMatchObject([{ severity: 'warning' }]);
  });

  it('mends a ring', async () => {
    await using bench = await openTasks({
      'good.yaml': TEXT.replace('every: 1h', 'after: b'),
      'b.yaml': TEXT.replace('every: 1h', 'after: good'),
    });
    expect(bench.registry.get('b')?.definition).toBeUndefined();
    const before = bench.registry.get('good');
    await bench.registry.setTriggers('good', [NINE], before?.hash ?? '');
    expect(bench.registry.list()).toMatchObject([
      { findings: [], definition: {} },
      { findings: [], definition: {} },
    ]);
  });

  it('works while the task has other faults, but not on what is no task at all', async () => {
    await using bench = await openTasks({ 'good.yaml': 'titel: x\nsteps: [{run: x}]\n' });
    await set(bench, [NINE], 'titel: x\nsteps: [{run: x}]\n');
    expect(await bench.read('good.yaml')).toContain('triggers:\n  - cron: 0 9 * * *\n');
    for (const broken of ['steps: [', '- a\n', Buffer.from([0x74, 0x3a, 0x20, 0xe9, 0x0a])]) {
      await writeFile(join(bench.layout.tasks, 'good.yaml'), broken);
      await bench.registry.lint();
      const error = await refusal(bench.registry.setTriggers('good', [NINE], sha256(broken)));
      expect(error).toMatchObject({ code: 'task_invalid', remedy: 'mend the file first' });
    }
    expect(await refusal(bench.registry.setTriggers('nothing', [], ''))).toMatchObject({
      code: 'task_unknown',
    });
  });

  it('leaves code to those who write it', async () => {
    await using bench = await openTasks();
    await bench.writeModule('good.mjs', { title: 'M' });
    await bench.registry.lint();
    expect(await refusal(set(bench, [NINE]))).toMatchObject({
      code: 'task_invalid',
      remedy: `edit "triggers" in ${join(bench.layout.modules, 'good.mjs')}`,
    });
  });

  it('follows a link, and does not let a file grow beyond what is read', async () => {
    await using bench = await openTasks();
    const big = `${TEXT}# ${'x'.repeat(131_072 - TEXT.length - 10)}\n`;
    await bench.write('elsewhere.txt', TEXT);
    await symlink(join(bench.layout.tasks, 'elsewhere.txt'), join(bench.layout.tasks, 'good.yaml'));
    await bench.registry.lint();
    await set(bench, [NINE]);
    expect((await lstat(join(bench.layout.tasks, 'good.yaml'))).isSymbolicLink()).toBe(true);
    expect(await bench.read('elsewhere.txt')).toContain('cron: 0 9 * * *');
    await rename(join(bench.layout.tasks, 'elsewhere.txt'), join(bench.layout.tasks, 'good.yaml'));
    await bench.write('good.yaml', big);
    await bench.registry.lint();
    expect(await refusal(set(bench, [{ every: '1h' }, NINE], big))).toMatchObject({
      code: 'task_invalid',
      message: 'the file of "good" would be larger than 128 KiB',
    });
  });
});

describe('the service of tasks', () => {
  const health: TaskHealth = { failuresInRow: 5, quarantinedAt: '2026-01-01T00:00:00.000Z' };
  const serviceOf = (bench: TaskBench) =>
    new TaskService({
      registry: bench.registry,
      queries: { lastOfTask: () => undefined },
      nextDue: () => undefined,
      health: (task) => (task === 'good' ? health : undefined),
      paused: ({ id }) => (id === 'good' ? 'until Monday 09:00' : undefined),
    });

  it('tells how a task is and whether it is paused, and nothing where it is neither', async () => {
    await using bench = await openTasks({ 'good.yaml': TEXT, 'b.yaml': TEXT });
    const service = serviceOf(bench);
    expect(service.get('good')).toMatchObject({ health, paused: 'until Monday 09:00', state: 'ready' });
    expect(service.get('b')).not.toHaveProperty('health');
    expect(service.get('b')).not.toHaveProperty('paused');
  });

  it('answers a change of triggers with the task as it is then', async () => {
    await using bench = await openTasks({ 'good.yaml': TEXT });
    const task = await serviceOf(bench).setTriggers('good', [{ every: '2h' }], sha256(TEXT));
    expect(task).toMatchObject({ id: 'good', triggers: [expect.stringContaining('2 h') as string] });
    expect(serviceOf(bench).checkTrigger({ every: '2h' })).toEqual({
      trigger: { every: 7_200_000 },
      findings: [],
    });
  });

  it('knows the own name of a text that is only checked', async () => {
    await using bench = await openTasks();
    const { findings } = await serviceOf(bench).lint(TEXT.replace('every: 1h', 'after: x'), 'tasks/x.yaml');
    expect(findings).toMatchObject([{ message: 'a task cannot start after itself', line: 6, column: 12 }]);
  });
});
