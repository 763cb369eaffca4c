/** Adoptions over a made-up launchd, with real files, a real ledger and a real registry of tasks. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { homeLayout } from '../../home/layout.ts';
import { createTaskRegistry } from '../../tasks/task-registry.ts';
import type { SecretStore } from '../../safety/secrets/stores/secret-store.ts';
import { ACTOR, jobText, openMachine, type Machine } from '../changes/testing.ts';
import { plistOf, xmlArray, xmlString } from '../standin/testing.ts';
import { AdoptionService, type AdoptionServiceOptions } from './adoption-service.ts';

function memoryStore(): SecretStore & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    kind: 'file',
    values,
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => Promise.resolve(void values.set(name, value)),
    remove: (name) => Promise.resolve(values.delete(name)),
    list: () => Promise.resolve([...values.keys()]),
  };
}

/** @param change what is otherwise than it should be */
async function openAdoption(machine: Machine, change: Partial<AdoptionServiceOptions> = {}) {
  const { changes, store } = machine.luka();
  const layout = homeLayout(join(machine.home, 'luka'));
  for (const folder of [layout.tasks, layout.modules]) await mkdir(folder, { recursive: true });
  const registry = createTaskRegistry({
    layout,
    onChange: () => undefined,
    onError: (error: unknown) => void machine.errors.push(error),
    probe: { describe: () => Promise.reject(new LukaError('module_missing')) },
  });
  await registry.start();
  const secrets = memoryStore();
  const adoptions = new AdoptionService({
    store,
    clock: machine.clock,
    tasks: registry,
    changes,
    secrets: () => Promise.resolve(secrets),
    home: machine.home,
    folder: machine.agents,
    user: 'me',
    readText: (file) => readFile(file, 'utf8'),
    idle: () => Promise.resolve(true),
    onError: (error) => void machine.errors.push(error),
    ...change,
  });
  const enabled = (id: string) => {
    const definition = registry.get(id)?.definition;
    return definition && definition.enabled !== false;
  };
  return {
    changes,
    store,
    registry,
    secrets,
    adoptions,
    enabled,
    layout,
    [Symbol.asyncDispose]: () => registry.stop(),
  };
}

const interval = (label: string) =>
  jobText(label, '/made-up/serve', { StartInterval: '<integer>60</integer>' });

