/** The body alone, with everything else right: its type, its size, its depth, its bytes, and names that bite. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '#shared/http/contract.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import { urlOf } from '#shared/http/client.ts';
import { HostileBench, PORTS } from './hostile-bench.ts';
import { bytesOf, exchange } from './raw-http.ts';

let bench: HostileBench;
let before: object;
beforeAll(async () => {
  bench = await HostileBench.start();
});
afterAll(() => bench.stop());
beforeEach(async () => {
  before = await bench.state();
});
afterEach(async () => {
  await bench.expectState(before);
  await bench.expectWell();
  expectUnpolluted();
});

function expectUnpolluted(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

const DEEP = 20_000;
const deep = (open: string, close: string) => `${open.repeat(DEEP)}1${close.repeat(DEEP)}`;
const endpoints = Object.entries(contract) as [string, Endpoint][];
const withBody = endpoints.filter(([, endpoint]) => endpoint.body);
const targetOf = (endpoint: Endpoint) =>
  urlOf(endpoint, { params: { task: 'prey', run: '1', token: 'x'.repeat(20), approval: '1', client: '1' } });

/** Names of the fields that a body may have. */
function fieldsOf(endpoint: Endpoint): string[] {
  const { properties = {}, anyOf = [] } = z.toJSONSchema(endpoint.body!, {
    io: 'input',
    unrepresentable: 'any',
  });
  const all = [properties, ...anyOf.map((one) => (typeof one === 'object' ? (one.properties ?? {}) : {}))];
  return [...new Set(all.flatMap((one) => Object.keys(one)))];
}

