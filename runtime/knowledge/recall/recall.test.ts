/** Recall by TF-IDF, and by an Ollama on this machine that answers, lies, hangs and goes away: a real HTTP server. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing.ts';
import { IndexReader } from '../retrieve/index-reader.ts';
import { addDocuments, makeIndex, openForFilling } from '../testing.ts';
import { embedMissing, embedMissingBy } from './embed-missing.ts';
import { createOllamaEmbedder, findOllama } from './ollama.ts';

const NOW = Date.UTC(2026, 5, 15);
const DOCUMENTS = [
  {
    path: '/disk.md',
    text: '# Disks\n\nCopying the archives to the external drive needs a mounted volume.\n',
  },
  { path: '/garden.md', text: '# Garden\n\nTomatoes and beans like the sun and need watering.\n' },
  { path: '/thai.md', text: '# สำรอง\n\nระบบสำรองข้อมูลทุกคืนไปยังดิสก์ภายนอก\n' },
  { path: '/mail.md', text: '# Mail\n\nConfiguration of the mail server, and its certificates.\n' },
];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
let readers: IndexReader[];
beforeEach(async () => {
  folder = await temporaryFolder();
  file = makeIndex(folder.path, DOCUMENTS);
  readers = [];
});
afterEach(async () => {
  for (const reader of readers) reader[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

function open(url?: string, modelPatienceMs = 300): IndexReader {
  const reader = new IndexReader({
    file,
    modelPatienceMs,
    embedderOf: (model) =>
      url !== undefined && model.startsWith('ollama:')
        ? createOllamaEmbedder(url, model.slice(7))
        : undefined,
  });
  readers.push(reader);
  return reader;
}

function embedWords(): number {
  using db = disposable(openForFilling(file));
  return embedMissing(db);
}

function disposable<T extends { close(): void }>(db: T): T & Disposable {
  return Object.assign(db, { [Symbol.dispose]: () => db.close() });
}

const first = async (reader: IndexReader, q: string) =>
  (await reader.recall({ q, limit: 3 }, NOW)).hits[0]?.citation.path;

describe('by TF-IDF', () => {
  it('finds what is about the same, in other forms of its words, also in Thai', async () => {
    expect(embedWords()).toBe(4);
    const reader = open();
    expect(await first(reader, 'how is the mail server configured?')).toBe('/mail.md');
    expect(await first(reader, 'an archive copy on an external volume')).toBe('/disk.md');
    expect(await first(reader, 'ข้อมูลสำรองอยู่ที่ไหน')).toBe('/thai.md');
    expect(await first(reader, 'configuring')).toBe('/mail.md');
    const answer = await reader.recall({ q: 'garden', limit: 3, explain: true }, NOW);
    expect(answer.method).toBe('tf-idf');
    expect(answer.remarks).toEqual([]);
    expect(answer.hits[0]?.why?.map(({ part }) => part)).toEqual([
      'words',
      'meaning',
      'likeness',
      'fused',
      'recency',
    ]);
  });

  it('keeps to filters and to what is not wanted', async () => {
    embedWords();
    const reader = open();
    const paths = async (q: string) =>
      (await reader.recall({ q, limit: 9 }, NOW)).hits.map((hit) => hit.citation.path);
    expect(await paths('external drive -archives')).not.toContain('/disk.md');
    expect(await paths('external drive path:garden')).toEqual([]);
    expect(await paths('sun watering path:garden')).toEqual(['/garden.md']);
  });

  it('answers by words alone while there are no vectors, and says so; and with them when they are there', async () => {
    const reader = open();
    const before = await reader.recall({ q: 'tomatoes', limit: 3 }, NOW);
    expect(before.hits.map(({ citation }) => citation.path)).toEqual(['/garden.md']);
    expect(before.remarks).toHaveLength(1);
    embedWords();
    const after = await reader.recall({ q: 'tomatoes', limit: 3 }, NOW);
    expect(after.remarks).toEqual([]);
  });

  it('makes only what is missing, and weighs anew what has grown', () => {
    expect(embedWords()).toBe(4);
    expect(embedWords()).toBe(0);
    using db = disposable(openForFilling(file));
    addDocuments(db, [{ path: '/more.md', text: 'more' }]);
    expect(embedMissing(db)).toBe(1);
    addDocuments(
      db,
      Array.from({ length: 400 }, (_, at) => ({ path: `/${at}.md`, text: `number ${at}` })),
    );
    expect(embedMissing(db)).toBe(405);
    expect(
      db.prepare('select count(distinct model) as models, count(*) as vectors from vectors').get(),
    ).toEqual({
      models: 1,
      vectors: 405,
    });
    db.exec(`delete from chunks where document = 1`);
    expect(db.prepare('select count(*) as vectors from vectors').get()).toEqual({ vectors: 404 });
  });
});

/** One number for each of a few words: what a model would know to be the same. */
const MEANINGS = [/disk|drive|volume|archive|harvest/i, /tomato|bean|plant|vegetable/i, /mail|letter|post/i];
const vectorOf = (text: string) => [0.01, ...MEANINGS.map((meaning) => (meaning.test(text) ? 1 : 0))];

type Answer = (texts: readonly string[], response: ServerResponse) => void;

