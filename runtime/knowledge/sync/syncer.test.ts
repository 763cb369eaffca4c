import { execFile } from 'node:child_process';
import { appendFile, mkdir, open, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { NO_EVENTS, makePlace, TestSyncer } from './testing.ts';

const SHUT_FIXTURE = fileURLToPath(new URL('./shut-fixture.ts', import.meta.url));

describe('a sync', () => {
  it('reads a folder, and afterwards only what changed', async () => {
    await using place = await makePlace();
    await place.write('a.md', '# Alpha\napricot\n');
    await place.write('deep/er/b.txt', 'banana\n');
    await place.write('picture.png', 'not read');
    await using it = await TestSyncer.start(place);
    expect(await it.sync()).toMatchObject({ state: 'done', added: 2, total: 2, files: 2 });
    expect(it.found('apricot')).toEqual(['a.md']);
    expect(it.found('banana')).toEqual(['deep/er/b.txt']);
    expect(await it.sync()).toMatchObject({ added: 0, changed: 0, removed: 0, bytes: 0, files: 2 });
    await place.write('a.md', '# Alpha\navocado\n');
    await rm(join(place.folder, 'deep'), { recursive: true });
    await place.write('c.md', 'cherry');
    expect(await it.sync()).toMatchObject({ added: 1, changed: 1, removed: 1 });
    expect(it.found('apricot')).toEqual([]);
    expect(it.found('avocado')).toEqual(['a.md']);
    expect(it.found('banana')).toEqual([]);
    expect(it.facts()).toMatchObject({ state: 'ready', documents: 2, skipped: 0 });
    // The tables of words have no text of their own: nothing of what went may be left in them.
    const [counts] = it.all(
      `select (select count(*) from chunks) as chunks, (select count(*) from words) as words,
         (select count(*) from names) as names, (select count(*) from documents) as documents`,
    );
    expect(counts).toEqual({ chunks: 2, words: 2, names: 2, documents: 2 });
  });

  it('keeps the id of a document that changed, and reads nothing anew whose bytes are the same', async () => {
    await using place = await makePlace();
    const file = await place.write('a.md', 'apricot');
    await using it = await TestSyncer.start(place);
    await it.sync();
    const [before] = it.all<{ id: number; chunk: number }>(
      'select documents.id, chunks.id as chunk from documents join chunks on document = documents.id',
    );
    await utimes(file, new Date(), new Date(Date.now() - 3_600_500));
    expect(await it.sync()).toMatchObject({ added: 0, changed: 0 });
    expect(
      it.all('select documents.id, chunks.id as chunk from documents join chunks on document = documents.id'),
    ).toEqual([before]);
    expect(await it.sync()).toMatchObject({ bytes: 0 });
    await writeFile(file, 'avocado');
    await it.sync();
    expect(it.all('select id from documents')).toEqual([{ id: before?.id }]);
  });

  it('finds a change within the same size and time where the disk keeps only whole seconds', async () => {
    await using place = await makePlace();
    const file = await place.write('a.md', 'apricot');
    const second = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    await utimes(file, second, second);
    await using it = await TestSyncer.start(place);
    await it.sync();
    await writeFile(file, 'avocado');
    await utimes(file, second, second);
    await it.sync();
    expect(it.found('avocado')).toEqual(['a.md']);
  });

  it('leaves out what ignore files, globs and habit leave out', async () => {
    await using place = await makePlace({ exclude: ['drafts', '*.tmp.md'] });
    await place.write('.gitignore', 'secret/\n*.log\n');
    await place.write('.lukaignore', '!keep.log\n');
    await place.write('sub/.gitignore', 'x.md\n/only-here.md\n');
    for (const name of ['a.md', 'secret/b.md', 'c.log', 'keep.log', 'sub/x.md', 'sub/y.md', 'sub/deep/x.md'])
      await place.write(name, 'word');
    for (const name of [
      'drafts/d.md',
      'sub/drafts/e.md',
      'f.tmp.md',
      '.hidden/g.md',
      'node_modules/p/h.md',
      'sub/only-here.md',
    ])
      await place.write(name, 'word');
    await place.write('sub/deep/only-here.md', 'word');
    await using it = await TestSyncer.start(place);
    await it.sync();
    expect(it.found('word')).toEqual(['a.md', 'keep.log', 'sub/deep/only-here.md', 'sub/y.md']);
    // What is left out from now on leaves the index.
    await place.write('sub/.lukaignore', '*\n');
    await it.sync();
    expect(it.found('word')).toEqual(['a.md', 'keep.log']);
  });

  it('reads only what its globs name, of any ending', async () => {
    await using place = await makePlace({ include: ['*.cfg', 'docs/**/*.md'] });
    for (const name of ['a.cfg', 'deep/b.cfg', 'c.md', 'docs/d.md', 'docs/e/f.md', 'docs/g.txt'])
      await place.write(name, 'word');
    await using it = await TestSyncer.start(place);
    await it.sync();
    expect(it.found('word')).toEqual(['a.cfg', 'deep/b.cfg', 'docs/d.md', 'docs/e/f.md']);
  });
});

describe('bad input', () => {
  it('is listed with a reason, and everything else is read', async () => {
    await using place = await makePlace();
    await place.write('good.md', 'word');
    await place.write('binary.md', new Uint8Array([0x89, 0x50, 0, 0, 1, 2]));
    await place.write('latin1.txt', new Uint8Array([0x67, 0xfc, 0x6e, 0x20]));
    await place.write('broken.pdf', '%PDF-1.7\nnothing that could be read');
    await place.write('broken.docx', 'no zip');
    const huge = await open(join(place.folder, 'huge.md'), 'w');
    await huge.truncate(2 * 1_024 ** 3);
    await huge.close();
    await symlink('self.md', join(place.folder, 'self.md'));
    await symlink('.', join(place.folder, 'round'));
    await symlink('../..', join(place.folder, 'up'));
    await symlink('nowhere.md', join(place.folder, 'dangling.md'));
    await using it = await TestSyncer.start(place);
    expect(await it.sync()).toMatchObject({ state: 'done', added: 1 });
    expect(it.found('word')).toEqual(['good.md']);
    expect(it.skipped()).toEqual({
      'binary.md': 'binary',
      'latin1.txt': 'not-text',
      'broken.pdf': 'broken',
      'broken.docx': 'broken',
      'huge.md': 'too-large',
      'self.md': 'loop',
      round: 'loop',
      up: 'loop',
    });
    expect(it.facts()).toMatchObject({ documents: 1, skipped: 8 });
    // What can be read again is, and leaves the list.
    await place.write('binary.md', 'word');
    await truncate(join(place.folder, 'huge.md'), 0);
    await rm(join(place.folder, 'broken.pdf'));
    await it.sync();
    expect(it.found('word')).toEqual(['binary.md', 'good.md']);
    expect(Object.keys(it.skipped())).not.toContain('huge.md');
    expect(Object.keys(it.skipped())).not.toContain('broken.pdf');
  }, 30_000);

  it('is a folder or a file that may not be read', async () => {
    // Root may read everything: a process that is not root looks.
    const { stdout } = await promisify(execFile)(process.execPath, [SHUT_FIXTURE]);
    expect(JSON.parse(stdout)).toMatchObject([
      { state: 'done', found: ['c.md'], listed: { shut: 'unreadable', 'b.md': 'unreadable' } },
      { state: 'done', found: ['b.md', 'c.md', 'shut/a.md'], listed: {} },
    ]);
  });

  it.each([
    // Small enough to be read whole.
    { name: 'many.jsonl', first: '', line: (part: number) => `{"n":${part}}\n`, last: '' },
    // More than 20 MB: read in parts.
    {
      name: 'many.json',
      first: '[',
      line: (part: number) => `{"n":${part},"text":"more"},\n`,
      last: '{"n":"end"}]',
    },
  ])(
    'is a million lines of JSON: $name',
    async ({ name, first, line, last }) => {
      await using place = await makePlace();
      const file = await place.write(name, first);
      for (let part = 0; part < 10; part += 1) {
        const end = line(part).replace(String(part), `"part${part}"`);
        await appendFile(file, line(part).repeat(99_999) + end);
      }
      await appendFile(file, last);
      await using it = await TestSyncer.start(place);
      expect(await it.sync()).toMatchObject({ state: 'done', added: 1 });
      const [row] = it.all<{ line: number; last_line: number }>(
        `select line, last_line from chunks where id in (select rowid from words where words match 'part9')`,
      );
      expect(row!.line).toBeLessThanOrEqual(1_000_000);
      expect(row!.last_line).toBeGreaterThanOrEqual(1_000_000);
    },
    120_000,
  );
});

describe('a folder that is not there', () => {
  it('keeps what was read of it, and is read on when it is back', async () => {
    await using place = await makePlace();
    await place.write('a.md', 'apricot');
    await using it = await TestSyncer.start(place);
    await it.sync();
    await rename(place.folder, `${place.folder}-away`);
    expect(await it.sync()).toMatchObject({ state: 'done', removed: 0 });
    expect(it.facts()).toMatchObject({ state: 'absent', documents: 1 });
    expect(it.found('apricot')).toEqual(['a.md']);
    await rename(`${place.folder}-away`, place.folder);
    await place.write('b.md', 'apricot');
    await it.sync();
    expect(it.facts()).toMatchObject({ state: 'ready', documents: 2 });
  });
});

describe('syncs', () => {
  it('at the same time become one', async () => {
    await using place = await makePlace();
    for (let n = 0; n < 300; n += 1) await place.write(`${n}.md`, `word ${n}`);
    const other = join(place.path, 'other');
    await mkdir(other);
    await writeFile(join(other, 'x.md'), 'word');
    const sources = [...place.job.sources, { id: 'other', folder: other, events: false, slow: false }];
    await using it = await TestSyncer.start(place, undefined, { sources });
    const first = it.sync();
    it.syncer.handle({ do: 'sync', sync: 1, sources: ['notes'] });
    it.syncer.handle({ do: 'sync', sync: 1, sources: ['other'] });
    expect(await first).toMatchObject({ id: 1, added: 301 });
    const ends = it.messages.filter((each) => each.is === 'progress' && each.progress.tookMs !== undefined);
    expect(ends).toHaveLength(1);
  });

  it('can be ended, and keep what they have read', async () => {
    await using place = await makePlace();
    for (let n = 0; n < 2_000; n += 1) await place.write(`${n % 20}/${n}.md`, `word ${n}`);
    await using it = await TestSyncer.start(place);
    const going = it.sync();
    while (it.all<{ n: number }>('select count(*) as n from documents')[0]!.n === 0)
      await new Promise((resolve) => setImmediate(resolve));
    it.syncer.handle({ do: 'cancel' });
    const ended = await going;
    expect(ended.state).toBe('cancelled');
    const [{ n }] = it.all<{ n: number }>('select count(*) as n from documents') as [{ n: number }];
    expect(n).toBeGreaterThan(0);
    expect(n).toBeLessThan(2_000);
    expect(await it.sync()).toMatchObject({ state: 'done', added: 2_000 - n });
  }, 30_000);

  it('that are asked for after one was cancelled are begun when that one has ended', async () => {
    await using place = await makePlace();
    for (let n = 0; n < 500; n += 1) await place.write(`${n}.md`, `word ${n}`);
    await using it = await TestSyncer.start(place);
    const first = it.sync();
    it.syncer.handle({ do: 'cancel' });
    const second = it.sync();
    // It takes in what is asked for while it waits.
    it.syncer.handle({ do: 'sync', sync: 2, sources: ['luka'] });
    expect((await first).state).toBe('cancelled');
    expect(await second).toMatchObject({ id: 2, state: 'done', total: 500 });
    expect(it.found('word')).toHaveLength(500);
    expect(it.facts('luka')?.syncedAt).toBeDefined();
  });

  it('that wait for a cancelled one can be cancelled, too', async () => {
    await using place = await makePlace();
    await place.write('a.md', 'word');
    await using it = await TestSyncer.start(place);
    const both = [it.sync()];
    it.syncer.handle({ do: 'cancel' });
    both.push(it.sync());
    it.syncer.handle({ do: 'cancel' });
    expect((await Promise.all(both)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(await it.sync()).toMatchObject({ id: 3, state: 'done', added: 1 });
  });

  it('of a source that was just added stay ended: nothing begins another one', async () => {
    await using place = await makePlace({ events: true });
    for (let n = 0; n < 500; n += 1) await place.write(`${n}.md`, `word ${n}`);
    await using it = await TestSyncer.start(place, NO_EVENTS, { sources: [] });
    it.syncer.handle({ do: 'sources', sources: place.job.sources });
    const going = it.sync();
    it.syncer.handle({ do: 'cancel' });
    expect((await going).state).toBe('cancelled');
    // What was said before is done by then.
    await it.sync('luka');
    const wanted = it.messages.filter((each) => each.is === 'wanted' && each.sources.includes('notes'));
    expect(wanted).toEqual([]);
  });

  it('of a source that is removed end, and nothing of it is left', async () => {
    await using place = await makePlace();
    await place.write('a.md', 'apricot');
    await using it = await TestSyncer.start(place);
    await it.sync();
    it.syncer.handle({ do: 'sources', sources: [] });
    await it.until(({ is }) => is === 'changed', 0);
    expect(it.found('apricot')).toEqual([]);
    expect(it.all(`select * from notes where source = 'notes'`)).toEqual([]);
  });
});
