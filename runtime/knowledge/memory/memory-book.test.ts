import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { LukaError } from '#shared/errors/luka-error.ts';
import { PERSON } from '#shared/nouns/role.ts';
import { WorkerLedgerReader } from './ledger-reader.ts';
import { MemoryBook } from './memory-book.ts';
import { HALF_LIFE_MS } from './weight.ts';
import { openMemories } from './testing.ts';

const CODEX = { name: 'codex', role: 'codex' } as const;

describe('remember and recall', () => {
  it('finds what fits by any form of its words, the most fitting first, and what does not fit not', async () => {
    await using memories = await openMemories();
    const { book } = memories;
    await book.remember({ kind: 'note', text: 'The printer is in the cellar' }, PERSON);
    const backup = await book.remember(
      {
        kind: 'solution',
        text: 'The nightly backup stopped: mount the volume hd2 first',
        meta: { task: 'backup' },
      },
      CODEX,
    );
    await book.remember({ kind: 'note', text: 'Backups are kept for thirty days' }, PERSON);
    expect(backup).toMatchObject({
      kind: 'solution',
      by: 'codex',
      meta: { task: 'backup' },
      uses: 0,
      weight: 0.5,
    });
    const { memories: found, total } = await book.recall({
      q: 'why does the nightly backup stop?',
      limit: 10,
    });
    expect(found.map(({ id }) => id)).toEqual([backup.id, 3]);
    expect(total).toBe(2);
    expect(
      (await book.recall({ q: 'backup', kind: 'note', limit: 10 })).memories.map(({ id }) => id),
    ).toEqual([3]);
    expect((await book.recall({ q: 'zebra', limit: 10 })).memories).toEqual([]);
  });

  it('finds Thai inside sentences', async () => {
    await using memories = await openMemories();
    const { book } = memories;
    const kept = await book.remember(
      { kind: 'insight', text: 'งานสำรองข้อมูลทำงานช้าเมื่อดิสก์ภายนอกหลับ ต้องปลุกก่อน' },
      PERSON,
    );
    await book.remember({ kind: 'note', text: 'ร้านกาแฟเปิดเจ็ดโมงเช้า' }, PERSON);
    const { memories: found } = await book.recall({ q: 'ทำไมสำรองข้อมูลช้า', limit: 10 });
    expect(found.map(({ id }) => id)).toEqual([kept.id]);
  });

  it('anything can be asked', async () => {
    await using memories = await openMemories();
    await memories.book.remember({ kind: 'note', text: 'one "two" three' }, PERSON);
    for (const q of ['"', 'NEAR(', 'a AND OR NOT', '*', 'two"', '\0', '😀', '-', 'text:two', 'ก', '^'])
      await expect(memories.book.recall({ q, limit: 5 })).resolves.toBeDefined();
  });

  it('without a question the pinned and then the weightiest come first, and none of them counts as used', async () => {
    await using memories = await openMemories();
    const { book, clock } = memories;
    const pinned = await book.remember(
      { kind: 'note', text: 'pinned one', importance: 0.1, pinned: true },
      PERSON,
    );
    const old = await book.remember({ kind: 'plan', text: 'an old plan', importance: 0.9 }, PERSON);
    clock.advance(3 * HALF_LIFE_MS);
    const fresh = await book.remember({ kind: 'plan', text: 'a fresh thing', importance: 0.5 }, PERSON);
    const { memories: all, total } = await book.recall({ limit: 10 });
    expect(all.map(({ id }) => id)).toEqual([pinned.id, fresh.id, old.id]);
    expect(total).toBe(3);
    expect(all.every(({ uses }) => uses === 0)).toBe(true);
  });

  it('are told page by page, each once, with a question and without', async () => {
    await using memories = await openMemories();
    for (let n = 0; n < 23; n += 1)
      await memories.book.remember({ kind: 'note', text: `shelf ${n} holds screws ${n * n}` }, PERSON);
    for (const q of ['', 'shelf screws']) {
      const all = await memories.book.find({ q, limit: 200 });
      expect(all.total).toBe(23);
      const ids: number[] = [];
      for (let offset = 0; offset < 30; offset += 5) {
        const page = await memories.book.find({ q, limit: 5, offset });
        expect(page.total).toBe(23);
        ids.push(...page.memories.map(({ id }) => id));
      }
      expect(ids).toEqual(all.memories.map(({ id }) => id));
    }
  });

  it('a use counts once an hour and makes heavier', async () => {
    await using memories = await openMemories();
    const { book, clock } = memories;
    const { id, weight } = await book.remember({ kind: 'note', text: 'the printer is upstairs' }, PERSON);
    clock.advance(3_600_000);
    for (let n = 0; n < 5; n += 1) await book.recall({ q: 'printer', limit: 5 });
    expect(book.get(id)).toMatchObject({ uses: 1 });
    expect(book.get(id).weight).toBeGreaterThan(weight);
    clock.advance(3_600_000);
    await book.recall({ q: 'printer', limit: 5 });
    expect(book.get(id).uses).toBe(2);
  });
});

