/** The shape of one endpoint; routes, client and OpenAPI document are all made from these and nothing else. */
import type { z } from 'zod';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Scope } from '../nouns/role.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Endpoint {
  readonly method: Method;
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly headers?: z.ZodType;
  /** JSON answer; for a stream, the shape of one `data:` line. */
  readonly response: z.ZodType;
  readonly status?: 200 | 201 | 202;
  /** `stream` answers text/event-stream. */
  readonly kind?: 'json' | 'stream';
  /** What the client must be allowed; `context:read` for a GET and `admin` for the rest where left out. */
  readonly scope?: Scope;
  /** Only these need no token. */
  readonly public?: true;
  /** What it can answer besides the guards' codes. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the literal types of an endpoint while checking its shape. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}

/** Which scope an endpoint asks for. */
export function scopeOf(endpoint: Pick<Endpoint, 'method' | 'scope'>): Scope {
  return endpoint.scope ?? (endpoint.method === 'GET' ? 'context:read' : 'admin');
}

/** The codes that any endpoint may answer: the guards, bugs, and a Luka on its way out. */
export const GUARD_ERRORS = [
  'request_timed_out',
  'headers_too_large',
  'host_not_allowed',
  'origin_not_allowed',
  'token_missing',
  'token_invalid',
  'scope_missing',
  'rate_limited',
  'method_not_allowed',
  'content_type_not_allowed',
  'body_too_large',
  'body_invalid',
  'request_invalid',
  'stopping',
  'internal',
] as const satisfies readonly ErrorCode[];

// oxlint-disable-next-line typescript/no-empty-object-type
type Empty = {};
/** A part of a request is optional where everything in it is. */
type Part<K extends string, T> = Empty extends T ? { [P in K]?: T } : { [P in K]: T };
type Field<E, K extends string> = K extends keyof E
  ? E[K] extends z.ZodType
    ? Part<K, z.input<E[K]>>
    : unknown
  : unknown;
export type RequestOf<E extends Endpoint> = Field<E, 'params'> &
  Field<E, 'query'> &
  Field<E, 'body'> &
  Field<E, 'headers'>;
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;

type Parsed<E, K extends string> = K extends keyof E
  ? E[K] extends z.ZodType
    ? z.output<E[K]>
    : undefined
  : undefined;
/** What a route's handler is given: everything parsed. */
export interface ParsedRequest<E extends Endpoint> {
  readonly params: Parsed<E, 'params'>;
  readonly query: Parsed<E, 'query'>;
  readonly body: Parsed<E, 'body'>;
  readonly headers: Parsed<E, 'headers'>;
}
