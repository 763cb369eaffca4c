/** The transaction alone: every step fails in turn, and afterwards all is as before or all is new. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { openHome } from '../../home/open-home.ts';
import { temporaryFolder } from '../../testing.ts';
import { LukaDeployer } from './luka-deployer.ts';
import { ReleaseShelf } from './release-shelf.ts';
import type { ServiceKeeper } from './service-keeper.ts';

const PORT_URL = { apiUrl: 'http://127.0.0.1:1', uiUrl: 'http://127.0.0.1:2' };

/** A service and a machine in memory. `faults` says of a thing's next calls which of them fail. */
async function machine() {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const root = join(folder.path, 'package');
  for (const file of [
    'dist/node/luka.js',
    'dist/renderer/index.html',
    'package.json',
    'node_modules/conf/package.json',
    'node_modules/@parcel/watcher/package.json',
  ]) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), '{}');
  }
  const shelf = new ReleaseShelf(layout.releases.luka);
  const world = { unit: undefined as string | undefined, running: undefined as string | undefined, pid: 100 };
  const faults = new Map<string, boolean[]>();
  const fails = (what: string): boolean => faults.get(what)?.shift() === true;
  const may = (what: string): void => {
    if (fails(what)) throw new Error(`${what} fails`);
  };
  const service: ServiceKeeper = {
    name: 'luka in memory',
    file: '/memory/luka',
    render: ({ argv }) => argv.join(' '),
    faults: async () => (fails('lint') ? ['it has a fault'] : []),
    read: async () => world.unit,
    write: async (text) => {
      may('write');
      world.unit = text;
    },
    remove: async () => {
      world.unit = undefined;
    },
    state: async () =>
      world.running === undefined
        ? { loaded: false, note: 'not loaded' }
        : { loaded: true, pid: world.pid, note: 'running' },
    stop: async () => {
      may('stop');
      world.running = undefined;
    },
    start: async () => {
      may('start');
      world.running = await shelf.currentName();
      world.pid += 1;
    },
  };
  const deployer = new LukaDeployer({
    layout,
    service,
    clock: systemClock,
    env: {},
    waitMs: 0,
    running: {
      hello: async () => {
        may('hello');
        if (world.running === undefined) return undefined;
        return {
          name: 'luka',
          version: '0.1.0',
          host: 'headless',
          startedAt: '',
          home: '',
          pid: world.pid,
          ...PORT_URL,
        };
      },
      answersAt: async () => {
        may('port');
        return world.pid;
      },
      descends: async (pid, from) => pid === from,
      end: async () => undefined,
    },
  });
  return {
    world,
    faults,
    layout,
    shelf,
    deployer,
    deploy: () =>
      deployer.deploy({
        packageRoot: root,
        version: '0.1.0',
        node: { path: '/bin/node', version: '24.0.0', within: false },
        keep: 3,
        replace: false,
        dryRun: false,
      }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const names = async (folder: string) => (await readdir(folder)).toSorted();

it.each(['lint', 'stop', 'write', 'start', 'port'])('where %s fails, all is as before', async (what) => {
  await using m = await machine();
  expect((await m.deploy()).outcome).toBe('done');
  const before = { ...m.world };
  m.faults.set(what, [true]);
  const report = await m.deploy();
  expect(report.outcome).toBe('rolled_back');
  expect(await m.shelf.currentName()).toBe('0.1.0-1');
  expect({ ...m.world, pid: 0 }).toEqual({ ...before, pid: 0 });
  expect(await names(m.layout.releases.luka)).toEqual(['0.1.0-1', 'current', 'deployed.json']);
  m.faults.clear();
  expect((await m.deployer.verify()).outcome).toBe('done');
});

it.each([
  // What could not be ended is the new one, whole by now: that is where the next one ends it.
  ['stop', '0.1.0-2'],
  ['write', '0.1.0-1'],
  ['start', '0.1.0-1'],
])('where going back fails at %s, too, that is said; the next one ends with %s', async (what, reached) => {
  await using m = await machine();
  await m.deploy();
  // The first call is of the change itself, the one after it of going back.
  m.faults.set('port', [true]).set(what, [false, true]);
  const report = await m.deploy();
  expect(report.outcome).toBe('stuck');
  expect(report.steps.at(-1)).toMatchObject({ step: what, state: 'failed' });
  expect(await names(m.layout.releases.luka)).toContain('journal.json');
  m.faults.clear();
  // This process is still the one of the journal: as if it had ended since.
  const file = join(m.layout.releases.luka, 'journal.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"started": "[^"]*"/, '"started": "0"'));
  expect((await m.deployer.verify()).outcome).toBe('done');
  expect(m.world.running).toBe(reached);
  expect(await m.shelf.currentName()).toBe(reached);
  expect(await names(m.layout.releases.luka)).not.toContain('journal.json');
});

it('two at once: the second is told to wait', async () => {
  await using m = await machine();
  const results = await Promise.allSettled([m.deploy(), m.deploy()]);
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? result.value.outcome : (result.reason as { code: string }).code,
  );
  expect(codes.toSorted()).toEqual(['deploy_busy', 'done']);
  expect(await names(m.layout.releases.luka)).toEqual(['0.1.0-1', 'current', 'deployed.json']);
});

it('a package that was not built is not deployed', async () => {
  await using m = await machine();
  await expect(
    m.deployer.deploy({
      packageRoot: '/nowhere',
      version: '0.1.0',
      node: { path: '/bin/node', version: '24.0.0', within: false },
      keep: 3,
      replace: false,
      dryRun: false,
    }),
  ).rejects.toMatchObject({ code: 'deploy_unbuilt' });
});
