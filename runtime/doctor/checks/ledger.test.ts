import { open, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { noteBackup } from '../../backup/last-backup.ts';
import { chainHash, GENESIS } from '../../governance/audit/chain.ts';
import { MIGRATIONS } from '../../store/migrations/index.ts';
import { DAY, isTold, NOW, soundHome, told } from '../testing.ts';
import { auditCheck } from './audit.ts';
import { backupCheck } from './backup.ts';
import { clockCheck } from './clock.ts';
import { knowledgeCheck } from './knowledge.ts';
import { ledgerCheck } from './ledger.ts';
import { logsCheck } from './logs.ts';
import { retentionCheck } from './retention.ts';

/** Bytes of a page somewhere in the middle become others. */
async function damage(file: string): Promise<void> {
  const { size } = await stat(file);
  await using handle = await open(file, 'r+');
  for (let at = 8_192; at < size; at += 4_096) await handle.write(Buffer.alloc(2_048, 0xa5), 0, 2_048, at);
}

describe('ledger', () => {
  it('is well when new, when used, and read in full', async () => {
    await using it = await soundHome();
    expect((await it.look(ledgerCheck)).note).toContain('none yet');
    it.run(1, 'succeeded', NOW);
    expect(told(await it.look(ledgerCheck))).toEqual([]);
    expect(told(await it.look(ledgerCheck, {}, true))).toEqual([]);
  });

  it('with damaged pages is an error', async () => {
    await using it = await soundHome();
    it.ledger().exec('begin');
    for (let id = 1; id <= 200; id += 1) it.run(id, 'succeeded', NOW);
    it.ledger().exec('commit');
    it.closeLedger();
    await damage(it.layout.database);
    const seen = await it.look(ledgerCheck);
    expect(told(seen)).toEqual([`error ${it.layout.database}`]);
    expect(isTold(seen)).toBe(true);
  });

  it('that is no database is an error', async () => {
    await using it = await soundHome();
    await writeFile(it.layout.database, 'words and nothing but words '.repeat(400));
    expect(told(await it.look(ledgerCheck))).toEqual([`error ${it.layout.database}`]);
  });

  it('of a newer Luka is an error, of an older one good to know', async () => {
    await using it = await soundHome();
    it.ledger().exec(`pragma user_version = ${MIGRATIONS.length + 1}`);
    expect(told(await it.look(ledgerCheck))).toEqual([`error ${it.layout.database} (schema)`]);
    it.ledger().exec(`pragma user_version = ${MIGRATIONS.length - 1}`);
    expect(told(await it.look(ledgerCheck))).toEqual([`info ${it.layout.database} (schema)`]);
  });

  it('with rows that point nowhere is found in full only', async () => {
    await using it = await soundHome();
    it.run(1, 'succeeded', NOW);
    it.ledger().exec(`pragma foreign_keys = off; delete from definitions`);
    expect(told(await it.look(ledgerCheck))).toEqual([]);
    const seen = await it.look(ledgerCheck, {}, true);
    expect(told(seen)).toEqual([`error ${it.layout.database} (rows)`]);
    expect(seen.findings[0]?.evidence).toEqual(['1 of runs point to definitions that are not there']);
  });

  it('whose write-ahead log is never moved is told of', async () => {
    await using it = await soundHome();
    it.run(1, 'succeeded', NOW);
    // Behind the frames that count: SQLite stops at the first that is none. Sparse, so that it takes no room.
    await truncate(`${it.layout.database}-wal`, 300_000_000);
    expect(told(await it.look(ledgerCheck))).toEqual([`warning ${it.layout.database}-wal`]);
  });
});

describe('audit', () => {
  async function withRows() {
    const home = await soundHome();
    let hash = GENESIS;
    for (const seq of [1, 2, 3]) {
      const body = JSON.stringify({ seq, at: new Date(NOW).toISOString() });
      hash = chainHash(hash, body);
      home
        .ledger()
        .prepare(
          `insert into audit (seq, body, hash, at, action, actor) values (?, ?, ?, ?, 'freeze.on', 'you')`,
        )
        .run(seq, body, hash, NOW);
    }
    await writeFile(home.layout.auditHead, JSON.stringify({ seq: 3, hash }), { mode: 0o600 });
    return home;
  }

  it('whose chain is whole is well', async () => {
    await using it = await withRows();
    expect(await it.look(auditCheck, {}, true)).toEqual({ findings: [], note: '3 rows, the chain is whole' });
    expect((await it.look(auditCheck)).note).toContain('--full');
  });

  it('with a row that was changed, taken out or cut off is an error', async () => {
    for (const sql of [
      `update audit set body = replace(body, '2026', '2025') where seq = 2`,
      'delete from audit where seq = 2',
      'delete from audit where seq = 3',
    ]) {
      await using it = await withRows();
      // Whoever can write the file can take the guards off, too.
      for (const { name } of it
        .ledger()
        .prepare(`select name from sqlite_master where type = 'trigger' and tbl_name = 'audit'`)
        .all())
        it.ledger().exec(`drop trigger ${String(name)}`);
      it.ledger().exec(sql);
      const seen = await it.look(auditCheck, {}, true);
      expect(told(seen)).toEqual(['error audit']);
    }
  });
});

describe('index of knowledge', () => {
  it('that is damaged is set aside, and not while Luka runs', async () => {
    await using it = await soundHome();
    expect(told(await it.look(knowledgeCheck))).toEqual([]);
    const db = new DatabaseSync(it.layout.knowledge);
    db.exec('create table t (a); create index i on t (a)');
    db.exec('begin');
    for (let n = 0; n < 2_000; n += 1) db.prepare('insert into t values (?)').run(`row ${n}`.repeat(5));
    db.exec('commit');
    db.close();
    expect(told(await it.look(knowledgeCheck))).toEqual([]);
    await damage(it.layout.knowledge);
    const running = { pid: 1, version: '1', host: 'headless', apiUrl: '', uiUrl: '' };
    expect((await it.look(knowledgeCheck, { running })).findings[0]).not.toHaveProperty('mend');
    expect(told(await it.look(knowledgeCheck))).toEqual([`warning ${it.layout.knowledge}`]);
    expect(told(await it.mended(knowledgeCheck))).toEqual([]);
    expect(
      (await readdir(it.layout.root)).filter((name) => name.startsWith('knowledge.db.corrupt-')),
    ).toHaveLength(1);
  });
});

describe('logs', () => {
  it('and rows that belong together are well', async () => {
    await using it = await soundHome();
    it.run(1, 'succeeded', NOW - DAY);
    await it.log(1);
    expect(told(await it.look(logsCheck))).toEqual([]);
  });

  it('without rows, and rows without logs that are not old yet, are found', async () => {
    await using it = await soundHome();
    it.run(1, 'succeeded', NOW - DAY);
    it.run(2, 'failed', NOW - 400 * DAY);
    it.run(3, 'cancelled');
    await it.log(9, 5_000);
    const seen = await it.look(logsCheck);
    expect(told(seen)).toEqual(['info without rows', 'warning without logs']);
    expect(seen.findings[1]?.evidence).toEqual(['runs #1']);
    expect(seen.findings[0]?.evidence[0]).toContain('runs #9');
  });
});

describe('clock', () => {
  it('behind the newest entry, or before there was a Luka, is told of', async () => {
    await using it = await soundHome();
    it.event(NOW - 5_000);
    expect(told(await it.look(clockCheck))).toEqual([]);
    it.event(NOW + 3 * DAY);
    const back = await it.look(clockCheck);
    expect(told(back)).toEqual(['warning clock']);
    expect(back.findings[0]?.message).toContain('3 d 0 h behind');
    expect(told(await it.look(clockCheck, { now: 5_000 }))).toEqual(['error clock']);
  });
});

describe('retention', () => {
  const running = { pid: 1, version: '1', host: 'headless', apiUrl: '', uiUrl: '' };

  it('that keeps up is well, and is given two weeks where Luka seldom runs for a day', async () => {
    await using it = await soundHome();
    it.event(NOW - 30 * DAY);
    it.event(NOW - 3 * DAY);
    expect(told(await it.look(retentionCheck, { running }))).toEqual([]);
    await using rare = await soundHome();
    rare.event(NOW - 40 * DAY);
    rare.event(NOW - 1_000);
    expect(told(await rare.look(retentionCheck, { running }))).toEqual([]);
  });

  it('that does not is told of: old events, and more logs than are kept', async () => {
    await using it = await soundHome();
    it.event(NOW - 40 * DAY);
    it.event(NOW - 3 * DAY);
    const seen = await it.look(retentionCheck, { running });
    expect(told(seen)).toEqual(['warning events']);
    expect(isTold(seen)).toBe(true);
    await writeFile(it.layout.settings, JSON.stringify({ retention: { logBytes: 10_000_000 } }), {
      mode: 0o600,
    });
    await it.log(1);
    await truncate(join(it.layout.logs, '0', '1', '1.out'), 16_000_000);
    expect(told(await it.look(retentionCheck, { running }))).toEqual(['warning events', 'warning logs']);
  });
});

describe('backup', () => {
  it('is asked for once there is something to lose, and again when it is old', async () => {
    await using it = await soundHome();
    it.ledger();
    expect(told(await it.look(backupCheck))).toEqual([]);
    it.run(1, 'succeeded', NOW);
    expect(told(await it.look(backupCheck))).toEqual(['info backup']);
    const file = join(it.folder, 'elsewhere.tar.gz');
    await writeFile(file, 'x');
    await noteBackup(it.layout, { at: new Date(NOW - DAY).toISOString(), file, bytes: 1 });
    expect(told(await it.look(backupCheck))).toEqual([]);
    await noteBackup(it.layout, { at: new Date(NOW - 50 * DAY).toISOString(), file, bytes: 1 });
    const old = await it.look(backupCheck);
    expect(told(old)).toEqual(['warning backup']);
    expect(old.findings[0]?.message).toContain('50 days');
  });

  it('that was noted and is gone does not count; one in the home does', async () => {
    await using it = await soundHome();
    it.run(1, 'succeeded', NOW);
    await noteBackup(it.layout, { at: new Date(NOW).toISOString(), file: join(it.folder, 'gone'), bytes: 1 });
    expect(told(await it.look(backupCheck))).toEqual(['warning backup']);
    const folder = join(it.layout.root, 'backups');
    await mkdir(folder);
    await writeFile(join(folder, 'luka-x.tar.gz'), 'x');
    await utimes(join(folder, 'luka-x.tar.gz'), NOW / 1_000, NOW / 1_000);
    expect(told(await it.look(backupCheck))).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
