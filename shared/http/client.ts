/** The one client of the HTTP contract: the CLI, the UI and the tests all use it. */
import { ErrorEnvelope, fromErrorBody, LukaError } from '../errors/luka-error.ts';
import { contract, type CallName, type Contract, type StreamName } from './contract.ts';
import type { Endpoint, RequestOf, ResponseOf } from './endpoint.ts';
import { parseEventStream, type ServerSentEvent } from './event-stream.ts';

/** The part of fetch that is used, so that any host's fetch fits. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  text(): Promise<string>;
  readonly body: unknown;
}
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal?: AbortSignalLike },
) => Promise<FetchResponse>;
/** AbortSignal, which this folder does not know by name: it has neither the DOM's types nor Node's. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AbortSignalLike = any;

export interface ClientOptions {
  /** `http://127.0.0.1:4000`, or empty for the origin of the page. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Asked for every request; undefined sends none. */
  readonly token: () => string | undefined;
  /** Check every answer against the contract. The tests and the CLI do; the page saves the time. */
  readonly validate?: boolean;
}
export interface CallOptions {
  readonly signal?: AbortSignalLike;
}

type Args<E extends Endpoint> =
  object extends RequestOf<E>
    ? [request?: RequestOf<E>, options?: CallOptions]
    : [request: RequestOf<E>, options?: CallOptions];
export type Client = {
  [K in CallName]: (...args: Args<Contract[K]>) => Promise<ResponseOf<Contract[K]>>;
};
type StreamArgs<E extends Endpoint> =
  object extends RequestOf<E>
    ? [request?: RequestOf<E> & { lastEventId?: string }, options?: CallOptions]
    : [request: RequestOf<E> & { lastEventId?: string }, options?: CallOptions];
export type StreamClient = {
  [K in StreamName]: (...args: StreamArgs<Contract[K]>) => AsyncIterable<ServerSentEvent>;
};

interface LooseRequest {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string | undefined>;
  lastEventId?: string;
}

export function createClient(options: ClientOptions): Client & StreamClient {
  const client: Record<string, unknown> = {};
  for (const [name, endpoint] of Object.entries(contract) as [string, Endpoint][]) {
    client[name] =
      endpoint.kind === 'stream'
        ? (request: LooseRequest = {}, call: CallOptions = {}) => stream(options, endpoint, request, call)
        : (request: LooseRequest = {}, call: CallOptions = {}) => callJson(options, endpoint, request, call);
  }
  return client as Client & StreamClient;
}

/** The path with its parameters put in and its query appended. */
export function urlOf(
  endpoint: Pick<Endpoint, 'path'>,
  request: Pick<LooseRequest, 'params' | 'query'>,
): string {
  const path = endpoint.path.replace(/:([a-z]+)/gi, (_, key: string) =>
    encodeURIComponent(String(request.params?.[key])),
  );
  const query = Object.entries(request.query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}

async function send(
  options: ClientOptions,
  endpoint: Endpoint,
  request: LooseRequest,
  call: CallOptions,
): Promise<FetchResponse> {
  const token = options.token();
  const headers: Record<string, string> = {};
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  if (endpoint.body) headers['content-type'] = 'application/json';
  if (request.lastEventId !== undefined) headers['last-event-id'] = request.lastEventId;
  for (const [name, value] of Object.entries(request.headers ?? {}))
    if (value !== undefined) headers[name] = value;
  return options.fetch(`${options.baseUrl}${urlOf(endpoint, request)}`, {
    method: endpoint.method,
    headers,
    ...(endpoint.body ? { body: JSON.stringify(request.body ?? {}) } : {}),
    ...(call.signal ? { signal: call.signal } : {}),
  });
}

async function callJson(
  options: ClientOptions,
  endpoint: Endpoint,
  request: LooseRequest,
  call: CallOptions,
): Promise<unknown> {
  const response = await send(options, endpoint, request, call);
  const text = await response.text();
  if (!response.ok) throw errorOf(response.status, text);
  const value: unknown = JSON.parse(text);
  if (!options.validate) return value;
  const read = endpoint.response.safeParse(value);
  if (read.success) return read.data;
  throw versionDiffers(endpoint, read.error.issues[0]);
}

async function* stream(
  options: ClientOptions,
  endpoint: Endpoint,
  request: LooseRequest,
  call: CallOptions,
): AsyncIterable<ServerSentEvent> {
  const response = await send(options, endpoint, request, call);
  if (!response.ok) throw errorOf(response.status, await response.text());
  yield* parseEventStream(response.body as AsyncIterable<Uint8Array>);
}

/** The coded error in an answer; an answer that is none of ours is `not_luka`. */
function errorOf(status: number, text: string): LukaError {
  try {
    const envelope = ErrorEnvelope.safeParse(JSON.parse(text));
    if (envelope.success) return fromErrorBody(envelope.data.error);
  } catch {
    // Not JSON: told apart below, with the status as evidence.
  }
  return new LukaError('not_luka', { message: `an answer with status ${status} that Luka did not write` });
}

/** Both ends are held to one contract: an answer that is not of it comes from another version. */
function versionDiffers(
  { method, path }: Endpoint,
  issue: { path: readonly PropertyKey[]; message: string } | undefined,
): LukaError {
  const what = issue ? `${issue.path.map(String).join('.') || 'all of it'}: ${issue.message}` : 'all of it';
  return new LukaError('version_differs', {
    message: `Luka answered ${method} ${path} with something that this version does not know (${what.replaceAll(';', ',')})`,
  });
}
