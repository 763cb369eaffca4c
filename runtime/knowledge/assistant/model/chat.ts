/** Asks a model on this machine, by OpenAI's chat completions, which Ollama speaks as well. Everything about it is bounded. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { AssistantSettings } from '#shared/nouns/settings.ts';

/** It gave no usable answer; `message` says why, for the trace. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface ChatLimits {
  /** Until the first word: a model may have to be loaded. ms. */
  readonly firstMs: number;
  /** From one word to the next. */
  readonly quietMs: number;
  readonly totalMs: number;
  /** Of the answer's text. */
  readonly characters: number;
}

export const CHAT_LIMITS: ChatLimits = {
  firstMs: 30_000,
  quietMs: 10_000,
  totalMs: 90_000,
  characters: 16_000,
};
/** Of what comes over the wire, for each character of the answer: a frame has about 200 bytes around a word. */
const OVERHEAD = 64;

export interface ChatOptions {
  readonly limits?: ChatLimits | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hears the words as they come. */
  readonly onText?: ((text: string) => void) | undefined;
}

/** @returns the whole text. @throws ModelFailure */
export async function chat(
  { baseUrl, model }: AssistantSettings,
  messages: readonly ChatMessage[],
  { limits = CHAT_LIMITS, signal, onText }: ChatOptions = {},
): Promise<string> {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/chat/completions`);
  const body = JSON.stringify({ model, messages, stream: true, temperature: 0 });
  const watch = new Watch(limits, signal);
  try {
    const incoming = await watch.until(open(url, body, watch));
    if (incoming.statusCode !== 200) throw new ModelFailure(`it answers with status ${incoming.statusCode}`);
    const isStream = /event-stream/.test(incoming.headers['content-type'] ?? '');
    return await watch.until(
      isStream ? readStream(incoming, limits, watch, onText) : readWhole(incoming, limits, watch),
    );
  } catch (error) {
    throw error instanceof ModelFailure
      ? error
      : new ModelFailure(error instanceof Error ? error.message : String(error));
  } finally {
    watch.end();
  }
}

/** Ends what takes too long, whoever is at fault. */
class Watch {
  readonly controller = new AbortController();
  readonly #failed = Promise.withResolvers<never>();
  readonly #total: NodeJS.Timeout;
  readonly #off: () => void;
  readonly #limits: ChatLimits;
  #quiet: NodeJS.Timeout;

  constructor(limits: ChatLimits, signal: AbortSignal | undefined) {
    this.#limits = limits;
    this.#failed.promise.catch(() => undefined);
    this.#total = setTimeout(
      () => this.fail(`it was not done within ${limits.totalMs / 1_000} s`),
      limits.totalMs,
    );
    this.#quiet = setTimeout(
      () => this.fail(`it said nothing within ${limits.firstMs / 1_000} s`),
      limits.firstMs,
    );
    const stop = () => this.fail('it was not waited for');
    signal?.addEventListener('abort', stop, { once: true });
    this.#off = () => signal?.removeEventListener('abort', stop);
    if (signal?.aborted) stop();
  }

  /** Something was said. */
  heard(): void {
    clearTimeout(this.#quiet);
    const { quietMs } = this.#limits;
    this.#quiet = setTimeout(() => this.fail(`it fell silent for ${quietMs / 1_000} s`), quietMs);
  }

  fail(message: string): void {
    this.#failed.reject(new ModelFailure(message));
    this.controller.abort();
  }

  until<T>(work: Promise<T>): Promise<T> {
    // What ends later than the watch is not waited for.
    work.catch(() => undefined);
    return Promise.race([work, this.#failed.promise]);
  }

  end(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#quiet);
    this.#off();
    this.controller.abort();
  }
}

/** Redirects are not followed, proxies not used, and whoever answers must be this machine, whatever its name resolves to. */
function open(url: URL, body: string, watch: Watch): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      signal: watch.controller.signal,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream, application/json' },
    });
    outgoing.once('socket', (socket) => {
      socket.once('connect', () => {
        if (isLoopback(socket.remoteAddress)) outgoing.end(body);
        else watch.fail('its address is not of this machine');
      });
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.flushHeaders();
  });
}

export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

async function readStream(
  incoming: IncomingMessage,
  limits: ChatLimits,
  watch: Watch,
  onText: ((text: string) => void) | undefined,
): Promise<string> {
  let text = '';
  for await (const data of dataLines(incoming, limits.characters * OVERHEAD)) {
    if (data === '[DONE]') break;
    const piece = contentOf(data);
    if (piece === undefined || piece === '') continue;
    watch.heard();
    text += piece;
    if (text.length > limits.characters)
      throw new ModelFailure(`its answer is longer than ${limits.characters} characters`);
    onText?.(piece);
  }
  return text;
}

/** What stands behind `data:` of server-sent events. */
async function* dataLines(incoming: IncomingMessage, most: number): AsyncIterable<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw new ModelFailure('it sends more than an answer can be');
    rest += decoder.write(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim();
  }
  if (rest.startsWith('data:')) yield rest.slice(5).trim();
}

async function readWhole(incoming: IncomingMessage, limits: ChatLimits, watch: Watch): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    watch.heard();
    bytes += chunk.length;
    if (bytes > limits.characters * OVERHEAD) throw new ModelFailure('it sends more than an answer can be');
    chunks.push(chunk);
  }
  const text = contentOf(Buffer.concat(chunks).toString('utf8')) ?? '';
  if (text.length > limits.characters)
    throw new ModelFailure(`its answer is longer than ${limits.characters} characters`);
  return text;
}

/** Of a frame (`delta`) or a whole answer (`message`). @throws ModelFailure where it is neither */
function contentOf(json: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ModelFailure('what it sends is not JSON');
  }
  const { choices, error } = (value ?? {}) as { choices?: unknown; error?: unknown };
  if (error !== undefined && error !== null)
    throw new ModelFailure(`it says: ${JSON.stringify(error).slice(0, 200)}`);
  const first: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const { delta, message } = (first ?? {}) as {
    delta?: { content?: unknown };
    message?: { content?: unknown };
  };
  const content = delta?.content ?? message?.content;
  return typeof content === 'string' ? content : undefined;
}
