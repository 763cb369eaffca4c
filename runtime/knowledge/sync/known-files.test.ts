import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { IndexWriter } from '../index-store/index-writer.ts';
import { openIndex } from '../index-store/open-index.ts';
import { sourcesIn } from './drop-source.ts';
import { KnownFiles } from './known-files.ts';

const NOW = Date.UTC(2026, 0, 2);

it('what is known of a source is all of its files, however many, and nothing else', async () => {
  await using folder = await temporaryFolder();
  const { db } = openIndex(join(folder.path, 'knowledge.db'), NOW);
  const writer = new IndexWriter(db);
  const put = (source: string, path: string): number =>
    writer.put({
      source,
      path,
      kind: 'markdown',
      title: 'x',
      tags: [],
      at: 1,
      bytes: 3,
      mtime: '12.5',
      hash: new Uint8Array(16),
      text: '',
      chunks: [],
    });
  writer.transaction(() => {
    // More than two pages of rows.
    for (let n = 0; n < 10_001; n += 1) put('notes', `/n/${n}.md`);
    for (const path of ['luka://run/1', '/reports/a.md', 'luka://run/2']) put('luka', path);
    put('other', '/n/1.md');
    writer.skip({ source: 'notes', path: '/n/x.md', reason: 'binary', message: 'no text' });
    writer.note('old', 'synced', 'long ago');
  });
  const known = new KnownFiles(db, 'notes');
  expect([known.documents, known.skipped, known.bytes]).toEqual([10_001, 1, 30_003]);
  expect(known.get('/n/9999.md')).toMatchObject({ size: 3, mtimeMs: 12.5 });
  expect(known.get('/n/x.md')).toMatchObject({ id: 0, size: -1, mtimeMs: NaN });
  expect([...known.unseen()]).toHaveLength(0);
  expect(new KnownFiles(db, 'luka').documents).toBe(1);
  expect(new KnownFiles(db, 'none').documents).toBe(0);
  expect(sourcesIn(db).toSorted()).toEqual(['luka', 'notes', 'old', 'other']);
  db.close();
});

it('a new index has no sources', async () => {
  await using folder = await temporaryFolder();
  const { db } = openIndex(join(folder.path, 'knowledge.db'), NOW);
  expect(sourcesIn(db)).toEqual([]);
  db.close();
});
