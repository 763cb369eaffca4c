/** Backups that lie in the home they are made of: none is in another, and a restore loses none. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { create } from 'tar';
import { expect, it } from 'vitest';
import { openHome } from '../home/open-home.ts';
import { migrate } from '../store/open-database.ts';
import { temporaryFolder } from '../testing.ts';
import { filesBelow } from './home-parts.ts';
import { isOwnArchive } from './own-archives.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const NOW = new Date('2026-11-29T12:00:00Z');

async function place() {
  const folder = await temporaryFolder();
  const layout = await openHome(join(folder.path, 'home'));
  const db = new DatabaseSync(layout.database);
  migrate(db);
  db.close();
  // Not smaller when packed, so that a backup within a backup is seen in its size.
  await writeFile(join(layout.reports, 'week.bin'), randomBytes(300_000));
  await writeFile(join(layout.tasks, 'one.yaml'), 'steps:\n  - run: echo one\n');
  await mkdir(layout.secrets.folder, { recursive: true });
  await writeFile(join(layout.secrets.folder, 'API_KEY'), 'sealed');
  await writeFile(layout.secrets.key, 'key');
  await mkdir(join(layout.logs, '0'), { recursive: true });
  await writeFile(join(layout.logs, '0', '1.log'), 'hello');
  await mkdir(layout.backups, { recursive: true });
  await writeFile(join(layout.backups, 'crontab-20260301T090000Z'), '* * * * * true\n');
  return {
    layout,
    folder: folder.path,
    async backup(to: string, more: { secrets?: boolean; logs?: boolean; kind?: 'export' } = {}) {
      const file = join(layout.root, to);
      const wanted = { kind: 'backup' as const, secrets: false, logs: false, ...more };
      const { manifest, bytes } = await writeBackup(layout, { ...wanted, to: file, now: NOW });
      return { bytes, paths: manifest.files.map(({ path }) => path) };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const inside = (paths: readonly string[], part: string): string[] =>
  paths.filter((path) => path.startsWith(part));

it('a backup in the home has none of those before it, so none of their secrets and logs, and does not grow', async () => {
  await using it = await place();
  await it.backup('backups/luka-2026-11-29T12-00-00.tar.gz', { secrets: true, logs: true });
  const second = await it.backup('backups/luka-2026-11-29T12-00-01.tar.gz');
  const third = await it.backup('backups/luka-2026-11-29T12-00-02.tar.gz');
  for (const { paths } of [second, third]) {
    expect(inside(paths, 'backups/')).toEqual(['backups/crontab-20260301T090000Z']);
    expect([...inside(paths, 'secrets/'), ...inside(paths, 'logs/')]).toEqual([]);
    expect(paths).toContain('reports/week.bin');
  }
  expect(Math.abs(third.bytes - second.bytes)).toBeLessThan(100);
  expect(second.bytes).toBeLessThan(400_000);
});

it('an archive is known by what is in it, whatever it is called and wherever it lies; others are kept', async () => {
  await using it = await place();
  await it.backup('reports/friday', { secrets: true });
  await it.backup('tasks/mine.tgz', { kind: 'export' });
  await copyFile(join(it.layout.root, 'reports/friday'), join(it.layout.backups, 'import-x.tar.gz'));
  const other = join(it.layout.reports, 'luka-of-mine.tar.gz');
  await writeFile(join(it.folder, 'manifest.json'), '{"name": "an extension of a browser"}');
  await create({ file: other, cwd: it.folder, gzip: true }, ['manifest.json']);
  await writeFile(join(it.layout.reports, 'cut.gz'), Buffer.from([0x1f, 0x8b]));
  await writeFile(join(it.layout.reports, 'no.gz'), Buffer.from([0x1f, 0x8b, 1, 2, 3, 4]));
  const { paths } = await it.backup('reports/saturday');
  expect(inside(paths, 'reports/')).toEqual([
    'reports/cut.gz',
    'reports/luka-of-mine.tar.gz',
    'reports/no.gz',
    'reports/week.bin',
  ]);
  expect([...inside(paths, 'tasks/'), ...inside(paths, 'backups/')]).toEqual([
    'tasks/one.yaml',
    'backups/crontab-20260301T090000Z',
  ]);
});

it('one of its own name in the folder of backups is passed over, even where it is damaged', async () => {
  await using it = await place();
  const damaged = 'luka-2026-11-29T12-00-00.tar.gz';
  await writeFile(join(it.layout.backups, damaged), 'no archive any more');
  await writeFile(join(it.layout.reports, damaged), 'a text of a person');
  const { paths } = await it.backup('reports/now.tar.gz');
  expect(paths.filter((path) => path.endsWith(damaged))).toEqual([`reports/${damaged}`]);
});

it('the target and the folder it is made in are never part of it, nor what a crash left of one', async () => {
  await using it = await place();
  const left = join(it.layout.reports, '.luka-backup-AbC123', 'secrets.key');
  await mkdir(dirname(left));
  await writeFile(left, 'key');
  const { paths } = await it.backup('reports/deep/here.tar.gz');
  expect(inside(paths, 'reports/')).toEqual(['reports/week.bin']);
  expect(await readdir(join(it.layout.reports, 'deep'))).toEqual(['here.tar.gz']);
  const target = join(it.layout.reports, 'deep');
  expect(await filesBelow(it.layout.reports, [target])).toEqual([join(it.layout.reports, 'week.bin')]);
  expect(await filesBelow(target, [target])).toEqual([]);
});

it('a restore from the folder of backups keeps every archive that was there, in the restored home too', async () => {
  await using it = await place();
  const [first, second, mine] = [
    'luka-2026-11-29T12-00-00.tar.gz',
    'luka-2026-11-29T12-00-01.tar.gz',
    'mine',
  ];
  await it.backup(`backups/${first}`, { secrets: true });
  await it.backup(`backups/${second}`);
  await it.backup(`backups/older/${mine}`);
  await writeFile(join(it.layout.backups, 'crontab-20270101T000000Z'), 'newer than the backup\n');
  const bytes = await readFile(join(it.layout.backups, first));
  const { before = '' } = await restoreBackup(it.layout.root, join(it.layout.backups, second), NOW);
  expect((await readdir(it.layout.backups)).toSorted()).toEqual([
    'crontab-20260301T090000Z',
    first,
    second,
    'older',
  ]);
  expect(existsSync(join(before, 'backups', 'crontab-20270101T000000Z'))).toBe(true);
  await rm(before, { recursive: true });
  expect(await readFile(join(it.layout.backups, first))).toEqual(bytes);
  expect(await isOwnArchive(it.layout, join(it.layout.backups, 'older', mine))).toBe(true);
  expect((await stat(join(it.layout.backups, first))).mode & 0o777).toBe(0o600);
});

it('what is gone, a folder and an empty file are no archives', async () => {
  await using it = await place();
  await writeFile(join(it.layout.reports, 'empty'), '');
  for (const name of ['none', 'empty', '.'])
    expect(await isOwnArchive(it.layout, join(it.layout.reports, name))).toBe(false);
});
