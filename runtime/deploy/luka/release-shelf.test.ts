/** What a crash of a deployment leaves among the releases, and who takes it away. */
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { ReleaseShelf } from './release-shelf.ts';

it('all that is made to be renamed is told by its name, and dropped', async () => {
  await using folder = await temporaryFolder();
  const shelf = new ReleaseShelf(folder.path);
  // A folder stands where the link belongs: the rename cannot succeed.
  await mkdir(join(folder.path, 'current', 'in-the-way'), { recursive: true });
  await expect(shelf.switchTo('1.0.0-1')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|ENOTDIR/);
  expect(await readdir(folder.path)).toEqual(['current']);

  await mkdir(join(folder.path, '.staged-0123456789ab'));
  await writeFile(join(folder.path, '.staged-0123456789ab', 'file'), 'half');
  await symlink('1.0.0-1', join(folder.path, '.staged-ba9876543210'));
  await shelf.dropStaged();
  expect(await readdir(folder.path)).toEqual(['current']);
});

it('the link leads to the release, and a Node is kept whole', async () => {
  await using folder = await temporaryFolder();
  const shelf = new ReleaseShelf(folder.path);
  await shelf.switchTo('1.0.0-1');
  expect(await shelf.currentName()).toBe('1.0.0-1');
  await writeFile(join(folder.path, 'some-node'), 'a program');
  const kept = await shelf.keepNode(join(folder.path, 'some-node'), '24.0.0');
  expect(kept).toBe(join(folder.path, 'node-24.0.0', 'bin', 'node'));
  expect((await readdir(folder.path)).toSorted()).toEqual(['current', 'node-24.0.0', 'some-node']);
});
