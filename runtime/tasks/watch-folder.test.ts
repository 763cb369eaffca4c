import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchFolder, watchWithNode, type FolderWatch, type OnChanged } from './watch-folder.ts';

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
  ['the native watcher', watchFolder],
  ["Node's own watcher", async (path: string, onChanged: OnChanged) => watchWithNode(path, onChanged)],
])('%s', (_, start) => {
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
