import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChannelOf, Message } from '#shared/nouns/notify.ts';
import { temporaryFolder } from '../../testing.ts';
import { testSenders } from './testing.ts';

const message: Message = {
  id: 'msg_7',
  kind: 'summary',
  severity: 'error',
  title: 'สำรอง failed, and 1 more',
  body: '2 runs failed',
  open: '/runs?state=failed',
  at: '2026-03-06T12:00:00.000Z',
  count: 2,
  notices: ['A failed', 'B failed'].map((title) => ({
    kind: 'failure',
    severity: 'error',
    title,
    body: 'exit code 7',
    open: '/runs/1',
    at: '2026-03-06T12:00:00.000Z',
  })),
};

let tls: { key: string; cert: string; file: string };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder.path, name)) as [string, string];
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const out = ['-addext', names, '-keyout', key, '-out', cert];
  await promisify(execFile)('openssl', [...words.split(' '), ...out]);
  tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8'), file: cert };
  return () => folder[Symbol.asyncDispose]();
});

async function startSmtp(options: SMTPServerOptions = {}) {
  const mails: { from: string; to: string[]; text: string; secure: boolean; user: unknown }[] = [];
  const server = new SMTPServer({
    key: tls.key,
    cert: tls.cert,
    onAuth: ({ username, password }, _, done) =>
      username === 'me' && password === 'p4ssw0rd'
        ? done(null, { user: username })
        : done(Object.assign(new Error(`535 wrong password ${password}`), { responseCode: 535 })),
    onData(stream, session, done) {
      let text = '';
      stream.on('data', (bytes: Buffer) => (text += bytes.toString('utf8')));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text,
          secure: session.secure,
          user: session.user,
        });
        done();
      });
    },
    logger: false,
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const base = {
  kind: 'email',
  host: 'localhost',
  from: 'luka@example.org',
  to: ['me@example.org', 'you@example.org'],
} as const;
const send = (
  channel: Omit<ChannelOf<'email'>, 'to'> & { to: readonly string[] },
  secrets: Record<string, string> = {},
) => testSenders(secrets).send(channel as ChannelOf<'email'>, message, new AbortController().signal);

describe('e-mail', () => {
  it.each(['starttls', 'tls'] as const)(
    'goes by %s, signed in, under the id of the message',
    async (security) => {
      await using smtp = await startSmtp({ secure: security === 'tls' });
      const outcome = await send(
        { ...base, port: smtp.port, security, ca: tls.file, user: 'me', password: 'secret:SMTP' },
        { SMTP: 'p4ssw0rd' },
      );
      expect(outcome).toMatchObject({ state: 'sent' });
      expect(smtp.mails).toMatchObject([
        { from: 'luka@example.org', to: ['me@example.org', 'you@example.org'], secure: true, user: 'me' },
      ]);
      const { text } = smtp.mails[0]!;
      expect(text).toMatch(/^Message-ID: <msg_7@luka\./m);
      expect(text).toMatch(/^Subject: =\?UTF-8\?/m);
      expect(text).toContain('- A failed');
    },
  );

  it('never goes in the clear where STARTTLS is asked for and not offered', async () => {
    await using smtp = await startSmtp({ disabledCommands: ['STARTTLS'], authOptional: true });
    const outcome = await send({ ...base, port: smtp.port, security: 'starttls', ca: tls.file });
    expect(outcome.state).not.toBe('sent');
    expect(smtp.mails).toEqual([]);
  });

  it('never goes to a server that nobody vouches for', async () => {
    await using smtp = await startSmtp({ authOptional: true });
    const outcome = await send({ ...base, port: smtp.port, security: 'starttls' });
    expect(outcome).toMatchObject({ state: 'retry', answer: expect.stringMatching(/self-signed/) });
    expect(smtp.mails).toEqual([]);
  });

  it('goes in the clear within this machine where that is asked for', async () => {
    await using smtp = await startSmtp({ authOptional: true, disabledCommands: ['STARTTLS'] });
    expect(await send({ ...base, port: smtp.port, security: 'none' })).toMatchObject({ state: 'sent' });
    expect(smtp.mails).toMatchObject([{ secure: false }]);
  });

  it('to a server that says nothing is let go when Luka stops', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const stop = new AbortController();
    const { port } = silent.address() as AddressInfo;
    const begun = performance.now();
    const sending = testSenders({}).send({ ...base, to: [...base.to], port }, message, stop.signal);
    setTimeout(() => stop.abort(), 200);
    expect(await sending).toEqual({ state: 'retry', answer: 'Luka stopped meanwhile' });
    expect(performance.now() - begun).toBeLessThan(8_000);
    silent.close();
  });

  it('with a wrong password is given up, and the password is not told', async () => {
    await using smtp = await startSmtp();
    const outcome = await send(
      { ...base, port: smtp.port, security: 'starttls', ca: tls.file, user: 'me', password: 'secret:SMTP' },
      { SMTP: 'wr0ng-w0rd' },
    );
    expect(outcome.state).toBe('dead');
    expect(outcome.answer).toContain('***');
    expect(outcome.answer).not.toContain('wr0ng-w0rd');
  });

  it('goes another time where the server has no time, and not where it refuses', async () => {
    const refusing = (responseCode: number) =>
      startSmtp({
        authOptional: true,
        onRcptTo: (_, __, done) => done(Object.assign(new Error('not now'), { responseCode })),
      });
    await using busy = await refusing(451);
    expect(await send({ ...base, port: busy.port, ca: tls.file })).toMatchObject({ state: 'retry' });
    await using refuses = await refusing(550);
    expect(await send({ ...base, port: refuses.port, ca: tls.file })).toMatchObject({ state: 'dead' });
  });
});
