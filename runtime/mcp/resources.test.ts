/** Each kind of resource: listed, read, and told of to who follows it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { McpBench } from './mcp-bench.ts';

let bench: McpBench;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let client: Client;

beforeAll(async () => {
  folder = await temporaryFolder();
  const notes = join(folder.path, 'notes');
  await mkdir(notes);
  for (const name of ['disks.md', 'copy of disks.md'])
    await writeFile(join(notes, name), '# Disks\n\nThe slow disk is hd2, and it is copied at night.\n');
  bench = await McpBench.start();
  const luka = bench.luka.client;
  await luka.addSource({ body: { folder: notes, watch: 'manual' } });
  await vi.waitUntil(async () => (await luka.getSync()).sync?.state === 'done', { timeout: 20_000 });
  client = await bench.connect();
}, 60_000);
afterAll(async () => {
  await client.close();
  await bench[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function read(uri: string): Promise<{ mimeType?: string | undefined; text: string }> {
  const { contents } = await client.readResource({ uri });
  expect(contents).toHaveLength(1);
  expect(contents[0]?.uri).toBe(uri);
  return contents[0] as { mimeType?: string; text: string };
}

async function listed(start: string): Promise<string[]> {
  const { resources } = await client.listResources();
  return resources.map(({ uri }) => uri).filter((uri) => uri.startsWith(start));
}

/** What a client that follows these is told while something is done. */
async function toldWhile(uris: string[], act: () => Promise<unknown>): Promise<() => string[]> {
  const updated: string[] = [];
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void updated.push(params.uri),
  );
  await client.listen({ resourceSubscriptions: uris });
  await act();
  return () => updated;
}

describe('each kind is listed and read', () => {
  it('runs and tasks, as data', async () => {
    const { id } = await bench.luka.client.runTask({ params: { task: 'hello' }, body: {} });
    expect(await listed('luka://runs/')).toContain(`luka://runs/${id}`);
    const run = await read(`luka://runs/${id}`);
    expect([run.mimeType, JSON.parse(run.text)]).toMatchObject(['application/json', { id, task: 'hello' }]);
    expect(await listed('luka://tasks/')).toContain('luka://tasks/hello');
    const task = await read('luka://tasks/hello');
    expect(JSON.parse(task.text)).toMatchObject({ id: 'hello', title: 'Say hello' });
  });

  it('documents, as they were read', async () => {
    const { documents } = await bench.luka.client.listDocuments({ query: {} });
    const { id } = documents.find(({ path }) => path.endsWith('/disks.md'))!;
    expect(await listed('luka://documents/')).toContain(`luka://documents/${id}`);
    const document = await read(`luka://documents/${id}`);
    expect(document).toMatchObject({ mimeType: 'text/plain' });
    expect(document.text).toContain('The slow disk is hd2');
  });

  it('reports, of a day and of all documents', async () => {
    const made = await bench.luka.client.makeReport({ body: { kind: 'day' } });
    await bench.luka.client.consolidateKnowledge({ body: {} });
    expect(await listed('luka://reports/')).toEqual(
      expect.arrayContaining([`luka://reports/${made.name}`, 'luka://reports/duplicates.md']),
    );
    const day = await read(`luka://reports/${made.name}`);
    expect([day.mimeType, day.text]).toEqual(['text/markdown', made.text]);
    expect((await read('luka://reports/duplicates.md')).text).toContain('disks.md');
  });

  it.each([
    ['luka://runs/999999', 'run_unknown'],
    ['luka://runs/x', 'request_invalid'],
    ['luka://tasks/none', 'task_unknown'],
    ['luka://tasks/%E0%A4%A', 'request_invalid'],
    ['luka://reports/day-1999-01-01', 'report_unknown'],
    ['luka://reports/none.md', 'document_unknown'],
    ['luka://reports/..%2F..%2Ftoken', 'request_invalid'],
    ['luka://documents/999999', 'document_unknown'],
  ])('and refused by its code: %s', async (uri, code) => {
    await expect(client.readResource({ uri })).rejects.toThrow(new RegExp(`\\b${code}: `));
  });
});

describe('who follows a resource is told', () => {
  it('of a report that is written anew, of a day and of all documents', async () => {
    const luka = bench.luka.client;
    const { name } = await luka.makeReport({ body: { kind: 'day' } });
    const uris = [`luka://reports/${name}`, 'luka://reports/duplicates.md'];
    const updated = await toldWhile(uris, async () => {
      expect((await luka.makeReport({ body: { kind: 'day' } })).name).toBe(name);
      await luka.consolidateKnowledge({ body: {} });
    });
    await expect.poll(() => updated().toSorted(), { timeout: 10_000 }).toEqual(uris.toSorted());
  });

  it('of a task whose last run is another', async () => {
    const updated = await toldWhile(['luka://tasks/hello'], () =>
      bench.luka.client.runTask({ params: { task: 'hello' }, body: {} }),
    );
    await expect.poll(updated, { timeout: 10_000 }).toContain('luka://tasks/hello');
  });
});
