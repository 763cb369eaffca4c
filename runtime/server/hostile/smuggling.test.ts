/** Requests inside of requests: whatever two readers could read differently is refused whole, and ends the connection. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectRefusal, HostileBench, PORTS } from './hostile-bench.ts';
import { exchange } from './raw-http.ts';

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
});

describe.each(PORTS)('on the %s port', (which) => {
  /** Right in every way; whoever reads it as a request of its own makes a run. */
  const prey = () => {
    const { host } = new URL(bench.urlOf(which));
    return [
      'POST /api/v1/tasks/prey/runs HTTP/1.1',
      `Host: ${host}`,
      `Authorization: Bearer ${bench.luka.token}`,
      'Content-Type: application/json',
      'Content-Length: 2',
      'Connection: close',
      '',
      '{}',
    ].join('\r\n');
  };
  const head = (...lines: string[]) =>
    [
      'POST /api/v1/tasks/nobody/runs HTTP/1.1',
      `Host: ${new URL(bench.urlOf(which)).host}`,
      `Authorization: Bearer ${bench.luka.token}`,
      'Content-Type: application/json',
      ...lines,
      '',
      '',
    ].join('\r\n');
  const send = async (text: string) =>
    (await exchange(bench.portOf(which), Buffer.from(text, 'latin1'))).answers;

  it.each([
    ['both lengths', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['both lengths the other way round', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'],
    ['two lengths that differ', ['Content-Length: 0', 'Content-Length: 200'], ''],
    ['two lengths that agree', ['Content-Length: 0', 'Content-Length: 0'], ''],
    ['a list of lengths', ['Content-Length: 0, 200'], ''],
    ['a signed length', ['Content-Length: +0'], ''],
    ['a negative length', ['Content-Length: -1'], ''],
    ['a length in hex', ['Content-Length: 0x0'], ''],
    ['a length of too many digits', [`Content-Length: ${'9'.repeat(30)}`], ''],
    ['an empty length', ['Content-Length: '], ''],
    ['an encoding that is not chunked at last', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
    ['an encoding nobody knows', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
    ['an encoding twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], '0\r\n\r\n'],
    ['a vertical tab in an encoding', ['Transfer-Encoding: \u000bchunked'], '0\r\n\r\n'],
    ['a blank before a colon', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
    ['a blank before a name', [' Content-Length: 0'], ''],
    ['a folded header', ['X-A: b', '  Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['a line that ends in LF', ['X-A: b\nTransfer-Encoding: chunked'], '0\r\n\r\n'],
    ['a line that ends in CR', ['X-A: b\rTransfer-Encoding: chunked'], '0\r\n\r\n'],
    ['NUL in a value', ['X-A: a\u0000b'], ''],
    ['a name that is none', ['X A: b'], ''],
    ['a name of nothing', [': b'], ''],
    ['no colon', ['Transfer-Encoding'], ''],
    ['a chunk whose size is none', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
    ['a chunk whose size is negative', ['Transfer-Encoding: chunked'], '-2\r\n{}\r\n0\r\n\r\n'],
    ['a chunk whose size is beyond counting', ['Transfer-Encoding: chunked'], `${'f'.repeat(17)}\r\n{}\r\n`],
    ['a chunk that is longer than it says', ['Transfer-Encoding: chunked'], '2\r\n{}{}\r\n0\r\n\r\n'],
    ['a chunk that ends in LF', ['Transfer-Encoding: chunked'], '2\n{}\n0\n\n'],
    [
      'a chunk with too long an extension',
      ['Transfer-Encoding: chunked'],
      `2;${'x'.repeat(20_000)}\r\n{}\r\n`,
    ],
  ])('%s: nothing behind it is read', async (_name, lines, body) => {
    const answers = await send(head(...lines) + body + prey());
    expectRefusal(answers, ['request_invalid', 'headers_too_large']);
  });

  it('a trailer sets no header', async () => {
    const answers = await send(
      head('Transfer-Encoding: chunked', 'Connection: close').replace(/Authorization.*\r\n/, '') +
        `2\r\n{}\r\n0\r\nAuthorization: Bearer ${bench.luka.token}\r\nHost: evil.example\r\n\r\n`,
    );
    expectRefusal(answers, 'token_missing');
  });

  it('pipelined requests are judged one by one', async () => {
    const { host } = new URL(bench.urlOf(which));
    const good = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const bad = prey().replace(host, 'evil.example').replace('Connection: close\r\n', '');
    const noToken = prey()
      .replace(/Authorization.*\r\n/, '')
      .replace('Connection: close\r\n', '');
    const answers = await send(
      good + bad + good + noToken + `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(answers.map(({ status, code }) => code ?? status)).toEqual([
      200,
      'host_not_allowed',
      200,
      'token_missing',
      200,
    ]);
  });

  it('a body that is a request is a body', async () => {
    const { host } = new URL(bench.urlOf(which));
    const inner = prey();
    const answers = await send(
      `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${inner.length}\r\nConnection: close\r\n\r\n${inner}`,
    );
    expect(answers).toHaveLength(1);
    const refused = await send(
      head(`Content-Length: ${inner.length}`, 'Connection: close').replace(host, 'evil.example') + inner,
    );
    expectRefusal(refused, 'host_not_allowed');
  });

  it('what is no HTTP after a request ends the connection, and is not put into a stream', async () => {
    const { host } = new URL(bench.urlOf(which));
    const stream = `GET /api/v1/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${bench.luka.token}\r\n\r\n`;
    const heads = (text: string) => text.match(/^HTTP\/1\.1 \d{3}/gm)?.length ?? 0;
    const rubbish = '\u0001\u0002\u0003 rubbish\r\n\r\n';
    expect(heads((await exchange(bench.portOf(which), stream + rubbish)).text)).toBeLessThanOrEqual(1);
    const socket = connect(bench.portOf(which), '127.0.0.1');
    socket.on('error', () => undefined);
    let text = '';
    const begun = Promise.withResolvers<void>();
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(': luka')) begun.resolve();
    });
    socket.write(stream);
    await begun.promise;
    socket.write(rubbish);
    await once(socket, 'close');
    expect(heads(text)).toBe(1);
    expect(text).not.toContain('request_invalid');
  });

  it('a line break in an address or a value makes no header of an answer', async () => {
    for (const change of [
      { target: '/api/v1/tasks/x%0d%0aSet-Cookie:%20a=b' },
      { target: '/%0d%0aSet-Cookie:%20a=b' },
      { target: '/api/v1/runs?task=%0d%0aSet-Cookie:%20a=b' },
      { target: '/api/v1/tasks/prey/hook%0d%0aX: y' },
      { headers: { 'last-event-id': '1%0d%0aSet-Cookie: a=b' } },
    ]) {
      const [answer] = await bench.ask(which, 'json', change);
      expect(answer!.headers).not.toHaveProperty('set-cookie');
      expect(answer!.headers).not.toHaveProperty('x');
    }
  });

  it('headers of more than 16 KiB are refused, in one or in thousands', async () => {
    const { host } = new URL(bench.urlOf(which));
    for (const rest of [`X: ${'y'.repeat(17_000)}\r\n`, 'a:b\r\n'.repeat(10_000)])
      expectRefusal(await send(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n${rest}\r\n`), 'headers_too_large');
    const long = await send(`GET /${'x'.repeat(17_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expectRefusal(long, 'headers_too_large');
    // Node forgets what comes after 2,000 headers where it is let.
    const late = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n${'a:b\r\n'.repeat(2_500)}Host: evil.example\r\nConnection: close\r\n\r\n`;
    expectRefusal(await send(late), 'host_not_allowed');
  });

  it('an expectation is no way around', async () => {
    const { headers, body } = bench.request(which, 'mutation', { extra: [['Expect', '100-continue']] });
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const evil = lines.replace(/host: .*\r\n/, 'host: evil.example\r\n');
    for (const expectation of ['100-continue', 'something-else']) {
      const { text } = await exchange(
        bench.portOf(which),
        `POST /api/v1/tasks/prey/runs HTTP/1.1\r\n${evil.replace('100-continue', expectation)}\r\n${body as string}`,
      );
      expect(text).toContain('"host_not_allowed"');
    }
  });
});
