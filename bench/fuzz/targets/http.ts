/**
 * Both ports of a whole Luka, byte by byte. One half of the inputs never has the token and changes nothing, whatever it
 * says; the other has it, asks only what does nothing when it is asked right, and reaches what lies behind the guards.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ERRORS, type ErrorCode } from '#shared/errors/catalogue.ts';
import { urlOf } from '#shared/http/client.ts';
import { contract } from '#shared/http/contract.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import { answersIn } from '#runtime/server/hostile/raw-http.ts';
import { startLuka } from '#runtime/server/testing.ts';
import { temporaryFolder } from '#runtime/testing.ts';
import type { Random } from '../../chaos/random.ts';
import { BITES, mutateBytes, mutateText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

/** How long nothing more has to come for an input to be over, ms. */
const QUIET_MS = 5;
const CHECK_EVERY = 1_000;
/** Stands for the token and for the port, which are not the same twice. */
const TOKEN = '<token>';
const PORT = '<port>';

interface Input {
  readonly ui: boolean;
  readonly bytes: string;
}

const all = Object.entries(contract) as [keyof typeof contract, Endpoint][];
/** What changes nothing, or cannot be asked right here: there is no such task and no such run. */
const HARMLESS = new Set([
  'lintTasks',
  'previewTrigger',
  'resume',
  'cancelRun',
  'rerun',
  'releaseTask',
  'judge',
  'createSession',
  'callHook',
]);
const harmless = all.filter(([name, { method }]) => method === 'GET' || HARMLESS.has(name));
const KNOWN = [
  '/',
  '/index.html',
  '/assets/app-1.js',
  '/runs/1',
  '/%2e%2e/token',
  '/assets/..%2f..%2ftoken',
  '*',
  'http://evil.example/',
];

