import { constants, existsSync } from 'node:fs';
import { link, mkdir, readFile, realpath, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { temporaryFolder } from '../../testing.ts';
import { createPathGuard, type PathGuard } from './path-guard.ts';
import { FakeFs, foldLikeApfs } from './testing.ts';
import { makeVectorTree, pathVectors } from './vectors.ts';

const { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY } = constants;
const WRITE = O_WRONLY | O_CREAT | O_TRUNC;

async function tree() {
  const folder = await temporaryFolder();
  const path = await realpath(folder.path);
  await makeVectorTree(path);
  const root = join(path, 'home/root');
  const guard = createPathGuard({ personHome: join(path, 'home'), cwd: root, roots: [root] });
  return { path, root, guard, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function verdictOf(guard: PathGuard, path: string, options = {}) {
  try {
    return { verdict: 'in', real: (await guard.resolve(path, options)).real };
  } catch (error) {
    if (error instanceof LukaError) return { verdict: error.code };
    throw error;
  }
}

describe('vectors', () => {
  const vectors = pathVectors();

  it('are at least 500, each once', () => {
    expect(vectors.length).toBeGreaterThan(500);
    expect(new Set(vectors.map(({ path }) => path)).size).toBe(vectors.length);
  });

  it.each([...new Set(vectors.map(({ family }) => family))])('%s', async (family) => {
    await using t = await tree();
    for (const { path, verdict, leads } of vectors.filter((vector) => vector.family === family)) {
      const asked = path.replaceAll('<T>', t.path);
      const expected = verdict === 'in' ? { verdict, real: join(t.path, leads!) } : { verdict };
      expect([path, await verdictOf(t.guard, asked)]).toEqual([path, expected]);
    }
  });

  it('mean the same where the root is named by a link, or from the home', async () => {
    await using t = await tree();
    for (const root of ['~/root', join(t.path, 'linked-root'), `${t.path}/home/rootbeer/../root/`]) {
      const guard = createPathGuard({ personHome: join(t.path, 'home'), cwd: t.root, roots: [root] });
      for (const { path, verdict } of vectors) {
        const asked = path.replaceAll('<T>', t.path);
        expect([root, path, (await verdictOf(guard, asked)).verdict]).toEqual([root, path, verdict]);
      }
    }
  });
});

it('agrees with the system: what it lets through, and nothing else, is written inside', async () => {
  await using t = await tree();
  const names = [
    'a',
    'b',
    'to-a',
    'to-out',
    'to-parent',
    'root',
    '..',
    '.',
    '',
    'file',
    'new',
    'up',
    'back',
    'rootbeer',
    'dangling-out',
    'deep',
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 8 }), async (parts) => {
      const path = `${t.root}/${parts.join('/')}`;
      // realpath(3) of what exists is the judge.
      const real = await realpath(path).catch(() => undefined);
      const { verdict, real: found } = await verdictOf(t.guard, path);
      if (real !== undefined) {
        const inside = real === t.root || real.startsWith(`${t.root}/`);
        expect([path, verdict]).toEqual([path, inside ? 'in' : 'path_outside']);
        if (inside) expect(found).toBe(real);
      } else if (found !== undefined) expect(`${found}/`.startsWith(`${t.root}/`)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('needs no spelling: folders are the same by device and inode', async () => {
  const fs = new FakeFs(foldLikeApfs);
  fs.folder('/Users/Me/Straße');
  fs.folder('/Users/Me/Caf\u00e9');
  fs.folder('/Users/Me/Other');
  const guard = createPathGuard({
    personHome: '/Users/Me',
    roots: ['/Users/Me/Straße', '/Users/Me/Cafe\u0301'],
    platform: 'darwin',
    fs,
  });
  for (const path of [
    '/Users/Me/Straße/x',
    '/users/me/STRASSE/x',
    '/USERS/ME/strasse/x',
    '~/Straße/x',
    '~/sTrAsSe/x',
  ])
    expect([path, await verdictOf(guard, path)]).toEqual([
      path,
      { verdict: 'in', real: '/Users/Me/Straße/x' },
    ]);
  for (const path of ['~/Caf\u00e9/x', '~/Cafe\u0301/x', '~/CAFÉ/x', '~/CAFE\u0301/x'])
    expect([path, await verdictOf(guard, path)]).toEqual([
      path,
      { verdict: 'in', real: '/Users/Me/Caf\u00e9/x' },
    ]);
  for (const path of ['~/Other', '~/STRASSEN', '~/Cafe', '~/Strase', '~/Straße2'])
    expect([path, await verdictOf(guard, path)]).toEqual([path, { verdict: 'path_outside' }]);
  // Where the volume tells them apart, they are apart.
  const strict = new FakeFs();
  strict.folder('/srv/work');
  strict.folder('/srv/WORK');
  const other = createPathGuard({ personHome: '/', roots: ['/srv/work'], platform: 'linux', fs: strict });
  expect(await verdictOf(other, '/srv/WORK/x')).toEqual({ verdict: 'path_outside' });
});

it.each([
  ['darwin', '/Volumes/lukadata'],
  ['linux', '/mnt/data'],
  ['linux', '/media/me/stick'],
  ['linux', '/run/media/me/stick'],
] as const)(
  'does not write into the mount point of a volume that is away (%s: %s)',
  async (platform, place) => {
    const fs = new FakeFs();
    fs.folder('/home/me');
    const guard = createPathGuard({ personHome: '/home/me', roots: [place, '/home/me'], platform, fs });
    const ask = async () => (await verdictOf(guard, `${place}/out/x`)).verdict;
    expect(await ask()).toBe('path_unmounted');
    fs.folder(place);
    expect(await ask()).toBe('path_unmounted');
    fs.remove(place);
    fs.folder(place, 77n);
    expect(await ask()).toBe('in');
    // A link to it leads there as well.
    fs.link('/home/me/volume', place);
    expect(await verdictOf(guard, '~/volume/x')).toEqual({ verdict: 'in', real: `${place}/x` });
    fs.remove(place);
    expect(await verdictOf(guard, '~/volume/x')).toEqual({ verdict: 'path_unmounted' });
  },
);

it('knows a plain folder beside the mount points, where people keep such', async () => {
  const fs = new FakeFs();
  fs.file('/mnt/plain/file');
  fs.file('/Volumes/left-behind/file');
  const guard = (platform: 'linux' | 'darwin') =>
    createPathGuard({ personHome: '/', roots: ['/mnt/plain', '/Volumes/left-behind'], platform, fs });
  expect((await verdictOf(guard('linux'), '/mnt/plain/x')).verdict).toBe('in');
  expect((await verdictOf(guard('darwin'), '/Volumes/left-behind/x')).verdict).toBe('path_unmounted');
});

it('refuses to write to a file with other names, and to what is no file, unless told', async () => {
  await using t = await tree();
  for (const name of ['hard', 'hard-inside', 'file']) {
    expect((await verdictOf(t.guard, name, { write: true })).verdict).toBe('path_outside');
    expect((await verdictOf(t.guard, name)).verdict).toBe('in');
    expect((await verdictOf(t.guard, name, { write: true, acceptHardLinks: true })).verdict).toBe('in');
  }
  expect((await verdictOf(t.guard, 'a/file', { write: true })).verdict).toBe('in');
  const guarded = await t.guard.resolve('hard');
  await expect(t.guard.openGuarded(guarded, WRITE)).rejects.toMatchObject({ code: 'path_outside' });
  expect(await readFile(join(t.path, 'out/file'), 'utf8')).toBe('original');
  const accepted = await t.guard.resolve('hard-inside', { write: true, acceptHardLinks: true });
  await using handle = await t.guard.openGuarded(accepted, WRITE);
  await handle.writeFile('new');
  const fs = new FakeFs();
  fs.folder('/srv');
  fs.pipe('/srv/pipe');
  const guard = createPathGuard({ personHome: '/', roots: ['/srv'], fs });
  expect((await verdictOf(guard, '/srv/pipe', { write: true })).verdict).toBe('path_invalid');
});

it('contains nothing in a root that is not there, until it is', async () => {
  await using t = await tree();
  const later = join(t.root, '../later/folder');
  const guard = createPathGuard({ personHome: join(t.path, 'home'), roots: [later, 'relative', '~x', ''] });
  expect((await verdictOf(guard, `${later}/x`)).verdict).toBe('in');
  expect((await verdictOf(guard, join(t.path, 'home/later'))).verdict).toBe('path_outside');
  expect((await verdictOf(guard, `${later}er/x`)).verdict).toBe('path_outside');
  expect((await verdictOf(guard, `${t.root}/a`)).verdict).toBe('path_outside');
  await mkdir(later, { recursive: true });
  expect((await verdictOf(guard, `${later}/x`)).verdict).toBe('in');
  expect((await verdictOf(createPathGuard({ personHome: '/', roots: [] }), t.root)).verdict).toBe(
    'path_outside',
  );
});

describe('at use', () => {
  it('notices what was swapped since', async () => {
    await using t = await tree();
    const swaps: [string, () => Promise<unknown>][] = [
      // Another folder of the same name.
      [
        'a/b',
        async () => {
          await rename(join(t.root, 'a/b'), join(t.root, 'a/b2'));
          await mkdir(join(t.root, 'a/b'));
        },
      ],
      // A link out in the place of a folder.
      [
        'a/b2/c',
        async () => {
          await rename(join(t.root, 'a'), join(t.root, 'moved'));
          await symlink(join(t.path, 'out'), join(t.root, 'a'));
        },
      ],
      // A link that was followed now leads elsewhere, but still inside.
      [
        'to-abs-a2/x',
        async () => {
          await unlink(join(t.root, 'to-abs-a2'));
          await symlink(join(t.root, 'moved'), join(t.root, 'to-abs-a2'));
        },
      ],
      // A file that was removed, or replaced.
      ['moved/file', () => rm(join(t.root, 'moved/file'))],
      [
        'to-file',
        async () => {
          await writeFile(join(t.root, 'file2'), 'another');
          await rename(join(t.root, 'file2'), join(t.root, 'file'));
        },
      ],
      // A link where nothing was.
      ['not-yet', () => symlink(join(t.path, 'out/made'), join(t.root, 'not-yet'))],
    ];
    await symlink(join(t.root, 'ünï'), join(t.root, 'to-abs-a2'));
    for (const [path, swap] of swaps) {
      const guarded = await t.guard.resolve(path);
      await t.guard.recheck(guarded);
      await swap();
      const said = await t.guard.recheck(guarded).then(
        () => 'nothing',
        (error: LukaError) => error.code,
      );
      expect([path, said]).toEqual([path, expect.stringMatching(/^path_(changed|outside)$/)]);
      if (path === 'to-abs-a2/x') continue;
      const opened = await t.guard.openGuarded(guarded, path === 'a/b' ? O_RDONLY : WRITE).then(
        (handle) => handle.close().then(() => 'opened'),
        (error: LukaError) => error.code,
      );
      expect([path, opened]).toEqual([path, 'path_changed']);
    }
    expect(existsSync(join(t.path, 'out/made'))).toBe(false);
    expect(existsSync(join(t.path, 'out/c'))).toBe(false);
  });

  it('opens for reading, for writing anew, for adding, and what is to be made', async () => {
    await using t = await tree();
    const put = async (path: string, flags: number, text: string) => {
      await using handle = await t.guard.openGuarded(await t.guard.resolve(path), flags, 0o600);
      await handle.writeFile(text);
    };
    await put('to-a/file', WRITE, 'longer than before');
    await put('to-a/file', WRITE, 'short');
    await put('to-a/file', O_WRONLY | constants.O_APPEND, '+');
    await put('made', WRITE | constants.O_EXCL, 'made');
    await using handle = await t.guard.openGuarded(await t.guard.resolve('a/file'), O_RDONLY);
    expect(await handle.readFile('utf8')).toBe('short+');
    expect(await readFile(join(t.root, 'made'), 'utf8')).toBe('made');
    await expect(put('made', WRITE | constants.O_EXCL, '')).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(put('no/such', WRITE, '')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(put('a', O_WRONLY, '')).rejects.toMatchObject({ code: 'EISDIR' });
    await link(join(t.path, 'out/deep/file'), join(t.root, 'late-link'));
    await expect(put('late-link', WRITE, '')).rejects.toMatchObject({ code: 'path_outside' });
    expect(await readFile(join(t.path, 'out/deep/file'), 'utf8')).toBe('original');
  });

  it('makes folders that are granted but not there yet, and none through a link', async () => {
    await using t = await tree();
    const made = await t.guard.makeGuardedFolder(await t.guard.resolve('new/deep/er'), 0o700);
    expect(made).toMatchObject({ real: join(t.root, 'new/deep/er'), exists: true });
    expect(existsSync(made.real)).toBe(true);
    expect(await t.guard.makeGuardedFolder(made)).toEqual(made);
    const guarded = await t.guard.resolve('other/x');
    await symlink(join(t.path, 'out'), join(t.root, 'other'));
    await expect(t.guard.makeGuardedFolder(guarded)).rejects.toMatchObject({ code: 'path_changed' });
    expect(existsSync(join(t.path, 'out/x'))).toBe(false);
    const file = await t.guard.resolve('file');
    await expect(t.guard.makeGuardedFolder(file)).rejects.toMatchObject({ code: 'path_changed' });
  });
});

it('is quick: a path is judged in a millisecond or so', async () => {
  await using t = await tree();
  const start = performance.now();
  for (let n = 0; n < 200; n += 1) await t.guard.resolve('a/b/c/new', { write: true });
  // A bound for a machine that is busy with other things.
  expect((performance.now() - start) / 200).toBeLessThan(20);
});