it('what cannot note a use answers all the same, and tells why', async () => {
  await using memories = await openMemories();
  await memories.book.remember({ kind: 'note', text: 'the printer is upstairs' }, PERSON);
  const errors: unknown[] = [];
  const full = new LukaError('disk_full');
  const commit = () => {
    throw full;
  };
  // The same ledger, read only.
  const store = Object.assign(Object.create(memories.store) as typeof memories.store, { commit });
  const book = new MemoryBook({ ...memories, store, onError: (error) => errors.push(error) });
  memories.clock.advance(3_600_000);
  expect((await book.recall({ q: 'printer', limit: 5 })).memories).toHaveLength(1);
  expect(errors).toEqual([full]);
});

describe('near-duplicates', () => {
  const LONG =
    'The nightly backup of the photo library fails when the external disk is asleep, so wake it with a read before the copy starts';

  it('become one that has the weight of both, and the originals are kept', async () => {
    await using memories = await openMemories();
    const { book, store } = memories;
    const first = await book.remember(
      { kind: 'solution', text: LONG, importance: 0.9, pinned: true },
      PERSON,
    );
    const second = await book.remember({ kind: 'solution', text: `${LONG} again`, importance: 0.2 }, CODEX);
    expect(second).toMatchObject({ importance: 0.9, pinned: true, originals: [first.id] });
    const third = await book.remember({ kind: 'solution', text: `${LONG} once more` }, CODEX);
    expect(third.originals).toEqual([first.id, second.id]);
    expect(store.get<{ text: string }>('select text from memories where id = ?', first.id)?.text).toBe(LONG);
    const { memories: found } = await book.recall({ q: 'backup of the photo library', limit: 10 });
    expect(found.map(({ id }) => id)).toEqual([third.id]);
    expect(await book.counts()).toMatchObject({
      total: 1,
      merged: 2,
      pinned: 1,
      kinds: { solution: 1, note: 0 },
    });
  });

  it('the very same again makes the one that is there heavier, also when both come at once', async () => {
    await using memories = await openMemories();
    const { book } = memories;
    const [one, other] = await Promise.all([
      book.remember({ kind: 'note', text: LONG, importance: 0.3 }, PERSON),
      book.remember({ kind: 'note', text: LONG, importance: 0.6 }, PERSON),
    ]);
    expect(other).toMatchObject({ id: one.id, importance: 0.6, uses: 1, originals: [] });
  });

  it('another number, another kind or another matter is another memory', async () => {
    await using memories = await openMemories();
    const { book } = memories;
    for (const [kind, text] of [
      ['note', `${LONG} in version 2.1`],
      ['note', `${LONG} in version 2.2`],
      ['error', `${LONG} in version 2.1`],
      ['note', 'The nightly backup of the mail fails when the network is away'],
    ] as const)
      expect((await book.remember({ kind, text }, PERSON)).originals).toEqual([]);
    expect((await book.counts()).total).toBe(4);
  });
});

