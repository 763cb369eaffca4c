/** Knowledge as a running Luka has it: over HTTP, with its worker, its events and its exports. */
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { PERSON } from '#shared/nouns/role.ts';
import { startLuka } from '../server/testing.ts';
import { temporaryFolder } from '../testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;

const noTasks = async (): Promise<void> => undefined;

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ended = ({ client }: Luka) =>
  until(async () => {
    const { sync } = await client.getSync();
    return sync?.tookMs === undefined ? undefined : sync;
  });
const stateOf = (luka: Luka, id: string) =>
  luka.client.knowledgeStatus().then(({ sources }) => sources.find((source) => source.id === id));

describe('knowledge', () => {
  it('reads a folder that is added, follows it, and forgets it', async () => {
    await using folder = await temporaryFolder();
    const notes = join(folder.path, 'My Notes');
    await mkdir(notes);
    await writeFile(join(notes, 'a.md'), '---\ntags: [disk]\n---\n# Backups\nThe disk is full.\n');
    await writeFile(join(notes, 'b.md'), new Uint8Array([0, 1, 2]));
    await using luka = await startLuka({}, noTasks);
    const { client } = luka;
    const source = await client.addSource({ body: { folder: notes } });
    expect(source).toMatchObject({ name: 'My Notes', folder: notes, watch: 'events' });
    await until(async () => ((await stateOf(luka, source.id))?.syncedAt ? true : undefined));
    await ended(luka);
    expect(await client.knowledgeStatus()).toMatchObject({
      documents: 1,
      sources: [{ id: 'luka' }, { id: source.id, state: 'ready', documents: 1, skipped: 1 }],
    });
    const { documents, total } = await client.listDocuments({ query: { source: source.id } });
    expect([total, documents]).toMatchObject([
      1,
      [{ title: 'Backups', tags: ['disk'], kind: 'markdown', chunks: 1 }],
    ]);
    const document = await client.getDocument({ params: { document: documents[0]!.id } });
    expect(document).toMatchObject({ cut: false, path: join(notes, 'a.md') });
    expect(document.text).toBe('---\ntags: [disk]\n---\n# Backups\nThe disk is full.\n');
    expect(await client.listSkipped({ query: {} })).toMatchObject({
      total: 1,
      skipped: [{ reason: 'binary' }],
    });
    await writeFile(join(notes, 'c.md'), 'An avocado');
    await until(async () => {
      const { hits } = await client.searchKnowledge({ query: { q: 'avocado' } });
      return hits.length === 1 ? hits : undefined;
    });
    await client.removeSource({ params: { source: source.id } });
    await until(async () =>
      (await client.searchKnowledge({ query: { q: 'avocado' } })).hits.length === 0 ? true : undefined,
    );
    expect((await client.knowledgeStatus()).sources).toHaveLength(1);
    const { rows } = luka.engine.safety.audit.list({ limit: 10 });
    expect(rows.map(({ action }) => action)).toEqual(['source.removed', 'source.added']);
    // What happens close together is told together, a moment later.
    await until(async () =>
      luka.engine.store.eventsOfTypeAfter('knowledge.changed', 0, 100).length >= 2 ? true : undefined,
    );
  }, 30_000);

  it('does what is asked for after a sync was cancelled', async () => {
    await using folder = await temporaryFolder();
    for (let n = 0; n < 300; n += 1) await writeFile(join(folder.path, `${n}.md`), `apricot ${n}`);
    await using luka = await startLuka({}, noTasks);
    const { client } = luka;
    await ended(luka);
    const { id } = await client.addSource({ body: { folder: folder.path, watch: 'manual' } });
    const first = (await client.getSync()).sync!;
    await client.cancelSync();
    const second = await client.startSync({ body: { source: id } });
    expect(second.id).toBeGreaterThan(first.id);
    expect(await ended(luka)).toMatchObject({ id: second.id, state: 'done' });
    expect(await stateOf(luka, id)).toMatchObject({ state: 'ready', documents: 300 });
  }, 30_000);

  it('refuses folders that cannot be sources', async () => {
    await using folder = await temporaryFolder();
    await using luka = await startLuka({}, noTasks);
    const { client, layout } = luka;
    await ended(luka);
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    for (const bad of ['relative', join(folder.path, 'gone'), file, layout.root, layout.reports])
      await expect(client.addSource({ body: { folder: bad } })).rejects.toMatchObject({
        code: 'source_invalid',
      });
    await client.addSource({ body: { folder: folder.path, watch: 'manual' } });
    await expect(client.addSource({ body: { folder: `${folder.path}/` } })).rejects.toMatchObject({
      code: 'source_exists',
    });
    for (const call of [
      client.removeSource({ params: { source: 'none' } }),
      client.startSync({ body: { source: 'none' } }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'source_unknown' });
    await expect(client.getDocument({ params: { document: 4_711 } })).rejects.toMatchObject({
      code: 'document_unknown',
    });
  });

  it('has Luka’s own runs, reports and memories among the documents, and exports them', async () => {
    await using luka = await startLuka({}, async ({ tasks, reports }) => {
      await writeFile(
        join(tasks, 'copy.yaml'),
        'title: Copy the disk\nsteps:\n  - run: echo pomegranate >&2; exit 3\n',
      );
      await mkdir(reports, { recursive: true });
      await writeFile(join(reports, '260101_first.md'), '# First session\nObjective: quince\n');
    });
    const { client, engine, layout } = luka;
    await ended(luka);
    const { id } = await client.runTask({ params: { task: 'copy' }, body: {} });
    await until(async () =>
      (await client.getRun({ params: { run: id } })).state === 'failed' ? true : undefined,
    );
    await client.remember({ body: { kind: 'insight', text: 'Rhubarb keeps the NAS awake' } });
    const paths = await until(async () => {
      const { documents } = await client.listDocuments({ query: { source: 'luka' } });
      return documents.length >= 3
        ? documents.map(({ path, kind }) => `${kind} ${path}`).toSorted()
        : undefined;
    });
    expect(paths).toEqual([
      'memory luka://memory/1',
      `report ${join(layout.reports, '260101_first.md')}`,
      `run luka://run/${id}`,
    ]);
    const { hits } = await client.searchKnowledge({ query: { q: 'copy failed' } });
    expect(hits[0]?.citation).toMatchObject({ path: `luka://run/${id}`, kind: 'run', line: 1 });
    await client.forgetMemory({ params: { memory: 1 } });
    await until(async () => {
      const { documents } = await client.listDocuments({ query: { source: 'luka' } });
      return documents.some(({ kind }) => kind === 'memory') ? undefined : true;
    });
    const exported = async (name: string) =>
      JSON.parse(await readFile(join(layout.root, 'exports', name), 'utf8')) as Record<string, unknown>;
    const telemetry = await until(async () => {
      const content = await exported('telemetry.json').catch(() => undefined);
      return content && (content['tasks'] as unknown[]).length > 0 ? content : undefined;
    });
    expect(telemetry['tasks']).toMatchObject([{ task: 'copy', state: 'failed', runs: 1 }]);
    expect(await exported('reports.index.json')).toMatchObject({ reports: [{ title: 'First session' }] });
    await until(
      async () => ((await exported('memories.json'))['memories'] as unknown[]).length === 0 || undefined,
    );
    expect(engine.knowledge.sync()?.state).toBe('done');
  }, 30_000);

  it('says of an approval what became of it, and forgets what retention removed', async () => {
    await using luka = await startLuka({}, async ({ tasks }) =>
      writeFile(join(tasks, 'wipe.yaml'), 'title: Wipe\nrisk: critical\nsteps:\n  - run: echo wiped\n'),
    );
    const { client, layout } = luka;
    await ended(luka);
    const own = async (kind: string) => {
      const { documents } = await client.listDocuments({ query: { source: 'luka' } });
      return documents.filter((document) => document.kind === kind).map(({ title }) => title);
    };
    const ask = async () => {
      await client.runTask({ params: { task: 'wipe' }, body: {} });
      const { approvals } = await client.listApprovals({ query: {} });
      return approvals[0]!;
    };
    const { id, hash } = await ask();
    await until(async () => ((await own('approval'))[0]?.endsWith(': pending') ? true : undefined));
    const params = { approval: id };
    await client.approve({ params, body: { hash, grant: { runs: 5 } } });
    await until(async () => ((await own('approval'))[0]?.endsWith(': approved') ? true : undefined));
    await until(async () => ((await own('run')).length === 1 ? true : undefined));
    // Decided long before: nothing is newer about it but that it holds no more.
    await client.revokeApproval({ params, body: {} });
    await until(async () => ((await own('approval'))[0]?.endsWith(': revoked') ? true : undefined));

    const second = await ask();
    await client.approve({ params: { approval: second.id }, body: { hash: second.hash } });
    await until(async () => ((await own('run')).length === 2 ? true : undefined));
    const ledger = new DatabaseSync(layout.database);
    const longAgo = Date.now() - 40 * 86_400_000;
    ledger
      .prepare('update runs set queued_at = ?, started_at = ?, ended_at = ?')
      .run(longAgo, longAgo, longAgo);
    ledger.close();
    await client.updateSettings({ body: { retention: { runDays: 31, runsPerTask: 1 } } });
    const { parts } = await client.applyRetention({ body: {} });
    expect(parts.find(({ kind }) => kind === 'runs')).toMatchObject({ there: 2, goes: 1 });
    await until(async () => ((await own('run')).length === 1 ? true : undefined));
    expect(await own('approval')).toHaveLength(1);
    expect((await client.knowledgeStatus()).sources[0]).toMatchObject({ id: 'luka', documents: 2 });
  }, 30_000);

  it('goes on with a new index where the one before is damaged, and says so', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'a.md'), 'An apricot');
    await using luka = await startLuka({}, async ({ knowledge }) =>
      writeFile(knowledge, 'no index'.repeat(1_000)),
    );
    const { client, engine, layout } = luka;
    const { setAside } = await until(async () => {
      const status = await client.knowledgeStatus();
      return status.setAside === undefined ? undefined : status;
    });
    expect(await readFile(setAside ?? '', 'utf8')).toContain('no index');
    await engine.knowledge.addSource({ folder: folder.path, watch: 'events' }, PERSON);
    const finds = () =>
      until(async () => {
        const { hits } = await client
          .searchKnowledge({ query: { q: 'apricot' } })
          .catch(() => ({ hits: [] }));
        return hits.length === 1 ? true : undefined;
      });
    await finds();
    await ended(luka);
    // Damaged while it runs: found by whoever meets it.
    for (const file of [layout.knowledge, `${layout.knowledge}-wal`]) {
      const handle = await open(file, 'r+');
      const { size } = await handle.stat();
      if (size > 4_096) await handle.write(Buffer.alloc(size - 4_096, 0x5a), 0, size - 4_096, 4_096);
      await handle.close();
    }
    engine.knowledge.suspectDamage();
    await until(async () => {
      const status = await client.knowledgeStatus();
      return status.setAside !== setAside ? true : undefined;
    });
    await finds();
  }, 40_000);
});
