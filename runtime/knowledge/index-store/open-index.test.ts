import { readdirSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { IndexQueries } from './index-queries.ts';
import { IndexWriter } from './index-writer.ts';
import { openIndex } from './open-index.ts';
import { INDEX_VERSION } from './schema.ts';

function fill(db: DatabaseSync): void {
  const writer = new IndexWriter(db);
  writer.transaction(() => {
    for (let n = 0; n < 200; n += 1) {
      const text = `document number${n} ${'of many words '.repeat(50)} ภาษาไทย`;
      writer.put({
        source: 's',
        path: `/s/${n}.md`,
        kind: 'markdown',
        title: `Title ${n}`,
        tags: ['t'],
        at: n,
        bytes: text.length,
        mtime: String(n),
        hash: new Uint8Array(16),
        text,
        chunks: [{ start: 0, end: text.length, line: 1, lastLine: 1, headings: ['H'] }],
      });
    }
  });
}

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('the index', () => {
  it('is made, owner-only, and found again as it was', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'knowledge.db');
    const made = openIndex(file, NOW);
    expect([made.isNew, made.setAside]).toEqual([true, undefined]);
    fill(made.db);
    made.db.close();
    const { stat } = await import('node:fs/promises');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = openIndex(file, NOW);
    expect([again.isNew, again.setAside]).toEqual([false, undefined]);
    expect(new IndexWriter(again.db).chunks).toBe(200);
    again.db.close();
  });

  it.each([
    [
      'no database at all',
      'damage',
      async (file: string) => writeFile(file, 'nothing that SQLite would know'.repeat(100)),
    ],
    [
      'damaged in its beginning',
      'damage',
      async (file: string) => {
        const handle = await open(file, 'r+');
        await handle.write(Buffer.alloc(8_192, 0x55), 0, 8_192, 4_096);
        await handle.close();
      },
    ],
    [
      'of another version',
      'version',
      async (file: string) => {
        const db = new DatabaseSync(file);
        db.exec(`pragma user_version = ${INDEX_VERSION + 1}`);
        db.close();
      },
    ],
    [
      'cut off',
      'damage',
      async (file: string) => writeFile(file, (await readFile(file)).subarray(0, 20_000)),
    ],
  ] as const)('that is %s is set aside, and made anew', async (_, because, spoil) => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'knowledge.db');
    const { db } = openIndex(file, NOW);
    fill(db);
    db.close();
    await spoil(file);
    const made = openIndex(file, NOW);
    const name = `knowledge.db.${because === 'damage' ? 'damaged' : 'outdated'}-2026-01-02T03-04-05-000Z`;
    expect(made).toMatchObject({ isNew: true, setAside: { file: join(folder.path, name), because } });
    expect(readdirSync(folder.path)).toContain(name);
    fill(made.db);
    expect(made.db.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    made.db.close();
  });

  it('loses the words of what is removed and changed', async () => {
    await using folder = await temporaryFolder();
    const { db } = openIndex(join(folder.path, 'knowledge.db'), NOW);
    fill(db);
    const writer = new IndexWriter(db);
    const count = (table: string, word: string): number =>
      (db.prepare(`select count(*) as n from ${table} where ${table} match ?`).get(word) as { n: number }).n;
    expect([count('words', 'number7'), count('grams', '"าษาไท"'), count('names', '"Title 7"')]).toEqual([
      1, 200, 11,
    ]);
    writer.transaction(() => {
      for (let id = 1; id <= 199; id += 1) writer.remove(id);
    });
    expect([count('words', 'number7'), count('grams', '"าษาไท"'), count('names', '"Title"')]).toEqual([
      0, 1, 1,
    ]);
    expect(writer.chunks).toBe(1);
    db.prepare(`insert into words(words) values ('integrity-check')`).run();
    db.close();
  });

  it('is as it was where a transaction fails', async () => {
    await using folder = await temporaryFolder();
    const { db } = openIndex(join(folder.path, 'knowledge.db'), NOW);
    fill(db);
    const writer = new IndexWriter(db);
    expect(() =>
      writer.transaction(() => {
        writer.remove(1);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(writer.chunks).toBe(200);
    expect(db.prepare(`select count(*) as n from words where words match 'number0'`).get()).toEqual({ n: 1 });
    db.close();
  });

  it('answers about documents by page, and says what it does not know', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'knowledge.db');
    const queries = new IndexQueries(file);
    expect(() => queries.documents({ limit: 1, offset: 0 })).toThrow(
      expect.objectContaining({ code: 'knowledge_unavailable' }),
    );
    const { db } = openIndex(file, NOW);
    fill(db);
    const [first, second] = queries.documents({ limit: 2, offset: 3 });
    expect(first).toMatchObject({
      path: '/s/196.md',
      kind: 'markdown',
      tags: ['t'],
      chunks: 1,
      at: '1970-01-01T00:00:00.196Z',
    });
    expect(second?.path).toBe('/s/195.md');
    expect(queries.documents({ source: 'other', limit: 5, offset: 0 })).toEqual([]);
    expect(queries.document(first!.id)).toMatchObject({ cut: false });
    expect(queries.document(first!.id).text).toContain('number196 ');
    expect(() => queries.document(9_999)).toThrow(expect.objectContaining({ code: 'document_unknown' }));
    queries.close();
    db.close();
  });
});