describe('change and forget', () => {
  it('a new text is found and the old one is not', async () => {
    await using memories = await openMemories();
    const { book } = memories;
    const { id } = await book.remember({ kind: 'note', text: 'the router is in the attic' }, PERSON);
    await book.change(id, { text: 'the modem is in the attic', pinned: true, importance: 1 });
    expect(book.get(id)).toMatchObject({ text: 'the modem is in the attic', pinned: true, weight: 1 });
    expect((await book.recall({ q: 'router', limit: 5 })).memories).toEqual([]);
    expect((await book.recall({ q: 'modem', limit: 5 })).memories).toHaveLength(1);
  });

  it('leaves nothing of it behind but a row of the audit that does not tell it', async () => {
    await using memories = await openMemories();
    const { book, store } = memories;
    const text = 'a long enough text about the secret place of the spare key under the third flower pot';
    await book.remember({ kind: 'note', text }, PERSON);
    const { id } = await book.remember({ kind: 'note', text: `${text} outside` }, PERSON);
    await book.forget(id, PERSON);
    expect(store.all('select * from memories')).toEqual([]);
    expect((await book.recall({ q: 'spare key', limit: 5 })).memories).toEqual([]);
    const rows = memories.rows().filter(({ action }) => action === 'memory.forgotten');
    expect(rows).toMatchObject([
      { subject: `memory ${id}`, actor: PERSON, reason: 'with 1 that said nearly the same' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('flower');
    expect(() => book.get(id)).toThrowError(expect.objectContaining({ code: 'memory_unknown' }) as Error);
    await expect(book.forget(id, PERSON)).rejects.toMatchObject({ code: 'memory_unknown' });
  });
});

it('what cannot be answered, or not in time, is told, and the next question is answered', async () => {
  await using memories = await openMemories();
  await memories.book.remember({ kind: 'note', text: 'something' }, PERSON);
  const broken = memories.reader.ask('find', {
    q: 'something',
    limit: 5,
    now: 0,
    offset: 0,
    kind: {} as never,
  });
  await expect(broken).rejects.toMatchObject({ code: 'knowledge_unavailable' });
  expect((await memories.book.recall({ q: 'something', limit: 5 })).memories).toHaveLength(1);
  const hasty = new WorkerLedgerReader(memories.file, 1);
  await expect(hasty.ask('counts', {})).rejects.toMatchObject({ code: 'knowledge_unavailable' });
  await hasty.close();
  await expect(hasty.ask('counts', {})).rejects.toMatchObject({ code: 'knowledge_unavailable' });
});

it('100,000 memories hold nobody up', async () => {
  await using memories = await openMemories();
  const { store, book } = memories;
  const words =
    'backup disk printer network volume report mail photo agent plist token queue audit memory cache'.split(
      ' ',
    );
  for (let batch = 0; batch < 20; batch += 1)
    store.commit((tx) => {
      for (let n = 0; n < 5_000; n += 1) {
        const at = batch * 5_000 + n;
        const text = Array.from(
          { length: 12 },
          (_, place) => words[(at * 7 + place * place * (at % 11)) % words.length],
        ).join(' ');
        const { lastId } = tx.run(
          "insert into memories (kind, text, meta, importance, pinned, at, by_name) values ('note', ?, '{}', 0.5, 0, ?, 'x')",
          `${text} n${at}`,
          at,
        );
        tx.run('insert into memory_words (rowid, text) values (?, ?)', lastId, `${text} n${at}`);
        tx.run('insert into memory_grams (rowid, text) values (?, ?)', lastId, `${text} n${at}`);
      }
    });
  await book.recall({ q: 'warm', limit: 1 });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  await book.recall({ limit: 20 });
  await book.recall({ q: 'backup of the disk n77777', limit: 20 });
  await book.remember({ kind: 'note', text: 'a new one about the backup of the network disk' }, PERSON);
  await book.counts();
  const took = performance.now() - started;
  delay.disable();
  // Machines that run tests are busy: what the queries themselves take is far above it.
  expect(delay.percentile(99) / 1e6).toBeLessThan(Math.max(25, took / 4));
  expect((await book.recall({ q: 'n77777', limit: 5 })).memories[0]?.text).toContain('n77777');
}, 60_000);
