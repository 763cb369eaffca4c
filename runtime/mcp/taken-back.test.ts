/** Calls that are taken back end in Luka, too, whichever way a client takes them back; sessions that nobody uses end. */
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fetch } from '#shared/http/client.ts';
import { httpFetch } from '../control/http-fetch.ts';
import { ManualClock } from '../testing.ts';
import { McpBench } from './mcp-bench.ts';
import { mountMcp } from './mount-mcp.ts';
import { IDLE_MS } from './session.ts';

let bench: McpBench;
/** The same desk in front of the same Luka, on a port whose requests to the API are seen. */
let front: FastifyInstance;
let url: string;
let endMcp: () => Promise<void>;
const clock = new ManualClock();
/** Of the streams of events that calls wait by: one each. */
const waits: AbortSignal[] = [];
/** Answers that are not over yet. */
let going = 0;
const faults: unknown[] = [];

beforeAll(async () => {
  bench = await McpBench.start();
  const seen: Fetch = (address, init) => {
    if (address.includes('/api/v1/events')) waits.push(init.signal as AbortSignal);
    return httpFetch(address, init);
  };
  front = fastify({ forceCloseConnections: true });
  front.addHook('onRequest', async (_, reply) => {
    going += 1;
    reply.raw.once('close', () => (going -= 1));
  });
  endMcp = mountMcp(front, {
    ready: Promise.resolve(),
    apiUrl: () => bench.luka.apiUrl,
    fetch: seen,
    onEvent: (listener) => bench.luka.engine.store.onEvent(listener),
    onError: (error) => faults.push(error),
    clock,
  });
  url = `${await front.listen({ host: '127.0.0.1', port: 0 })}/mcp`;
});
afterAll(async () => {
  await endMcp();
  await front.close();
  await bench[Symbol.asyncDispose]();
});

const headers = (session?: string): Record<string, string> => ({
  authorization: `Bearer ${bench.token}`,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  ...(session === undefined ? {} : { 'mcp-session-id': session }),
});
const post = (body: unknown, session?: string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: headers(session), body: JSON.stringify(body) });

async function begin(): Promise<string> {
  const response = await post({
    jsonrpc: '2.0',
    id: 'first',
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  });
  await response.text();
  return response.headers.get('mcp-session-id') ?? '';
}

const callToWait = (run: number, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'wait_for_run', arguments: { run, seconds: 3_600 } },
});

/** A run that goes on, and the wait of the one call that `ask` makes for it: begun, and over only after `takeBack`. */
async function takenBack(ask: (run: number) => Promise<() => unknown>): Promise<void> {
  const { client } = bench.luka;
  const { id } = await client.runTask({ params: { task: 'long' }, body: {} });
  const before = waits.length;
  const takeBack = await ask(id);
  await expect.poll(() => waits.length, { timeout: 10_000 }).toBe(before + 1);
  await wait(200);
  expect(waits[before]?.aborted).toBe(false);
  await takeBack();
  await expect.poll(() => waits[before]?.aborted, { timeout: 5_000 }).toBe(true);
  expect(['queued', 'running']).toContain((await client.getRun({ params: { run: id } })).state);
  await client.cancelRun({ params: { run: id }, body: {} });
  // What breaks off then is no fault.
  expect(faults).toEqual([]);
}

/** Sends it by a connection of its own. @returns a function that breaks it */
function sendAlone(body: unknown, session?: string): () => void {
  const outgoing = request(url, { method: 'POST', headers: headers(session), agent: false });
  outgoing.on('error', () => undefined);
  outgoing.end(JSON.stringify(body));
  return () => outgoing.destroy();
}

describe('a call that waits for a run ends in Luka', () => {
  it.each(['auto', 'legacy'] as const)('when the client of the protocol takes it back (%s)', async (mode) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: headers() } }),
    );
    const end = new AbortController();
    let refused: Promise<boolean> | undefined;
    await takenBack(async (run) => {
      const call = { name: 'wait_for_run', arguments: { run, seconds: 3_600 } };
      refused = client.callTool(call, { signal: end.signal }).then(
        () => false,
        () => true,
      );
      return () => end.abort();
    });
    expect(await refused).toBe(true);
    // All but the stream of a session, which stays for what it is told of.
    await expect.poll(() => going, { timeout: 5_000 }).toBeLessThanOrEqual(mode === 'legacy' ? 1 : 0);
    expect((await client.listTools()).tools.length).toBeGreaterThan(0);
    await client.close();
    await expect.poll(() => going, { timeout: 5_000 }).toBe(0);
  });

  it('when another request of the session takes it back, and its answer is over', async () => {
    const session = await begin();
    let answer: Promise<string> | undefined;
    await takenBack(async (run) => {
      answer = post(callToWait(run), session).then((response) => response.text());
      return () =>
        post({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }, session);
    });
    expect(await answer).not.toContain('"result"');
  });

  it('when the session is ended', async () => {
    const session = await begin();
    await takenBack(async (run) => {
      void post(callToWait(run), session).then((response) => response.text());
      const { 'content-type': _none, ...rest } = headers(session);
      return () => fetch(url, { method: 'DELETE', headers: rest });
    });
  });

  it('when the connection of a session’s request breaks; the session goes on', async () => {
    const session = await begin();
    await takenBack(async (run) => sendAlone(callToWait(run), session));
    expect((await post({ jsonrpc: '2.0', id: 2, method: 'tools/list' }, session)).status).toBe(200);
  });

  it('when the connection of a request without a session breaks', async () => {
    await takenBack(async (run) => sendAlone(callToWait(run)));
  });
});

describe('a session that nobody uses', () => {
  it('ends, and one with a call that goes on does not', async () => {
    const list = { jsonrpc: '2.0', id: 9, method: 'tools/list' };
    const [unused, used, calling] = [await begin(), await begin(), await begin()];
    const status = async (session: string): Promise<number> => {
      const response = await post(list, session);
      await response.text();
      return response.status;
    };
    await takenBack(async (run) => {
      const breakOff = sendAlone(callToWait(run), calling);
      await expect.poll(() => going, { timeout: 5_000 }).toBe(1);
      clock.advance(IDLE_MS - 1);
      expect(await status(used)).toBe(200);
      clock.advance(1);
      expect([await status(unused), await status(used), await status(calling)]).toEqual([404, 200, 200]);
      return breakOff;
    });
    expect(await status(calling)).toBe(200);
    await expect.poll(() => going, { timeout: 5_000 }).toBe(0);
    clock.advance(IDLE_MS);
    expect([await status(used), await status(calling)]).toEqual([404, 404]);
  });
});
