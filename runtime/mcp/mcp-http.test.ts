/** The Model Context Protocol on the API's port, by three clients of different authors, and by none's rules. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createMCPClient } from '@ai-sdk/mcp';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../server/testing.ts';
import { McpBench, type ConnectOptions } from './mcp-bench.ts';
import { CALLS, checkAnswer, checkHostile, INSPECTOR, MODULE, type Known, type Told } from './testing.ts';
import { TOOLS } from './tools/index.ts';

let bench: McpBench;
let luka: McpBench['luka'];

beforeAll(async () => {
  bench = await McpBench.start();
  ({ luka } = bench);
});
afterAll(() => bench[Symbol.asyncDispose]());

const connect = (options: ConnectOptions = {}): Promise<Client> => bench.connect(options);

describe('every tool', () => {
  it('has a call here', () => {
    expect(CALLS.map(({ tool }) => tool).toSorted()).toEqual(TOOLS.map(({ name }) => name).toSorted());
  });

  it.each(['auto', 'legacy'] as const)(
    'by the client of the protocol itself (%s)',
    async (mode) => {
      const client = await connect({ mode });
      const known: Known = {};
      for (const call of CALLS)
        checkAnswer(call, known, await client.callTool({ name: call.tool, arguments: call.input(known) }));
      await client.close();
    },
    60_000,
  );

  it('by another client', async () => {
    const client = await createMCPClient({
      transport: { type: 'http', url: bench.url, headers: { authorization: `Bearer ${bench.token}` } },
    });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    const known: Known = {};
    const set = await client.tools();
    for (const call of CALLS) {
      const tool = set[call.tool];
      const result = await tool?.execute?.(call.input(known), {
        messages: [],
        toolCallId: call.tool,
        context: {},
      });
      checkAnswer(call, known, result as Told);
    }
    await client.close();
  }, 60_000);

  it('by the command line of the inspector', async () => {
    const known: Known = {};
    const list = JSON.parse((await inspect('--method', 'tools/list')).out) as { tools: { name: string }[] };
    expect(list.tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const call of CALLS) {
      const words = Object.entries(call.input(known)).flatMap(([name, value]) => [
        '--tool-arg',
        `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      ]);
      const { out } = await inspect('--method', 'tools/call', '--tool-name', call.tool, ...words);
      checkAnswer(call, known, JSON.parse(out) as Told);
    }
  }, 240_000);
});

async function inspect(...words: string[]): Promise<{ out: string }> {
  const all = [
    '--cli',
    bench.url,
    '--transport',
    'http',
    '--header',
    `Authorization: Bearer ${bench.token}`,
    ...words,
  ];
  try {
    return { out: (await promisify(execFile)(process.execPath, [INSPECTOR, ...all])).stdout };
  } catch (error) {
    // It ends with a code of its own where a tool said no, and prints the answer all the same.
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (stdout.trim() === '') throw new Error(`the inspector said: ${stderr}`, { cause: error });
    return { out: stdout };
  }
}

it('a module that waits is deployed by the person, by its hash alone, and runs', async () => {
  const client = await connect({ as: luka.token });
  const staged = await client.callTool({
    name: 'stage_module',
    arguments: { module: 'deployed', text: MODULE },
  });
  const { hash } = staged.structuredContent as { hash: string };
  const deploy = async (input: Record<string, unknown>): Promise<Told> =>
    client.callTool({ name: 'deploy_module', arguments: { module: 'deployed', ...input } });
  const refused = await deploy({ hash: '0'.repeat(12) });
  expect([refused.isError, refused.content?.[0]?.text]).toEqual([
    true,
    expect.stringMatching(/^module_changed: /),
  ]);
  const { structuredContent } = await deploy({ hash });
  expect(structuredContent).toEqual({ outcome: 'switched', release: 1, hash });
  expect((await luka.client.listStaged()).staged.map(({ module }) => module)).not.toContain('deployed');
  const started = async (): Promise<Told> =>
    client.callTool({ name: 'run_task', arguments: { task: 'deployed' } });
  // The folder of modules is watched.
  await expect.poll(async () => (await started()).isError ?? false, { timeout: 10_000 }).toBe(false);
  const { run } = (await started()).structuredContent as { run: number };
  const ended = await client.callTool({ name: 'wait_for_run', arguments: { run, seconds: 60 } });
  expect(ended.structuredContent).toMatchObject({ state: 'succeeded', done: true });
  await client.close();
}, 30_000);

describe('a long call', () => {
  it('tells of its progress, and answers when the run is over', async () => {
    const client = await connect();
    const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    const heard: string[] = [];
    const waiting = client.callTool(
      { name: 'wait_for_run', arguments: { run: id, seconds: 60 } },
      { onprogress: ({ message }) => void heard.push(message ?? '') },
    );
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(0);
    await luka.client.cancelRun({ params: { run: id }, body: {} });
    expect((await waiting).structuredContent).toMatchObject({ state: 'cancelled', done: true });
    await client.close();
  }, 30_000);

  it('answers with how it stands when its time is over', async () => {
    const client = await connect();
    const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    const { structuredContent } = await client.callTool({
      name: 'wait_for_run',
      arguments: { run: id, seconds: 1 },
    });
    expect(structuredContent).toMatchObject({ done: false });
    await luka.client.cancelRun({ params: { run: id }, body: {} });
    await client.close();
  });

  it('can be taken back: the run goes on', async () => {
    const client = await connect();
    const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    const end = new AbortController();
    const waiting = client.callTool(
      { name: 'wait_for_run', arguments: { run: id, seconds: 300 } },
      { signal: end.signal },
    );
    setTimeout(() => end.abort(), 300);
    await expect(waiting).rejects.toThrow();
    expect(['queued', 'running']).toContain((await luka.client.getRun({ params: { run: id } })).state);
    await luka.client.cancelRun({ params: { run: id }, body: {} });
    await client.close();
  });
});

describe('resources and prompts', () => {
  it('are listed, read, and refused with a code', async () => {
    const client = await connect();
    const { id } = await luka.client.runTask({ params: { task: 'hello' }, body: {} });
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([`luka://runs/${id}`, 'luka://tasks/hello']),
    );
    const { contents } = await client.readResource({ uri: 'luka://tasks/hello' });
    expect(contents[0]).toMatchObject({ mimeType: 'application/json' });
    await expect(client.readResource({ uri: 'luka://runs/999999' })).rejects.toThrow(/run_unknown/);
    await expect(client.readResource({ uri: 'luka://runs/..%2f..%2ftoken' })).rejects.toThrow();
    await expect(client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow();
    const { prompts } = await client.listPrompts();
    expect(prompts.length).toBeGreaterThan(0);
    const required = (prompts[0]?.arguments ?? []).filter((argument) => argument.required === true);
    const filled = await client.getPrompt({
      name: prompts[0]?.name ?? '',
      arguments: Object.fromEntries(required.map(({ name }) => [name, 'the goal'])),
    });
    expect(filled.messages[0]?.content).toMatchObject({ type: 'text' });
    await client.close();
  });

  it('tell whoever listens of a run that changed', async () => {
    const client = await connect();
    const updated: string[] = [];
    client.setNotificationHandler(
      'notifications/resources/updated',
      ({ params }) => void updated.push(params.uri),
    );
    const { id } = await luka.client.runTask({ params: { task: 'long' }, body: {} });
    await client.listen({ resourceSubscriptions: [`luka://runs/${id}`] });
    await luka.client.cancelRun({ params: { run: id }, body: {} });
    await expect.poll(() => updated, { timeout: 10_000 }).toContain(`luka://runs/${id}`);
    await client.close();
  }, 20_000);
});

describe('a hostile call', () => {
  const post: McpBench['post'] = (...request) => bench.post(...request);

  it('meets the guards of the API first', async () => {
    const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect(await post(list, { authorization: 'Bearer nonsense' })).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
    expect(await post(list, { host: 'evil.example' })).toMatchObject({
      status: 403,
      code: 'host_not_allowed',
    });
    expect(await post(list, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      code: 'origin_not_allowed',
    });
    expect(await post(list, { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await post(`{"jsonrpc":"2.0","id":1,"method":"${'x'.repeat(1_200_000)}"}`)).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    expect((await send(luka.apiUrl, { path: '/mcp' })).code).toBe('token_missing');
  });

  it.each([
    ['null', 400, -32_600],
    ['[]', 400, -32_600],
    ['{}', 400, -32_600],
    ['{"jsonrpc":"2.0"}', 400, -32_600],
    ['"x"', 400, -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"no/such"}', 200, -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"none"}}', 200, -32_602],
  ])('is answered by its code where it is no call: %s', async (sent, status, code) => {
    const answer = await post(sent);
    expect([answer.status, /"code":(-?\d+)/.exec(answer.body)?.[1]]).toEqual([status, String(code)]);
  });

  it.each(['auto', 'legacy'] as const)(
    'of an unknown tool, with arguments of another shape, or for more than the token may, is refused by its code (%s)',
    async (mode) => {
      await luka.client.stageModule({ body: { module: 'greeter', text: MODULE } });
      const client = await connect({ mode });
      const runs = async () => (await luka.client.listRuns({ query: {} })).runs.length;
      const before = await runs();
      await checkHostile((call) => client.callTool(call));
      expect(await runs()).toBe(before);
      await client.close();
    },
  );

  it('is never a yes: no tool has the scope to approve', () => {
    expect(TOOLS.map(({ scope }) => scope)).not.toContain('ops:approve');
  });

  it('of a client that was revoked ends there and then', async () => {
    const made = await luka.client.createClient({ body: { name: 'short-lived', role: 'codex' } });
    const client = await connect({ as: made.token });
    await client.listTools();
    await luka.client.revokeClient({ params: { client: made.client.id } });
    await expect(client.callTool({ name: 'status', arguments: {} })).rejects.toThrow();
    await client.close();
  });

  it('with an order that is a risk is answered with whom it waits for, and why', async () => {
    const { hash } = await luka.client.getPolicy();
    await luka.client.setPolicy({
      body: { text: 'thresholds: { ask: { agent: 0 } }\nconfinement: { agent: off }\n', hash },
    });
    const client = await connect();
    const { structuredContent } = await client.callTool({
      name: 'submit_work_order',
      arguments: { order: { title: 'Wipe', steps: [{ run: 'rm -rf ./build' }] } },
    });
    expect(structuredContent).toMatchObject({
      needsApproval: true,
      decision: 'ask',
      state: 'awaiting_approval',
    });
    const told = structuredContent as { approval: number; hash: string; reasons: unknown[] };
    expect(told.reasons.length).toBeGreaterThan(0);
    expect((await luka.client.getApproval({ params: { approval: told.approval }, query: {} })).hash).toBe(
      told.hash,
    );
    await client.close();
  });
});
