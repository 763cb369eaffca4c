import { expect, it, describe } from 'vitest';
import { AssistantSettings } from '#shared/nouns/settings.ts';
import { chat, isLoopback, type ChatLimits } from './chat.ts';
import { startModelServer, streamText } from './fake-server.ts';

/** Where time is not what is tested, there is enough of it for a machine that does much else. */
const LIMITS: ChatLimits = { firstMs: 20_000, quietMs: 20_000, totalMs: 20_000, characters: 2_000 };
const SHORT: ChatLimits = { firstMs: 1_000, quietMs: 1_000, totalMs: 2_500, characters: 2_000 };
const MESSAGES = [{ role: 'user', content: 'hello' }] as const;
const ask = (
  baseUrl: string,
  { signal, limits = LIMITS }: { signal?: AbortSignal; limits?: ChatLimits } = {},
) => chat({ baseUrl, model: 'm' }, MESSAGES, { limits, signal });

it('is asked once, with the model and the messages, and its words are heard as they come', async () => {
  await using server = await startModelServer((response) =>
    streamText(response, 'The copy starts at 03:00 ทุกคืน.'),
  );
  const heard: string[] = [];
  const text = await chat({ baseUrl: `${server.baseUrl}/`, model: 'llama' }, MESSAGES, {
    limits: LIMITS,
    onText: (piece) => heard.push(piece),
  });
  expect(text).toBe('The copy starts at 03:00 ทุกคืน.');
  expect(heard.join('')).toBe(text);
  expect(heard.length).toBeGreaterThan(3);
  expect(server.asked).toMatchObject([
    { path: '/v1/chat/completions', body: { model: 'llama', messages: MESSAGES, stream: true } },
  ]);
});

it('one that does not stream is understood, too', async () => {
  await using server = await startModelServer((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ message: { content: 'whole' } }] }));
  });
  expect(await ask(server.baseUrl)).toBe('whole');
});

describe('a server that', () => {
  const frame = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  const head = { 'content-type': 'text/event-stream' };
  it.each<[string, Parameters<typeof startModelServer>[0], RegExp]>([
    ['never answers', () => undefined, /said nothing within/],
    [
      'sends its head and no word',
      (response) => response.writeHead(200, head).flushHeaders(),
      /said nothing within/,
    ],
    ['falls silent', (response) => void response.writeHead(200, head).write(frame('one')), /fell silent/],
    [
      'drips for ever',
      (response) => {
        response.writeHead(200, head);
        const timer = setInterval(() => response.write(frame('x')), 20);
        response.on('close', () => clearInterval(timer));
      },
      /not done within/,
    ],
    [
      'drips frames without a word for ever',
      (response) => {
        response.writeHead(200, head);
        const timer = setInterval(() => response.write(': still here\n\n'), 20);
        response.on('close', () => clearInterval(timer));
      },
      /said nothing within/,
    ],
    [
      'writes a novel',
      (response) => void response.writeHead(200, head).end(frame('word '.repeat(1_000))),
      /longer than 2000 characters/,
    ],
    [
      'sends without end',
      (response) => void response.writeHead(200, head).end('x'.repeat(3_000_000)),
      /more than an answer/,
    ],
    [
      'sends a huge JSON',
      (response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(`{"x":"${'x'.repeat(3_000_000)}"}`),
      /more than an answer/,
    ],
    ['sends garbage', (response) => void response.writeHead(200, head).end('data: <html>\n\n'), /not JSON/],
    [
      'sends bytes',
      (response) =>
        void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(Buffer.from([0xff, 0xfe, 0])),
      /not JSON/,
    ],
    [
      'says that it failed',
      (response) => void response.writeHead(200, head).end('data: {"error":{"message":"out of memory"}}\n\n'),
      /out of memory/,
    ],
    ['does not know the model', (response) => void response.writeHead(404).end('{}'), /status 404/],
    [
      'sends elsewhere',
      (response) => void response.writeHead(302, { location: 'http://192.0.2.1/' }).end(),
      /status 302/,
    ],
    ['hangs up', (response) => void response.destroy(), /./],
    [
      'hangs up in the middle',
      (response) => void response.writeHead(200, head).write(frame('one'), () => response.destroy()),
      /./,
    ],
  ])('%s is given up', async (_name, answer, message) => {
    await using server = await startModelServer(answer);
    const limits = /said nothing|fell silent|not done/.test(message.source) ? SHORT : LIMITS;
    await expect(ask(server.baseUrl, { limits })).rejects.toMatchObject({
      name: 'ModelFailure',
      message: expect.stringMatching(message) as string,
    });
  });

  it('is not there is given up', async () => {
    const server = await startModelServer(() => undefined);
    await server[Symbol.asyncDispose]();
    await expect(ask(server.baseUrl)).rejects.toMatchObject({ name: 'ModelFailure' });
  });

  it('nobody waits for any more is let go', async () => {
    await using server = await startModelServer(() => undefined);
    await expect(ask(server.baseUrl, { signal: AbortSignal.timeout(50) })).rejects.toThrowError(
      'it was not waited for',
    );
    await expect(ask(server.baseUrl, { signal: AbortSignal.abort() })).rejects.toThrowError(
      'it was not waited for',
    );
  });
});

it('only addresses of this machine can be set', () => {
  const takes = (baseUrl: string) => AssistantSettings.safeParse({ baseUrl, model: 'm' }).success;
  const good = [
    'http://127.0.0.1:11434/v1',
    'http://localhost:1234/v1',
    'https://[::1]:8443/v1',
    'http://127.1.2.3/api/v1',
  ];
  expect(good.filter((one) => !takes(one))).toEqual([]);
  const bad = [
    'http://example.com/v1',
    'http://127.0.0.1.example.com/v1',
    'http://localhost.example.com/',
    'http://127.0.0.1@example.com/',
    'http://user:pw@127.0.0.1/',
    'http://0.0.0.0:11434/v1',
    'http://192.168.1.4/v1',
    'file:///etc/passwd',
    'http://127.0.0.1/v1?x=1',
    'http://127.0.0.1#@example.com',
    'http://[::ffff:8.8.8.8]/',
    '//127.0.0.1',
    'http://localhost\\@example.com',
    '',
  ];
  expect(bad.filter(takes)).toEqual([]);
  expect([
    isLoopback('127.9.9.9'),
    isLoopback('::1'),
    isLoopback('::ffff:127.0.0.1'),
    isLoopback('10.0.0.1'),
    isLoopback(undefined),
    isLoopback('::ffff:8.8.8.8'),
  ]).toEqual([true, true, true, false, false, false]);
});
