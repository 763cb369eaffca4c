/** The bundled set of questions, English, Thai and mixed: a change of ranking that answers fewer of them fails here. */
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { embedMissing } from '../recall/embed-missing.ts';
import { IndexReader } from '../retrieve/index-reader.ts';
import { makeIndex, openForFilling, type DocumentDraft } from '../testing.ts';
import { evaluate } from './evaluate.ts';
import { readQuestions } from './read-questions.ts';

const SET = fileURLToPath(new URL('set', import.meta.url));
const NOW = Date.UTC(2026, 5, 15);

async function readSet(): Promise<DocumentDraft[]> {
  const folder = join(SET, 'documents');
  const drafts: DocumentDraft[] = [];
  for await (const path of glob('**/*.md', { cwd: folder }))
    drafts.push({ path: `/notes/${path}`, at: NOW, text: await readFile(join(folder, path), 'utf8') });
  return drafts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

it('search and recall answer the questions of the set at least so well', async () => {
  await using folder = await temporaryFolder();
  const file = makeIndex(folder.path, await readSet());
  const db = openForFilling(file);
  embedMissing(db);
  db.close();
  using reader = new IndexReader({ file, embedderOf: () => undefined });
  const { questions, search, recall } = await evaluate(await readQuestions(join(SET, 'questions')), {
    search: async (q, limit) => reader.search({ q, limit }, NOW),
    recall: (q, limit) => reader.recall({ q, limit }, NOW),
  });
  expect(questions).toBe(29);
  expect(search.recallAt[5]).toBe(1);
  expect(search.mrr).toBeGreaterThan(0.95);
  expect(recall.recallAt[5]).toBe(1);
  expect(recall.mrr).toBeGreaterThan(0.9);
});

describe('questions', () => {
  const read = async (files: Record<string, string>) => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'questions');
    await mkdir(path);
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return await readQuestions(path);
  };

  it('are read from YAML and from front matter, and what is neither is left alone', async () => {
    expect(
      await read({
        'a.yaml': '- question: one?\n  documents: [a.md]\n',
        'b.yml': 'question: two?\ndocuments: [b.md, c.md]\nsearch: two\n',
        'c.md': '---\nquestion: three?\ndocuments: [c.md]\n---\nwhy',
        'README.md': '# About these',
        'd.txt': 'no',
      }),
    ).toEqual([
      { question: 'one?', documents: ['a.md'] },
      { question: 'two?', documents: ['b.md', 'c.md'], search: 'two' },
      { question: 'three?', documents: ['c.md'] },
    ]);
  });

  it.each([
    ['broken YAML', { 'a.yaml': '- question: [' }, /a\.yaml/],
    ['a question without documents', { 'a.yaml': 'question: one?' }, /a\.yaml.*documents|a\.yaml/],
    ['no file of them', { 'a.txt': '' }, /no questions/],
  ])('say what is wrong: %s', async (_what, files, message) => {
    await expect(read(files)).rejects.toMatchObject({
      code: 'questions_invalid',
      message: expect.stringMatching(message) as string,
    });
  });

  it('need a folder', async () => {
    await expect(readQuestions('/nonexistent/questions')).rejects.toMatchObject({
      code: 'questions_invalid',
    });
  });
});

it('scores are of documents: how many are found at which depth, and at which place the first', async () => {
  const hit = (path: string) => ({ citation: { path } });
  const answer = (...paths: string[]) =>
    Promise.resolve({ hits: paths.map(hit), total: 0, corrected: [], remarks: [], tookMs: 0 } as never);
  const answers: Record<string, string[]> = {
    first: ['/x/a.md', '/x/a.md', '/x/b.md'],
    second: ['/y/z.md', '/y/z.md', '/x/b.md'],
    none: ['/y/a.md.bak', '/xa.md'],
  };
  const ask = (q: string) => answer(...answers[q]!);
  const { search } = await evaluate(
    [
      { question: 'first', documents: ['a.md', 'x/b.md'] },
      { question: 'second', documents: ['b.md'] },
      { question: 'none', documents: ['a.md'] },
    ],
    { search: ask, recall: ask },
  );
  expect(search.recallAt[1]).toBeCloseTo((0.5 + 0 + 0) / 3);
  expect(search.recallAt[5]).toBeCloseTo((1 + 1 + 0) / 3);
  expect(search.mrr).toBeCloseTo((1 + 1 / 2 + 0) / 3);
  expect(search.missed).toEqual(['none']);
});
