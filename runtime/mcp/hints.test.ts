/** What tools say of themselves, held against what is written while they are called. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { McpBench } from './mcp-bench.ts';
import { CALLS, MODULE, type Known, type Told } from './testing.ts';
import { TOOLS } from './tools/index.ts';

let bench: McpBench;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let client: Client;
const known: Known = {};
/** Luka's own records are read a second after a run. */
const QUIET_MS = 2_000;
const LONG = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  folder = await temporaryFolder();
  const notes = join(folder.path, 'notes');
  await mkdir(notes);
  await writeFile(join(notes, 'disks.md'), '# Disks\n\nhello: the slow disk is hd2.\n');
  bench = await McpBench.start();
  const { client: luka, engine } = bench.luka;
  await luka.addSource({ body: { folder: notes, watch: 'manual' } });
  await luka.startSync({ body: {} });
  await vi.waitUntil(async () => (await luka.getSync()).sync?.state === 'done', LONG);
  await engine.retrieval.vectors.idle();
  client = await bench.connect();
  await call('remember', { kind: 'note', text: 'The disk hd2 is the slow one' });
  const { run } = await call('submit_work_order', { order: { steps: [{ run: 'echo hi from an agent' }] } });
  known.run = run as number;
  await call('wait_for_run', { run, seconds: 60 });
  await quiet();
}, 60_000);
afterAll(async () => {
  await client.close();
  await bench[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function call(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const result: Told = await client.callTool({ name, arguments: input });
  return (result.structuredContent ?? {}) as Record<string, unknown>;
}

/** Every table of the ledger and of the index, by what is in it. That a token was used is noted by the guards, not by tools. */
function written(): Record<string, string> {
  const { layout } = bench.luka;
  return { ...tablesOf('ledger', layout.database), ...tablesOf('index', layout.knowledge) };
}

function tablesOf(of: string, file: string): Record<string, string> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = db.prepare("select name from sqlite_schema where type = 'table'").all() as {
      name: string;
    }[];
    return Object.fromEntries(
      tables.map(({ name }) => {
        const columns = (db.prepare(`pragma table_info("${name}")`).all() as { name: string }[])
          .map((column) => column.name)
          .filter((column) => column !== 'last_used_at');
        const hash = createHash('sha256');
        for (const row of db
          .prepare(`select ${columns.map((c) => `"${c}"`).join()} from "${name}"`)
          .iterate())
          hash.update(JSON.stringify(row));
        return [`${of}.${name}`, hash.digest('hex')];
      }),
    );
  } finally {
    db.close();
  }
}

function changed(before: Record<string, string>): string[] {
  const after = written();
  return Object.keys({ ...before, ...after }).filter((table) => before[table] !== after[table]);
}

/** Until nothing is written any more that nobody asked for. */
async function quiet(): Promise<void> {
  await vi.waitUntil(async () => {
    const before = written();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return changed(before).length === 0;
  }, LONG);
}

const reads = (name: string): boolean =>
  TOOLS.find((tool) => tool.name === name)?.hints.readOnlyHint === true;

it('every tool has hints, and what only reads needs only a scope to read', async () => {
  const { tools } = await client.listTools();
  for (const tool of tools) {
    const own = TOOLS.find(({ name }) => name === tool.name);
    expect(tool.annotations).toMatchObject({ ...own?.hints });
    expect(tool.inputSchema.type).toBe('object');
    expect(tool.outputSchema?.type).toBe('object');
    if (own?.hints.readOnlyHint) expect([tool.name, own.scope]).toEqual([tool.name, 'context:read']);
  }
});

describe('a tool that says it only reads', () => {
  it.each(CALLS.filter(({ tool }) => reads(tool)))(
    'writes nothing: $tool',
    async ({ tool, input, refused }) => {
      const before = written();
      const result: Told = await client.callTool({ name: tool, arguments: input(known) });
      expect([tool, result.isError ?? false]).toEqual([tool, refused !== undefined]);
      expect(changed(before)).toEqual([]);
    },
  );
});

describe('a tool that says it writes', () => {
  it.each([
    ['recall', { query: 'which disk is slow' }, ['ledger.memories']],
    ['ask', { question: 'which disk is slow?' }, ['ledger.conversations', 'ledger.answers']],
    ['remember', { kind: 'note', text: 'The lamp is on' }, ['ledger.memories']],
  ] as const)('does: %s', async (tool, input, tables) => {
    const before = written();
    const { isError = false }: Told = await client.callTool({ name: tool, arguments: input });
    expect([tool, isError]).toEqual([tool, false]);
    expect(changed(before)).toEqual(expect.arrayContaining([...tables]));
  });

  it('and that it replaces, does: of a module that waits the newer text is kept alone', async () => {
    expect(TOOLS.find(({ name }) => name === 'stage_module')?.hints).toMatchObject({
      readOnlyHint: false,
      destructiveHint: true,
    });
    await call('stage_module', { module: 'again', text: MODULE });
    const { hash } = await call('stage_module', { module: 'again', text: `${MODULE}// newer\n` });
    const { staged } = await bench.luka.client.listStaged();
    expect(staged.filter(({ module }) => module === 'again').map((one) => one.hash)).toEqual([hash]);
  });
});
