import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServer as createApi } from '#runtime/server/create-server.ts';
import { listAppFiles } from './app-files.ts';
import { createAppHandler } from './app-scheme.ts';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let server: Server;
let seen: Seen[] = [];
let streams: ServerResponse[] = [];
let closed: Promise<unknown>;
let handle: (request: Request) => Promise<Response>;
let api: { url: string; token: string } | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'luka-page-'));
  await mkdir(join(folder, 'page/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'page/index.html'), '<!doctype html>page');
  await writeFile(join(folder, 'page/assets/main.js'), 'export {}');
  await writeFile(join(folder, 'page/assets/main.js.br'), 'compressed');
  await symlink(join(folder, 'secret.html'), join(folder, 'page/link.html'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      if (request.url === '/api/v1/events') {
        closed = once(response, 'close');
        streams.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
        response.write('data: 1\n\n');
      } else {
        response
          .writeHead(request.url === '/api/v1/none' ? 404 : 200, { 'content-type': 'application/json' })
          .end('{"ok":true}');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  handle = createAppHandler({ files: await listAppFiles(join(folder, 'page')), api: () => api });
});
beforeEach(() => {
  seen = [];
  streams = [];
  api = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 'home-token' };
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the files of the page', () => {
  it('come with their type and the headers that keep the page to itself', async () => {
    const response = await handle(new Request('app://luka/assets/main.js'));
    expect(await response.text()).toBe('export {}');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...SECURITY_HEADERS,
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it('are the page itself for its own addresses', async () => {
    expect(await (await handle(new Request('app://luka/runs/12'))).text()).toBe('<!doctype html>page');
  });

  it.each([
    'app://luka/../secret.html',
    'app://luka/%2e%2e/secret.html',
    'app://luka/assets/..%2f..%2fsecret.html',
    'app://luka/link.html',
    'app://luka/assets/main.js.br',
    'app://other/index.html',
  ])('end at the folder: %s', async (address) => {
    const response = await handle(new Request(address));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
  });

  it('are only read', async () => {
    expect((await handle(new Request('app://luka/', { method: 'POST' }))).status).toBe(405);
  });

  it('have the same headers as those of the HTTP server', async () => {
    const http = createApi({
      handlers: {} as never,
      identify: () => undefined,
      count: () => undefined,
      onRefused: () => undefined,
      hosts: () => new Set(),
      origins: () => new Set(),
      onError: () => undefined,
    });
    const { headers } = await http.inject('/');
    await http.close();
    expect(headers).toMatchObject(SECURITY_HEADERS);
  });
});

describe('the API behind the page', () => {
  it('gets the token that the page does not have, and no token of the page', async () => {
    const response = await handle(
      new Request('app://luka/api/v1/work-orders?x=1', {
        method: 'POST',
        headers: {
          authorization: 'Bearer stolen',
          origin: 'app://luka',
          'content-type': 'application/json',
          'idempotency-key': 'k',
          cookie: 'a=b',
        },
        body: '{"id":"1"}',
      }),
    );
    expect(await response.json()).toEqual({ ok: true });
    expect(seen).toMatchObject([{ method: 'POST', url: '/api/v1/work-orders?x=1', body: '{"id":"1"}' }]);
    expect(seen[0]!.headers).toMatchObject({
      authorization: 'Bearer home-token',
      'content-type': 'application/json',
      'idempotency-key': 'k',
      host: api!.url.slice(7),
    });
    expect(seen[0]!.headers).not.toHaveProperty('origin');
    expect(seen[0]!.headers).not.toHaveProperty('cookie');
  });

  it('passes its refusals on', async () => {
    expect((await handle(new Request('app://luka/api/v1/none'))).status).toBe(404);
  });

  it('streams: an event arrives while the answer is still open, and leaving ends it', async () => {
    const response = await handle(
      new Request('app://luka/api/v1/events', { headers: { 'last-event-id': '7' } }),
    );
    const reader = response.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n');
    streams[0]!.write('data: 2\n\n');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 2\n\n');
    expect(seen[0]!.headers['last-event-id']).toBe('7');
    await reader.cancel();
    await closed;
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:8080'])(
    'is not for a page of %s',
    async (origin) => {
      const response = await handle(new Request('app://luka/api/v1/status', { headers: { origin } }));
      expect(response.status).toBe(403);
      expect(seen).toEqual([]);
    },
  );

  it('is not left by a backslash', async () => {
    expect((await handle(new Request('app://luka/api/..\\..\\status'))).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it('is said to be away while the runtime does not run', async () => {
    api = undefined;
    const response = await handle(new Request('app://luka/api/v1/status'));
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'not_running' } });
  });
});
