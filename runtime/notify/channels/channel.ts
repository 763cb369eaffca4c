/** What a channel does: it brings one message there, once, and says what became of it. One kind a file. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ChannelKind, ChannelOf, Message } from '#shared/nouns/notify.ts';

/** `retry`: another time it may go; `dead`: as it is it never will. `answer` is shown to the person, secrets masked. */
export type Sent =
  | { readonly state: 'sent'; readonly answer: string }
  | { readonly state: 'retry'; readonly answer: string; readonly afterMs?: number | undefined }
  | { readonly state: 'dead'; readonly answer: string };

export interface SendContext {
  /** The value of a `secret:NAME`; any other text as it is. @throws LukaError secret_unknown, secret_store_unavailable */
  readonly secret: (reference: string) => Promise<string>;
  /** ms since 1970. */
  readonly now: () => number;
  /** Aborted when Luka stops. */
  readonly signal: AbortSignal;
}

export interface ChannelSender<K extends ChannelKind> {
  readonly kind: K;
  /** In words, without anything secret. */
  where(channel: ChannelOf<K>): string;
  /** Never throws for what the other side does. @throws LukaError secret_* */
  send(channel: ChannelOf<K>, message: Message, context: SendContext): Promise<Sent>;
  /** What keeps it from sending as things are; undefined where nothing is known to. */
  problem?(channel: ChannelOf<K>): Promise<string | undefined>;
}

export function sent(answer: string): Sent {
  return { state: 'sent', answer };
}

export function dead(answer: string): Sent {
  return { state: 'dead', answer };
}

export function again(answer: string, afterMs?: number): Sent {
  return { state: 'retry', answer, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** fetch and sockets hide the reason in `cause`. */
export function reasonOf(error: unknown): string {
  if (error instanceof LukaError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const deep = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in deep && typeof deep.code === 'string' ? deep.code : undefined;
  return code === undefined ? deep.message : (WORDS[code] ?? `${deep.message} (${code})`);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'no such host is known',
  EAI_AGAIN: 'the name could not be looked up: no network, or no name server',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'there is no network to it',
  ETIMEDOUT: 'no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
};
