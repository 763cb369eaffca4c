/** POST of JSON, signed as Standard Webhooks has it. */
import { hostname } from 'node:os';
import type { Message } from '#shared/nouns/notify.ts';
import { secretOf } from '../../safety/secrets/secret-references.ts';
import type { ChannelSender } from './channel.ts';
import { post } from './http-send.ts';
import { signWebhook } from './sign-webhook.ts';

export const webhook: ChannelSender<'webhook'> = {
  kind: 'webhook',
  where: ({ url }) => originOf(url),
  async send({ url, secret }, message, context) {
    const body = webhookBody(message);
    const address = await context.secret(url);
    const signed =
      secret === undefined
        ? // Unsigned it still has the id, by which a receiver knows what it has already.
          { 'webhook-id': message.id, 'webhook-timestamp': String(Math.floor(context.now() / 1_000)) }
        : signWebhook(await context.secret(secret), message.id, context.now(), body);
    return post({ url: address, headers: { 'content-type': 'application/json', ...signed }, body }, context);
  },
};

/** `type`, `timestamp` and `data`, as the specification advises; docs/notifications.md lists the fields. */
export function webhookBody({ id: _id, kind, at, ...data }: Message): string {
  return JSON.stringify({ type: `luka.${kind}`, timestamp: at, data: { host: hostname(), kind, ...data } });
}

/** Where an address leads, without its path: that is often the secret. */
export function originOf(url: string): string {
  const name = secretOf(url);
  return name === undefined ? new URL(url).origin : `the address in the secret ${name}`;
}
