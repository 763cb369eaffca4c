/** Search, recall and consolidation over HTTP, in a whole Luka. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { send, startLuka } from './testing.ts';

let luka: Awaited<ReturnType<typeof startLuka>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
  const notes = join(folder.path, 'notes');
  await mkdir(notes);
  await writeFile(join(notes, 'backup.md'), '# Backup\n\nThe disk is copied at night.\n\nสำรองข้อมูลทุกคืน\n');
  await writeFile(
    join(notes, 'copy of backup.md'),
    '# Backup\n\nThe disk is copied at night.\n\nสำรองข้อมูลทุกคืน\n',
  );
  luka = await startLuka();
  await luka.client.addSource({ body: { folder: notes, watch: 'manual' } });
  await luka.client.startSync({ body: {} });
  for (;;) {
    const { sync } = await luka.client.getSync();
    if (sync && ['done', 'failed', 'cancelled'].includes(sync.state)) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}, 60_000);
afterAll(async () => {
  await luka[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

it('finds what was read, at its line', async () => {
  const answer = await luka.client.searchKnowledge({
    query: { q: 'disk copied path:notes', explain: 'true' },
  });
  expect(answer.total).toBe(2);
  expect(answer.hits[0]).toMatchObject({ citation: { line: 3, title: 'Backup' } });
  expect(answer.hits[0]?.why?.length).toBeGreaterThan(0);
  expect((await luka.client.searchKnowledge({ query: { q: 'ข้อมูล path:notes' } })).total).toBe(2);
});

it('recalls, also after its vectors were made, and says by what', async () => {
  await luka.engine.retrieval.vectors.idle();
  const answer = await luka.client.recallKnowledge({
    query: { q: 'what happens to the disks at night?', limit: 5 },
  });
  expect(answer).toMatchObject({ method: 'tf-idf', remarks: [] });
  expect(answer.hits[0]?.citation.path).toMatch(/backup\.md$/);
});

describe('whatever is asked', () => {
  it.each(['"', 'a AND (', 'NEAR(', '*', '\0', 'title:x ^', '{', 'a'.repeat(2_000)])(
    '%j is answered',
    async (q) => {
      for (const path of ['search', 'recall']) {
        const { status } = await send(luka.apiUrl, {
          path: `/api/v1/knowledge/${path}?q=${encodeURIComponent(q)}`,
          headers: { authorization: `Bearer ${luka.token}` },
        });
        expect(status).toBe(200);
      }
    },
  );

  it('typed at random, an answer and never a fault of the server', async () => {
    const ask = (path: string, q: string) =>
      send(luka.apiUrl, {
        path: `/api/v1/${path}q=${encodeURIComponent(q)}`,
        headers: { authorization: `Bearer ${luka.token}` },
      });
    const pieces = fc.constantFrom(
      ...'"|*|-|NOT|AND|OR|NEAR(|)|^|:|{|}|+|path:|kind:|after:|disk|ระบบ|\0|%|\\|;|--|\'|\u202e|😀| '.split(
        '|',
      ),
    );
    const typed = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (q) => {
        for (const path of [
          'knowledge/search?',
          'knowledge/search?explain=true&',
          'knowledge/recall?',
          'memories?',
        ]) {
          const { status, body } = await ask(path, q);
          expect([path, q, status]).toEqual([path, q, 200]);
          expect(Object.keys(JSON.parse(body) as object)).toContain('total');
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each(['limit=0', 'limit=1000', 'offset=-1', 'explain=perhaps', `q=${'a'.repeat(2_001)}`])(
    '%s is refused',
    async (part) => {
      const { status, code } = await send(luka.apiUrl, {
        path: `/api/v1/knowledge/search?q=x&${part}`,
        headers: { authorization: `Bearer ${luka.token}` },
      });
      expect([status, code]).toEqual([400, 'request_invalid']);
    },
  );
});

it('finds a report that was just written', async () => {
  await luka.client.consolidateKnowledge({ body: {} });
  await vi.waitFor(async () => {
    const { hits } = await luka.client.searchKnowledge({ query: { q: 'kind:report duplicates' } });
    expect(hits.map(({ citation }) => citation.path).join()).toContain('duplicates.md');
  }, 20_000);
  const { file } = await luka.client.reportSession({
    body: { slug: 'marmalade', objective: 'make marmalade' },
  });
  await vi.waitFor(async () => {
    const { hits } = await luka.client.searchKnowledge({ query: { q: 'marmalade' } });
    expect(hits.map(({ citation }) => citation.path)).toContain(file);
  }, 20_000);
}, 60_000);

it('lists duplicates page by page', async () => {
  const all = await luka.client.listDuplicates({ query: { limit: 200 } });
  expect(all.next).toBeUndefined();
  const pairs = [];
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const page: typeof all = await luka.client.listDuplicates({ query: { limit: 1, offset } });
    expect(page.total).toBe(all.total);
    pairs.push(...page.pairs);
    offset = page.next;
  }
  expect(pairs).toEqual(all.pairs);
});

it('consolidates, lists duplicates, and shows the reports', async () => {
  const made = await luka.client.consolidateKnowledge({ body: {} });
  expect(made.documents).toBeGreaterThanOrEqual(2);
  const { pairs } = await luka.client.listDuplicates();
  expect(pairs.map(({ likeness }) => likeness)).toContain(1);
  const { reports } = await luka.client.listKnowledgeReports();
  expect(reports.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['duplicates.md', 'topics.md', 'links.md', 'contradictions.md']),
  );
  const { text } = await luka.client.getKnowledgeReport({ params: { report: 'duplicates.md' } });
  expect(text).toContain('copy of backup.md');
  await expect(luka.client.getKnowledgeReport({ params: { report: 'none.md' } })).rejects.toMatchObject({
    code: 'document_unknown',
  });
  for (const report of ['..%2Fluka.log', '%2e%2e%2ftoken', 'a.txt']) {
    const answer = await send(luka.apiUrl, {
      path: `/api/v1/knowledge/reports/${report}`,
      headers: { authorization: `Bearer ${luka.token}` },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
});
