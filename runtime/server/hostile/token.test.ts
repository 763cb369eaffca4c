/** The token alone, with everything else right: only as a bearer, only once, only while it is good. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HostileBench, TARGETS } from './hostile-bench.ts';

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

const asked = TARGETS.filter(([, kind]) => kind !== 'page' && kind !== 'asset');

describe.each(asked)('on the %s port, a %s', (which, kind) => {
  it('without a bearer token is refused, wherever else the token stands', async () => {
    const { token } = bench.luka;
    const { target } = bench.request(which, kind);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    for (const authorization of [
      null,
      '',
      'Bearer',
      'Bearer ',
      token,
      `Token ${token}`,
      `Basic ${token}`,
      basic(`luka:${token}`),
      basic(`${token}:`),
      `Bearer${token}`,
      `Bearer  ${token}`,
      `Bearer "${token}"`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token} x`,
      `Bearer\u00a0${token}`,
    ])
      await bench.refused(which, kind, { headers: { authorization } }, 'token_missing');
    for (const query of ['token', 'access_token', 'authorization', 'key', 'k', 'auth'])
      await bench.refused(
        which,
        kind,
        { target: `${target}?${query}=${token}`, headers: { authorization: null } },
        'token_missing',
      );
    for (const [name, value] of [
      ['cookie', `token=${token}; luka=${token}; authorization=Bearer ${token}`],
      ['x-authorization', `Bearer ${token}`],
      ['proxy-authorization', `Bearer ${token}`],
      ['x-api-key', token],
      ['x-luka-token', token],
      ['referer', `${bench.urlOf(which)}/#k=${token}`],
      ['x-forwarded-for', '127.0.0.1'],
      ['x-original-url', '/healthz'],
      ['x-rewrite-url', '/healthz'],
    ] as const)
      await bench.refused(
        which,
        kind,
        { headers: { authorization: null }, extra: [[name, value]] },
        'token_missing',
      );
  });

  it('with a wrong token is refused, however near it is', async () => {
    const { token } = bench.luka;
    const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const wrong of [
      'wrong',
      flipped,
      token.slice(0, -1),
      `${token}=`,
      `${token}A`,
      token.toUpperCase(),
      token.split('').reverse().join(''),
      'undefined',
      'null',
      '__proto__',
      'constructor',
      'toString',
      'A'.repeat(8_000),
    ].filter((wrong) => wrong !== token)) {
      const answer = await bench.refused(
        which,
        kind,
        { headers: { authorization: `Bearer ${wrong}` } },
        'token_invalid',
      );
      expect(answer.body).not.toContain(wrong === 'null' ? 'null"' : wrong);
    }
  });

  it('with two tokens is refused, also where one is good', async () => {
    for (const second of ['Bearer wrong', `Bearer ${bench.luka.token}`])
      await bench.refused(which, kind, { extra: [['authorization', second]] }, 'request_invalid');
  });

  it('with the nonce of a link in place of a token is refused', async () => {
    const { url } = await bench.luka.client.createLink();
    const authorization = `Bearer ${url.split('#k=')[1]}`;
    await bench.refused(which, kind, { headers: { authorization } }, 'token_invalid');
  });
});

describe('every refusal', () => {
  it('never says the token', async () => {
    const { token } = bench.luka;
    for (const change of [
      { target: `/${token}` },
      { target: `/%zz${token}` },
      { target: `/api/v1/tasks/${token}%zz` },
      { target: `/api/v1/runs?limit=${token}` },
      { headers: { host: token } },
      { headers: { origin: token } },
    ]) {
      const [answer] = await bench.ask('api', 'json', change);
      expect(answer!.status).toBeGreaterThanOrEqual(400);
      expect(answer!.body).not.toContain(token);
    }
  });
});
