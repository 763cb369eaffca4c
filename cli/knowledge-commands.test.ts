/** What `luka knowledge` asks of Luka about sources and syncs, and how it tells the answers. */
import { describe, expect, it } from 'vitest';
import type { KnowledgeSource, SyncProgress } from '#shared/nouns/knowledge.ts';
import {
  addSource,
  listSkipped,
  listSources,
  removeSource,
  showStatus,
} from './commands/knowledge-sources.ts';
import { listDuplicates } from './commands/knowledge-duplicates.ts';
import { cancelSync, sync } from './commands/knowledge-sync.ts';
import { showModel, useModel } from './commands/knowledge-model.ts';
import { fakeLuka } from './fake-luka.ts';
import { DEFAULT_SETTINGS } from '#shared/nouns/settings.ts';

const source: KnowledgeSource = {
  id: 'notes-1a2b3c',
  name: 'Notes',
  folder: '/home/me/Notes',
  watch: { everySeconds: 900 },
  state: 'absent',
  message: 'it is not there\u001b[2J',
  documents: 12,
  skipped: 1,
  bytes: 3_000,
};
const going: SyncProgress = {
  id: 3,
  state: 'reading',
  startedAt: new Date('2026-11-22T11:59:00').toISOString(),
  files: 40,
  total: 100,
  bytes: 2_000_000,
  filesPerSecond: 80.4,
  secondsLeft: 1.2,
  added: 40,
  changed: 0,
  removed: 0,
  skipped: 0,
};
const done: SyncProgress = { ...going, state: 'done', files: 100, tookMs: 1_234, skipped: 2 };
const status = { sources: [source], documents: 12, chunks: 30, bytes: 9_000, sync: going };

describe('luka knowledge', () => {
  it('sources, status and skipped tell how it stands', async () => {
    const luka = fakeLuka(({ endpoint }) =>
      endpoint.endsWith('skipped')
        ? {
            skipped: [{ source: source.id, path: '/a.md', reason: 'too-large', message: 'it has 2000 MB' }],
            total: 5,
          }
        : status,
    );
    await listSources(luka.session);
    expect(luka.text('out')).toMatch(
      /notes-1a2b3c +Notes +absent +12 +1 +every 900 s +- +\/home\/me\/Notes +it is not there\ufffd/,
    );
    await showStatus(luka.session);
    expect(luka.text('out')).toContain('reading 40 of 100 files, ');
    expect(luka.text('out')).toContain('80 files/s, 2 s left');
    await listSkipped(luka.session, 'Notes', 50);
    expect(luka.text('out')).toContain('/a.md: too large, it has 2000 MB\n');
    expect(luka.text('err')).toContain('and 4 more');
    expect(luka.calls.at(-1)?.query).toMatchObject({ source: source.id });
  });

  it('status says that an index was set aside, and why', async () => {
    const luka = fakeLuka(() => ({ ...status, setAside: '/home/knowledge.db.damaged-1' }));
    await showStatus(luka.session);
    expect(luka.text('err')).toBe(
      'the index was damaged: it is kept as /home/knowledge.db.damaged-1, and made anew\n',
    );
    const other = fakeLuka(() => ({
      ...status,
      setAside: '/home/knowledge.db.outdated-1',
      setAsideFor: 'version',
    }));
    await showStatus(other.session);
    expect(other.text('err')).toBe(
      'the index was of another version of Luka: it is kept as /home/knowledge.db.outdated-1, and made anew\n',
    );
  });

  it('add and remove name the source', async () => {
    const luka = fakeLuka(({ endpoint }) =>
      endpoint.startsWith('POST') ? source : endpoint.startsWith('DELETE') ? { ok: true } : status,
    );
    await addSource(luka.session, { folder: '/home/me/Notes', watch: 'events' });
    await removeSource(luka.session, '/home/me/Notes');
    expect(luka.calls.map(({ endpoint }) => endpoint)).toEqual([
      'POST /api/v1/knowledge/sources',
      'GET /api/v1/knowledge',
      `DELETE /api/v1/knowledge/sources/${source.id}`,
    ]);
    expect(luka.text('out')).toBe(`${source.id} reads /home/me/Notes\n${source.id} is forgotten\n`);
  });

  it('sync waits for its end, and tells it', async () => {
    const answers = [going, done];
    const luka = fakeLuka(({ endpoint }) =>
      endpoint.startsWith('POST') ? going : { sync: answers.shift() ?? done },
    );
    expect(await sync(luka.session, undefined, { wait: true })).toBe(true);
    expect(luka.text('out')).toBe('done: 100 files in 1.23 s; 40 added, 0 changed, 0 removed, 2 not read\n');
  });

  it('sync that failed is a failure, to scripts too', async () => {
    const failed = { ...done, state: 'failed', message: 'the disk is full' };
    const luka = fakeLuka(({ endpoint }) => (endpoint.startsWith('POST') ? going : { sync: failed }), {
      json: true,
    });
    expect(await sync(luka.session, undefined, { wait: true })).toBe(false);
    expect(JSON.parse(luka.text('out'))).toEqual(failed);
  });

  it('sync --watch begins none, and cancel ends one', async () => {
    const luka = fakeLuka(() => ({ sync: done }));
    await sync(luka.session, undefined, { wait: true, watch: true });
    await cancelSync(luka.session);
    expect(luka.calls.map(({ endpoint }) => endpoint)).toEqual([
      'GET /api/v1/knowledge/sync',
      'DELETE /api/v1/knowledge/sync',
    ]);
    expect(luka.text('err')).toContain('no sync goes on');
  });
});

