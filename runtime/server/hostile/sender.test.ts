/** Whom a request means and who sends it: each of Host, Origin and Fetch Metadata alone, with everything else right. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectNoCors, HostileBench, PORTS, TARGETS } from './hostile-bench.ts';
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
});

describe.each(TARGETS)('on the %s port, a %s', (which, kind) => {
  it('that is right in every way but its Host is refused', async () => {
    const port = bench.portOf(which);
    const other = bench.portOf(which === 'api' ? 'ui' : 'api');
    const hosts = [
      '',
      '127.0.0.1',
      `127.0.0.1:${other}`,
      `127.0.0.1:0${port}`,
      `127.0.0.1:+${port}`,
      `127.0.0.1:${port + 65_536}`,
      `127.0.0.1:${port}:${port}`,
      `127.0.0.1:${port}/`,
      `127.0.0.1:${port}.evil.example`,
      `127.0.0.1:${port}@evil.example`,
      `evil.example@127.0.0.1:${port}`,
      `luka:x@127.0.0.1:${port}`,
      `127.0.0.1.:${port}`,
      `127.0.0.1 :${port}`,
      `127.0.0.1:${port},evil.example`,
      `evil.example, 127.0.0.1:${port}`,
      `http://127.0.0.1:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `127.0.0.1.nip.io:${port}`,
      `127.1:${port}`,
      `127.0.0.2:${port}`,
      `0.0.0.0:${port}`,
      `0:${port}`,
      `2130706433:${port}`,
      `0x7f000001:${port}`,
      `0x7f.0.0.1:${port}`,
      `0177.0.0.1:${port}`,
      `017700000001:${port}`,
      `[::1]:${port}`,
      `::1:${port}`,
      `[0:0:0:0:0:0:0:1]:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `[::ffff:7f00:1]:${port}`,
      `[::1%25lo]:${port}`,
      `localhost.:${port}`,
      `LOCALHOST:${port}`,
      `Localhost:${port}`,
      'localhost',
      `localhost:${other}`,
      `localhost.localdomain:${port}`,
      `localhost.evil.example:${port}`,
      `evil.localhost:${port}`,
      `xn--lcalhost-4fg:${port}`,
      // A Cyrillic о, as its bytes of UTF-8.
      `l${Buffer.from('о').toString('latin1')}calhost:${port}`,
      // Digits and a full stop of full width.
      `${Buffer.from('１２７．０．０．１').toString('latin1')}:${port}`,
      `evil.example:${port}`,
      'evil.example',
      'luka.local',
    ];
    for (const host of hosts) {
      const answer = await bench.refused(which, kind, { headers: { host } }, 'host_not_allowed');
      if (host.includes('evil')) expect(answer.body).not.toContain('evil');
    }
  });

  it('without a Host, or with two, is refused', async () => {
    const own = new URL(bench.urlOf(which)).host;
    await bench.refused(which, kind, { headers: { host: null } }, 'host_not_allowed');
    for (const second of ['evil.example', own])
      await bench.refused(which, kind, { extra: [['hOST', second]] }, 'host_not_allowed');
    await bench.refused(
      which,
      kind,
      { headers: { host: 'evil.example' }, extra: [['Host', own]] },
      'host_not_allowed',
    );
  });

  it('for an address that names its own host is refused, whatever its Host says', async () => {
    const { method, target } = bench.request(which, kind);
    for (const origin of [
      'http://evil.example',
      bench.urlOf(which),
      'https://127.0.0.1',
      'HTTP://evil.example',
    ])
      await bench.refused(which, kind, { method, target: origin + target }, 'host_not_allowed');
    await bench.refused(which, kind, { method: 'OPTIONS', target: '*' }, 'host_not_allowed');
  });

  it('that is right in every way but its Origin is refused', async () => {
    const port = bench.portOf(which);
    const own = bench.urlOf(which);
    const origins = [
      '',
      'null',
      '*',
      'http://evil.example',
      'https://evil.example',
      `https://127.0.0.1:${port}`,
      `ws://127.0.0.1:${port}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${port + 1}`,
      bench.urlOf(which === 'api' ? 'ui' : 'api'),
      `${own}/`,
      `${own}.evil.example`,
      `${own}@evil.example`,
      `http://evil.example#${own}`,
      `http://evil.example/?${own}`,
      `http://localhost.evil.example:${port}`,
      `http://evil.localhost:${port}`,
      `http://[::1]:${port}`,
      `HTTP://127.0.0.1:${port}`,
      `${own} ${own}`,
      `${own}, http://evil.example`,
      'file://',
      'app://luka',
      'chrome-extension://abcdefghijklmnop',
      'about:blank',
      'undefined',
    ];
    for (const origin of origins)
      await bench.refused(which, kind, { headers: { origin } }, 'origin_not_allowed');
    for (const second of ['http://evil.example', own])
      await bench.refused(which, kind, { extra: [['Origin', second]] }, 'origin_not_allowed');
  });

  it('that a page elsewhere sends without an Origin is refused by what the browser says of it', async () => {
    for (const site of [
      'cross-site',
      'same-site',
      '',
      'Same-Origin',
      'none, none',
      'same-origin, cross-site',
    ]) {
      for (const dest of [
        'empty',
        'image',
        'script',
        'iframe',
        'object',
        'embed',
        'serviceworker',
        'worker',
      ]) {
        const mode = dest === 'iframe' ? 'navigate' : 'no-cors';
        await bench.refused(
          which,
          kind,
          {
            headers: {
              origin: null,
              'sec-fetch-site': site,
              'sec-fetch-mode': mode,
              'sec-fetch-dest': dest,
            },
          },
          'origin_not_allowed',
        );
      }
    }
    const twice = {
      headers: { 'sec-fetch-dest': 'empty' },
      extra: [['Sec-Fetch-Site', 'same-origin']],
    } as const;
    await bench.refused(which, kind, twice, 'origin_not_allowed');
  });

  it('that a person follows a link to is shown where it is the page, and nowhere else', async () => {
    const link = {
      headers: {
        origin: null,
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
    };
    if (kind === 'page' || kind === 'asset') {
      const [answer] = await bench.ask(which, kind, link);
      expect(answer).toMatchObject({ status: 200, headers: { 'cross-origin-opener-policy': 'same-origin' } });
      // Loaded ahead, without anybody having followed it.
      const ahead = { headers: { ...link.headers, 'sec-purpose': 'prefetch;prerender' } };
      await bench.refused(which, kind, ahead, 'origin_not_allowed');
    } else await bench.refused(which, kind, link, 'origin_not_allowed');
  });

  it('gives a preflight nothing, whoever asks', async () => {
    for (const origin of [bench.urlOf(which), 'http://evil.example', 'null']) {
      const answers = await bench.ask(which, kind, {
        method: 'OPTIONS',
        body: undefined,
        headers: {
          origin,
          authorization: null,
          'content-type': null,
          'content-length': null,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
          'access-control-request-private-network': 'true',
        },
      });
      expect(answers).toHaveLength(1);
      expectNoCors(answers[0]!);
      expect(['origin_not_allowed', 'token_missing', 'method_not_allowed']).toContain(answers[0]!.code);
    }
  });
});

describe.each(PORTS)('on the %s port', (which) => {
  it('a program that says nothing of itself is served: curl goes on working', async () => {
    const nothing = { origin: null, 'sec-fetch-site': null, 'sec-fetch-mode': null, 'sec-fetch-dest': null };
    expect(await bench.ask(which, 'json', { headers: nothing })).toMatchObject([{ status: 200 }]);
    expect(
      await bench.ask(which, 'json', { headers: { ...nothing, 'sec-fetch-mode': 'cors' } }),
    ).toMatchObject([{ status: 200 }]);
  });

  it('an address that the router cannot read passes the same guards', async () => {
    for (const target of ['/%zz', '/api/v1/tasks/%E0%A4%A', `/api/v1/tasks/${'x'.repeat(300)}`]) {
      await bench.refused(which, 'json', { target, headers: { host: 'evil.example' } }, 'host_not_allowed');
      await bench.refused(which, 'json', { target, headers: { origin: 'null' } }, 'origin_not_allowed');
      const site = { headers: { 'sec-fetch-site': 'cross-site' } };
      await bench.refused(which, 'json', { target, ...site }, 'origin_not_allowed');
      await bench.refused(which, 'json', { target, headers: { authorization: null } }, 'token_missing');
      await bench.refused(which, 'json', { target }, 'not_found');
    }
  });

  it('an upgrade to a WebSocket is refused like any request', async () => {
    const upgrade = { connection: 'Upgrade, close', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    for (const [headers, code] of [
      [{ origin: 'http://evil.example' }, 'origin_not_allowed'],
      [{ authorization: null }, 'token_missing'],
    ] as const) {
      const request = bench.request(which, 'stream', { headers: { ...upgrade, ...key, ...headers } });
      const { answers } = await exchange(bench.portOf(which), bytesOf(request));
      expect(answers[0]).toMatchObject({ code });
    }
  });

  it('what is asked right is answered right', async () => {
    for (const kind of ['json', 'stream'] as const)
      expect(await bench.ask(which, kind)).toMatchObject([{ status: 200 }]);
  });
});
