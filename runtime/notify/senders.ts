/** The senders of all kinds behind one call, with secrets looked up for it and kept out of every answer. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Channel, Message } from '#shared/nouns/notify.ts';
import type { Clock } from '../clock.ts';
import { secretOf } from '../safety/secrets/secret-references.ts';
import type { SecretStore } from '../safety/secrets/stores/secret-store.ts';
import {
  again,
  dead,
  reasonOf,
  type ChannelSender,
  type SendContext,
  type Sent,
} from './channels/channel.ts';
import { email } from './channels/email.ts';
import { ntfy } from './channels/ntfy.ts';
import { webhook } from './channels/webhook.ts';

export interface SendersOptions {
  readonly clock: Clock;
  readonly secrets: () => Promise<SecretStore>;
  readonly native: ChannelSender<'native'>;
  readonly command: ChannelSender<'command'>;
}

export interface Senders {
  where(channel: Channel): string;
  problem(channel: Channel): Promise<string | undefined>;
  /** Never rejects. */
  send(channel: Channel, message: Message, signal: AbortSignal): Promise<Sent>;
}

export function createSenders({ clock, secrets, native, command }: SendersOptions): Senders {
  const dispatch = (channel: Channel, message: Message, context: SendContext): Promise<Sent> => {
    switch (channel.kind) {
      case 'native':
        return native.send(channel, message, context);
      case 'command':
        return command.send(channel, message, context);
      case 'webhook':
        return webhook.send(channel, message, context);
      case 'ntfy':
        return ntfy.send(channel, message, context);
      case 'email':
        return email.send(channel, message, context);
    }
  };
  return {
    where(channel) {
      switch (channel.kind) {
        case 'native':
          return native.where(channel);
        case 'command':
          return command.where(channel);
        case 'webhook':
          return webhook.where(channel);
        case 'ntfy':
          return ntfy.where(channel);
        case 'email':
          return email.where(channel);
      }
    },
    async problem(channel) {
      if (channel.kind === 'native') return native.problem?.(channel);
      const names = secretNames(channel);
      if (names.length === 0) return undefined;
      try {
        const known = await (await secrets()).list();
        const missing = names.find((name) => !known.includes(name));
        return missing === undefined
          ? undefined
          : `there is no secret ${missing}: luka secret set ${missing}`;
      } catch (error) {
        return reasonOf(error);
      }
    },
    async send(channel, message, signal) {
      const used = new Set<string>();
      const secret = async (reference: string): Promise<string> => {
        const name = secretOf(reference);
        if (name === undefined) return reference;
        const value = await (await secrets()).get(name);
        if (value === undefined)
          throw new LukaError('secret_unknown', { message: `there is no secret ${name}` });
        used.add(value);
        return value;
      };
      const outcome = await dispatch(channel, message, { secret, now: () => clock.now(), signal }).catch(
        // A secret may be stored, a keychain unlocked, meanwhile; any other fault will not mend itself.
        (error: unknown) => (error instanceof LukaError ? again(reasonOf(error)) : dead(reasonOf(error))),
      );
      return { ...outcome, answer: mask(outcome.answer, used) };
    },
  };
}

function secretNames(channel: Channel): string[] {
  const texts =
    channel.kind === 'email'
      ? [channel.password]
      : channel.kind === 'webhook'
        ? [channel.url, channel.secret]
        : channel.kind === 'ntfy'
          ? [channel.url, channel.token]
          : channel.kind === 'command'
            ? Object.values(channel.env ?? {})
            : [];
  return texts.flatMap((text) => {
    const name = text === undefined ? undefined : secretOf(text);
    return name === undefined ? [] : [name];
  });
}

/** What the other side says may repeat what it was sent. */
function mask(text: string, secrets: ReadonlySet<string>): string {
  let masked = text;
  for (const value of secrets)
    for (const form of [
      value,
      encodeURIComponent(value),
      Buffer.from(value).toString('base64'),
      ...pathOf(value),
    ])
      masked = masked.replaceAll(form, '***');
  return masked;
}

/** Of a secret address servers repeat the path. */
function pathOf(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { pathname, search } = new URL(value);
  return [`${pathname}${search}`, pathname].filter((path) => path.length > 4);
}
