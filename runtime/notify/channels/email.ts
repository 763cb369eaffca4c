/** E-mail by SMTP (nodemailer). The message's id is its Message-ID, so that a second copy is known as one. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { createTransport } from 'nodemailer';
import type { ChannelOf, Message } from '#shared/nouns/notify.ts';
import { again, dead, reasonOf, sent, type ChannelSender, type Sent } from './channel.ts';
import { oneLine } from './http-send.ts';

const CONNECT_MS = 10_000;
const SOCKET_MS = 30_000;

export const email: ChannelSender<'email'> = {
  kind: 'email',
  where: ({ to, host }) => `${to[0]}${to.length > 1 ? ` and ${to.length - 1} more` : ''} by ${host}`,
  async send(channel, message, context) {
    const password = channel.password === undefined ? undefined : await context.secret(channel.password);
    let ca: string | undefined;
    try {
      ca = channel.ca === undefined ? undefined : await readFile(channel.ca, 'utf8');
    } catch (error) {
      return dead(`${channel.ca} cannot be read: ${reasonOf(error)}`);
    }
    const transport = createTransport(transportOf(channel, password, ca));
    // Closing leaves a conversation with a server that says nothing to its time limit: nobody waits for that.
    const stopped = new Promise<Sent>((resolve) => {
      context.signal.addEventListener('abort', () => resolve(again('Luka stopped meanwhile')), {
        once: true,
      });
    });
    const sending = transport
      .sendMail({
        messageId: `<${message.id}@luka.${hostname()}>`,
        from: channel.from,
        to: channel.to,
        subject: `[Luka] ${message.title}`,
        text: mailText(message),
        headers: { 'X-Luka-Kind': message.kind, 'Auto-Submitted': 'auto-generated' },
      })
      .then(({ response }) => sent(oneLine(response)), judgeFailure)
      .finally(() => transport.close());
    return Promise.race([sending, stopped]);
  },
};

function transportOf(
  { host, port, security = 'starttls', user }: ChannelOf<'email'>,
  password: string | undefined,
  ca: string | undefined,
) {
  return {
    host,
    port: port ?? (security === 'tls' ? 465 : 587),
    secure: security === 'tls',
    // Without it a server, or who stands before it, that offers no STARTTLS would get everything in the clear.
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SOCKET_MS,
    // A text must never be read as the name of a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
  };
}

/** RFC 5321, 4.2.1: 4yz may go another time, 5yz not. */
function judgeFailure(error: unknown): Sent {
  const fields =
    error instanceof Error ? (error as Error & { responseCode?: number; response?: string }) : {};
  const { responseCode, response } = fields as { responseCode?: number; response?: string };
  if (responseCode !== undefined) {
    const said = oneLine(response ?? `SMTP ${responseCode}`);
    return responseCode >= 500 ? dead(said) : again(said);
  }
  return again(oneLine(reasonOf(error)));
}

function mailText({ body, notices, count, title }: Message): string {
  const lines = [body === '' ? title : body];
  if (count > 1)
    lines.push(
      '',
      ...notices.map((notice) => `- ${notice.title}${notice.body === '' ? '' : `\n  ${notice.body}`}`),
      ...(count > notices.length ? [`- and ${count - notices.length} more`] : []),
    );
  return `${lines.join('\n')}\n\n-- \nLuka on ${hostname()}\n`;
}
