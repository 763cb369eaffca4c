import { appendFile, open, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BoundedIo } from './bounded-io.ts';
import { filePieces } from './file-pieces.ts';
import { makePlace, TestSyncer, type TestPlace } from './testing.ts';

/** A file of more than 20 MB. @returns how many records it has */
async function writeRecords(
  place: TestPlace,
  name: string,
  {
    word,
    bytes = 21.5e6,
    isList = name.endsWith('.json'),
  }: { word: string; bytes?: number; isList?: boolean },
): Promise<number> {
  const file = await open(join(place.folder, name), 'w');
  const one = (n: number): string =>
    `${isList ? (n === 0 ? '[\n' : ',\n') : n === 0 ? '' : '\n'}${JSON.stringify({ n, text: `${word}${n % 1_000} of several more words ${'x'.repeat(60)}` })}`;
  let n = 0;
  let written = 0;
  while (written < bytes) {
    let some = '';
    for (let at = 0; at < 5_000; at += 1, n += 1) some += one(n);
    await file.write(some);
    written += some.length;
  }
  await file.write(
    `${isList ? ',\n' : '\n'}${JSON.stringify({ last: `${word}last` })}${isList ? '\n]\n' : '\n'}`,
  );
  await file.close();
  return n + 1;
}

const linesOf = (it: TestSyncer, word: string): { line: number; last_line: number }[] =>
  it.all(
    `select line, last_line from chunks where id in (select rowid from words where words match ?)`,
    word,
  );

describe('JSON that is too large to be in memory', () => {
  it.each(['many.json', 'many.jsonl'])(
    'is read whole, with its lines: %s',
    async (name) => {
      await using place = await makePlace();
      const records = await writeRecords(place, name, { word: 'apricot' });
      await place.write('small.md', 'word');
      await using it = await TestSyncer.start(place);
      expect(await it.sync()).toMatchObject({ state: 'done', added: 2, skipped: 0, files: 2, total: 2 });
      expect(it.found('apricotlast')).toEqual([name]);
      expect(it.found('apricot7')).toEqual([name]);
      const [last] = linesOf(it, 'apricotlast');
      // A list has its bracket in a line of its own.
      const line = records + (name.endsWith('.json') ? 1 : 0);
      expect(last!.line).toBeLessThanOrEqual(line);
      expect(last!.last_line).toBeGreaterThanOrEqual(line);
      const [rows] = it.all<{ n: number; most: number }>(
        'select count(*) as n, max(idx) + 1 as most from chunks where document = (select id from documents where bytes > 20000000)',
      );
      expect(rows!.n).toBe(rows!.most);
      expect(rows!.n).toBeGreaterThan(10_000);
      expect(await it.sync()).toMatchObject({ added: 0, changed: 0, bytes: 0 });
      // Another time and the same bytes: nothing is written.
      await utimes(join(place.folder, name), new Date(), new Date(Date.now() - 3_600_500));
      expect(await it.sync()).toMatchObject({ added: 0, changed: 0, state: 'done' });
      await writeRecords(place, name, { word: 'banana' });
      expect(await it.sync()).toMatchObject({ added: 0, changed: 1 });
      expect(it.found('apricot7')).toEqual([]);
      expect(it.found('bananalast')).toEqual([name]);
      const [counts] = it.all<{ chunks: number; words: number }>(
        'select (select count(*) from chunks) as chunks, (select count(*) from words) as words',
      );
      expect(counts!.chunks).toBe(counts!.words);
    },
    60_000,
  );

  it('is read again where its sync was ended within it', async () => {
    await using place = await makePlace();
    await writeRecords(place, 'many.jsonl', { word: 'apricot' });
    await using it = await TestSyncer.start(place);
    const going = it.sync();
    while (it.all<{ n: number }>('select count(*) as n from documents')[0]!.n === 0)
      await new Promise((resolve) => setImmediate(resolve));
    it.syncer.handle({ do: 'cancel' });
    expect((await going).state).toBe('cancelled');
    expect(it.all('select mtime, length(hash) as hash from documents')).toEqual([{ mtime: '', hash: 0 }]);
    expect(it.found('apricotlast')).toEqual([]);
    expect(await it.sync()).toMatchObject({ state: 'done', changed: 1 });
    expect(it.found('apricotlast')).toEqual(['many.jsonl']);
    expect(linesOf(it, 'apricotlast')).toHaveLength(1);
    expect(await it.sync()).toMatchObject({ changed: 0, bytes: 0 });
  }, 120_000);

  it('is read again when it grows', async () => {
    await using place = await makePlace({ events: true });
    await writeRecords(place, 'many.jsonl', { word: 'apricot' });
    await using it = await TestSyncer.start(place, 'real');
    await it.sync();
    const changed = it.until(({ is }) => is === 'changed');
    await appendFile(join(place.folder, 'many.jsonl'), '{"last":"banana"}\n');
    await changed;
    expect(it.found('banana')).toEqual(['many.jsonl']);
    expect(linesOf(it, 'apricotlast')).toHaveLength(1);
  }, 120_000);

  it('is listed with its reason where it is no text, or larger than anybody would read', async () => {
    await using place = await makePlace();
    await writeRecords(place, 'torn.jsonl', { word: 'apricot' });
    const torn = await open(join(place.folder, 'torn.jsonl'), 'a');
    await torn.write(new Uint8Array([0xff, 0xfe, 0xfd]));
    await torn.close();
    await writeFile(join(place.folder, 'huge.json'), '[');
    await truncate(join(place.folder, 'huge.json'), 2 * 1_024 ** 3);
    await using it = await TestSyncer.start(place);
    expect(await it.sync()).toMatchObject({ state: 'done', added: 0, skipped: 2 });
    expect(it.skipped()).toEqual({ 'torn.jsonl': 'not-text', 'huge.json': 'too-large' });
    expect(it.all(`select message from skipped where reason = 'too-large'`)).toEqual([
      { message: 'it has 2147 MB, and more than 256 are not read' },
    ]);
    expect(it.all('select id from documents')).toEqual([]);
    expect(it.all('select count(*) as n from words')).toEqual([{ n: 0 }]);
    expect(it.facts()).toMatchObject({ documents: 0, skipped: 2 });
  }, 120_000);
});

describe('a file in pieces', () => {
  it('is never in memory whole, and is read to the size that was seen', async () => {
    await using place = await makePlace();
    const path = await place.write('a.json', '');
    await truncate(path, 5 * 1_048_576 + 10);
    const io = new BoundedIo({ atOnce: 2, limitMs: 10_000 });
    const sizes: number[] = [];
    for await (const piece of filePieces(path, 5 * 1_048_576 + 3, io)) sizes.push(piece.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_048_576);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(5 * 1_048_576 + 3);
    await expect(filePieces(`${path}.none`, 1, io).next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
