/** One HTTP server with all guards in front: the API on one port, the same API and the UI's files on the other. */
import type { Server } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ERRORS, type ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { contract } from '#shared/http/contract.ts';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';
import { GUARD_ERRORS, scopeOf, type Endpoint } from '#shared/http/endpoint.ts';
import type { Principal } from '../governance/clients/principal.ts';
import {
  bearerToken,
  checkContentType,
  checkFetchSite,
  checkHost,
  checkOnce,
  checkOrigin,
  checkScope,
  checkToken,
} from './guards.ts';
import type { Handlers } from './handlers.ts';
import { SERVER_LIMITS, type ServerLimits } from './limits.ts';
import { parseRequest } from './parse-request.ts';
import { readText } from './read-text.ts';
import { refuse, refuseBytes } from './refuse-bytes.ts';

export const BODY_BYTES = 1_048_576;
/** What says of the sender that it may not: kept in the audit. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'host_not_allowed',
  'origin_not_allowed',
  'token_missing',
  'token_invalid',
  'scope_missing',
  'rate_limited',
]);

export interface ServerOptions {
  readonly handlers: Handlers;
  readonly identify: (token: string) => Principal | undefined;
  /** @throws LukaError rate_limited */
  readonly count: (principal: Principal) => void;
  /** Tells of a request that a guard refused. */
  readonly onRefused: (code: ErrorCode, by: Principal | undefined) => void;
  /** Exact Host values and Origins; asked for each request, because the port is known only after listening. */
  readonly hosts: () => ReadonlySet<string>;
  readonly origins: () => ReadonlySet<string>;
  readonly onError: (error: unknown, request: { method: string; url: string }) => void;
  readonly limits?: Partial<ServerLimits> | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose request it is; absent where no token is asked for. */
    principal?: Principal;
    /** Whether the token that it came with is still good: a stream may outlive it. */
    isStillAllowed?: () => boolean;
  }
  interface FastifyContextConfig {
    /** The contract's endpoint behind a route. */
    endpoint?: Endpoint;
    /** A file of the UI: public like any page, but only under our own name. */
    page?: true;
  }
}

export function createServer(options: ServerOptions): FastifyInstance {
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.lookMs,
      maxHeaderSize: limits.headerBytes,
      // A request without Host is refused by the guard, which says why.
      requireHostHeader: false,
    },
    clientErrorHandler: refuseBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A name in a path is at most what the contract allows; the router need not look further.
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    // What the router refuses before any hook runs passes the same guards, and gets the same form of answer.
    frameworkErrors(error, request, reply) {
      secure(reply as unknown as FastifyReply);
      const body = toErrorBody(refusal(error, request as unknown as FastifyRequest, options));
      if (REFUSALS.has(body.code)) options.onRefused(body.code, undefined);
      void (reply as unknown as FastifyReply).code(ERRORS[body.code].http).send({ error: body });
    },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  bound(app.server, limits);
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    void parseJson(request, readText(body), done);
  });

  app.addHook('onRequest', async (request, reply) => {
    secure(reply);
    const { endpoint, page } = request.routeOptions.config ?? {};
    checkSender(request, options, page === true);
    if (endpoint?.public || (page && !request.url.startsWith('/api/'))) return;
    const principal = checkToken(request.headers, options.identify);
    request.principal = principal;
    request.isStillAllowed = () => isKnown(request.headers, options);
    if (endpoint) checkScope(principal.scopes, scopeOf(endpoint), principal.actor.name);
    options.count(principal);
  });
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config?.endpoint?.body) checkContentType(request.headers);
  });

  for (const [name, endpoint] of Object.entries(contract) as [keyof Handlers, Endpoint][]) {
    const handler = options.handlers[name] as (
      parsed: unknown,
      request: FastifyRequest,
      reply: FastifyReply,
    ) => unknown;
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      config: { endpoint },
      async handler(request, reply) {
        const parsed = parseRequest(endpoint, request);
        const answer = await handler(parsed, request, reply);
        if (endpoint.kind === 'stream') return reply;
        return reply.code(endpoint.status ?? 200).send(answer);
      },
    });
  }

  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(request.url);
    if (allowed.length === 0 || allowed.includes(request.method)) throw new LukaError('not_found');
    reply.header('allow', allowed.join(', '));
    throw new LukaError('method_not_allowed', { message: `this address does not take ${request.method}` });
  });

  app.setErrorHandler((error, request, reply) => {
    const coded = toCoded(error);
    if (!(coded instanceof LukaError)) options.onError(error, { method: request.method, url: request.url });
    const body = toErrorBody(coded);
    if (REFUSALS.has(body.code)) options.onRefused(body.code, request.principal);
    const { endpoint } = request.routeOptions.config ?? {};
    if (endpoint && !isDeclared(endpoint, body.code)) {
      options.onError(new Error(`undeclared: the contract does not name ${body.code} here`), request);
    }
    void reply.code(ERRORS[body.code].http).send({ error: body });
  });
  return app;
}

