import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchAnswer } from '#shared/nouns/knowledge.ts';
import { temporaryFolder } from '../../testing.ts';
import { IndexReader } from '../retrieve/index-reader.ts';
import { makeIndex, type DocumentDraft } from '../testing.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const DAY = 86_400_000;

const DOCUMENTS: DocumentDraft[] = [
  {
    path: '/notes/backup-plan.md',
    tags: ['ops', 'Backup'],
    at: NOW - 2 * DAY,
    text: '# Backup plan\n\nEvery night the disk is copied.\n\n## Restore\n\nTake the newest copy.\nThen check the café résumé files.\n',
  },
  {
    path: '/notes/old/disks.md',
    at: NOW - 800 * DAY,
    text: '# Disks\n\nThe full disk was the reason. A disk that is full stops the backup.\n',
  },
  {
    path: '/notes/thai.md',
    at: NOW - 10 * DAY,
    text: '# บันทึกการสำรองข้อมูล\n\nระบบจะสำรองข้อมูลทุกคืนเวลาตีสาม และส่งbackupไปยังดิสก์ภายนอก น้ำท่วม\n',
  },
  {
    path: '/notes/mixed.md',
    at: NOW - 11 * DAY,
    text: '# Mixed\n\nใช้คำสั่ง launchctl kickstart เพื่อเริ่มงานใหม่ ภาษาไทยกับ English ปนกัน concatenate\n',
  },
  {
    path: '/logs/run.log',
    kind: 'log',
    source: 'logs',
    at: NOW,
    text: 'error: timeout while copying\nerror: disk gone\n',
  },
  { path: '/notes/photosynthesis-notes.md', at: NOW, text: '# Biology\n\nPlants and light.\n' },
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let reader: IndexReader;
beforeAll(async () => {
  folder = await temporaryFolder();
  reader = new IndexReader({ file: makeIndex(folder.path, DOCUMENTS), embedderOf: () => undefined });
});
afterAll(async () => {
  reader[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const search = (q: string, more: { limit?: number; offset?: number; explain?: boolean } = {}): SearchAnswer =>
  reader.search({ q, limit: 20, ...more }, NOW);
const paths = (q: string): string[] => [...new Set(search(q).hits.map(({ citation }) => citation.path))];
const marked = (q: string): string[] =>
  search(q).hits.flatMap(({ snippet }) => snippet.filter(({ hit }) => hit).map(({ text }) => text));

const PLAN = '/notes/backup-plan.md';
const DISKS = '/notes/old/disks.md';
const THAI = '/notes/thai.md';
const MIXED = '/notes/mixed.md';
const LOG = '/logs/run.log';

describe('a search finds', () => {
  it.each([
    ['words, all of them', 'full reason', [DISKS]],
    ['words without their accents', 'cafe resume', [PLAN]],
    ['a phrase', '"full disk"', [DISKS]],
    ['no phrase that is in another order', '"disk full"', []],
    ['a beginning', 'restor*', [PLAN]],
    ['words and not others', 'disk -reason -copying', [PLAN]],
    ['NOT as a word', 'disk NOT reason NOT gone', [PLAN]],
    ['by path', 'disk path:old', [DISKS]],
    ['by a pattern of a path', 'disk path:/notes/*.md', [PLAN, DISKS]],
    ['not by path', 'disk -path:notes', [LOG]],
    ['by kind', 'disk kind:log', [LOG]],
    ['by tag, whatever its case', 'disk tag:backup', [PLAN]],
    ['by source', 'disk source:logs', [LOG]],
    ['after a day', 'disk after:2026-06-14', [LOG]],
    ['before a day', 'disk before:2025', [DISKS]],
    ['after so many days', 'disk after:7d', [PLAN, LOG]],
    ['a year of the Buddhist era', 'disk before:2568', [DISKS]],
    ['Thai inside of a sentence', 'สำรองข้อมูล', [THAI]],
    ['Thai with sara am written as two signs', 'ส\u0e4d\u0e32รองข้อมูล', [THAI]],
    ['two Thai characters', 'ตี', [THAI]],
    ['one Thai character', 'ท่', [THAI]],
    ['Thai and Latin in one question', 'ภาษาไทย english', [MIXED]],
    ['Latin between Thai with spaces', 'launchctl', [MIXED]],
    ['Latin that is glued to Thai', 'backup ภายนอก', [THAI]],
    ['both as one word, as they stand or apart', 'คำสั่งlaunchctl', [MIXED]],
    ['no part of a Latin word beside Thai', 'cat ภาษา', []],
    ['not where Thai is', 'english -ภาษาไทย', []],
    ['a part of a file’s name', 'synthes', ['/notes/photosynthesis-notes.md']],
    ['a Thai part of a title', 'บันทึกการ', [THAI]],
    ['nothing of nothing', '', []],
    ['nothing of signs', '*** --- "" ()', []],
  ])('%s: %s', (_what, q, wanted) => {
    expect(paths(q).toSorted()).toEqual([...wanted].toSorted());
  });

  it('no folder’s name in every document of it', () => {
    expect(search('notes').hits.map(({ citation }) => citation.path)).toEqual([
      '/notes/photosynthesis-notes.md',
    ]);
    expect(paths('notes/old')).toEqual([DISKS]);
  });

  it('documents by filters alone, the newest first', () => {
    expect(paths('kind:markdown before:2026-06-06')).toEqual([THAI, MIXED, DISKS]);
    expect(paths('kind:markdown -disk path:notes')).toEqual([
      '/notes/photosynthesis-notes.md',
      // Its first chunk has a disk, a document is shown by that.
      THAI,
      MIXED,
    ]);
  });
});

describe('a word that no document has', () => {
  it('is searched for as the nearest one that is there, and that is said', () => {
    const answer = search('restroe');
    expect(answer.corrected).toEqual([{ from: 'restroe', to: 'restore' }]);
    expect(answer.hits[0]?.citation.path).toBe(PLAN);
    expect(search('photosintesis').corrected).toEqual([]);
  });

  it('is searched for as the words that it is a part of', () => {
    const answer = search('estor');
    expect(answer.corrected).toEqual([{ from: 'estor', to: 'restore' }]);
    expect(answer.hits[0]?.citation.path).toBe(PLAN);
    expect(marked('estor')).toEqual(['Restore']);
    // Asked for with stars it needs no telling, also where the word itself is there.
    expect(search('*estor*')).toMatchObject({ corrected: [], total: answer.total });
    expect(search('disk').total).toBeLessThanOrEqual(search('*disk*').total);
    expect(search('backup -*estor*').total).toBe(search('backup -restore').total);
    expect(search('backup -*xyzzy*').total).toBe(search('backup').total);
  });

  it('stays where it is short, quoted or a beginning', () => {
    for (const q of ['dsk', '"restroe"', 'restroe*', 'xylophonist'])
      expect(search(q)).toMatchObject({ corrected: [], total: 0 });
  });

  it('of Thai is searched for by its words', () => {
    const answer = search('ข้อมูลคืน');
    expect(answer.corrected).toEqual([{ from: 'ข้อมูลคืน', to: 'ข้อมูล คืน' }]);
    expect(answer.hits.map(({ citation }) => citation.path)).toEqual([THAI]);
  });
});

describe('hits', () => {
  it('have what was searched for marked, in its own spelling', () => {
    expect(marked('cafe "the newest"')).toEqual(['the newest', 'café']);
    expect(marked('สำรองข้อมูล')).toContain('สำรองข้อมูล');
    expect(marked('backup ภายนอก')).toEqual(['backup', 'ภายนอก']);
    expect(marked('copie*')).toEqual(['copied']);
  });

  it('name the lines of the hits', () => {
    expect(search('resume').hits[0]?.citation).toMatchObject({
      line: 8,
      lastLine: 8,
      headings: ['Backup plan', 'Restore'],
    });
    expect(search('newest files').hits[0]?.citation).toMatchObject({ line: 7, lastLine: 8 });
    expect(search('gone').hits[0]?.citation).toMatchObject({ line: 2, lastLine: 2 });
  });

  it('come by title before text, and newer before older', () => {
    expect(search('backup').hits[0]?.citation.path).toBe(PLAN);
    expect(search('disk').hits.at(-1)?.citation.path).not.toBe(LOG);
  });

  it('are told page by page, with a total', () => {
    const all = search('disk OR path:/').hits;
    expect(all).toEqual([]);
    const { hits, total } = search('disk');
    expect(hits).toHaveLength(total);
    const pages = hits.map((_, at) => search('disk', { limit: 1, offset: at }));
    expect(pages.map((page) => page.hits[0]?.chunk)).toEqual(hits.map(({ chunk }) => chunk));
    expect(new Set(pages.map((page) => page.total))).toEqual(new Set([total]));
  });

  it('say what their score is made of where that is asked', () => {
    const [hit] = search('backup', { explain: true }).hits;
    expect(hit?.why?.map(({ part }) => part)).toEqual(expect.arrayContaining(['words', 'name', 'recency']));
    const [words, name, recency] = hit!.why!.map(({ value }) => value);
    expect((words! + name! + 0.01) * recency!).toBeCloseTo(hit!.score, 2);
    expect(search('backup').hits[0]?.why).toBeUndefined();
  });
});

it('says of filters what it could not make of them', () => {
  const { remarks, total } = search('disk kind:novel after:someday');
  expect(remarks).toHaveLength(2);
  expect(remarks.join()).toMatch(/novel.*someday/);
  expect(total).toBeGreaterThan(2);
  expect(search('-disk').remarks).toHaveLength(1);
});

const PIECES =
  '"|*|-|NOT|NEAR(|)|^|:|path:|kind:|tag:|after:|before:|source:| |disk|backup|\0|{x}|ระบบ|ก|ำ|่|漢|%|_|\\|2026|7d|é|😀'.split(
    '|',
  );

const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((parts) => parts.join('')),
);

it('is never an error, whatever is typed, and marks only what is in the text', async () => {
  await fc.assert(
    fc.asyncProperty(typed, async (q) => {
      for (const answer of [
        search(q, { explain: true }),
        await reader.recall({ q, limit: 20, explain: true }, NOW),
      ]) {
        expect(answer.total).toBeGreaterThanOrEqual(answer.hits.length);
        for (const { citation, snippet, score } of answer.hits) {
          expect(Number.isFinite(score)).toBe(true);
          expect(citation.lastLine).toBeGreaterThanOrEqual(citation.line);
          const { text } = DOCUMENTS.find(({ path }) => path === citation.path)!;
          const flat = text.replace(/\s+/g, ' ');
          for (const part of snippet) expect(flat).toContain(part.text.replaceAll('…', '').trim());
        }
      }
    }),
    { numRuns: 1_500 },
  );
}, 60_000);
