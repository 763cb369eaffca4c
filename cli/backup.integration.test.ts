/** `luka backup`, `restore`, `export` and `import` of it: real processes, and a Luka that works meanwhile. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type Client } from '#shared/http/client.ts';
import { readBackup } from '#runtime/backup/read-backup.ts';
import { LukaBench, type StartedLuka } from './spawn-luka.ts';

const RUNS = 1_000;
let bench: LukaBench;
let luka: StartedLuka;
let client: Client;

beforeAll(async () => {
  bench = await LukaBench.create();
  const tasks = join(bench.home, 'tasks');
  await mkdir(tasks, { recursive: true, mode: 0o700 });
  await mkdir(bench.home, { recursive: true, mode: 0o700 });
  await writeFile(join(bench.home, '.luka-home'), '{"version":1}');
  await writeFile(join(bench.home, 'settings.json'), '{"maxRunning":8}');
  await writeFile(join(tasks, 'system-report.yaml'), 'steps:\n  - run: echo report\n');
  await writeFile(join(tasks, 'tick.yaml'), 'concurrency: 8\nsteps:\n  - argv: ["/bin/true"]\n');
  const { chmod } = await import('node:fs/promises');
  await chmod(bench.home, 0o700);
  luka = await bench.up();
  const token = (await readFile(join(bench.home, 'token'), 'utf8')).trim();
  client = createClient({ baseUrl: luka.apiUrl, fetch: (url, init) => fetch(url, init), token: () => token });
});
afterAll(() => bench.end());

/** Not all at once: more connections than Luka takes. */
async function askForRuns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 25)
    await Promise.all(
      Array.from({ length: 25 }, () => client.runTask({ params: { task: 'tick' }, body: {} })),
    );
}

/** Every row of every table, as they lie there. */
function rowsOf(file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table' order by name").all() as {
      name: string;
    }[];
    return Object.fromEntries(
      tables.map(({ name }) => [name, db.prepare(`select * from "${name}"`).all()] as const),
    );
  } finally {
    db.close();
  }
}

describe('a backup that is made while a thousand runs write', () => {
  it('is of one moment, and its restore gives the same rows', async () => {
    const asking = askForRuns(RUNS);
    await expect
      .poll(async () => (await client.listRuns({ query: { limit: 1 } })).runs[0]?.id ?? 0, {
        timeout: 60_000,
      })
      .toBeGreaterThan(100);
    const file = bench.file('busy.tar.gz');
    const { counts } = await bench.json<{ counts: { runs: number } }>('backup', file);
    await asking;
    const after = await client.listRuns({ query: { limit: 1 } });
    expect(counts.runs).toBeGreaterThanOrEqual(100);
    expect(after.runs[0]?.id).toBeGreaterThanOrEqual(RUNS);

    const unpacked = bench.file('unpacked');
    await readBackup(file, unpacked);
    const rows = rowsOf(join(unpacked, 'luka.db'));
    expect(rows['runs']).toHaveLength(counts.runs);
    // Of one moment: no event of a run that is not in it.
    const ids = new Set(rows['runs']?.map((row) => (row as { id: number }).id));
    for (const { run } of rows['events'] as { run: number | null }[])
      if (run !== null) expect(ids.has(run)).toBe(true);

    const other = bench.file('other-home');
    const { code, err } = await bench.run('--home', other, 'restore', file, '--yes');
    expect([code, err]).toEqual([0, expect.stringContaining('frozen')]);
    expect(rowsOf(join(other, 'luka.db'))).toEqual(rows);
  }, 300_000);

  it('is checked without changing anything, and a flipped byte is told', async () => {
    const file = bench.file('busy.tar.gz');
    expect((await bench.run('restore', file, '--check')).out).toMatch(/^whole: the backup of /);
    const bytes = await readFile(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    const flipped = bench.file('flipped.tar.gz');
    await writeFile(flipped, bytes);
    const { code, err } = await bench.run('restore', flipped, '--check');
    expect([code, err]).toEqual([65, expect.stringContaining('backup_damaged: ')]);
  }, 30_000);

  it('is not restored over a Luka that runs', async () => {
    const { code, err } = await bench.run('restore', bench.file('busy.tar.gz'), '--yes');
    expect([code, err]).not.toEqual([0, '']);
    expect(err).toContain('already_running');
  }, 30_000);

  it('restored, is a Luka that starts nothing until it is thawed', async () => {
    const other = bench.file('other-home');
    const restored = await bench.up('--home', other);
    const token = (await readFile(join(other, 'token'), 'utf8')).trim();
    const there = createClient({
      baseUrl: restored.apiUrl,
      fetch: (url, init) => fetch(url, init),
      token: () => token,
    });
    expect((await there.getPolicy()).paused).toBe(true);
    expect((await there.verifyAudit()).ok).toBe(true);
    expect((await there.getStatus()).counts.running).toBe(0);
    await there.thaw({ body: {} });
    await bench.run('--home', other, 'down');
  }, 60_000);
});

describe('an export', () => {
  it('brings tasks to another home: shown first, then added; what is there is left, or kept and replaced', async () => {
    const file = bench.file('tasks.tar.gz');
    await bench.json('export', file);
    await writeFile(join(bench.home, 'tasks', 'tick.yaml'), 'title: Mine now\nsteps:\n  - run: echo mine\n');
    const plan = await bench.json<{ files: { path: string; state: string }[] }>('import', file);
    expect(plan.files).toContainEqual({ path: 'tasks/tick.yaml', state: 'other' });
    expect(plan.files).toContainEqual({ path: 'tasks/system-report.yaml', state: 'same' });
    const left = await bench.json<{ left: string[] }>('import', file, '--apply');
    expect(left.left).toEqual(['tasks/tick.yaml']);
    expect(await readFile(join(bench.home, 'tasks', 'tick.yaml'), 'utf8')).toContain('Mine now');
    const done = await bench.json<{ replaced: string[]; kept: string }>(
      'import',
      file,
      '--apply',
      '--replace',
    );
    expect(done.replaced).toEqual(['tasks/tick.yaml']);
    expect(await readFile(join(done.kept, 'tasks', 'tick.yaml'), 'utf8')).toContain('Mine now');
    expect(await readFile(join(bench.home, 'tasks', 'tick.yaml'), 'utf8')).toContain('/bin/true');
  }, 60_000);

  it('brings settings, but no ports, where asked', async () => {
    const file = bench.file('settings.tar.gz');
    await bench.json('export', file);
    await client.updateSettings({ body: { maxRunning: 2 } });
    await bench.json('import', file, '--apply');
    expect((await client.getSettings()).maxRunning).toBe(2);
    await bench.json('import', file, '--apply', '--with-settings');
    expect((await client.getSettings()).maxRunning).toBe(8);
  }, 60_000);
});
