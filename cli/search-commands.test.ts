/** What `luka search` and `luka knowledge` print. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { consolidateKnowledge } from './commands/knowledge-consolidate.ts';
import { evaluateFolder } from './commands/knowledge-eval.ts';
import { recall } from './commands/knowledge-recall.ts';
import { search } from './commands/search.ts';
import { fakeLuka } from './fake-luka.ts';

const HIT = {
  chunk: 7,
  source: 'notes',
  at: '2026-11-20T12:00:00.000Z',
  citation: {
    document: 3,
    path: '/notes/backup.md',
    title: 'Backup',
    kind: 'markdown',
    line: 12,
    lastLine: 14,
    headings: ['Backup', 'Restore'],
  },
  snippet: [
    { text: '… take the ', hit: false },
    { text: 'newest', hit: true },
    { text: ' copy\u001b[31m', hit: false },
  ],
  score: 3.2,
};
const ANSWER = {
  hits: [HIT],
  total: 41,
  corrected: [{ from: 'nwest', to: 'newest' }],
  remarks: ['no such kind'],
  tookMs: 1.5,
};

it('hits are a place, a trail of headings and a snippet; what is said besides is not the answer', async () => {
  const { session, text, calls } = fakeLuka(() => ANSWER);
  await search(session, ['nwest', 'copy'], { limit: '10' });
  expect(calls[0]).toMatchObject({
    endpoint: 'GET /api/v1/knowledge/search',
    query: { q: 'nwest copy', limit: '10', explain: 'false' },
  });
  const lines = text('out').trimEnd().split('\n');
  expect(lines[0]).toMatch(/^\/notes\/backup\.md:12 {2}Backup › Restore {2}\S/);
  expect(lines[1]).toBe('  … take the newest copy\ufffd[31m');
  expect(text('err')).toMatch(/“nwest”.*“newest”\nno such kind\n1 of 41 in 1\.5 ms\n/);
});

it('scores are explained, and recall says by what', async () => {
  const why = [{ part: 'words', value: 2.5, text: 'bm25' }];
  const { session, text } = fakeLuka(() => ({ ...ANSWER, hits: [{ ...HIT, why }], method: 'tf-idf' }));
  await recall(session, ['newest'], { limit: '5', explain: true });
  expect(text('out')).toContain('    words 2.5: bm25\n');
  expect(text('err')).toContain('by tf-idf');
});

it('JSON is the answer as it is', async () => {
  const { session, text } = fakeLuka(() => ANSWER, { json: true });
  await search(session, ['x'], { limit: '1' });
  expect(JSON.parse(text('out'))).toEqual(ANSWER);
  expect(text('err')).toBe('');
});

it('a limit that is none is a mistake', async () => {
  const { session } = fakeLuka(() => ANSWER);
  await expect(search(session, ['x'], { limit: '0' })).rejects.toMatchObject({ code: 'usage' });
});

it('an evaluation is a table, and names what was not recalled', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'luka-test-'));
  await writeFile(
    join(folder, 'a.yaml'),
    '- question: newest?\n  documents: [backup.md]\n- question: oldest?\n  documents: [old.md]\n',
  );
  const { session, text } = fakeLuka(({ endpoint }) =>
    endpoint.endsWith('/recall') ? { ...ANSWER, method: 'tf-idf' } : ANSWER,
  );
  await evaluateFolder(session, folder);
  expect(text('out')).toMatch(/^ +RECALL@1 +RECALL@5 +RECALL@10 +MRR/);
  expect(text('out')).toMatch(/\nrecall +0\.500 +0\.500 +0\.500 +0\.500/);
  expect(text('err')).toBe('2 questions\nnot recalled: oldest?\n');
  await rm(folder, { recursive: true });
});

it('a consolidation is told in numbers, with its reports', async () => {
  const report = {
    name: 'topics.md',
    title: 'Topics',
    path: '/home/reports/knowledge/topics.md',
    at: HIT.at,
  };
  const counts = {
    documents: 9,
    duplicates: 1,
    superseded: 2,
    topics: 3,
    links: 4,
    brokenLinks: 5,
    orphans: 6,
    contradictions: 7,
  };
  const { session, text } = fakeLuka(() => ({ at: HIT.at, tookMs: 1_234, ...counts, reports: [report] }));
  await consolidateKnowledge(session);
  expect(text('out')).toMatch(/broken links +5\n/);
  expect(text('out')).toContain('Topics: /home/reports/knowledge/topics.md');
  expect(text('err')).toContain('1.2 s');
});
