/** The whole look, in its thread, over an index of notes: what it finds, what it writes, and what it leaves alone. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programPath } from '../../home/programs.ts';
import { ManualClock, temporaryFolder } from '../../testing.ts';
import { addDocuments, makeIndex, openForFilling, type DocumentDraft } from '../testing.ts';
import { ConsolidationDesk } from './consolidation-desk.ts';

/** Noon on this machine's clock, so that days are the same wherever the test runs. */
const NOW = new Date(2026, 5, 17, 12).getTime();
const DAY = 86_400_000;

const PLAN = Array.from(
  { length: 30 },
  (_, at) =>
    `Step ${at} moves the ${['archive', 'mail', 'photo', 'music'][at % 4]} folder of host${at} to the new disk.`,
).join('\n');
const topic = (name: string, sentences: readonly string[]): DocumentDraft[] =>
  sentences.map((sentence, at) => ({
    path: `/notes/${name}-${at}.md`,
    at: NOW - (20 + at) * DAY,
    text: `# ${name} ${at}\n\n${sentence}\n`,
  }));

const DOCUMENTS: DocumentDraft[] = [
  {
    path: '/notes/plan-v1.md',
    title: 'Plan',
    at: NOW - 90 * DAY,
    text: `# Plan\n\n${PLAN}\n\nDeadline: 2026-07-01\n`,
  },
  {
    path: '/notes/plan-v2.md',
    title: 'Plan',
    at: NOW - 30 * DAY,
    text: `# Plan\n\n${PLAN}\n\nAnd then all is checked again.\n\nDeadline: 15 July 2026\n`,
  },
  {
    path: '/notes/copy/songs.md',
    at: NOW - 40 * DAY,
    text: '# Songs\n\nThe quick songs of the evening are sung by five people in the old hall.\n',
  },
  {
    path: '/notes/songs.md',
    at: NOW - 41 * DAY,
    text: '# Songs\n\nThe quick songs of the evening are sung by five people in the old hall.\n',
  },
  {
    path: '/notes/hub.md',
    at: NOW - 2 * DAY,
    text: '# Hub\n\nSee [the plan](plan-v2.md#end), [[songs]], [gone](missing.md), `[code](no.md)` and [web](https://example.com).\n\nNode version 24.1 is used here.\n',
  },
  {
    path: '/notes/node.md',
    at: NOW - 3 * 3_600_000,
    text: '# Runtime <script>alert(1)</script>\n\nThe server runs on Node v22.4 at the moment, as agreed in the meeting.\n',
  },
  {
    path: '/notes/CHANGELOG.md',
    at: NOW - 5 * DAY,
    text: '# Changes\n\nNode version 18.1\n\nNode version 20.3\n',
  },
  { path: '/notes/ไทย.md', at: NOW - 3 * 3_600_000, text: '# กำหนดการ\n\nกำหนดส่งงาน: 1 พ.ค. 2569\n' },
  { path: '/notes/ไทย2.md', at: NOW - 4 * 3_600_000, text: '# อื่น\n\nกำหนดส่งงาน: 2026-05-09\n' },
  ...topic('tomatoes', [
    'Tomatoes and basil want sun, and watering in the morning.',
    'Watering basil too much makes its leaves yellow, tomatoes forgive it.',
    'The basil stands beside the tomatoes, where the watering reaches both.',
    'Sun and watering: what tomatoes need most in July.',
  ]),
  ...topic('certificates', [
    'The certificate of nginx expires, its renewal needs an open port.',
    'A renewal of the certificate failed, and nginx served the old one.',
    'After each renewal nginx has to load the certificate again.',
    'An alarm tells ten days before a certificate has no renewal.',
  ]),
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let desk: ConsolidationDesk;
let written: number;
beforeEach(async () => {
  folder = await temporaryFolder();
  written = 0;
  desk = new ConsolidationDesk({
    file: join(folder.path, 'knowledge.db'),
    folder: join(folder.path, 'reports', 'knowledge'),
    program: programPath('knowledge-consolidate-worker'),
    clock: new ManualClock(NOW),
    onWritten: () => (written += 1),
  });
});
afterEach(async () => {
  await desk.stop();
  await folder[Symbol.asyncDispose]();
});

const textOf = async (name: string) => (await desk.report(name)).text;

describe('a consolidation', () => {
  beforeEach(() => void makeIndex(folder.path, DOCUMENTS));

  it('finds what is double and what is superseded, and says which is which', async () => {
    const found = await desk.consolidate();
    expect(found).toMatchObject({ documents: DOCUMENTS.length, superseded: 1 });
    const { pairs } = await desk.duplicates();
    const short = pairs.map(({ kind, older, newer }) => [kind, older.path, newer.path]);
    expect(short).toContainEqual(['same', '/notes/songs.md', '/notes/copy/songs.md']);
    expect(short).toContainEqual(['superseded', '/notes/plan-v1.md', '/notes/plan-v2.md']);
    expect(pairs.every(({ likeness }) => likeness > 0.3 && likeness <= 1)).toBe(true);
    const text = await textOf('duplicates.md');
    expect(text).toMatch(
      /## Superseded, and by what\n\n- Plan \(2026-03-19\), `\/notes\/plan-v1\.md`\n {2}→ Plan .*plan-v2\.md/,
    );
  });

  it('puts documents of one thing together, under their words, with sentences as they stand', async () => {
    expect((await desk.consolidate()).topics).toBeGreaterThanOrEqual(2);
    const text = await textOf('topics.md');
    const parts = text.split('\n## ').slice(1);
    const garden = parts.find((part) => part.includes('`/notes/tomatoes-1.md`'))!;
    expect(garden).toMatch(/tomatoe?|basil|garden/);
    expect(garden).not.toContain('certificates-');
    expect(garden).toMatch(/> [^\n]*(?:omatoes|basil)[^\n]*\n> — `\/notes\/tomatoes-\d\.md:3`/);
  });

  it('maps links, those that lead nowhere, and orphans', async () => {
    const found = await desk.consolidate();
    expect(found).toMatchObject({ links: 2, brokenLinks: 1 });
    const text = await textOf('links.md');
    expect(text).toContain('`/notes/hub.md:3` → `missing.md`');
    expect(text).toMatch(/Hub → Plan, Songs/);
    expect(text.split('## Orphans')[1]).toContain('/notes/node.md');
    expect(text.split('## Orphans')[1]).not.toContain('/notes/hub.md');
  });

  it('lists different days and versions of the same thing, also across calendars, and no history', async () => {
    expect((await desk.consolidate()).contradictions).toBe(3);
    const text = await textOf('contradictions.md');
    expect(text).toMatch(
      /## plan: deadline\n\n- \*\*2026-07-15\*\* .*plan-v2\.md:36.*\n- \*\*2026-07-01\*\* .*plan-v1\.md/,
    );
    expect(text).toMatch(/## node version\n\n- \*\*22\.4\*\*.*node\.md:3.*\n- \*\*24\.1\*\*/);
    expect(text).toMatch(/## กำหนดส่งงาน\n\n- \*\*2026-05-01\*\*.*\n- \*\*2026-05-09\*\*/);
    expect(text).not.toContain('CHANGELOG');
  });

  it('tells days and weeks apart', async () => {
    const { reports } = await desk.consolidate();
    const names = reports.map(({ name }) => name).filter((name) => name.startsWith('digest-'));
    expect(names).toEqual(
      expect.arrayContaining([
        'digest-2026-06-17.md',
        'digest-2026-06-15.md',
        'digest-2026-W25.md',
        'digest-2026-W24.md',
      ]),
    );
    expect(names).not.toContain('digest-2026-06-16.md');
    const day = await textOf('digest-2026-06-17.md');
    expect(day).toContain('3 documents were written or changed');
    expect(day).toContain('> The server runs on Node v22.4 at the moment');
  });

  it('quotes documents as text: nothing of them becomes markup', async () => {
    const { reports } = await desk.consolidate();
    for (const { name } of reports) expect(await textOf(name)).not.toContain('<script>');
    expect(await textOf('digest-2026-06-17.md')).toContain(String.raw`Runtime \<script\>`);
  });

  it('gives the same reports for the same documents', async () => {
    const all = async () => {
      const { reports } = await desk.consolidate();
      return await Promise.all(reports.map(({ name }) => textOf(name)));
    };
    expect(await all()).toEqual(await all());
  });

  it('two at once are one', async () => {
    const [one, other] = await Promise.all([desk.consolidate(), desk.consolidate()]);
    expect(one).toBe(other);
    expect(written).toBe(1);
  });

  it('writes nothing beside its reports, leaves no temporary file, and what is there already alone', async () => {
    const reports = join(folder.path, 'reports', 'knowledge');
    await mkdir(reports, { recursive: true });
    await writeFile(join(reports, 'mine.md'), 'mine');
    await writeFile(join(reports, 'digest-2020-01-01.md'), 'old');
    const made = await desk.consolidate();
    const names = made.reports.map(({ name }) => name);
    expect((await readdir(reports)).toSorted()).toEqual(
      [...names, 'mine.md', 'digest-2020-01-01.md'].toSorted(),
    );
    expect(await readFile(join(reports, 'mine.md'), 'utf8')).toBe('mine');
    expect((await desk.reports()).map(({ name }) => name).toSorted()).toEqual(
      (await readdir(reports)).toSorted(),
    );
  });

  it('looks again for duplicates only after documents have changed', async () => {
    const before = await desk.duplicates();
    const db = openForFilling(join(folder.path, 'knowledge.db'));
    addDocuments(db, [{ path: '/more/songs.md', text: DOCUMENTS[3]!.text, at: NOW }]);
    db.close();
    expect(await desk.duplicates()).toEqual(before);
    desk.forget();
    expect((await desk.duplicates()).pairs.length).toBe(before.pairs.length + 2);
  });
});

it('finds nothing where there is no index, and makes no folder', async () => {
  expect(await desk.consolidate()).toMatchObject({ documents: 0, reports: [] });
  expect(await desk.duplicates()).toMatchObject({ pairs: [] });
  expect(await desk.reports()).toEqual([]);
  expect(written).toBe(0);
  await expect(desk.report('topics.md')).rejects.toMatchObject({ code: 'document_unknown' });
});

it('says that it could not look where the index is damaged', async () => {
  await writeFile(join(folder.path, 'knowledge.db'), 'no database '.repeat(1_000));
  await expect(desk.consolidate()).rejects.toMatchObject({ code: 'knowledge_unavailable' });
  await expect(desk.duplicates()).rejects.toMatchObject({ code: 'knowledge_unavailable' });
});
