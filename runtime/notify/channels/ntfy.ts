/** ntfy: a topic of a server of it, by its JSON-free way of publishing (docs.ntfy.sh/publish). */
import type { ChannelOf, Message, NotifySeverity } from '#shared/nouns/notify.ts';
import type { ChannelSender } from './channel.ts';
import { post } from './http-send.ts';
import { originOf } from './webhook.ts';

const PRIORITIES: Readonly<Record<NotifySeverity, string>> = {
  info: 'low',
  warning: 'default',
  error: 'high',
};
/** Short names that ntfy shows as pictures. */
const PICTURES: Readonly<Record<NotifySeverity, string>> = {
  info: 'information_source',
  warning: 'warning',
  error: 'rotating_light',
};

export const ntfy: ChannelSender<'ntfy'> = {
  kind: 'ntfy',
  where: ({ url }) => originOf(url),
  async send(channel, message, context) {
    const url = await context.secret(channel.url);
    const token = channel.token === undefined ? undefined : await context.secret(channel.token);
    return post({ url, headers: ntfyHeaders(channel, message, token), body: textOf(message) }, context);
  },
};

export function ntfyHeaders(
  { priority, tags = [], click }: Pick<ChannelOf<'ntfy'>, 'priority' | 'tags' | 'click'>,
  { title, severity }: Pick<Message, 'title' | 'severity'>,
  token: string | undefined,
): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'x-title': headerText(title),
    'x-priority': priority ?? PRIORITIES[severity],
    'x-tags': [PICTURES[severity], ...tags].map(headerText).join(','),
    ...(click === undefined ? {} : { 'x-click': click }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** A message without text shows as "triggered": then the title is the text. */
function textOf({ title, body }: Message): string {
  return body === '' ? title : body;
}

/** Headers are ASCII; ntfy reads the others as RFC 2047 has them. */
function headerText(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ');
  return /^[ -~]*$/.test(line) ? line : `=?UTF-8?B?${Buffer.from(line, 'utf8').toString('base64')}?=`;
}
