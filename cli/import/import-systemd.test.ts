/** Units of a systemd that runs them become tasks: at no moment do both run them. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { ImportService } from '#runtime/import/import-service.ts';
import { installSystemd } from '#runtime/systemd/stand-ins/install.ts';
import { createSystemctl } from '#runtime/systemd/systemctl.ts';
import { changeUnit } from '#runtime/systemd/list-units.ts';
import { editEnabled } from '#runtime/tasks/edit-enabled.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import type { ImportSource } from '#shared/nouns/import-plan.ts';
import { importFrom, type ImportOptions } from '../commands/import.ts';
import { fakeLuka } from '../fake-luka.ts';
import { systemPrograms } from './programs.ts';

// Each call of systemctl is a process.
vi.setConfig({ testTimeout: 120_000 });

async function machine() {
  const folder = await temporaryFolder();
  const units = join(folder.path, 'units');
  await mkdir(units);
  await writeFile(join(units, 'backup.timer'), '[Timer]\nOnCalendar=daily\nPersistent=true\n');
  await writeFile(join(units, 'backup.service'), '[Service]\nExecStart=/bin/true --all\n');
  await writeFile(join(units, 'notes.service'), '[Service]\nExecStart=/bin/sleep 60\nRestart=always\n');
  await writeFile(join(units, 'off.timer'), '[Timer]\nOnCalendar=weekly\n');
  await writeFile(join(units, 'off.service'), '[Service]\nExecStart=/bin/true\n');
  const systemd = await installSystemd(folder.path, units);
  const env = { ...process.env, ...systemd.env, HOME: folder.path };
  const systemctl = createSystemctl(env);
  await systemctl.run(['daemon-reload']);
  await changeUnit(systemctl, 'backup.timer', 'enable');
  await changeUnit(systemctl, 'notes.service', 'enable');
  const tasks = new Map<string, string>();
  const service = new ImportService({
    registry: {
      list: () => [...tasks.keys()].map((id) => ({ id, file: id, source: 'yaml', hash: '', findings: [] })),
    },
    readText: (file) => Promise.resolve(tasks.get(file) ?? ''),
    writeTask: (id, text) => Promise.resolve(void tasks.set(id, text)),
  });
  /** Units that were on when a task was switched on. */
  const both: string[][] = [];
  const luka = fakeLuka(
    async ({ endpoint, body }) => {
      if (endpoint === 'POST /api/v1/import') {
        const { source, text, apply } = body as {
          source: ImportSource;
          text: string;
          apply?: { ids: string[]; enabled: boolean };
        };
        return service.plan(source, text, apply);
      }
      const id = endpoint.split('/').at(-1)!;
      tasks.set(id, editEnabled(tasks.get(id)!, true)!);
      both.push(await systemd.enabled());
      return {
        id,
        title: id,
        file: id,
        source: 'yaml',
        state: 'ready',
        tags: [],
        priority: 'normal',
        hash: '',
        findings: [],
        triggers: [],
      };
    },
    { home: folder.path },
  );
  return {
    systemd,
    tasks,
    both,
    out: luka.text,
    run: (options: ImportOptions = {}) =>
      importFrom(luka.session, { name: 'systemd', options, programs: systemPrograms(env) }),
    backups: () => readdir(join(folder.path, 'backups')),
    async [Symbol.asyncDispose]() {
      await systemd[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

it('shows what units that are on would become, and changes nothing', async () => {
  await using luka = await machine();
  await luka.run({ verbose: true });
  expect(luka.out('out')).toMatch(/^backup +new /m);
  expect(luka.out('out')).toMatch(/^notes +new +kept running/m);
  expect(luka.out('out')).not.toContain('off');
  expect(luka.out('out')).toContain('# from systemd: backup.timer');
  expect((await luka.systemd.enabled()).toSorted()).toEqual(['backup.timer', 'notes.service']);
  expect(luka.tasks.size).toBe(0);
});

it('takes one over: the task is off, the unit is disabled, the task is on', async () => {
  await using luka = await machine();
  await luka.run({ apply: true, yes: true, only: 'notes' });
  expect(await luka.systemd.enabled()).toEqual(['backup.timer']);
  expect(luka.both).toEqual([['backup.timer']]);
  expect(luka.tasks.get('notes')).not.toContain('enabled: false');
  expect([...luka.tasks.keys()]).toEqual(['notes']);
  expect(luka.out('err')).toContain('systemctl --user enable --now notes.service');
  expect(await luka.backups()).toEqual([expect.stringMatching(/^systemd-.*\.json$/)]);
});

it('without a word of the person the units stay on, and the tasks off', async () => {
  await using luka = await machine();
  await luka.run({ apply: true });
  expect((await luka.systemd.enabled()).toSorted()).toEqual(['backup.timer', 'notes.service']);
  expect([...luka.tasks.values()].every((text) => text.includes('enabled: false'))).toBe(true);
});

it('where systemd does not let go, no task is switched on', async () => {
  await using luka = await machine();
  await luka.systemd.fail('disable');
  await expect(luka.run({ apply: true, yes: true })).rejects.toMatchObject({ code: 'import_incomplete' });
  expect(luka.both).toEqual([]);
  expect([...luka.tasks.values()].every((text) => text.includes('enabled: false'))).toBe(true);
});