describe('an adoption', () => {
  it('writes the task, disables the agent, switches the task on; and is given back', async () => {
    await using machine = await openMachine();
    const text = jobText('a.job');
    const file = await machine.put('a.job', text);
    const before = await machine.picture('a.job');
    await using here = await openAdoption(machine);
    const [preview] = await here.adoptions.preview(['a.job']);
    expect(preview).toMatchObject({ state: 'new', task: 'a.job', kind: 'service', file });
    expect(await machine.picture('a.job')).toEqual(before);
    expect(here.registry.get('a.job')).toBeUndefined();

    const [done] = await here.adoptions.adopt([file], ACTOR);
    expect(done).toMatchObject({ state: 'adopted', change: 1 });
    expect(await machine.picture('a.job')).toMatchObject({
      text,
      loaded: false,
      disabled: true,
      running: false,
    });
    expect(here.enabled('a.job')).toBe(true);
    // Once more is nothing more.
    expect(await here.adoptions.adopt([machine.agents], ACTOR)).toMatchObject([
      { state: 'exists', task: 'a.job' },
    ]);

    const back = await here.adoptions.giveBack('a.job', ACTOR);
    expect(back).toEqual({ task: 'a.job', label: 'a.job', file, removed: true });
    expect(await machine.picture('a.job')).toEqual(before);
    expect(existsSync(join(here.layout.tasks, 'a.job.yaml'))).toBe(false);
    await expect(here.adoptions.giveBack('a.job', ACTOR)).rejects.toMatchObject({ code: 'adoption_unknown' });
    expect(machine.errors).toEqual([]);
  });

  it('keeps the file of a task that was edited since, and switches it off', async () => {
    await using machine = await openMachine();
    await machine.put('a.job', interval('a.job'));
    await using here = await openAdoption(machine);
    await here.adoptions.adopt(['a.job'], ACTOR);
    const file = join(here.layout.tasks, 'a.job.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('60s', '90s'));
    await here.registry.lint();
    expect(await here.adoptions.giveBack('a.job', ACTOR)).toMatchObject({ removed: false });
    expect(here.enabled('a.job')).toBe(false);
    expect(await machine.picture('a.job')).toMatchObject({ loaded: true, disabled: false });
  });

  it('puts secrets where secrets are', async () => {
    await using machine = await openMachine();
    const env = `<dict><key>API_TOKEN</key>${xmlString('hunter2hunter2')}</dict>`;
    await machine.put(
      'a.job',
      jobText('a.job', '/made-up/serve', { EnvironmentVariables: env, RunAtLoad: '<true/>' }),
    );
    await using here = await openAdoption(machine);
    await here.adoptions.adopt(['a.job'], ACTOR);
    expect([...here.secrets.values]).toEqual([['agent.a.job.API_TOKEN', 'hunter2hunter2']]);
    const text = await readFile(join(here.layout.tasks, 'a.job.yaml'), 'utf8');
    expect(text).toContain('API_TOKEN: secret:agent.a.job.API_TOKEN');
    expect(text).not.toContain('hunter2');
  });

  it('takes those of a folder that it can, each for itself', async () => {
    await using machine = await openMachine();
    await machine.put('a.job', interval('a.job'));
    await machine.put(
      'b.job',
      plistOf({
        Label: xmlString('b.job'),
        ProgramArguments: xmlArray('/made-up/serve'),
        Sockets: '<dict/>',
      }),
      { load: false },
    );
    await writeFile(machine.fileOf('broken'), 'no plist');
    await using here = await openAdoption(machine);
    const done = await here.adoptions.adopt([machine.agents], ACTOR);
    expect(done.map(({ file, state }) => [file.slice(machine.agents.length + 1), state])).toEqual([
      ['a.job.plist', 'adopted'],
      ['b.job.plist', 'cannot'],
      ['broken.plist', 'cannot'],
    ]);
    await expect(here.adoptions.preview(['no.such'])).rejects.toMatchObject({ code: 'agent_unknown' });
  });

  it('does not take the id of a task that is there', async () => {
    await using machine = await openMachine();
    await machine.put('a.job', interval('a.job'));
    await using here = await openAdoption(machine);
    const own = 'title: Mine\nsteps:\n  - run: echo mine\n';
    await here.registry.add('a.job', own);
    expect(await here.adoptions.adopt(['a.job'], ACTOR)).toMatchObject([
      { state: 'adopted', task: 'a.job-2' },
    ]);
    await here.adoptions.giveBack('a.job-2', ACTOR);
    expect(await readFile(join(here.layout.tasks, 'a.job.yaml'), 'utf8')).toBe(own);
  });
});

describe('what fails on the way', () => {
  const failing = {
    'the task cannot be written': { tasks: 'add' },
    'the task cannot be switched on': { tasks: 'setEnabled' },
    'secrets cannot be stored': { secrets: true },
  } as const;

  it.each(Object.entries(failing))('%s: all is as before', async (_, what) => {
    await using machine = await openMachine();
    const env = `<dict><key>API_TOKEN</key>${xmlString('hunter2hunter2')}</dict>`;
    await machine.put(
      'a.job',
      jobText('a.job', '/made-up/serve', { KeepAlive: '<true/>', EnvironmentVariables: env }),
    );
    const before = await machine.picture('a.job');
    await using here = await openAdoption(machine);
    const full = () => Promise.reject(new LukaError('disk_full'));
    const { registry } = here;
    const tasks = {
      list: () => registry.list(),
      get: (id: string) => registry.get(id),
      add: 'tasks' in what && what.tasks === 'add' ? full : registry.add.bind(registry),
      // Off can always be written.
      setEnabled: (id: string, on: boolean) =>
        'tasks' in what && what.tasks === 'setEnabled' && on ? full() : registry.setEnabled(id, on),
    };
    await using broken = await openAdoption(machine, {
      tasks,
      ...('secrets' in what ? { secrets: full } : {}),
    });
    const [done] = await broken.adoptions.adopt(['a.job'], ACTOR);
    expect(done).toMatchObject({ state: 'undone' });
    expect(await machine.picture('a.job')).toEqual(before);
    expect(existsSync(join(here.layout.tasks, 'a.job.yaml'))).toBe(false);
  });

  it('any one call of launchctl: it is adopted or as before, never both and never neither', async () => {
    const ends = new Set<string>();
    for (let bad = 1; ; bad += 1) {
      await using machine = await openMachine();
      await machine.put('a.job', jobText('a.job'));
      const before = await machine.picture('a.job');
      await using here = await openAdoption(machine);
      machine.meddle((args, call, go) =>
        call === bad ? Promise.resolve({ code: 5, out: '', err: `${args[0]}: Input/output error` }) : go(),
      );
      const [done] = await here.adoptions.adopt(['a.job'], ACTOR);
      const calls = machine.calls();
      machine.behave();
      const now = await machine.picture('a.job');
      if (done?.state === 'adopted') {
        expect(now).toMatchObject({ loaded: false, disabled: true });
        expect(here.enabled('a.job')).toBe(true);
      } else {
        expect(done).toMatchObject({ state: 'undone' });
        expect(done?.message).toBeDefined();
        expect(now).toEqual(before);
        expect(existsSync(join(here.layout.tasks, 'a.job.yaml'))).toBe(false);
      }
      ends.add(done!.state);
      if (bad > calls) break;
    }
    expect([...ends].sort()).toEqual(['adopted', 'undone']);
  });

  it('its runs do not end: it stays a task', async () => {
    await using machine = await openMachine();
    await machine.put('a.job', jobText('a.job'));
    let ends = true;
    await using here = await openAdoption(machine, { idle: () => Promise.resolve(ends) });
    await here.adoptions.adopt(['a.job'], ACTOR);
    ends = false;
    await expect(here.adoptions.giveBack('a.job', ACTOR)).rejects.toMatchObject({ code: 'adoption_busy' });
    expect(here.enabled('a.job')).toBe(true);
    expect(await machine.picture('a.job')).toMatchObject({ loaded: false, disabled: true });
  });

  it.each(['before the agent was disabled', 'after it', 'after it was noted', 'after the task was on'])(
    'Luka ends %s: the next start undoes it, and nothing ever ran twice',
    async (when) => {
      await using machine = await openMachine();
      await machine.put('a.job', jobText('a.job'));
      const before = await machine.picture('a.job');
      await using here = await openAdoption(machine);
      const [plan] = await here.adoptions.preview(['a.job']);
      // What the service had done by then, by hand.
      const { createHash } = await import('node:crypto');
      const hash = (text: string) => createHash('sha256').update(text).digest('hex');
      const id = await here.store.write(
        (tx) =>
          tx.run(
            `insert into adoptions (task, label, file, task_hash, state, by_name, at) values ('a.job', 'a.job', ?, ?, 'begun', 'me', ?)`,
            machine.fileOf('a.job'),
            hash(plan!.text),
            machine.clock.now(),
          ).lastId,
      );
      await here.registry.add('a.job', plan!.text);
      if (when !== 'before the agent was disabled') {
        const change = await here.changes.setState(
          { file: machine.fileOf('a.job'), action: 'disable' },
          { actor: ACTOR },
        );
        if (when !== 'after it')
          await here.store.write((tx) =>
            tx.run('update adoptions set change = ? where id = ?', change.id, id),
          );
        if (when === 'after the task was on') await here.registry.setEnabled('a.job', true);
      }
      await here.adoptions.recover();
      expect(await machine.picture('a.job')).toEqual(before);
      expect(existsSync(join(here.layout.tasks, 'a.job.yaml'))).toBe(false);
      expect(here.store.get('select state from adoptions where id = ?', id)).toEqual({ state: 'undone' });
      expect(machine.errors).toEqual([]);
    },
  );
});
