import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERSON } from '#shared/nouns/role.ts';
import { systemClock } from '../../clock.ts';
import { Durability } from '../../store/durability.ts';
import { openDatabase } from '../../store/open-database.ts';
import { Store } from '../../store/store.ts';
import { temporaryFolder } from '../../testing.ts';
import { createAuditHead } from './audit-head.ts';
import { AuditLog } from './audit-log.ts';
import { canonicalJson, chainHash, GENESIS } from './chain.ts';

async function openAudit() {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'luka.db');
  const durability = new Durability(`${file}-wal`);
  const onError = (error: unknown): never => {
    throw error;
  };
  const store = new Store({ db: openDatabase(file, 0).db, clock: systemClock, durability, onError });
  const head = createAuditHead({ file: join(folder.path, 'audit.head'), store, onError });
  const audit = new AuditLog({ store, clock: systemClock, head });
  return {
    audit,
    store,
    head,
    headFile: join(folder.path, 'audit.head'),
    add: (count: number) => {
      for (let n = 1; n <= count; n += 1)
        audit.add({ actor: PERSON, action: 'run.requested', subject: `run ${n}`, after: { n } });
    },
    /** What somebody with the file and an SQL shell can do. */
    tamper(sql: string) {
      const db = new DatabaseSync(file);
      db.exec('drop trigger audit_no_update; drop trigger audit_no_delete;');
      db.exec(sql);
      db.close();
    },
    async [Symbol.asyncDispose]() {
      await head.close();
      await durability.close();
      store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the audit', () => {
  it('is whole as it is written, and tells its rows newest first, oldest first and by page', async () => {
    await using log = await openAudit();
    log.add(25);
    expect(await log.audit.verify()).toMatchObject({ ok: true, rows: 25 });
    const first = log.audit.list({ limit: 10 });
    expect(first.rows.map(({ seq }) => seq)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
    expect(log.audit.list({ limit: 100, before: first.next }).rows.map(({ seq }) => seq)[0]).toBe(15);
    expect(log.audit.list({ limit: 2, after: 3 }).rows.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(log.audit.list({ limit: 5, action: 'run.denied' }).rows).toEqual([]);
    expect(log.audit.list({ limit: 5, actor: 'person' }).rows).toHaveLength(5);
    const [row] = log.audit.list({ limit: 1, after: 0 }).rows;
    expect(row).toMatchObject({ subject: 'run 1', actor: PERSON, after: { n: 1 } });
  });

  it('is empty at first, and that is whole', async () => {
    await using log = await openAudit();
    expect(await log.audit.verify()).toEqual({ ok: true, rows: 0, head: GENESIS });
  });

  it('cannot be changed or cut by a statement of our own', async () => {
    await using log = await openAudit();
    log.add(2);
    expect(() => log.store.commit((tx) => tx.run("update audit set body = ''"))).toThrow();
    expect(() => log.store.commit((tx) => tx.run('delete from audit'))).toThrow();
    expect(await log.audit.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it.each([
    ['an edit of a body', `update audit set body = replace(body, 'run 7', 'run 8') where seq = 7`, 7],
    ['an edit of a hash', `update audit set hash = 'f' || substr(hash, 2) || '' where seq = 7`, 7],
    ['an edit of a column', `update audit set actor = 'nobody' where seq = 7`, 7],
    ['an edit of the time', `update audit set at = at + 1000 where seq = 7`, 7],
    ['a deletion in the middle', `delete from audit where seq = 7`, 7],
    ['a deletion at the start', `delete from audit where seq = 1`, 1],
    ['a deletion at the end', `delete from audit where seq >= 19`, 19],
    [
      'two rows that changed places',
      `update audit set seq = 100 where seq = 7; update audit set seq = 7 where seq = 8; update audit set seq = 8 where seq = 100`,
      7,
    ],
    [
      'a row taken twice',
      `insert into audit (body, hash, at, action, actor) select body, hash, at, action, actor from audit where seq = 3`,
      21,
    ],
  ])('finds %s', async (_, sql, at) => {
    await using log = await openAudit();
    log.add(20);
    // Whatever the first digit is, it is another one after this.
    log.tamper(sql.replace("'f'", "case substr(hash, 1, 1) when 'f' then '0' else 'f' end"));
    expect(await log.audit.verify()).toMatchObject({ ok: false, fault: { seq: at } });
  });

  it('finds a deletion at the end by the note beside the ledger, where the numbers were put right too', async () => {
    await using log = await openAudit();
    log.add(20);
    await log.head.close();
    log.tamper(`delete from audit where seq >= 19; update sqlite_sequence set seq = 18 where name = 'audit'`);
    expect(await log.audit.verify()).toMatchObject({
      ok: false,
      fault: { seq: 19, message: 'rows 19 to 20 are missing' },
    });
  });

  it('finds a whole history that was written anew', async () => {
    await using log = await openAudit();
    log.add(3);
    await log.head.close();
    const rows = log.store.all<{ seq: number; body: string }>('select seq, body from audit order by seq');
    let before = GENESIS;
    const updates = rows.map(({ seq, body }) => {
      const changed = body.replace('run 2', 'run 9');
      before = chainHash(before, changed);
      return `update audit set body = '${changed}', hash = '${before}' where seq = ${seq}`;
    });
    log.tamper(updates.join(';'));
    expect(await log.audit.verify()).toMatchObject({ ok: false, fault: { seq: 3 } });
  });

  it('takes a damaged or missing note for none', async () => {
    await using log = await openAudit();
    log.add(3);
    await log.head.close();
    await writeFile(log.headFile, 'nonsense');
    expect(await log.audit.verify()).toMatchObject({ ok: true, rows: 3 });
  });

  it('is written with what it tells of, or not at all', async () => {
    await using log = await openAudit();
    log.add(1);
    expect(() =>
      log.store.commit((tx) => {
        log.audit.append(tx, { actor: PERSON, action: 'run.requested', subject: 'run 2' });
        throw new Error('the run could not be written');
      }),
    ).toThrow();
    log.add(1);
    expect(await log.audit.verify()).toMatchObject({ ok: true, rows: 2 });
  });
});

it('writes the same fact as the same bytes, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
