import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import type { Channel, Message } from '#shared/nouns/notify.ts';
import { testSenders } from './testing.ts';
import { startReceiver } from '../testing.ts';

const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;
const message: Message = {
  id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
  kind: 'failure',
  severity: 'error',
  title: 'งานสำรอง failed',
  body: 'exit code 7',
  open: '/runs/12',
  at: '2026-03-06T12:00:00.000Z',
  count: 1,
  notices: [],
};
const send = (channel: Channel, secrets: Record<string, string> = {}, now = Date.now()) =>
  testSenders(secrets, now).send(channel, message, new AbortController().signal);

describe('a webhook', () => {
  it.each([
    ['a secret of the specification', SECRET, new Webhook(SECRET)],
    ['any other text', 'a plain secret text', new Webhook('a plain secret text', { format: 'raw' })],
  ])('is signed by %s: the library of the specification verifies it', async (_, secret, library) => {
    await using receiver = await startReceiver(() => ({ status: 202, body: 'taken' }));
    const channel: Channel = { kind: 'webhook', url: `${receiver.url}/hook`, secret: 'secret:HOOK' };
    expect(await send(channel, { HOOK: secret })).toEqual({ state: 'sent', answer: 'HTTP 202: taken' });
    const [{ headers, body, path, method }] = receiver.received as [(typeof receiver.received)[0]];
    expect([method, path, headers['content-type']]).toEqual(['POST', '/hook', 'application/json']);
    const verified = library.verify(body, headers as Record<string, string>) as {
      type: string;
      data: unknown;
    };
    expect(verified).toMatchObject({
      type: 'luka.failure',
      timestamp: message.at,
      data: { title: message.title, severity: 'error', open: '/runs/12', count: 1 },
    });
    expect(headers['webhook-id']).toBe(message.id);
    // One byte of the body, another id, an old moment: refused.
    const all = headers as Record<string, string>;
    expect(() => library.verify(body.replace('exit code 7', 'exit code 8'), all)).toThrow('No matching');
    expect(() => library.verify(body, { ...all, 'webhook-id': 'msg_other' })).toThrow('No matching');
    await send(channel, { HOOK: secret }, Date.now() - 3_600_000);
    const old = receiver.received[1]!;
    expect(() => library.verify(old.body, old.headers as Record<string, string>)).toThrow('too old');
  });

  it('without a secret has the id all the same', async () => {
    await using receiver = await startReceiver();
    await send({ kind: 'webhook', url: receiver.url });
    expect(receiver.received[0]?.headers).toMatchObject({ 'webhook-id': message.id });
    expect(receiver.received[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('follows no redirect: nothing is sent elsewhere', async () => {
    await using elsewhere = await startReceiver();
    await using receiver = await startReceiver(() => ({ status: 307, headers: { location: elsewhere.url } }));
    expect(await send({ kind: 'webhook', url: receiver.url })).toEqual({
      state: 'dead',
      answer: 'HTTP 307: it sends elsewhere, which is not followed',
    });
    expect(elsewhere.received).toEqual([]);
  });

  it.each([
    [500, {}, { state: 'retry' }],
    [503, { 'retry-after': '120' }, { state: 'retry', afterMs: 120_000 }],
    [429, {}, { state: 'retry' }],
    [404, {}, { state: 'dead' }],
    [410, {}, { state: 'dead' }],
  ])('answered with %d %j is %j', async (status, headers, outcome) => {
    await using receiver = await startReceiver(() => ({ status, headers }));
    expect(await send({ kind: 'webhook', url: receiver.url })).toMatchObject(outcome);
  });

  it('that nobody takes goes another time; nothing secret is in what is said', async () => {
    const receiver = await startReceiver();
    await receiver[Symbol.asyncDispose]();
    expect(await send({ kind: 'webhook', url: `${receiver.url}/token-in-path` })).toEqual({
      state: 'retry',
      answer: 'nobody listens there',
    });
    await using echo = await startReceiver(({ path }) => ({ status: 400, body: `no such hook ${path}` }));
    const url = `${echo.url}/T0KEN-T0KEN`;
    expect(await send({ kind: 'webhook', url: 'secret:URL' }, { URL: url })).toEqual({
      state: 'dead',
      answer: 'HTTP 400: no such hook ***',
    });
    expect(testSenders({}).where({ kind: 'webhook', url: 'https://h.example.org/T0KEN' })).toBe(
      'https://h.example.org',
    );
  });

  it('whose secret is not there waits for it', async () => {
    const channel: Channel = { kind: 'webhook', url: 'http://127.0.0.1:1/', secret: 'secret:HOOK' };
    expect(await send(channel)).toEqual({ state: 'retry', answer: 'there is no secret HOOK' });
    expect(await testSenders({}).problem(channel)).toBe('there is no secret HOOK: luka secret set HOOK');
    expect(await testSenders({ HOOK: 'x' }).problem(channel)).toBeUndefined();
  });
});

describe('ntfy', () => {
  it('is told priority, tags, page and token as ntfy reads them', async () => {
    await using receiver = await startReceiver(() => ({ status: 200, body: '{"id":"x"}' }));
    const channel: Channel = {
      kind: 'ntfy',
      url: `${receiver.url}/alerts`,
      token: 'secret:NTFY',
      tags: ['mac'],
      click: 'https://dash.example.org/luka',
    };
    expect(await send(channel, { NTFY: 'tk_12345' })).toMatchObject({ state: 'sent' });
    const [{ headers, body, path }] = receiver.received as [(typeof receiver.received)[0]];
    expect([path, body]).toEqual(['/alerts', 'exit code 7']);
    expect(headers).toMatchObject({
      'x-priority': 'high',
      'x-tags': 'rotating_light,mac',
      'x-click': 'https://dash.example.org/luka',
      authorization: 'Bearer tk_12345',
    });
    const [, encoded] = /^=\?UTF-8\?B\?(.+)\?=$/.exec(String(headers['x-title'])) ?? [];
    expect(Buffer.from(encoded ?? '', 'base64').toString('utf8')).toBe(message.title);
  });
});
