/** Where the CLI's token may go: to an address of this machine that the home's own socket named, and nowhere else. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ControlBench } from '#runtime/control/control-bench.ts';
import { loadToken } from '#runtime/home/token.ts';
import { connect } from './connect.ts';

let bench: ControlBench;
let squatter: Server;
let heard: { url: string | undefined; authorization: string | undefined }[];
beforeEach(async () => {
  bench = await ControlBench.create();
  heard = [];
  squatter = createServer((request, response) => {
    heard.push({ url: request.url, authorization: request.headers.authorization });
    response.end('{"ok":true}');
  });
  squatter.listen(0, '127.0.0.1');
  await once(squatter, 'listening');
});
afterEach(async () => {
  squatter.close();
  await bench.end();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

describe('the token', () => {
  it('goes to no port that merely answers like Luka', async () => {
    await loadToken(bench.layout);
    await expect(connect(bench.layout.root)).rejects.toMatchObject({ code: 'not_running' });
    expect(heard).toEqual([]);
  });

  it.each([
    'http://evil.example:4000',
    'http://127.0.0.1.evil.example:4000',
    'http://127.0.0.1@evil.example:4000',
    'http://localhost.evil.example',
    'http://evil.localhost:4000',
    'http://0.0.0.0:4000',
    'http://10.0.0.1:4000',
    'http://127.0.0.2:4000',
    'https://127.0.0.1:4000',
    'ftp://127.0.0.1',
    'file:///tmp',
    'javascript:1',
    '127.0.0.1:4000',
    '//127.0.0.1:4000',
    '',
  ])('goes to no address like %j, even where the socket names it', async (apiUrl) => {
    const token = await loadToken(bench.layout);
    await bench.start({ hello: () => ({ ...bench.hello(), apiUrl }) });
    const refusal = await connect(bench.layout.root).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'not_luka' });
    expect(JSON.stringify(refusal)).not.toContain(token);
  });

  it('goes to the address that the socket names', async () => {
    const token = await loadToken(bench.layout);
    await bench.start({
      hello: () => ({ ...bench.hello(), apiUrl: `http://127.0.0.1:${portOf(squatter)}` }),
    });
    const { client } = await connect(bench.layout.root);
    expect(await client.healthz()).toEqual({ ok: true });
    expect(heard).toEqual([{ url: '/healthz', authorization: `Bearer ${token}` }]);
  });
});
