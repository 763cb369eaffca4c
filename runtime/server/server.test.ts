import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import type { ServerSentEvent } from '#shared/http/event-stream.ts';
import { urlOf } from '#shared/http/client.ts';
import { LukaEvent } from '#shared/nouns/event.ts';
import { createRuntime } from '../create-runtime.ts';
import { temporaryFolder } from '../testing.ts';
import { send, sendBytes, startLuka } from './testing.ts';

type Luka = Awaited<ReturnType<typeof startLuka>>;
let luka: Luka;
let uiRoot: string;
let bearer: Record<string, string>;
const endpoints = Object.entries(contract) as [string, Endpoint][];

beforeAll(async () => {
  const folder = await temporaryFolder();
  uiRoot = join(folder.path, 'ui');
  await mkdir(join(uiRoot, 'assets'), { recursive: true });
  await writeFile(join(uiRoot, 'index.html'), '<!doctype html><title>Luka</title>');
  await writeFile(join(uiRoot, 'assets', 'app-1234.js'), 'export {}');
  await writeFile(join(folder.path, 'outside.txt'), 'not for you');
  luka = await startLuka({ uiRoot });
  bearer = { authorization: `Bearer ${luka.token}` };
  await writeFile(
    join(luka.layout.tasks, 'count.yaml'),
    'steps:\n  - run: for i in 1 2 3 4 5; do echo line $i; sleep 0.05; done\n',
  );
  await writeFile(join(luka.layout.tasks, 'sleep.yaml'), 'steps:\n  - run: sleep 300\n');
  await writeFile(
    join(luka.layout.tasks, 'greet.yaml'),
    'params:\n  name: { type: string, required: true }\n  times: { type: integer, default: 1, max: 3 }\nsteps:\n  - run: echo "hello $PARAM_NAME"\n',
  );
  while (
    (await luka.client.listTasks()).tasks.filter((task) => ['count', 'sleep', 'greet'].includes(task.id))
      .length < 3
  )
    await pause(20);
});
afterAll(() => luka[Symbol.asyncDispose]());

const exampleOf = (endpoint: Endpoint) => urlOf(endpoint, { params: { task: 'count', run: '999999' } });
const bodyFor = (endpoint: Endpoint) =>
  endpoint.body ? { body: '{}', headers: { 'content-type': 'application/json' } } : { headers: {} };

