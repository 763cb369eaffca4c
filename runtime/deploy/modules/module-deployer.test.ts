/** Deployments against a whole Luka: real files, real children, real runs. */
import { chmod, mkdir, readFile, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { isDone } from '#shared/nouns/run.ts';
import { createClient } from '#shared/http/client.ts';
import { startLuka } from '../../server/testing.ts';
import { temporaryFolder } from '../../testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;

async function bench() {
  const folder = await temporaryFolder();
  const luka = await startLuka({}, () => Promise.resolve());
  return {
    luka,
    /** Writes files below the folder of sources. @returns the path of the first */
    async write(files: Readonly<Record<string, string>>): Promise<string> {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder.path, name)), { recursive: true });
        await writeFile(join(folder.path, name), text);
      }
      return join(folder.path, Object.keys(files)[0] ?? '');
    },
    path: (name: string) => join(folder.path, name),
    async [Symbol.asyncDispose]() {
      await luka[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const says = (word: string, rest = '') =>
  `export function run_auto(ctx) { ctx.setOutput('word', '${word}'); }\n${rest}`;

async function task(luka: Luka, id: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const state = await luka.client.getTask({ params: { task: id } }).then(
      ({ state: found }) => found,
      () => 'absent',
    );
    if (state === 'ready') return;
    await sleep(25);
  }
  throw new Error(`${id} is no task`);
}

async function ended(luka: Luka, run: number) {
  for (;;) {
    const found = await luka.client.getRun({ params: { run } });
    if (isDone(found.state)) return found;
    await sleep(25);
  }
}

async function outcome(luka: Luka, id: string): Promise<string | undefined> {
  await task(luka, id);
  const { id: run } = await luka.client.runTask({ params: { task: id }, body: {} });
  const found = await ended(luka, run);
  return found.state === 'succeeded' ? found.attempts.at(-1)?.steps[0]?.outputs?.['word'] : found.state;
}

const deploy = (luka: Luka, path: string, keep?: number) =>
  luka.client.deployModule({ body: { path, ...(keep === undefined ? {} : { keep }) } });

it('runs what was deployed last, and after a rollback what was before', async () => {
  await using b = await bench();
  const { luka } = b;
  const path = await b.write({ 'report.mjs': says('one') });
  const first = await deploy(luka, path);
  expect(first).toMatchObject({ outcome: 'switched', release: { number: 1, test: 'absent', current: true } });
  expect(await outcome(luka, 'report')).toBe('one');

  await b.write({ 'report.mjs': says('two', 'export const selfTest = async () => true;') });
  expect(await deploy(luka, path)).toMatchObject({
    outcome: 'switched',
    release: { number: 2, test: 'passed' },
    before: { number: 1 },
  });
  expect(await outcome(luka, 'report')).toBe('two');
  expect((await deploy(luka, path)).outcome).toBe('unchanged');

  const back = await luka.client.rollbackModule({ params: { module: 'report' }, body: {} });
  expect(back).toMatchObject({ release: { number: 1, current: true }, before: { number: 2 } });
  expect(await outcome(luka, 'report')).toBe('one');
  await expect(luka.client.rollbackModule({ params: { module: 'report' }, body: {} })).rejects.toMatchObject({
    code: 'release_unknown',
  });
  await luka.client.rollbackModule({ params: { module: 'report' }, body: { to: 2 } });
  expect(await outcome(luka, 'report')).toBe('two');

  const { releases } = await luka.client.listReleases({ query: {} });
  expect(releases.map(({ number, current }) => [number, current])).toEqual([
    [2, true],
    [1, false],
  ]);
  const { rows } = await luka.client.listAudit({ query: {} });
  expect(
    rows
      .filter(({ action }) => action.startsWith('module.'))
      .map(({ action, actor }) => [action, actor.name]),
  ).toEqual([
    ['module.rolled_back', 'person'],
    ['module.rolled_back', 'person'],
    ['module.deployed', 'person'],
    ['module.deployed', 'person'],
  ]);
}, 30_000);

it('a run that has begun keeps its release, what it imports later included', async () => {
  await using b = await bench();
  const { luka } = b;
  const files = (word: string) => ({
    'slow/index.mjs': `import { existsSync } from 'node:fs';
export async function run_auto(ctx) {
  ctx.log('begun');
  while (!existsSync(${JSON.stringify(b.path('go'))})) await new Promise((r) => setTimeout(r, 20));
  const { word } = await import('./part.mjs');
  ctx.setOutput('word', word);
}`,
    'slow/part.mjs': `export const word = '${word}';`,
  });
  await b.write(files('old'));
  await deploy(luka, b.path('slow'));
  await task(luka, 'slow');
  const { id } = await luka.client.runTask({ params: { task: 'slow' }, body: {} });
  while (!(await luka.client.getRun({ params: { run: id } })).attempts[0]?.steps[0]?.startedAt)
    await sleep(20);
  await sleep(500);
  await b.write(files('new'));
  expect((await deploy(luka, b.path('slow'))).release.number).toBe(2);
  await b.write({ go: '' });
  const old = await ended(luka, id);
  expect(old.attempts[0]?.steps[0]?.outputs).toEqual({ word: 'old' });
  // The gate found and read what it imports, behind the link.
  expect(old.gate?.reasons.map(({ rule }) => rule)).not.toContain('script_unread');
  expect(await outcome(luka, 'slow')).toBe('new');
}, 30_000);

const REFUSED: readonly [string, string, Record<string, string>, RegExp][] = [
  ['CommonJS, by its line', 'module_commonjs', { 'm.mjs': '\n\nmodule.exports = {};' }, /m\.mjs:3:1/],
  [
    'CommonJS in a part',
    'module_commonjs',
    { 'm/index.mjs': says('x'), 'm/a/b.js': "require('x')" },
    /b\.js:1:1/,
  ],
  ['a .cjs part', 'module_commonjs', { 'm/index.mjs': says('x'), 'm/a.cjs': '' }, /a\.cjs:1:1/],
  ['no JavaScript', 'module_broken', { 'm.mjs': 'export {' }, /m\.mjs:1:9/],
  ['an import that is not there', 'module_broken', { 'm.mjs': "import './gone.mjs';" }, /gone/],
  ['one that throws', 'module_broken', { 'm.mjs': "throw new Error('at once');" }, /at once/],
  [
    'one without an entry',
    'module_no_entry',
    { 'm.mjs': 'export const a = 1;' },
    /nothing that Luka can run/,
  ],
  [
    'a test that throws',
    'module_test_failed',
    { 'm.mjs': says('x', "export function selfTest() { throw new Error('no way'); }") },
    /no way/,
  ],
  [
    'a test that says no',
    'module_test_failed',
    { 'm.mjs': says('x', 'export const self_test = () => false;') },
    /returned false/,
  ],
  [
    'a test that ends the process',
    'module_test_failed',
    { 'm.mjs': says('x', 'export const selfTest = () => process.exit(0);') },
    /ended with 0/,
  ],
  [
    'a test that waits for ever',
    'module_test_failed',
    { 'm.mjs': says('x', 'export const selfTest = () => new Promise(() => {});') },
    /ended with 13/,
  ],
  [
    'a test that writes elsewhere',
    'module_test_failed',
    {
      'm.mjs': says(
        'x',
        "import { writeFileSync } from 'node:fs';\nexport const selfTest = () => writeFileSync('../x', '');",
      ),
    },
    /restricted|ERR_ACCESS_DENIED/,
  ],
  [
    'a folder without an entry',
    'deploy_source',
    { 'm/other.mjs': says('x') },
    /neither m\.mjs nor index\.mjs/,
  ],
];

it('refuses what is not sound, and goes on with what was there', async () => {
  await using b = await bench();
  const { luka } = b;
  await deploy(luka, await b.write({ 'good/m.mjs': says('good') }));
  for (const [what, code, files, message] of REFUSED) {
    const folder = `case-${REFUSED.findIndex(([name]) => name === what)}`;
    await b.write(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
    );
    const path = b.path(join(folder, Object.keys(files)[0]?.includes('/') ? 'm' : 'm.mjs'));
    const error: unknown = await deploy(luka, path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const told = error instanceof LukaError ? { what, code: error.code, message: error.message } : error;
    expect(told).toEqual({ what, code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('.staged');
  }
  expect(await outcome(luka, 'm')).toBe('good');
  const { releases } = await luka.client.listReleases({ query: { module: 'm' } });
  expect(releases.map(({ number }) => number)).toEqual([1]);
}, 60_000);

it('refuses paths that are none', async () => {
  await using b = await bench();
  await b.write({ 'l/index.mjs': says('x'), 'text.txt': '', 'Bad Name.mjs': says('x') });
  await symlink('/etc/hosts', b.path('l/link'));
  for (const path of [
    'm.mjs',
    '../m.mjs',
    b.path('none.mjs'),
    b.path('text.txt'),
    b.path('l'),
    b.path('Bad Name.mjs'),
  ])
    await expect(deploy(b.luka, path)).rejects.toMatchObject({ code: 'deploy_source' });
});

it('what a person put there by hand can be gone back to', async () => {
  await using b = await bench();
  const { luka } = b;
  const own = join(luka.layout.modules, 'mine.mjs');
  await writeFile(own, says('by hand'));
  await chmod(own, 0o600);
  const { before } = await deploy(luka, await b.write({ 'mine.mjs': says('deployed') }));
  expect(before).toMatchObject({ number: 1, test: 'kept', from: own });
  expect(await outcome(luka, 'mine')).toBe('deployed');
  await luka.client.rollbackModule({ params: { module: 'mine' }, body: {} });
  expect(await outcome(luka, 'mine')).toBe('by hand');
  expect(await readFile(own, 'utf8')).toBe(says('by hand'));
}, 30_000);

it('keeps as many as asked for, and a dry run changes nothing', async () => {
  await using b = await bench();
  const { luka } = b;
  const path = b.path('m.mjs');
  for (let n = 1; n <= 4; n += 1) {
    await b.write({ 'm.mjs': says(`n${n}`) });
    expect((await deploy(luka, path, 2)).removed).toEqual(n === 4 ? [1] : []);
  }
  const link = await readlink(join(luka.layout.modules, 'm.mjs'));
  await b.write({ 'm.mjs': says('n5') });
  expect(await luka.client.deployModule({ body: { path, dryRun: true } })).toMatchObject({
    outcome: 'planned',
    release: { number: 5, current: false },
    before: { number: 4 },
  });
  expect(await readlink(join(luka.layout.modules, 'm.mjs'))).toBe(link);
  const { releases } = await luka.client.listReleases({ query: {} });
  expect(releases.map(({ number }) => number)).toEqual([4, 3, 2]);
}, 30_000);

it('takes away the link that a crash left before it had its name', async () => {
  await using b = await bench();
  await symlink('nowhere', join(b.luka.layout.modules, '.ship.0123456789ab.tmp'));
  await symlink('nowhere', join(b.luka.layout.modules, '.other.0123456789ab.tmp'));
  await b.luka.client.deployModule({ body: { path: await b.write({ 'ship.mjs': says('one') }) } });
  const names = await readdir(b.luka.layout.modules);
  expect(names).toContain('.other.0123456789ab.tmp');
  expect(names).not.toContain('.ship.0123456789ab.tmp');
});

it('is for the person alone', async () => {
  await using b = await bench();
  const { luka } = b;
  const path = await b.write({ 'm.mjs': says('x') });
  for (const role of ['codex', 'cls', 'gg'] as const) {
    const { token } = await luka.client.createClient({ body: { name: role, role } });
    const agent = createClient({ baseUrl: luka.apiUrl, fetch, token: () => token, validate: true });
    await expect(agent.deployModule({ body: { path } })).rejects.toMatchObject({ code: 'scope_missing' });
    await expect(agent.rollbackModule({ params: { module: 'm' }, body: {} })).rejects.toMatchObject({
      code: 'scope_missing',
    });
  }
});