function pathOf(random: Random, endpoint: Endpoint): string {
  const path = urlOf(endpoint, {
    params: Object.fromEntries(
      ['task', 'run', 'token', 'approval', 'client', 'secret', 'name'].map((name) => [
        name,
        random.pick([
          'nobody',
          '999999',
          'x'.repeat(24),
          encodeURIComponent(random.pick(BITES).toWellFormed()) || 'x',
        ]),
      ]),
    ),
  });
  const query = Array.from({ length: random.below(3) }, () => {
    const name = random.pick([
      'limit',
      'from',
      'to',
      'task',
      'state',
      'before',
      'after',
      'q',
      'attempt',
      'at',
      'days',
      'wait',
      'x',
    ]);
    const value = random.pick(['1', '0', '-1', '2026-01-01T00:00:00Z', 'queued,failed', ...BITES]);
    return `${name}=${random.chance(0.8) ? encodeURIComponent(value.toWellFormed()) : value}`;
  });
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

function bodyOf(random: Random): string {
  const whole = JSON.stringify(
    random.pick([
      {},
      { params: { a: 1 }, priority: 'high', force: true },
      { text: 'steps:\n  - run: x\n', file: 'x.yaml' },
      { trigger: { cron: '*/5 * * * *', tz: 'Europe/Berlin' } },
      { scope: { tag: 'x' } },
      { nonce: 'x'.repeat(32) },
      { reason: 'x' },
      { order: { id: 'x', steps: [{ run: 'x' }] } },
      { task: 'nobody' },
    ]),
  );
  return random.chance(0.7) ? mutateText(random, whole) : whole;
}

function request(random: Random, withToken: boolean): string {
  const [, endpoint] = random.pick(withToken ? harmless : all);
  const method = random.chance(0.9)
    ? endpoint.method
    : random.pick(['GET', 'PUT', 'OPTIONS', 'TRACE', 'get', 'PATCH']);
  // With the token only what is harmless may be asked, so neither address nor method is left to chance.
  const line = withToken
    ? `${endpoint.method} ${pathOf(random, endpoint)}`
    : `${method} ${random.chance(0.9) ? pathOf(random, endpoint) : random.pick([...KNOWN, ...BITES])}`;
  const body = endpoint.body || random.chance(0.1) ? bodyOf(random) : '';
  const host = random.chance(withToken ? 0.97 : 0.8)
    ? `127.0.0.1:${PORT}`
    : random.pick([`localhost:${PORT}`, 'evil.example', ...BITES]);
  const headers = [
    `Host: ${host}`,
    ...(withToken
      ? [`Authorization: Bearer ${TOKEN}`]
      : random.chance(0.3)
        ? [`Authorization: ${random.pick(['Bearer x', 'Basic eA==', ...BITES])}`]
        : []),
    ...(random.chance(0.2)
      ? [`Origin: ${random.pick([`http://127.0.0.1:${PORT}`, 'null', 'http://evil.example', ...BITES])}`]
      : []),
    ...(random.chance(0.1)
      ? [`Sec-Fetch-Site: ${random.pick(['same-origin', 'cross-site', 'none', ...BITES])}`]
      : []),
    ...(random.chance(0.1) ? [`Last-Event-ID: ${random.pick(['1', '-1', ...BITES])}`] : []),
    ...(random.chance(0.1) ? [`Idempotency-Key: ${random.pick(BITES)}`] : []),
    ...(random.chance(0.05) ? [`Expect: ${random.pick(['100-continue', ...BITES])}`] : []),
    ...(random.chance(0.05) ? [`Content-Encoding: ${random.pick(['gzip', 'br', ...BITES])}`] : []),
    ...(random.chance(0.05) ? [`${random.pick(BITES)}: ${random.pick(BITES)}`] : []),
    ...(body === ''
      ? []
      : [`Content-Type: ${random.chance(0.9) ? 'application/json' : random.pick(['text/plain', ...BITES])}`]),
    ...(body === ''
      ? []
      : random.chance(0.85)
        ? [`Content-Length: ${Buffer.byteLength(body) + (random.chance(0.05) ? random.below(9) - 4 : 0)}`]
        : ['Transfer-Encoding: chunked']),
    ...(random.chance(0.8) ? ['Connection: close'] : []),
  ];
  const isChunked = headers.includes('Transfer-Encoding: chunked');
  const sent = isChunked ? `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  return `${line} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${sent}`;
}

function make(random: Random): Input {
  const withToken = random.chance(0.5);
  const count = random.chance(0.05) ? 2 + random.below(3) : 1;
  const text = Array.from({ length: count }, () => request(random, withToken)).join('');
  const ui = random.chance(0.5);
  if (withToken || random.chance(0.4)) return { ui, bytes: text };
  const spoiled = mutateText(random, text);
  const bytes = random.chance(0.5) ? mutateBytes(random, Buffer.from(spoiled)).toString('latin1') : spoiled;
  return { ui, bytes };
}

let luka: Awaited<ReturnType<typeof startLuka>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let atRest = '';
let count = 0;

export const target: FuzzTarget = {
  name: 'http',
  atOnce: 16,
  make,
  async start() {
    folder = await temporaryFolder();
    const uiRoot = join(folder.path, 'ui');
    await mkdir(join(uiRoot, 'assets'), { recursive: true });
    await writeFile(join(uiRoot, 'index.html'), '<!doctype html><title>Luka</title>');
    await writeFile(join(uiRoot, 'assets', 'app-1.js'), 'export {}');
    luka = await startLuka({ uiRoot }, () => Promise.resolve());
    assert.deepEqual((await luka.client.listTasks()).tasks, []);
    atRest = state();
  },
  async run(input) {
    const { ui, bytes } = input as Input;
    const port = Number(new URL(ui ? luka.uiUrl : luka.apiUrl).port);
    const filled = bytes.replaceAll(PORT, String(port)).replaceAll(TOKEN, luka.token);
    const heard = await say(port, Buffer.from(filled));
    assert.ok(!heard.includes(luka.token), 'the token came back');
    // A HEAD is answered without its body: whose bytes then follow cannot be told.
    if (!/^head\b/im.test(bytes))
      for (const { status, code, headers } of answersIn(heard)) check(status, code, headers);
    assert.deepEqual(Object.keys(Object.prototype), []);
    count += 1;
    if (count % CHECK_EVERY === 0) await checkLuka();
  },
  async stop() {
    await checkLuka();
    await luka[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  },
};

function check(status: number, code: string | undefined, headers: Readonly<Record<string, string>>): void {
  assert.equal(headers['x-content-type-options'], 'nosniff', `the headers of a ${status}`);
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal(headers['access-control-allow-origin'], undefined);
  if (status < 400) return;
  assert.ok(code !== undefined && Object.hasOwn(ERRORS, code), `a ${status} without a code`);
  assert.notEqual(code, 'internal');
  assert.equal(ERRORS[code as ErrorCode].http, status);
}

function state(): string {
  const { store } = luka.engine;
  return `${store.eventSeq} events, ${JSON.stringify(store.get('select count(*) as runs from runs'))}`;
}

async function checkLuka(): Promise<void> {
  assert.deepEqual(await luka.client.healthz(), { ok: true });
  assert.equal(state(), atRest, 'something was done');
  assert.equal((await readdir(luka.layout.tasks)).length, 0, 'a task was made');
}

/** Sends all, and listens until it is closed, or quiet: then what is half open is closed from here. */
function say(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    let quiet: NodeJS.Timeout | undefined;
    let isEnded = false;
    const rest = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        if (isEnded || heard !== '') socket.destroy();
        else {
          isEnded = true;
          socket.end();
          rest();
        }
      }, QUIET_MS);
    };
    socket.setEncoding('latin1').setNoDelay(true);
    socket.on('connect', () => socket.write(bytes, rest));
    socket.on('data', (chunk: string) => {
      heard += chunk;
      if (heard.includes('text/event-stream')) socket.destroy();
      else rest();
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(quiet);
      resolve(heard);
    });
  });
}