describe('the contract', () => {
  it('is what the document says', async () => {
    const document = (await luka.client.openapi()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    const declared = endpoints.map(
      ([name, { method, path }]) => `${name} ${method} ${path.replaceAll(/:([a-z]+)/g, '{$1}')}`,
    );
    expect(documented.sort()).toEqual(declared.sort());
  });

  it.each(endpoints)('%s is served on both ports', async (_name, endpoint) => {
    for (const url of [luka.apiUrl, luka.uiUrl]) {
      if (endpoint.kind === 'stream' && !endpoint.path.includes(':')) continue;
      const { body, headers } = bodyFor(endpoint);
      const answer = await send(url, {
        method: endpoint.method,
        path: exampleOf(endpoint),
        headers: {
          ...headers,
          ...(endpoint.path === '/api/v1/session' && endpoint.method === 'DELETE' ? {} : bearer),
        },
        body,
      });
      expect([404, 405]).not.toContain(answer.code?.endsWith('_unknown') ? 0 : answer.status);
    }
  });

  it('has nothing besides', async () => {
    const printed = new Set(endpoints.map(([, endpoint]) => endpoint.path));
    for (const path of ['/', '/api', '/api/v1', '/api/v2/tasks', '/metrics/all', '/mcp/tools', '/../token']) {
      expect(printed.has(path)).toBe(false);
      expect(await send(luka.apiUrl, { path, headers: bearer })).toMatchObject({
        status: 404,
        code: 'not_found',
      });
    }
  });
});

describe.each([
  ['API', () => luka.apiUrl],
  ['UI', () => luka.uiUrl],
])('guards on the %s port', (_which, base) => {
  const paths = endpoints.map(([name, endpoint]) => [name, endpoint] as const);

  it.each(paths)('%s: Host', async (_name, endpoint) => {
    const { body, headers } = bodyFor(endpoint);
    const answer = await send(base(), {
      method: endpoint.method,
      path: exampleOf(endpoint),
      headers: { ...headers, ...bearer, host: 'evil.example:80' },
      body,
    });
    expect(answer).toMatchObject({ status: 403, code: 'host_not_allowed' });
  });

  it.each(paths)('%s: Origin', async (_name, endpoint) => {
    const { body, headers } = bodyFor(endpoint);
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1']) {
      const answer = await send(base(), {
        method: endpoint.method,
        path: exampleOf(endpoint),
        headers: { ...headers, ...bearer, origin },
        body,
      });
      expect(answer).toMatchObject({ status: 403, code: 'origin_not_allowed' });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each(paths.filter(([, endpoint]) => !endpoint.public))('%s: token', async (_name, endpoint) => {
    const { body, headers } = bodyFor(endpoint);
    const ask = (extra: Record<string, string>, query = '') =>
      send(base(), {
        method: endpoint.method,
        path: exampleOf(endpoint) + query,
        headers: { ...headers, ...extra },
        body,
      });
    expect(await ask({})).toMatchObject({ status: 401, code: 'token_missing' });
    expect(await ask({ authorization: 'Bearer wrong' })).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
    expect(await ask({ cookie: `token=${luka.token}` }, `?token=${luka.token}`)).toMatchObject({
      status: 401,
      code: 'token_missing',
    });
  });

  it.each(paths.filter(([, endpoint]) => endpoint.body))(
    '%s: content type, size, schema',
    async (_name, endpoint) => {
      const ask = (type: string, body: string) =>
        send(base(), {
          method: endpoint.method,
          path: exampleOf(endpoint),
          headers: { ...bearer, 'content-type': type },
          body,
        });
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ]) {
        expect(await ask(type, '{}')).toMatchObject({ status: 415, code: 'content_type_not_allowed' });
      }
      expect(await ask('application/json', `{"x":"${'y'.repeat(1_100_000)}"}`)).toMatchObject({
        status: 413,
        code: 'body_too_large',
      });
      expect(await ask('application/json', '{')).toMatchObject({ status: 400, code: 'body_invalid' });
      expect(await ask('application/json', '')).toMatchObject({ status: 400 });
      expect(await ask('application/json', '{"__proto__":{"polluted":true}}')).toMatchObject({
        status: 400,
        code: 'body_invalid',
      });
      expect(await ask('application/json', '[1]')).toMatchObject({ status: 400, code: 'request_invalid' });
    },
  );

  it('addresses that the router cannot read pass the same guards', async () => {
    for (const path of ['/%zz', '/api/v1/tasks/%zz', `/api/v1/tasks/${'x'.repeat(300)}`]) {
      const ask = (headers: Record<string, string>) => send(base(), { path, headers });
      expect(await ask({ ...bearer, host: 'evil.example' })).toMatchObject({
        status: 403,
        code: 'host_not_allowed',
      });
      expect(await ask({ ...bearer, origin: 'http://evil.example' })).toMatchObject({
        status: 403,
        code: 'origin_not_allowed',
      });
      expect(await ask({})).toMatchObject({ status: 401, code: 'token_missing' });
      const answer = await ask(bearer);
      expect(answer).toMatchObject({ status: 404, code: 'not_found' });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.body).not.toContain('zz');
    }
  });

  it('method: known paths say what they take, and override headers do nothing', async () => {
    const answer = await send(base(), { method: 'DELETE', path: '/api/v1/tasks', headers: bearer });
    expect(answer).toMatchObject({
      status: 405,
      code: 'method_not_allowed',
      headers: { allow: 'GET, POST' },
    });
    expect(
      await send(base(), {
        path: '/api/v1/tasks/count/runs',
        headers: { ...bearer, 'x-http-method-override': 'POST' },
      }),
    ).toMatchObject({ status: 405 });
    expect(
      await send(base(), {
        method: 'OPTIONS',
        path: '/api/v1/tasks/count/runs',
        headers: { origin: base(), 'access-control-request-method': 'POST' },
      }),
    ).toMatchObject({ status: 401 });
  });

  it('a second Host, an absolute address and no Host at all', async () => {
    const { host } = new URL(base());
    const line = `GET /api/v1/status HTTP/1.1\r\nAuthorization: Bearer ${luka.token}\r\nConnection: close\r\n`;
    expect(await sendBytes(base(), `${line}Host: ${host}\r\nHost: evil.example\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 40[03]/,
    );
    expect(await sendBytes(base(), `${line}\r\n`)).toMatch(/^HTTP\/1\.1 403/);
    expect(
      await sendBytes(base(), line.replace('GET /', 'GET http://evil.example/') + `Host: ${host}\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 40[0-9]/);
  });

  it('says nothing but liveness without a token', async () => {
    expect(await send(base(), { path: '/healthz' })).toMatchObject({ status: 200, body: '{"ok":true}' });
  });

  it('every answer forbids framing, sniffing and foreign scripts', async () => {
    for (const path of ['/healthz', '/nothing', '/api/v1/status']) {
      const { headers } = await send(base(), { path });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
    }
  });
});

describe('a refusal', () => {
  it('runs nothing and writes nothing', async () => {
    const before = luka.engine.store.eventSeq;
    for (const headers of [
      { 'content-type': 'application/json' },
      { ...bearer, 'content-type': 'text/plain' },
      { ...bearer, 'content-type': 'application/json', origin: 'http://evil.example' },
    ]) {
      const answer = await send(luka.apiUrl, {
        method: 'POST',
        path: '/api/v1/tasks/count/runs',
        headers,
        body: '{}',
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    expect(luka.engine.store.eventSeq).toBe(before);
  });
});

describe("the UI's files", () => {
  it('are the page for every address of the UI, and long-lived under hashed names', async () => {
    for (const path of ['/', '/index.html', '/runs/12', '/tasks', '/tasks/a.b', '/?x=1']) {
      const answer = await send(luka.uiUrl, { path });
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<title>Luka') });
      expect(answer.headers['cache-control']).toContain('no-cache');
    }
    const asset = await send(luka.uiUrl, { path: '/assets/app-1234.js' });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('come compressed to a browser that takes it, from files that are and files that are not', async () => {
    await writeFile(join(uiRoot, 'index.html.br'), 'compressed');
    const again = await startLuka({ uiRoot });
    for (const path of ['/', '/tasks']) {
      const answer = await send(again.uiUrl, {
        path,
        headers: { 'accept-encoding': 'gzip, deflate, br, zstd' },
      });
      expect(answer).toMatchObject({
        status: 200,
        body: 'compressed',
        headers: { 'content-encoding': 'br', 'content-type': 'text/html; charset=utf-8' },
      });
    }
    const asset = await send(again.uiUrl, {
      path: '/assets/app-1234.js',
      headers: { 'accept-encoding': 'gzip, deflate, br, zstd' },
    });
    expect(asset).toMatchObject({ status: 200, body: 'export {}' });
    await again[Symbol.asyncDispose]();
    const plain = await send(luka.uiUrl, {
      path: '/',
      headers: { 'accept-encoding': 'gzip, deflate, br, zstd' },
    });
    expect(plain).toMatchObject({ status: 200, body: expect.stringContaining('<title>Luka') });
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/..%5coutside.txt',
    '/assets/nothing.js',
    '/%00',
    '//etc/passwd',
  ])('do not reach %s', async (path) => {
    const answer = await send(luka.uiUrl, { path });
    expect(answer.body).not.toContain('not for you');
    expect(answer.body).not.toContain('root:');
  });

  it('are not served under another name', async () => {
    expect(await send(luka.uiUrl, { path: '/', headers: { host: 'evil.example' } })).toMatchObject({
      status: 403,
    });
  });
});

describe('signing in', () => {
  it('takes a link once, and signs out', async () => {
    const link = await luka.client.createLink();
    const nonce = link.url.split('#k=')[1]!;
    expect(link.url.startsWith(`${luka.uiUrl}/#k=`)).toBe(true);
    const ask = () =>
      send(luka.uiUrl, {
        method: 'POST',
        path: '/api/v1/session',
        headers: { 'content-type': 'application/json', origin: luka.uiUrl },
        body: JSON.stringify({ nonce }),
      });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect([first.status, second.status].sort((a, b) => a - b)).toEqual([201, 401]);
    const { token } = JSON.parse(first.status === 201 ? first.body : second.body) as { token: string };
    expect(token).not.toBe(luka.token);
    const headers = { authorization: `Bearer ${token}` };
    expect((await send(luka.uiUrl, { path: '/api/v1/status', headers })).status).toBe(200);
    await send(luka.uiUrl, { method: 'DELETE', path: '/api/v1/session', headers });
    expect(await send(luka.uiUrl, { path: '/api/v1/status', headers })).toMatchObject({
      status: 401,
      code: 'token_invalid',
    });
  });

  it('refuses a nonce that was never made', async () => {
    await expect(luka.client.createSession({ body: { nonce: 'x'.repeat(32) } })).rejects.toMatchObject({
      code: 'link_invalid',
    });
  });
});

async function collect(
  stream: AsyncIterable<ServerSentEvent>,
  until: (event: ServerSentEvent) => boolean,
): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (until(event)) break;
  }
  return events;
}

describe('streams', () => {
  it('events come live, in order, and resume without gaps or repeats', async () => {
    const from = (await luka.client.getStatus()).eventSeq;
    const read: LukaEvent[] = [];
    let wanted: number | undefined;
    const isEnd = () => read.some((event) => event.run === wanted && event.type === 'run.finished');
    const live = (async () => {
      for await (const event of luka.client.streamEvents({ query: { after: from } })) {
        read.push(LukaEvent.parse(JSON.parse(event.data)));
        if (isEnd()) return;
      }
    })();
    const { id } = await luka.client.runTask({ params: { task: 'count' }, body: {} });
    wanted = id;
    await live;
    const events = read.slice(
      0,
      read.findIndex((event) => event.run === id && event.type === 'run.finished') + 1,
    );
    expect(events.filter((event) => event.run === id).map((event) => event.type)).toEqual([
      'run.queued',
      'run.started',
      'step.started',
      'step.finished',
      'run.finished',
    ]);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, position) => from + 1 + position));
    const middle = events[2]!.seq;
    const resumed = await collect(luka.client.streamEvents({ lastEventId: String(middle) }), (event) =>
      event.data.includes('run.finished'),
    );
    expect(resumed.map((event) => Number(event.id))).toEqual(
      events.filter((event) => event.seq > middle).map((event) => event.seq),
    );
  });

  it('a log arrives while the run goes on, whole, and ends with the run', async () => {
    const { id } = await luka.client.runTask({ params: { task: 'count' }, body: {} });
    const arrivals: number[] = [];
    const events = await collect(luka.client.streamLog({ params: { run: id } }), (event) => {
      arrivals.push(Date.now());
      return event.event === 'end';
    });
    const text = events
      .filter((event) => event.event === 'log')
      .map((event) => (JSON.parse(event.data) as { text: string }).text)
      .join('');
    expect(text).toBe('line 1\nline 2\nline 3\nline 4\nline 5\n');
    expect(events.length).toBeGreaterThan(3);
    expect(JSON.parse(events.at(-1)!.data)).toEqual({ state: 'succeeded', exitCode: 0 });
    const [first] = events;
    const rest = await collect(
      luka.client.streamLog({ params: { run: id }, lastEventId: first!.id! }),
      (event) => event.event === 'end',
    );
    expect(
      (JSON.parse(first!.data) as { text: string }).text +
        rest
          .filter((event) => event.event === 'log')
          .map((event) => (JSON.parse(event.data) as { text: string }).text)
          .join(''),
    ).toBe(text);
  });

  it('an unknown run is a coded answer, not a broken stream', async () => {
    await expect(
      collect(luka.client.streamLog({ params: { run: 999_999 } }), () => true),
    ).rejects.toMatchObject({ code: 'run_unknown' });
  });
});

describe('work over the API', () => {
  it('runs, cancels, runs again', async () => {
    const { id } = await luka.client.runTask({ params: { task: 'sleep' }, body: {} });
    expect(await luka.client.cancelRun({ params: { run: id }, body: { reason: 'test' } })).toMatchObject({
      id,
    });
    while ((await luka.client.getRun({ params: { run: id } })).state !== 'cancelled') await pause(20);
    await expect(luka.client.cancelRun({ params: { run: id }, body: {} })).rejects.toMatchObject({
      code: 'run_done',
    });
    const again = await luka.client.rerun({ params: { run: id }, body: {} });
    expect(again).toMatchObject({ task: 'sleep', cause: { kind: 'rerun', detail: `run again of #${id}` } });
    await luka.client.cancelRun({ params: { run: again.id }, body: {} });
  });

  it('checks parameters by name and type', async () => {
    const run = (params: Record<string, string | number | boolean>) =>
      luka.client.runTask({ params: { task: 'greet' }, body: { params } });
    await expect(run({})).rejects.toMatchObject({ code: 'param_missing' });
    await expect(run({ name: 'x', tims: 1 })).rejects.toMatchObject({ code: 'param_unknown' });
    await expect(run({ name: 'x', times: 9 })).rejects.toMatchObject({ code: 'param_invalid' });
    expect(await run({ name: 'Ploy', times: 2 })).toMatchObject({ task: 'greet' });
  });

  it('takes an order once for one key', async () => {
    const order = { id: 'o1', skill: 'bash', cmd: 'echo from an order', risk: 'low' };
    const submit = () => luka.client.submitOrder({ body: order, headers: { 'idempotency-key': 'same' } });
    const receipts = await Promise.all([submit(), submit(), submit()]);
    expect(new Set(receipts.map((receipt) => receipt.run)).size).toBe(1);
    expect(receipts.filter((receipt) => receipt.created)).toHaveLength(1);
    await expect(
      luka.client.submitOrder({
        body: { ...order, cmd: 'echo other' },
        headers: { 'idempotency-key': 'same' },
      }),
    ).rejects.toMatchObject({ code: 'idempotency_conflict' });
    await expect(
      luka.client.submitOrder({ body: { id: 'x', skill: 'teleport', cmd: 'x' } }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/order_invalid|step_unknown/) });
    await expect(
      luka.client.submitOrder({ body: { id: 'x', steps: [{ module: 'nowhere.mjs' }] } }),
    ).rejects.toMatchObject({ code: 'module_missing' });
    expect(
      await luka.client.submitOrder({ body: { id: 'x', skill: 'bash', cmd: 'x', risk: 'critical' } }),
    ).toMatchObject({ state: 'awaiting_approval' });
  });

  it('refuses an order nested 20,000 deep, and lives', async () => {
    const deep = `{"id":"x","steps":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const answer = await send(luka.apiUrl, {
      method: 'POST',
      path: '/api/v1/work-orders',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: deep,
    });
    expect(answer).toMatchObject({ status: 400, code: 'order_too_deep' });
    expect((await send(luka.apiUrl, { path: '/healthz' })).status).toBe(200);
  });

  it('shows durations as they are, not parsed a second time', async () => {
    await writeFile(
      join(luka.layout.tasks, 'timed.yaml'),
      'timeout: 30s\nsteps:\n  - run: echo\n    timeout: 5\n',
    );
    let task;
    while (!(task = (await luka.client.listTasks()).tasks.find(({ id }) => id === 'timed'))) await pause(20);
    expect(task.definition).toMatchObject({ timeout: 30_000, steps: [{ timeout: 5_000 }] });
  });

  it('lists a broken file with its place, and mends with it', async () => {
    const file = join(luka.layout.tasks, 'broken.yaml');
    await writeFile(file, 'title: Broken\nsteps:\n  - rnu: echo\n');
    const task = async () => (await luka.client.listTasks()).tasks.find(({ id }) => id === 'broken');
    while ((await task())?.state !== 'invalid') await pause(20);
    expect((await task())!.findings[0]).toMatchObject({ file, line: 3, column: 5, code: 'step_unknown' });
    await expect(luka.client.runTask({ params: { task: 'broken' }, body: {} })).rejects.toMatchObject({
      code: 'task_invalid',
    });
    await writeFile(file, 'title: Broken\nsteps:\n  - run: echo\n');
    while ((await task())?.state !== 'ready') await pause(20);
  });

  it('reads and searches a log, and the legacy addresses answer', async () => {
    const { id } = await luka.client.runTask({ params: { task: 'count' }, body: {} });
    await collect(luka.client.streamLog({ params: { run: id } }), (event) => event.event === 'end');
    expect(await luka.client.searchLog({ params: { run: id }, query: { q: 'LINE 3' } })).toMatchObject({
      total: 1,
      matches: [{ at: 14, stream: 'out', line: 'line 3' }],
    });
    await expect(
      luka.client.readLog({ params: { run: id }, query: { from: 1, before: 2 } }),
    ).rejects.toMatchObject({ code: 'request_invalid' });
    expect(await luka.client.legacyStatus()).toMatchObject({ name: 'luka', home: luka.home });
    expect(await luka.client.capabilities()).toMatchObject({ skills: ['bash', 'node', 'git', 'http'] });
    expect((await luka.client.getOverview()).status.counts.tasks).toBeGreaterThan(3);
  });

  it('changes settings that are valid, and only those', async () => {
    expect(await luka.client.updateSettings({ body: { maxRunning: 7 } })).toMatchObject({ maxRunning: 7 });
    expect((await luka.client.getSettings()).maxRunning).toBe(7);
    await expect(luka.client.updateSettings({ body: { maxRunning: 0 } })).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });
});

it('everything refused above was refused with a code that the contract names, and nothing was a bug', async () => {
  const log = await readFile(luka.layout.log, 'utf8');
  expect(log.split('\n').filter((line) => /undeclared|"level":50/.test(line))).toEqual([]);
});

describe('starting', () => {
  it('says who holds a taken port, or takes the next when told to', async () => {
    await using folder = await temporaryFolder();
    const apiPort = Number(new URL(luka.apiUrl).port);
    const start = (portAuto: boolean) =>
      createRuntime({ home: join(folder.path, 'home'), apiPort, uiPort: 0, portAuto });
    await expect(start(false).start()).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringMatching(new RegExp(`port ${apiPort} .* by .* \\(pid ${process.pid}\\)`)),
    });
    const second = start(true);
    const started = await second.start();
    expect(Number(new URL(started.apiUrl).port)).toBeGreaterThan(apiPort);
    await second.stop();
  });

  it('refuses a second Luka in the same home, which then goes on', async () => {
    await expect(createRuntime({ home: luka.home, apiPort: 0, uiPort: 0 }).start()).rejects.toMatchObject({
      code: 'already_running',
    });
    expect((await send(luka.apiUrl, { path: '/healthz' })).status).toBe(200);
  });

  it('the version is the one of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect((await luka.client.getStatus()).version).toBe(version);
  });
});
