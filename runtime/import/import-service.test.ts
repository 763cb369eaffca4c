import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { LoadedTask } from '../tasks/ports.ts';
import { ImportService } from './import-service.ts';

const text = '0 1 * * * /opt/one.sh\n0 2 * * * /opt/two.sh\n0 3 31 2 * /opt/never.sh\n';

/** A tasks folder in memory. */
function folder(files: Record<string, string> = {}) {
  const tasks = new Map(Object.entries(files));
  const loaded = (id: string): LoadedTask => ({
    id,
    file: `/tasks/${id}.yaml`,
    source: 'yaml',
    hash: '',
    findings: [],
  });
  const service = new ImportService({
    registry: { list: () => [...[...tasks.keys()].map(loaded), { ...loaded('module'), source: 'module' }] },
    readText: async (file) => {
      await turn();
      const content = tasks.get(/(\w+)\.yaml$/.exec(file)?.[1] ?? '');
      if (content === undefined) throw new Error('ENOENT');
      return content;
    },
    writeTask: async (id, content) => {
      await turn();
      if (tasks.has(id)) throw new LukaError('task_exists');
      tasks.set(id, content);
    },
  });
  return { tasks, service };
}

describe('ImportService', () => {
  it('plans without writing', async () => {
    const { tasks, service } = folder();
    const plan = await service.plan('crontab', text);
    expect(plan.tasks.map(({ id, state, written }) => [id, state, written])).toEqual([
      ['one', 'new', false],
      ['two', 'new', false],
      ['never', 'cannot', false],
    ]);
    expect(tasks.size).toBe(0);
  });

  it('writes what was chosen, switched off or on, and never twice', async () => {
    const { tasks, service } = folder();
    const first = await service.plan('crontab', text, { ids: ['one'], enabled: false });
    expect(first.tasks.map(({ written }) => written)).toEqual([true, false, false]);
    expect(tasks.get('one')).toContain('\nenabled: false\n');
    const second = await service.plan('crontab', text, { ids: ['one', 'two'], enabled: true });
    expect(second.tasks.map(({ state, written }) => [state, written])).toEqual([
      ['exists', false],
      ['new', true],
      ['cannot', false],
    ]);
    expect(tasks.get('one')).toContain('\nenabled: false\n');
    expect(tasks.get('two')).toContain('\nenabled: true\n');
  });

  it.each([['never'], ['nonsense']])('writes nothing where a choice (%s) cannot be', async (id) => {
    const { tasks, service } = folder();
    await expect(service.plan('crontab', text, { ids: ['one', id], enabled: false })).rejects.toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining(id) as string,
    });
    expect(tasks.size).toBe(0);
  });

  it('refuses a text that is something else', async () => {
    await expect(folder().service.plan('pm2', text)).rejects.toMatchObject({ code: 'import_unreadable' });
    await expect(folder().service.plan('crontab', '{}')).rejects.toMatchObject({ code: 'import_unreadable' });
  });

  it('lets others have their turn while it reads a long one', async () => {
    const { service } = folder();
    let turns = 0;
    const done = new AbortController();
    const counting = (async () => {
      for (; !done.signal.aborted; turns += 1) await turn();
    })();
    const long = Array.from(
      { length: 1_000 },
      (_, n) => `${n % 60} * * * * /opt/job${n}.sh --with "some words"`,
    );
    const plan = await service.plan('crontab', long.join('\n'));
    done.abort();
    await counting;
    expect(plan.tasks).toHaveLength(1_000);
    expect(turns).toBeGreaterThan(5);
  });
});