describe.each(PORTS)('on the %s port', (which) => {
  it.each(withBody)('%s takes no other type than JSON', async (_name, endpoint) => {
    for (const [name, value] of [
      ['content-type', 'text/plain'],
      ['content-type', 'text/plain; application/json'],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['content-type', 'multipart/form-data; boundary=x'],
      ['content-type', 'text/json'],
      ['content-type', 'application/json5'],
      ['content-type', 'application/ld+json'],
      ['content-type', 'application/json, text/plain'],
      ['content-type', 'application/json; charset=utf-16'],
      ['content-type', 'application/json; charset=iso-8859-1'],
      ['content-type', ''],
      ['content-type', null],
      ['content-encoding', 'gzip'],
      ['content-encoding', 'br, gzip'],
      ['content-encoding', ''],
    ] as const)
      await bench.refused(
        which,
        'mutation',
        { method: endpoint.method, target: targetOf(endpoint), headers: { [name]: value } },
        'content_type_not_allowed',
      );
    const { method } = endpoint;
    const twice = {
      method,
      target: targetOf(endpoint),
      extra: [['content-type', 'application/json']],
    } as const;
    await bench.refused(which, 'mutation', twice, 'request_invalid');
  });

  it.each(withBody)('%s takes 20,000 levels neither as a whole nor in a field', async (name, endpoint) => {
    const bodies = [
      deep('[', ']'),
      deep('{"a":', '}'),
      ...fieldsOf(endpoint).flatMap((field) => [
        `{"${field}":${deep('[', ']')}}`,
        `{"${field}":${deep('{"a":', '}')}}`,
        `{"${field}":[${deep('{"a":', '}')}]}`,
      ]),
      ...(name === 'submitOrder' ? ['steps', 'params', 'run', 'metadata'] : []).map(
        (field) => `{"id":"x","${field}":${deep('[', ']')}}`,
      ),
    ];
    for (const body of bodies) {
      const [answer] = await bench.ask(which, 'mutation', {
        method: endpoint.method,
        target: targetOf(endpoint),
        body,
      });
      // What a trigger would do is told also of one that does nothing.
      const code = name === 'previewTrigger' ? (answer!.code ?? 'trigger_invalid') : answer!.code;
      expect(code, `${body.slice(0, 40)} ${answer!.body.slice(0, 300)}`).toMatch(
        /^(request_invalid|order_too_deep|order_invalid|trigger_invalid|task_invalid|task_changed|hook_unknown)$/,
      );
      // An answer does not repeat what was sent.
      expect(answer!.body.length).toBeLessThan(20_000);
    }
  });

  it.each(withBody)('%s takes no name that stands on every object', async (_name, endpoint) => {
    for (const body of [
      '{"__proto__":{"polluted":true}}',
      '{"__proto__":null}',
      '{"\\u005f_proto__":{"polluted":true}}',
      '{"__proto\\u005f_":{"polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      '{"constructor":{"\\u0070rototype":{"polluted":true}}}',
      ...[...fieldsOf(endpoint), 'x'].flatMap((field) => [
        `{"${field}":{"__proto__":{"polluted":true}}}`,
        `{"${field}":[{"constructor":{"prototype":{"polluted":true}}}]}`,
        `{"${field}":{"a":{"b":[[{"__proto__":{"polluted":true}}]]}}}`,
      ]),
    ])
      await bench.refused(
        which,
        'mutation',
        { method: endpoint.method, target: targetOf(endpoint), body },
        'body_invalid',
      );
  });

  it('a body that is not exactly one JSON text is refused', async () => {
    for (const body of [
      '',
      ' ',
      '{',
      '}',
      '{}{}',
      '{} x',
      "{'params':{}}",
      '{"params":{},}',
      '{params:{}}',
      '{"params":NaN}',
      '{"params":0x10}',
      '// {}\n{}',
      '\u0000',
      '{}\u0000',
      'undefined',
      '{"params":{"a":"\u0001"}}',
      '\ufeff\ufeff{}',
      Buffer.from('{}', 'utf16le'),
      gzipSync('{}'),
    ])
      await bench.refused(which, 'mutation', { body }, 'body_invalid');
    for (const body of ['[]', '1', 'null', '"{}"', 'true', '[{}]'])
      await bench.refused(which, 'mutation', { body }, 'request_invalid');
  });

  it('bytes that are no UTF-8 are refused, not mended', async () => {
    for (const bytes of [
      [0xff],
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xc3],
      [0x80],
    ]) {
      const body = Buffer.concat([Buffer.from('{"params":{"a":"'), Buffer.from(bytes), Buffer.from('"}}')]);
      const answer = await bench.refused(which, 'mutation', { body }, 'body_invalid');
      expect(answer.body).toContain('UTF-8');
    }
  });

  it('of a name that comes twice the last is what is checked and what counts', async () => {
    for (const body of ['{"params":{},"params":1}', '{"force":true,"force":"yes"}'])
      await bench.refused(which, 'mutation', { body }, 'request_invalid');
    const body = '{"params":{"nothing":1},"params":{"none":1}}';
    const answer = await bench.refused(which, 'mutation', { body }, 'param_unknown');
    expect(answer.body).toContain('none');
    expect(answer.body).not.toContain('nothing');
  });

  it('a body of more than 1 MiB is refused, told beforehand or not', async () => {
    const large = `{"x":"${'y'.repeat(1_048_577)}"}`;
    await bench.refused(which, 'mutation', { body: large }, 'body_too_large');
    const announced = { headers: { 'content-length': String(2 ** 40) }, body: '{' };
    await bench.refused(which, 'mutation', announced, 'body_too_large');
    const { headers } = bench.request(which, 'mutation', {
      headers: { 'content-length': null, 'transfer-encoding': 'chunked' },
    });
    const head = bytesOf({ method: 'POST', target: '/api/v1/tasks/prey/runs', headers });
    const forEver = async function* () {
      yield head;
      // For all that it is told.
      for (let piece = 0; piece < 10_000; piece += 1) yield `10000\r\n${'z'.repeat(65_536)}\r\n`;
    };
    // Who goes on sending into a connection that was closed may lose the answer with it (RFC 9112, 9.6).
    let answers: Awaited<ReturnType<typeof exchange>>['answers'] = [];
    for (let tries = 0; tries < 5 && answers.length === 0; tries += 1) {
      const heard = await exchange(bench.portOf(which), forEver());
      expect(heard.ms).toBeLessThan(10_000);
      ({ answers } = heard);
    }
    expect(answers).toMatchObject([{ status: 413, code: 'body_too_large' }]);
  });

  it('a body that was squeezed stays squeezed', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const memory = process.memoryUsage.rss();
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'GZIP', 'identity, gzip'])
      await bench.refused(
        which,
        'mutation',
        { body: bomb, extra: [['content-encoding', encoding]] },
        'content_type_not_allowed',
      );
    await bench.refused(which, 'mutation', { body: bomb }, 'body_invalid');
    expect(process.memoryUsage.rss() - memory).toBeLessThan(40_000_000);
  });
});
