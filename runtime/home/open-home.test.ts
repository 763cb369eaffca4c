import { chmod, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeLayout } from './layout.ts';
import { findHome, openHome } from './open-home.ts';

let folder: string;
let root: string;
const umask = process.umask();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-home-'));
  root = join(folder, 'a', 'home');
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true, force: true });
});

const mode = async (file: string): Promise<number> => (await lstat(file)).mode & 0o777;

describe('openHome', () => {
  it.each([0o000, 0o022, 0o077])('makes everything for the owner only under umask %o', async (mask) => {
    process.umask(mask);
    const layout = await openHome(root);
    const folders = [root, layout.tasks, layout.modules, layout.reports, layout.logs, layout.scratch];
    for (const made of [...folders, ...Object.values(layout.queue)]) expect(await mode(made)).toBe(0o700);
    expect(await mode(layout.marker)).toBe(0o600);
    expect(JSON.parse(await readFile(layout.marker, 'utf8'))).toMatchObject({ version: 1 });
  });

  it('opens a home again without touching what is in it', async () => {
    const layout = await openHome(root);
    const marker = await readFile(layout.marker, 'utf8');
    await writeFile(join(layout.tasks, 'a.yaml'), 'x');
    await rm(layout.scratch, { recursive: true });
    await openHome(root);
    expect(await readFile(layout.marker, 'utf8')).toBe(marker);
    expect(await readFile(join(layout.tasks, 'a.yaml'), 'utf8')).toBe('x');
    expect(await mode(layout.scratch)).toBe(0o700);
  });

  it('survives many first starts at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => openHome(root)));
    expect(await mode(homeLayout(root).queue.inbox)).toBe(0o700);
  });

  it('takes an empty folder, also one that a file manager has looked into', async () => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await writeFile(join(root, '.DS_Store'), '');
    await expect(openHome(root)).resolves.toMatchObject({ root });
  });

  it('takes up a first start that died after the marker', async () => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await writeFile(homeLayout(root).marker, '');
    const layout = await openHome(root);
    expect(await mode(layout.tasks)).toBe(0o700);
  });

  it('refuses a folder that holds something else, and leaves it as it was', async () => {
    await mkdir(root, { recursive: true, mode: 0o700 });
    await writeFile(join(root, 'thesis.txt'), 'x');
    await expect(openHome(root)).rejects.toMatchObject({ code: 'home_not_ours' });
    await expect(lstat(homeLayout(root).tasks)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a home that others can enter and names the chmod', async () => {
    await openHome(root);
    for (const loose of [0o750, 0o701, 0o720, 0o777]) {
      await chmod(root, loose);
      await expect(openHome(root)).rejects.toMatchObject({
        code: 'home_loose',
        remedy: `run: chmod 700 '${root}'`,
      });
    }
  });

  it('refuses a home of another user', async () => {
    await openHome(root);
    const other = (process.getuid?.() ?? 0) + 1;
    await expect(openHome(root, { uid: other })).rejects.toMatchObject({ code: 'home_foreign' });
  });

  it('refuses a symbolic link, a dangling link and a file', async () => {
    await openHome(root);
    await symlink(root, join(folder, 'link'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
    await writeFile(join(folder, 'file'), '');
    for (const name of ['link', 'dangling', 'file'])
      await expect(openHome(join(folder, name))).rejects.toMatchObject({ code: 'home_not_ours' });
    await expect(lstat(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says so where the home cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const inside = join(folder, 'file', 'home');
    await expect(openHome(inside)).rejects.toMatchObject({
      code: 'home_unusable',
      message: expect.stringContaining(inside) as string,
    });
  });

  it('says so where a file stands in the place of one of its folders', async () => {
    const layout = await openHome(root);
    await rm(layout.logs, { recursive: true });
    await writeFile(layout.logs, '');
    await expect(openHome(root)).rejects.toMatchObject({ code: 'home_unusable' });
  });
});

describe('findHome', () => {
  it('makes nothing', async () => {
    await expect(findHome(root)).resolves.toBeUndefined();
    await expect(lstat(root)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('holds a home to the same rules', async () => {
    await openHome(root);
    await expect(findHome(root)).resolves.toMatchObject({ root });
    await chmod(root, 0o755);
    await expect(findHome(root)).rejects.toMatchObject({ code: 'home_loose' });
  });
});