describe('luka knowledge model', () => {
  const settings = { ...DEFAULT_SETTINGS, embeddings: { folder: '/models/e5' } };
  it('sets a folder, sets none, and says which it is', async () => {
    const luka = fakeLuka(({ body }) => ({ ...settings, ...(body as object) }));
    await useModel(luka.session, '/models/e5');
    await useModel(luka.session, null);
    expect(luka.calls.map(({ endpoint, body }) => [endpoint, body])).toEqual([
      ['PATCH /api/v1/settings', { embeddings: { folder: '/models/e5' } }],
      ['PATCH /api/v1/settings', { embeddings: null }],
    ]);
    expect(luka.text('out')).toBe(
      'the model in /models/e5 makes its vectors now; until then TF-IDF is used\nno folder of a model is used\n',
    );
  });

  it.each([
    [undefined, 'no model: meaning is compared by TF-IDF'],
    [{ method: 'folder', folder: '/m\u001b[2J', done: 0, chunks: 0 }, 'which has made no vectors yet'],
    [
      { method: 'folder', folder: '/m', done: 1_200, chunks: 17_000 },
      'has vectors of 1,200 of 17,000 pieces',
    ],
    [{ method: 'ollama', model: 'ollama:bge-m3', done: 3, chunks: 3 }, 'ollama:bge-m3, with vectors of all'],
    [
      { method: 'folder', folder: '/m', done: 0, chunks: 3, fault: 'it is gone' },
      'the model in /m cannot be used, TF-IDF is: it is gone',
    ],
  ] as const)('tells how it stands: %j', async (meaning, words) => {
    const luka = fakeLuka(() => ({ ...status, meaning }));
    await showModel(luka.session);
    await showStatus(luka.session);
    expect(luka.text('out')).toContain(words);
    expect(luka.text('out')).not.toContain('\u001b');
    if (meaning) expect(luka.text('out').match(new RegExp(words, 'g'))).toHaveLength(2);
  });
});

it('luka knowledge duplicates lists pairs, and where to go on', async () => {
  const side = (path: string) => ({ document: 1, path, title: 'A', at: '2026-11-01T00:00:00.000Z' });
  const pair = {
    kind: 'near',
    likeness: 0.984,
    older: side('/a.md'),
    newer: side('/b\u001b[2J.md'),
    why: 'alike',
  };
  const luka = fakeLuka(() => ({ pairs: [pair], total: 3, at: '2026-11-01T00:00:00.000Z', next: 1 }));
  await listDuplicates(luka.session, { limit: 1, offset: 0 });
  expect(luka.calls).toMatchObject([{ query: { limit: '1', offset: '0' } }]);
  expect(luka.text('out')).toMatch(/near +98 % +\/b\ufffd\[2J\.md +\/a\.md\n/);
  expect(luka.text('err')).toBe('there are 3: go on with --offset 1\n');
  const none = fakeLuka(() => ({ pairs: [], total: 0, at: '2026-11-01T00:00:00.000Z' }));
  await listDuplicates(none.session, { limit: 1, offset: 0 });
  expect(none.text('err')).toBe('no two documents say nearly the same\n');
});
