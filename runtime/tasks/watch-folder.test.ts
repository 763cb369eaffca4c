import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFolder, type FolderWatch, type OnChanged } from './watch-folder.ts';

let folder: string;
let watch: FolderWatch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-watch-'));
});
afterEach(async () => {
  await watch?.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each([
  ['each folder by itself', (path: string, onChanged: OnChanged) => watchFolder(path, onChanged, 'linux')],
  ['the whole tree at once', (path: string, onChanged: OnChanged) => watchFolder(path, onChanged, 'darwin')],
])('%s', (_, start) => {
  it('sees what happens in a folder that is made later', async () => {
    const seen = new Set<string>();
    watch = await start(folder, (names) => names?.forEach((name) => seen.add(name)));
    await mkdir(join(folder, 'lib'));
    await vi.waitFor(() => expect(seen).toContain('lib'), 10_000);
    await vi.waitFor(async () => {
      await writeFile(join(folder, 'lib', 'deep.mjs'), 'x');
      expect(seen).toContain(join('lib', 'deep.mjs'));
    }, 10_000);
    await rm(join(folder, 'lib'), { recursive: true });
    await writeFile(join(folder, 'after.yaml'), 'x');
    await vi.waitFor(() => expect(seen).toContain('after.yaml'), 10_000);
  });

  it('names what changed, relative to the folder, and stays out of node_modules', async () => {
    const seen = new Set<string>();
    await mkdir(join(folder, 'node_modules'));
    watch = await start(folder, (names) => names?.forEach((name) => seen.add(name)));
    await writeFile(join(folder, 'node_modules', 'dependency.mjs'), 'x');
    await writeFile(join(folder, 'a.yaml'), 'x');
    await vi.waitFor(() => expect(seen).toContain('a.yaml'), 10_000);
    await rm(join(folder, 'a.yaml'));
    await writeFile(join(folder, 'b.yaml'), 'x');
    await vi.waitFor(() => expect(seen).toContain('b.yaml'), 10_000);
    expect([...seen].filter((name) => name.includes('dependency'))).toEqual([]);
  });
});

describe('a folder reached through a link', () => {
  it('has the same names', async () => {
    const seen: string[] = [];
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    watch = await watchFolder(join(folder, 'link'), (names) => seen.push(...(names ?? [])));
    await writeFile(join(folder, 'real', 'a.yaml'), 'x');
    await vi.waitFor(() => expect(seen).toContain('a.yaml'), 10_000);
  });

  it('that does not exist is an error, not silence', async () => {
    await expect(watchFolder(join(folder, 'none'), () => undefined)).rejects.toThrow('ENOENT');
  });
});
