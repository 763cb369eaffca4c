/** Connections that take their time. The limits are short here, and the same kind as the real ones. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import { PERSON, SCOPES } from '#shared/nouns/role.ts';
import { createServer } from '../create-server.ts';
import { hostNames, originNames } from '../guards.ts';
import type { Handlers } from '../handlers.ts';
import { SERVER_LIMITS } from '../limits.ts';
import { listen } from '../listen.ts';
import { exchange } from './raw-http.ts';
import { expectRefusal } from './hostile-bench.ts';

const SHORT = { headersMs: 200, requestMs: 3_000, keepAliveMs: 200, lookMs: 50, connections: 20 };

let app: FastifyInstance;
let port: number;
let calls: string[];
let sockets: Socket[];
beforeEach(async () => {
  calls = [];
  sockets = [];
  const names = Object.keys(contract) as (keyof Handlers)[];
  const handlers = Object.fromEntries(
    names.map((name) => [name, () => (calls.push(name), { ok: true })]),
  ) as unknown as Handlers;
  app = createServer({
    handlers,
    identify: (token) => (token === 'good' ? { actor: PERSON, scopes: SCOPES } : undefined),
    count: () => undefined,
    onRefused: () => undefined,
    hosts: () => new Set(hostNames(port)),
    origins: () => new Set(originNames(port)),
    onError: (error) => {
      throw error;
    },
    limits: SHORT,
  });
  port = await listen(app, { port: 0, auto: false, what: 'the API', variable: 'X' });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

/** Bytes one by one, for as long as the other end takes them. */
async function* drip(text: string, everyMs: number) {
  for (const byte of text) {
    yield byte;
    await pause(everyMs);
  }
}

function open(): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

const head = (length: number) =>
  `POST /api/v1/tasks/prey/runs HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

describe('a connection', () => {
  it('that sends its headers slowly is ended, and told why', async () => {
    const { answers, ms } = await exchange(port, drip(`GET /healthz HTTP/1.1\r\nX: ${'y'.repeat(500)}`, 20));
    expectRefusal(answers, 'request_timed_out');
    // Long before the whole request would have to be there.
    expect(ms).toBeLessThan(2_500);
  });

  it('that sends its body slowly is ended, and nothing of it was believed', async () => {
    const { answers, ms } = await exchange(
      port,
      (async function* () {
        yield head(1_000);
        yield* drip(' '.repeat(999), 100);
      })(),
    );
    expectRefusal(answers, 'request_timed_out');
    expect(ms).toBeLessThan(8_000);
    expect(calls).toEqual([]);
  });

  it('that sends chunks for ever is ended', async () => {
    const { answers } = await exchange(
      port,
      (async function* () {
        yield head(0).replace(/Content-Length: 0/, 'Transfer-Encoding: chunked');
        for (;;) {
          yield '1\r\n \r\n';
          await pause(20);
        }
      })(),
    );
    expectRefusal(answers, 'request_timed_out');
    expect(calls).toEqual([]);
  });

  it('that says nothing at all is ended', async () => {
    const { answers, ms } = await exchange(port, '');
    expect(ms).toBeLessThan(2_500);
    expect(answers.length).toBeLessThanOrEqual(1);
  });

  it('that has had its answer is kept only for a moment', async () => {
    const { answers, ms } = await exchange(port, `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    expect(answers).toMatchObject([{ status: 200 }]);
    // Node adds a second of its own, against a race with a request that is on its way.
    expect(ms).toBeLessThan(3_000);
  });

  it('is not kept by asking for ever, one request in time after another', async () => {
    const request = `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    const { answers } = await exchange(
      port,
      (async function* () {
        for (let count = 0; count < 20; count += 1) {
          yield request;
          await pause(30);
        }
      })(),
    );
    expect(answers).toHaveLength(20);
  });
});

describe('connections', () => {
  it('beyond the limit are turned away, and places that are held are free again soon', async () => {
    const silent = Array.from({ length: SHORT.connections + 30 }, () => open());
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    await expect
      .poll(() => silent.filter((socket) => !socket.closed).length, { interval: 5 })
      .toBeLessThanOrEqual(SHORT.connections);
    const began = performance.now();
    await expect
      .poll(
        async () =>
          (
            await exchange(
              port,
              `GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
            )
          ).answers[0]?.status,
        { timeout: 5_000 },
      )
      .toBe(200);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe('the real limits', () => {
  it('are short for what is not yet known, and leave room for all that a person opens', () => {
    expect(SERVER_LIMITS.headersMs).toBeLessThanOrEqual(10_000);
    expect(SERVER_LIMITS.requestMs).toBeLessThanOrEqual(30_000);
    expect(SERVER_LIMITS.requestMs).toBeGreaterThan(SERVER_LIMITS.headersMs);
    expect(SERVER_LIMITS.connections).toBeGreaterThanOrEqual(256);
  });

  it('are those of every server', async () => {
    const { server } = createServer({
      handlers: {} as Handlers,
      identify: () => undefined,
      count: () => undefined,
      onRefused: () => undefined,
      hosts: () => new Set(),
      origins: () => new Set(),
      onError: () => undefined,
    });
    expect(server.headersTimeout).toBe(SERVER_LIMITS.headersMs);
    expect(server.requestTimeout).toBe(SERVER_LIMITS.requestMs);
    expect(server.keepAliveTimeout).toBe(SERVER_LIMITS.keepAliveMs);
    expect(server.maxConnections).toBe(SERVER_LIMITS.connections);
    expect(server.maxHeadersCount).toBe(0);
  });
});
