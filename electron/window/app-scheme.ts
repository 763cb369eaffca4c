/**
 * Answers `app://luka/…` for the window: the page's files, and the API. The page holds no token: it is added here, in
 * the main process, so that nothing in the page can read it.
 */
import type { CustomScheme } from 'electron';
import { ERRORS, type ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { APP_ORIGIN, APP_SCHEME, resolveAddress } from './app-address.ts';
import type { AppFiles } from './app-files.ts';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';

/** Standard: it has an origin of its own. Secure: a secure context. No CSP bypass, no CORS, no service workers. */
export const PRIVILEGED_SCHEME: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
};

/** What the page may say to the API; a token or a Host of its own is not among it. */
const PASSED_ON = ['accept', 'content-type', 'idempotency-key', 'last-event-id'];
/** These describe the bytes between us and the API, not the answer (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding'];

export interface AppSchemeOptions {
  readonly files: AppFiles;
  /** Asked for each request; undefined while the runtime does not run. */
  readonly api: () => { readonly url: string; readonly token: string } | undefined;
}

export function createAppHandler(options: AppSchemeOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const origin = request.headers.get('origin');
      if (origin !== null && origin !== APP_ORIGIN) throw new LukaError('origin_not_allowed');
      const target = resolveAddress(request.url, options.files.names);
      switch (target.kind) {
        case 'api':
          return await forward(options, request, target.path);
        case 'file':
          return await serve(options.files, request, target.name);
        case 'nothing':
          throw new LukaError('not_found');
      }
    } catch (error) {
      return refusal(error);
    }
  };
}

async function serve(files: AppFiles, request: Request, name: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new LukaError('method_not_allowed');
  if (!files.names.has(name))
    throw new LukaError('not_found', { message: 'the page is not built', remedy: 'run npm start' });
  const { bytes, type } = await files.read(name);
  return new Response(request.method === 'HEAD' ? null : bytes, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': type,
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

async function forward(options: AppSchemeOptions, request: Request, path: string): Promise<Response> {
  const api = options.api();
  if (api === undefined) throw new LukaError('not_running');
  const target = new URL(`${api.url}${path}`);
  // A backslash means nothing in app: but is a slash in http: the path is judged again as the API will read it.
  if (target.origin !== api.url || !target.pathname.startsWith('/api/')) throw new LukaError('not_found');
  const headers = new Headers({ authorization: `Bearer ${api.token}` });
  for (const name of PASSED_ON) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const body =
    request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer();
  const answer = await fetch(target, {
    method: request.method,
    headers,
    redirect: 'error',
    signal: request.signal,
    ...(body === undefined || body.byteLength === 0 ? {} : { body }),
  }).catch((error: unknown) => {
    throw new LukaError('not_running', { cause: error });
  });
  const kept = new Headers(answer.headers);
  for (const name of HOP_BY_HOP) kept.delete(name);
  // The body is handed on as it comes: an event stream has no end to wait for.
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers: kept });
}

function refusal(error: unknown): Response {
  const body = toErrorBody(error);
  return Response.json(
    { error: body },
    {
      status: ERRORS[body.code satisfies ErrorCode].http,
      headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' },
    },
  );
}