/** Everything that is asked before the token: whom the request means, and who sends it. */
function checkSender(request: FastifyRequest, options: ServerOptions, page: boolean): void {
  const { headers, raw } = request;
  checkHost(headers, raw.rawHeaders, options.hosts(), raw.url);
  checkOrigin(headers, options.origins());
  checkFetchSite(headers, page);
  checkOnce(raw.rawHeaders);
}

/** What node:http would let through, drop or answer by itself. */
function bound(server: Server, limits: ServerLimits): void {
  server.maxConnections = limits.connections;
  // None: beyond a count headers are dropped unseen; their bytes are limited.
  server.maxHeadersCount = 0;
  server.on('connect', (_request, socket) => refuse(socket, new LukaError('method_not_allowed')));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function isKnown(headers: FastifyRequest['headers'], { identify }: ServerOptions): boolean {
  const token = bearerToken(headers);
  return token !== undefined && identify(token) !== undefined;
}

/** Why a request ends that has an address the router cannot read. */
function refusal(error: unknown, request: FastifyRequest, options: ServerOptions): unknown {
  try {
    checkSender(request, options, false);
    checkToken(request.headers, options.identify);
    return toCoded(error);
  } catch (refused) {
    return refused;
  }
}

/** A client can only be ready for what the contract says: a code it does not name is a fault of ours, and is logged. */
function isDeclared(endpoint: Endpoint, code: ErrorCode): boolean {
  return (GUARD_ERRORS as readonly ErrorCode[]).includes(code) || endpoint.errors.includes(code);
}

/** Methods that the contract has at this path. */
function methodsOf(url: string): string[] {
  const path = url.split('?', 1)[0]!;
  return (Object.values(contract) as Endpoint[])
    .filter((endpoint) =>
      new RegExp(`^${endpoint.path.replaceAll(/:[a-z]+/gi, '[^/]+').replaceAll('.', '\\.')}$`).test(path),
    )
    .map((endpoint) => endpoint.method);
}

/** Fastify's own refusals as ours. */
function toCoded(error: unknown): unknown {
  if (error instanceof LukaError || typeof error !== 'object' || error === null) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new LukaError('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new LukaError('content_type_not_allowed');
  if (code === 'FST_ERR_BAD_URL')
    return new LukaError('not_found', { message: 'the address cannot be read' });
  if (statusCode === 400)
    return new LukaError('body_invalid', {
      message: `the body is not valid JSON: ${(error as Error).message}`,
    });
  if (statusCode === 414 || statusCode === 404) return new LukaError('not_found');
  return error;
}

/** Sent with every answer, errors included. What may be kept says so itself. */
function secure(reply: FastifyReply): void {
  reply.headers({ ...SECURITY_HEADERS, 'cache-control': 'no-store' });
}
