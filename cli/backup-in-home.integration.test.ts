/** `luka backup` without a name, and `luka restore` of what it made: the command itself, where no Luka runs. */
import { writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { readBackup } from '#runtime/backup/read-backup.ts';
import { openHome } from '#runtime/home/open-home.ts';
import { migrate } from '#runtime/store/open-database.ts';
import { LukaBench } from './spawn-luka.ts';

it('two in a row are apart, and say what is not in them', { timeout: 60_000 }, async () => {
  const bench = await LukaBench.create();
  try {
    const layout = await openHome(bench.home);
    const db = new DatabaseSync(layout.database);
    migrate(db);
    db.close();
    await writeFile(layout.token, 'the-token\n');
    await writeFile(layout.figures, 'no database, but long enough to be taken for one'.repeat(40));
    const first = await bench.json<{ file: string; leftOut: unknown }>('backup', '--secrets', '--logs');
    expect(first.file).toMatch(/\/backups\/luka-[\dT-]+\.tar\.gz$/);
    expect(first.leftOut).toEqual([
      { path: 'telemetry.db', why: expect.stringContaining('it is damaged (') as string },
    ]);
    // Within the same second or not.
    const { code, out, err } = await bench.run('backup');
    expect([code, err]).toEqual([0, expect.stringContaining('without telemetry.db: it is damaged (')]);
    const { files } = await readBackup(out.trim(), bench.file('out'));
    expect(files.map(({ path }) => path).filter((path) => /backups|token/.test(path))).toEqual([]);
    const restored = await bench.run('--home', bench.file('other'), 'restore', out.trim(), '--yes');
    expect([restored.code, restored.err]).toEqual([
      0,
      expect.stringContaining('telemetry.db was not in it: it is damaged ('),
    ]);
    expect((await bench.run('restore', first.file, '--check')).out).toMatch(/^whole: /);
  } finally {
    await bench.end();
  }
});
