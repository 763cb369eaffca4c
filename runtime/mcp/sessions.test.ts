/** Sessions of clients that speak a revision of 2025, over the real port. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { McpBench } from './mcp-bench.ts';
import { MOST_SESSIONS } from './sessions.ts';

let bench: McpBench;
const clients: Client[] = [];
beforeAll(async () => void (bench = await McpBench.start()));
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => bench[Symbol.asyncDispose]());

async function legacy(as?: string): Promise<Client> {
  const client = await bench.connect({ mode: 'legacy', ...(as === undefined ? {} : { as }) });
  clients.push(client);
  return client;
}

/** What it is told of from here on. */
function heardBy(client: Client): { updated: Set<string>; lists: number } {
  const heard = { updated: new Set<string>(), lists: 0 };
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void heard.updated.add(params.uri),
  );
  client.setNotificationHandler('notifications/resources/list_changed', () => void (heard.lists += 1));
  return heard;
}

const started = async (): Promise<number> =>
  (await bench.luka.client.runTask({ params: { task: 'long' }, body: {} })).id;
const cancel = (run: number) => bench.luka.client.cancelRun({ params: { run }, body: {} });

describe('who subscribes', () => {
  it('is told of these resources, of changes of the list, and of nothing that somebody else follows', async () => {
    const [client, other] = [await legacy(), await legacy()];
    const [heard, heardByOther] = [heardBy(client), heardBy(other)];
    const [followed, dropped, never] = [await started(), await started(), await started()];
    await client.subscribeResource({ uri: `luka://runs/${followed}` });
    await client.subscribeResource({ uri: `luka://runs/${dropped}` });
    await client.unsubscribeResource({ uri: `luka://runs/${dropped}` });
    await other.subscribeResource({ uri: 'luka://runs/999999' });
    // Its stream is opened beside its first requests.
    await expect
      .poll(async () => {
        await cancel(await started());
        return [heard.lists, heardByOther.lists].every((count) => count > 0);
      })
      .toBe(true);
    for (const run of [dropped, never, followed]) await cancel(run);
    await expect.poll(() => [...heard.updated], { timeout: 10_000 }).toEqual([`luka://runs/${followed}`]);
    expect([...heardByOther.updated]).toEqual([]);
  }, 20_000);

  it('is given the prompts as they are now, too', async () => {
    const client = await legacy();
    expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0);
  });
});

describe('a session', () => {
  const begin = async (headers: Record<string, string> = {}): Promise<string> => {
    const { headers: answered } = await bench.post(
      JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
      }),
      headers,
    );
    return String(answered['mcp-session-id']);
  };
  const list = (headers: Record<string, string>) =>
    bench.post(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' }), headers);

  it('is nobody else’s', async () => {
    const session = await begin();
    expect((await list({ 'mcp-session-id': session })).status).toBe(200);
    const other = await bench.tokenOf('other', 'context:read', 'automation:execute');
    expect(await list({ 'mcp-session-id': session, authorization: `Bearer ${other}` })).toMatchObject({
      status: 404,
      body: expect.stringContaining('Session not found'),
    });
    expect((await list({ 'mcp-session-id': 'made-up' })).status).toBe(404);
    expect((await list({})).status).toBe(200);
  });

  it('ends when its client says so', async () => {
    const client = await legacy();
    const transport = client.transport as StreamableHTTPClientTransport;
    const session = transport.sessionId ?? '';
    expect((await list({ 'mcp-session-id': session })).status).toBe(200);
    await transport.terminateSession();
    expect((await list({ 'mcp-session-id': session })).status).toBe(404);
  });

  it('is one of few: with one more, the one that was used longest ago ends, and nobody else’s', async () => {
    const as = `Bearer ${await bench.tokenOf('many', 'context:read')}`;
    const others = await begin();
    const all: string[] = [];
    for (let count = 0; count < MOST_SESSIONS; count += 1) all.push(await begin({ authorization: as }));
    const status = async (session: string) =>
      (await list({ 'mcp-session-id': session, authorization: as })).status;
    expect(await status(all[0]!)).toBe(200);
    await begin({ authorization: as });
    expect([await status(all[0]!), await status(all[1]!), await status(all[2]!)]).toEqual([200, 404, 200]);
    expect((await list({ 'mcp-session-id': others })).status).toBe(200);
  });

  it('ends with its client’s token: streams, calls and all', async () => {
    const { client: made, token } = await bench.luka.client.createClient({
      body: { name: 'revoked', role: 'codex' },
    });
    const [old, modern] = [await legacy(token), await bench.connect({ as: token })];
    clients.push(modern);
    const heard = [heardBy(old), heardBy(modern)];
    const run = await started();
    await old.subscribeResource({ uri: `luka://runs/${run}` });
    await modern.listen({ resourceSubscriptions: [`luka://runs/${run}`], resourcesListChanged: true });
    await expect
      .poll(async () => {
        await cancel(await started());
        return heard.every(({ lists }) => lists > 0);
      })
      .toBe(true);
    const waiting = old.callTool({ name: 'wait_for_run', arguments: { run, seconds: 300 } });
    const failed = waiting.then(
      () => 'answered',
      () => 'failed',
    );
    await wait(300);
    await bench.luka.client.revokeClient({ params: { client: made.id } });
    expect(await failed).toBe('failed');
    for (const each of heard) each.updated.clear();
    await cancel(run);
    await wait(500);
    expect(heard.map(({ updated }) => updated.size)).toEqual([0, 0]);
  }, 20_000);
});
