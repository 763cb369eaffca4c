/** The page's client of the HTTP contract: the shared client's types without its schemas. */
import type { Client, StreamClient } from '#shared/http/client.ts';
import type { Method } from '#shared/http/endpoint.ts';
import { parseEventStream } from '#shared/http/event-stream.ts';
import { errorFromAnswer } from './api-error.ts';
import { CALLS, hasBody, STREAMS, type PageCall, type PageStream } from './endpoints.ts';

export type PageClient = Pick<Client, PageCall> & Pick<StreamClient, PageStream>;

interface LooseRequest {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  lastEventId?: string;
}
interface LooseOptions {
  signal?: AbortSignal;
}
type Send = (method: Method, path: string, request: LooseRequest, options: LooseOptions) => Promise<Response>;

export interface PageClientOptions {
  /** Asked for every request; undefined sends none (the desktop window needs none). */
  readonly token: () => string | undefined;
  /** Called for every 401, so that the page can ask for a new link. */
  readonly onSignedOut: () => void;
}

/**
 * Every call rejects with an ApiError for an answer that is not 2xx, with a TypeError where there is no answer, and
 * with an AbortError where its signal fired.
 */
export function createPageClient(options: PageClientOptions): PageClient {
  const send: Send = async (method, path, request, { signal }) => {
    const token = options.token();
    const headers: Record<string, string> = {};
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (request.lastEventId !== undefined) headers['last-event-id'] = request.lastEventId;
    const init: RequestInit = { method, headers, cache: 'no-store', credentials: 'omit' };
    if (hasBody(method)) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(request.body ?? {});
    }
    if (signal) init.signal = signal;
    const response = await fetch(addressOf(path, request), init);
    if (response.ok) return response;
    if (response.status === 401 && path !== CALLS.createSession[1]) options.onSignedOut();
    throw errorFromAnswer(response.status, await response.text());
  };
  const client: Record<string, unknown> = {};
  for (const [name, [method, path]] of Object.entries(CALLS)) {
    client[name] = async (request: LooseRequest = {}, call: LooseOptions = {}): Promise<unknown> =>
      (await send(method, path, request, call)).json();
  }
  for (const [name, [method, path]] of Object.entries(STREAMS)) {
    client[name] = async function* stream(request: LooseRequest = {}, call: LooseOptions = {}) {
      const response = await send(method, path, request, call);
      if (response.body) yield* parseEventStream(chunksOf(response.body));
    };
  }
  return client as unknown as PageClient;
}

/** The path with its parameters put in and its query appended; absent values are left out. */
export function addressOf(path: string, { params = {}, query = {} }: LooseRequest): string {
  const filled = path.replace(/:([a-z]+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (typeof value === 'string' || typeof value === 'number') search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search.toString()}` : filled;
}

/** Not every browser can iterate a body yet (Safari cannot). */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
