import { appendFileSync, existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { create, extract } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { restoreNote } from '../home/finish-restore.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { takeLock } from '../home/lock.ts';
import { findHome, openHome } from '../home/open-home.ts';
import { migrate } from '../store/open-database.ts';
import { logFiles, newIndexFile } from '../runs/logs/log-files.ts';
import { readIndex, readLog } from '../runs/logs/log-reader.ts';
import { RunLog } from '../runs/logs/run-log.ts';
import { ManualClock, temporaryFolder } from '../testing.ts';
import { MANIFEST, type Manifest } from './manifest.ts';
import { readBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup, type WrittenBackup } from './write-backup.ts';

const NOW = new Date('2026-11-29T12:00:00Z');
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let layout: HomeLayout;
let made: WrittenBackup;
let count = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  layout = await openHome(join(folder.path, 'home'));
  await fill(layout);
  made = await writeBackup(layout, options());
});
afterAll(() => folder[Symbol.asyncDispose]());

const path = (name: string): string => join(folder.path, name);
const options = (more: object = {}) => ({
  kind: 'backup' as const,
  to: path(`b-${(count += 1)}.tar.gz`),
  now: NOW,
  logs: false,
  secrets: false,
  ...more,
});
const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error instanceof LukaError ? error.code : String(error)),
  );

async function fill(home: HomeLayout): Promise<void> {
  const db = new DatabaseSync(home.database);
  migrate(db);
  db.exec(`insert into events (at, type, data) values ('2026-01-01T00:00:00Z', 'system.started', '{}')`);
  db.close();
  await writeFile(join(home.tasks, 'one.yaml'), 'steps:\n  - run: echo one\n');
  await writeFile(home.policy, '# mine\nnetwork: false\n');
  await writeFile(home.token, 'the-token\n');
  await mkdir(home.secrets.folder, { recursive: true });
  await writeFile(join(home.secrets.folder, 'API_KEY'), 'sealed');
  await writeFile(home.secrets.key, 'key');
  await writeFile(join(home.scratch, 'x'), 'of the moment');
  await writeFile(home.knowledge, 'made anew');
  await mkdir(join(home.logs, '0'), { recursive: true });
  await writeFile(join(home.logs, '0', '1.log'), 'hello');
  await mkdir(join(home.releases.modules, 'greet', '1-abc'), { recursive: true });
  await writeFile(
    join(home.releases.modules, 'greet', '1-abc', 'greet.mjs'),
    'export const run_auto = () => 1;\n',
  );
  await symlink('../releases/modules/greet/1-abc/greet.mjs', join(home.modules, 'greet.mjs'));
}