async function fakeOllama(tags: unknown, answer: Answer) {
  let calls = 0;
  const state = { answer };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/api/tags') {
      response.end(typeof tags === 'string' ? tags : JSON.stringify(tags));
      return;
    }
    calls += 1;
    void readAll(request).then((body) =>
      state.answer((JSON.parse(body) as { input: string[] }).input, response),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    become: (next: Answer) => (state.answer = next),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TAGS = { models: [{ name: 'llama3.2:3b' }, { name: 'nomic-embed-text:latest' }] };
const well: Answer = (texts, response) => response.end(JSON.stringify({ embeddings: texts.map(vectorOf) }));
const raw =
  (text: string): Answer =>
  (_texts, response) =>
    void response.end(text);

describe('by a model of Ollama', () => {
  const embedBy = async (url: string) => {
    using db = disposable(openForFilling(file));
    embedMissing(db);
    const embedder = await findOllama(url);
    return await embedMissingBy(db, embedder!, { budgetMs: 5_000 });
  };

  it('finds what has none of the words', async () => {
    await using ollama = await fakeOllama(TAGS, well);
    expect(await embedBy(ollama.url)).toEqual({ made: 4, more: false });
    const answer = await open(ollama.url).recall({ q: 'vegetables', limit: 3 }, NOW);
    expect(answer).toMatchObject({ method: 'ollama', remarks: [] });
    expect(answer.hits[0]?.citation.path).toBe('/garden.md');
  });

  it.each<[string, Answer]>([
    ['is slow', () => undefined],
    ['answers with half of it', (_, response) => void response.write('{"embeddings": [[0.1,')],
    ['answers with an error', (_, response) => void response.writeHead(500).end('{"error":"no"}')],
    ['answers with garbage', raw('<html>')],
    ['answers with something else', raw('{"embeddings": "none"}')],
    ['answers with too few', raw('{"embeddings": []}')],
    ['answers with another size', raw('{"embeddings": [[1, 0]]}')],
    ['answers with what is no number', raw('{"embeddings": [[1e999, 0, 0, 0]]}')],
    ['answers with zeros', raw('{"embeddings": [[0, 0, 0, 0]]}')],
    [
      'sends on to elsewhere',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
    ],
    ['breaks off', (_, response) => void response.destroy()],
    [
      'never stops',
      (_, response) => {
        response.on('error', () => undefined);
        const more = setInterval(() => response.write(`[${'1,'.repeat(30_000)}`), 1);
        response.on('close', () => clearInterval(more));
      },
    ],
  ])('falls back within its bound and says so where it %s', async (_how, lie) => {
    await using ollama = await fakeOllama(TAGS, well);
    await embedBy(ollama.url);
    const reader = open(ollama.url);
    expect((await reader.recall({ q: 'tomatoes', limit: 3 }, NOW)).method).toBe('ollama');
    ollama.become(lie);
    const started = performance.now();
    const answer = await reader.recall({ q: 'tomatoes', limit: 3 }, NOW);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(answer.method).toBe('tf-idf');
    expect(answer.remarks.join()).toMatch(/nomic-embed-text.*TF-IDF/);
    expect(answer.hits[0]?.citation.path).toBe('/garden.md');
    // And it is left alone for a while.
    const calls = ollama.calls();
    const again = await reader.recall({ q: 'tomatoes', limit: 3 }, NOW);
    expect(again.method).toBe('tf-idf');
    expect(again.remarks).toEqual(answer.remarks);
    expect(ollama.calls()).toBe(calls);
  });

  it('is not used where it has gone away, nor where it never was', async () => {
    let url: string;
    {
      await using ollama = await fakeOllama(TAGS, well);
      url = ollama.url;
      await embedBy(url);
    }
    expect(await findOllama(url)).toBeUndefined();
    expect((await open(url).recall({ q: 'tomatoes', limit: 3 }, NOW)).method).toBe('tf-idf');
    expect((await open().recall({ q: 'tomatoes', limit: 3 }, NOW)).method).toBe('tf-idf');
  });

  it.each<[string, unknown]>([
    ['no model', { models: [] }],
    ['none that makes vectors', { models: [{ name: 'llama3.2:3b' }] }],
    ['garbage', 'what?'],
    ['something else', { models: [{ size: 3 }] }],
  ])('is not asked for vectors where it has %s', async (_what, tags) => {
    await using ollama = await fakeOllama(tags, well);
    expect(await findOllama(ollama.url)).toBeUndefined();
    expect(ollama.calls()).toBe(0);
  });

  it('prefers a model that knows Thai', async () => {
    await using ollama = await fakeOllama(
      { models: [{ name: 'all-minilm' }, { name: 'bge-m3:latest' }] },
      well,
    );
    expect((await findOllama(ollama.url))?.model).toBe('ollama:bge-m3:latest');
  });

  it('keeps what was made where it fails in the middle, and goes on there', async () => {
    await using ollama = await fakeOllama(TAGS, well);
    using db = disposable(openForFilling(file));
    addDocuments(
      db,
      Array.from({ length: 40 }, (_, at) => ({ path: `/${at}.md`, text: `number ${at}` })),
    );
    let batches = 0;
    ollama.become((texts, response) =>
      (batches += 1) === 2 ? raw('{}')(texts, response) : well(texts, response),
    );
    const embedder = createOllamaEmbedder(ollama.url, 'nomic-embed-text');
    const broken = await embedMissingBy(db, embedder, { budgetMs: 5_000 });
    expect(broken).toMatchObject({ made: 16, fault: expect.any(String) as unknown });
    expect(await embedMissingBy(db, embedder, { budgetMs: 5_000 })).toEqual({ made: 28, more: false });
    // Vectors of a part of the index are not compared yet.
    const none = await embedMissingBy(db, createOllamaEmbedder(ollama.url, 'other-embed'), { budgetMs: -1 });
    expect(none).toEqual({ made: 0, more: true });
  });
});
