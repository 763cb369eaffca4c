/** What should be in a backup and cannot: told in it, and no reason to have none. */
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openHome } from '../home/open-home.ts';
import { migrate } from '../store/open-database.ts';
import { Figures } from '../telemetry/figures/figures.ts';
import { temporaryFolder } from '../testing.ts';
import { readBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const NOW = new Date('2026-11-29T12:00:00Z');

async function place() {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const db = new DatabaseSync(layout.database);
  migrate(db);
  db.close();
  new Figures(layout.figures, NOW.getTime())[Symbol.dispose]();
  const to = join(folder.path, 'backup.tar.gz');
  return {
    layout,
    to,
    folder: folder.path,
    write: () => writeBackup(layout, { kind: 'backup', to, now: NOW, logs: false, secrets: false }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

// The magic of the file, the kind of its first page, and the kind of a page behind it.
it.each([0, 100, 4_096])(
  'figures with byte %i flipped are left out and told, and a restore makes them anew',
  async (at) => {
    await using it = await place();
    const bytes = await readFile(it.layout.figures);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(it.layout.figures, bytes);
    const { manifest } = await it.write();
    expect(manifest.leftOut).toEqual([
      {
        path: 'telemetry.db',
        why: expect.stringMatching(/^it is damaged \(.+\); Luka makes it anew/) as string,
      },
    ]);
    expect(manifest.files.map(({ path }) => path)).toContain('luka.db');
    expect(manifest.files.map(({ path }) => path)).not.toContain('telemetry.db');
    expect(await readBackup(it.to, join(it.folder, 'out'))).toEqual(manifest);
    const root = join(it.folder, 'other');
    await restoreBackup(root, it.to, NOW);
    using figures = new Figures(join(root, 'telemetry.db'), NOW.getTime());
    expect(figures.setAside).toBeUndefined();
  },
);

it('one with everything in it says of nothing that it is missing', async () => {
  await using it = await place();
  const { manifest } = await it.write();
  expect(manifest).not.toHaveProperty('leftOut');
  expect(manifest.files.map(({ path }) => path)).toContain('telemetry.db');
});

it('figures that cannot be read for another reason are no damage, and are not passed over', async () => {
  await using it = await place();
  await rm(it.layout.figures);
  await mkdir(it.layout.figures);
  await expect(it.write()).rejects.toMatchObject({ code: 'backup_ledger' });
});

it('a link out of the home is told and left out, one within it leads there in any home', async () => {
  await using it = await place();
  const { tasks, modules } = it.layout;
  const dotfile = join(it.folder, 'dotfile.yaml');
  await writeFile(dotfile, 'steps:\n  - run: echo out\n');
  await writeFile(join(tasks, 'real.yaml'), 'steps:\n  - run: echo real\n');
  await symlink(dotfile, join(tasks, 'absolute.yaml'));
  await symlink('../../dotfile.yaml', join(tasks, 'relative.yaml'));
  await symlink(join(tasks, 'real.yaml'), join(tasks, 'within.yaml'));
  await symlink('../tasks/real.yaml', join(modules, 'across.yaml'));
  const { manifest } = await it.write();
  expect(manifest.leftOut).toEqual([
    {
      path: 'tasks/absolute.yaml',
      why: `it is a link to ${dotfile}, which is not in the home: keep that by itself`,
    },
    {
      path: 'tasks/relative.yaml',
      why: 'it is a link to ../../dotfile.yaml, which is not in the home: keep that by itself',
    },
  ]);
  const root = join(it.folder, 'elsewhere', 'home');
  await restoreBackup(root, it.to, NOW);
  expect((await readdir(join(root, 'tasks'))).toSorted()).toEqual(['real.yaml', 'within.yaml']);
  expect(await realpath(join(root, 'tasks', 'within.yaml'))).toBe(join(root, 'tasks', 'real.yaml'));
  expect(await readlink(join(root, 'modules', 'across.yaml'))).toBe('../tasks/real.yaml');
});

it('a folder of the home that is a link is told, too', async () => {
  await using it = await place();
  const mine = join(it.folder, 'my-tasks');
  await rename(it.layout.tasks, mine);
  await symlink(mine, it.layout.tasks);
  const { manifest } = await it.write();
  expect(manifest.leftOut).toMatchObject([{ path: 'tasks' }]);
  await restoreBackup(join(it.folder, 'other'), it.to, NOW);
});