describe('a backup', () => {
  it('holds what a person made and what happened; nothing of the moment, no secret that was not asked for', () => {
    const paths = made.manifest.files.map((file) => file.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'tasks/one.yaml',
        'modules/greet.mjs',
        'releases/modules/greet/1-abc/greet.mjs',
        'policy.yaml',
        'luka.db',
      ]),
    );
    for (const absent of [
      'secrets.key',
      'secrets/API_KEY',
      'token',
      'scratch/x',
      'knowledge.db',
      'logs/0/1.log',
      'luka.lock',
    ])
      expect(paths).not.toContain(absent);
  });

  it('has the secrets and the logs where asked', async () => {
    const { manifest } = await writeBackup(layout, options({ logs: true, secrets: true }));
    expect(manifest.files.map((file) => file.path)).toEqual(
      expect.arrayContaining(['secrets.key', 'secrets/API_KEY', 'token', 'logs/0/1.log']),
    );
  });

  it('has a log that was turned over as a whole, and passes over what is being written for it', async () => {
    const home = await openHome(path('turned'));
    await fill(home);
    const log = new RunLog(logFiles(home.logs, 1, 1), new ManualClock());
    const over = log.keepNewest(1_000);
    for (let line = 0; line < 30; line += 1) {
      log.write('out', Buffer.from(`line ${line}`.padEnd(59, '.').concat('\n')));
      await over.idle();
    }
    const live = await readLog(log, { limit: 1_000_000 });
    await writeFile(newIndexFile(log.files), 'half an in');
    const backup = await writeBackup(home, options({ logs: true }));
    const names = backup.manifest.files.map((file) => file.path).filter((name) => name.startsWith('logs/'));
    expect(names).toEqual(
      expect.arrayContaining([
        'logs/0/1/1.index',
        'logs/0/1/1.out',
        `logs/0/1/1.out.${log.index.generation}`,
      ]),
    );
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await mkdir(path('turned-back'));
    await extract({ file: backup.file, cwd: path('turned-back') });
    const files = logFiles(join(path('turned-back'), 'logs'), 1, 1);
    const page = await readLog(
      { files, index: await readIndex(files), complete: true },
      { limit: 1_000_000 },
    );
    expect(page.entries.map(({ at, text }) => [at, text])).toEqual(
      live.entries.map(({ at, text }) => [at, text]),
    );
    expect(page.entries[0]?.text).toMatch(/^the log before this /);
    log.close();
  });

  it('can be read by its owner alone, leaves nothing beside it, and never takes the place of another', async () => {
    expect((await stat(made.file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder.path)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await failure(writeBackup(layout, options({ to: made.file })))).toBe('backup_exists');
  });

  it('of a home whose ledger is damaged is refused, and leaves nothing', async () => {
    const home = await openHome(path('broken'));
    await writeFile(home.database, 'no database at all, but long enough to be taken for one'.repeat(40));
    const to = path('never.tar.gz');
    expect(await failure(writeBackup(home, options({ to })))).toBe('backup_ledger');
    expect(existsSync(to)).toBe(false);
  });

  it('that is an export has only what was written', async () => {
    const { manifest } = await writeBackup(layout, options({ kind: 'export' }));
    expect(manifest.files.map((file) => file.path).toSorted()).toEqual([
      'modules/greet.mjs',
      'policy.yaml',
      'releases/modules/greet/1-abc/greet.mjs',
      'tasks/one.yaml',
    ]);
    const to = path('elsewhere');
    expect(
      await failure(restoreBackup(to, (await writeBackup(layout, options({ kind: 'export' }))).file, NOW)),
    ).toBe('backup_unreadable');
    expect(existsSync(to)).toBe(false);
  });
});

describe('a restore', () => {
  it('into nothing makes the home as it was, frozen, for its owner only', async () => {
    const root = path('fresh');
    const { before } = await restoreBackup(root, made.file, NOW);
    expect(before).toBeUndefined();
    expect(await readFile(join(root, 'tasks/one.yaml'), 'utf8')).toContain('echo one');
    expect(await readFile(join(root, 'modules/greet.mjs'), 'utf8')).toContain('run_auto');
    expect(await readFile(join(root, 'policy.yaml'), 'utf8')).toBe('# mine\npaused: true\nnetwork: false\n');
    expect(existsSync(join(root, MANIFEST))).toBe(false);
    expect((await stat(root)).mode & 0o777).toBe(0o700);
    expect((await stat(join(root, 'luka.db'))).mode & 0o777).toBe(0o600);
    await openHome(root);
  });

  it('over a home keeps that home', async () => {
    const home = await openHome(path('over'));
    await writeFile(join(home.tasks, 'later.yaml'), 'steps:\n  - run: echo later\n');
    const { before } = await restoreBackup(home.root, made.file, NOW);
    expect(await readdir(home.tasks)).toEqual(['one.yaml']);
    expect(await readFile(join(before ?? '', 'tasks', 'later.yaml'), 'utf8')).toContain('later');
    expect((await readdir(folder.path)).filter((name) => /^over\.(restor)/.test(name))).toEqual([]);
  });

  it('is refused while Luka runs there, and changes nothing', async () => {
    const home = await openHome(path('running'));
    const lock = takeLock(home);
    expect(await failure(restoreBackup(home.root, made.file, NOW))).toBe('already_running');
    lock.release();
    expect(await readdir(home.tasks)).toEqual([]);
    expect((await readdir(folder.path)).filter((name) => name.startsWith('running.'))).toEqual([]);
  });

  it('that a crash broke off between its renames is ended by whoever opens the home', async () => {
    const root = path('crashed');
    const restored = `${root}.restored`;
    await readBackup(made.file, restored);
    await writeFile(restoreNote(root), JSON.stringify({ restored, before: `${root}.before` }));
    expect((await findHome(root))?.root).toBe(root);
    expect(await readdir(join(root, 'tasks'))).toEqual(['one.yaml']);
    expect(existsSync(restoreNote(root))).toBe(false);
  });

  it('that a crash broke off before it has lost nothing: the home that was is there, or comes back', async () => {
    const home = await openHome(path('kept'));
    const note = JSON.stringify({ restored: path('gone'), before: path('kept.before') });
    await writeFile(restoreNote(home.root), note);
    expect(await findHome(home.root)).toBeDefined();
    const moved = await openHome(path('kept.before'));
    await writeFile(join(moved.tasks, 'mine.yaml'), 'x');
    const lost = path('lost');
    await writeFile(restoreNote(lost), JSON.stringify({ restored: path('gone'), before: moved.root }));
    expect(await readdir((await openHome(lost)).tasks)).toEqual(['mine.yaml']);
  });
});

describe('a backup that is not as it was made', () => {
  it('is found out, wherever a byte was flipped', async () => {
    const whole = await readFile(made.file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ bits;
        const file = path(`flip-${(count += 1)}.tar.gz`);
        await writeFile(file, bytes);
        const manifest = await readBackup(file, path(`flip-${count}`)).catch((error: unknown) => {
          if (!(error instanceof LukaError)) throw error;
          expect(['backup_damaged', 'backup_unreadable']).toContain(error.code);
        });
        // The time and the system in the head of a gzip file say nothing of what is in it.
        if (manifest !== undefined) expect(manifest).toEqual(made.manifest);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is found out where the bytes within were flipped and packed again', async () => {
    const tar = gunzipSync(await readFile(made.file));
    const at = tar.indexOf('echo one');
    tar[at] = 0x58;
    const file = path('repacked.tar.gz');
    await writeFile(file, gzipSync(tar));
    await expect(readBackup(file, path('repacked'))).rejects.toThrow(
      'tasks/one.yaml in the backup has other bytes',
    );
  });

  it('is found out where it was cut short', async () => {
    const file = path('short.tar.gz');
    await writeFile(file, (await readFile(made.file)).subarray(0, 2_000));
    expect(await failure(readBackup(file, path('short')))).toMatch(/^backup_/);
  });

  /** Packs a folder with a manifest that fits it, changed by `change`. */
  async function forged(change: (folder: string, manifest: Manifest) => Promise<void>): Promise<string> {
    const name = `forged-${(count += 1)}`;
    const from = path(name);
    const manifest = await readBackup(made.file, from);
    await change(from, manifest);
    await writeFile(join(from, MANIFEST), JSON.stringify(manifest));
    const file = path(`${name}.tar.gz`);
    await create({ file, cwd: from, gzip: true }, ['.']);
    return failure(readBackup(file, path(`${name}-out`)));
  }

  it('is found out where a file was added, is missing, or a link leads out', async () => {
    expect(await forged(async () => undefined)).toBe('nothing');
    expect(await forged((from) => writeFile(join(from, 'tasks', 'evil.yaml'), 'x'))).toBe('backup_damaged');
    expect(
      await forged(async (_, manifest) => {
        manifest.files.push({ path: 'tasks/none.yaml', bytes: 1, sha256: '0'.repeat(64) });
      }),
    ).toBe('backup_damaged');
    expect(
      await forged(async (from, manifest) => {
        await symlink('../../../../etc/passwd', join(from, 'tasks', 'out.yaml'));
        manifest.files.push({ path: 'tasks/out.yaml', bytes: 0, link: '../../../../etc/passwd' });
      }),
    ).toBe('backup_damaged');
    expect(
      await forged(async (_, manifest) => {
        manifest.files.push({ path: '../outside', bytes: 1, sha256: '0'.repeat(64) });
      }),
    ).toBe('backup_damaged');
    expect(
      await forged(async (_, manifest) => {
        manifest.schema = 9_999;
      }),
    ).toBe('database_newer');
  });

  it('is none: another archive, another file, no file', async () => {
    const other = path('other.tar.gz');
    await create({ file: other, cwd: dirname(made.file), gzip: true }, ['home/tasks/one.yaml']);
    expect(await failure(readBackup(other, path('other')))).toBe('backup_unreadable');
    appendFileSync(path('text'), 'hello');
    expect(await failure(readBackup(path('text'), path('text-out')))).toMatch(/^backup_/);
    expect(await failure(readBackup(path('absent'), path('absent-out')))).toBe('backup_unreadable');
  });
});

it('the layout that a backup is made of has the ledger that a restore looks for', () => {
  expect(homeLayout('/x').database).toBe('/x/luka.db');
});
