/** The guards as pure predicates, each tested alone. Order: Host, Origin, token, method, content type, size, schema. */
import { allows, type Scope } from '#shared/nouns/role.ts';
import { LukaError } from '#shared/errors/luka-error.ts';

export interface GuardedHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly authorization?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | string[] | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
  readonly 'sec-fetch-mode'?: string | string[] | undefined;
  readonly 'sec-fetch-dest'?: string | string[] | undefined;
  readonly 'sec-purpose'?: string | string[] | undefined;
}

/**
 * Exact match against the names this server has. A rebound DNS name arrives without Origin and without Sec-Fetch-Site:
 * the Host header is all that tells it apart.
 * @param target the request's address as it came
 * @param rawHeaders names and values in turn, as Node gives them: a second Host hides behind the parsed headers
 * @throws LukaError host_not_allowed
 */
export function checkHost(
  headers: GuardedHeaders,
  rawHeaders: readonly string[],
  allowed: ReadonlySet<string>,
  target = '/',
): void {
  // An address in absolute form names a host of its own, which outranks the header (RFC 9112, 3.2.2).
  if (!target.startsWith('/')) throw new LukaError('host_not_allowed');
  const count = rawHeaders.filter(
    (name, position) => position % 2 === 0 && name.toLowerCase() === 'host',
  ).length;
  if (count !== 1 || headers.host === undefined || !allowed.has(headers.host))
    throw new LukaError('host_not_allowed');
}

/**
 * No Origin is a program or a same-origin GET; any other origin than our own is refused, `null` included.
 * @throws LukaError origin_not_allowed
 */
export function checkOrigin(headers: GuardedHeaders, allowed: ReadonlySet<string>): void {
  if (headers.origin !== undefined && !allowed.has(headers.origin)) throw new LukaError('origin_not_allowed');
}

/**
 * What the browser itself says about who asks (Fetch Metadata, W3C): a page cannot change it, and it comes also where no
 * Origin does, with images, scripts, frames and links. Programs send none.
 * @param page the request is for the UI's own page, which a link anywhere may open in a tab: there it is out of the
 *   linking page's reach (Cross-Origin-Opener-Policy), and it acts on nothing by itself
 * @throws LukaError origin_not_allowed
 */
export function checkFetchSite(headers: GuardedHeaders, page: boolean): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  const opensTab = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  // Loaded ahead of a click, it would be somebody else who opens it.
  if (page && opensTab && headers['sec-purpose'] === undefined) return;
  throw new LukaError('origin_not_allowed');
}

/** Node keeps the first of these and drops the rest: what was checked must be all that was said. */
const ONCE = new Set(['authorization', 'content-type', 'content-length']);

/** @throws LukaError request_invalid */
export function checkOnce(rawHeaders: readonly string[]): void {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) throw new LukaError('request_invalid', { message: `the header ${name} comes twice` });
    seen.add(name);
  }
}

/** The token of `Authorization: Bearer <token>` (RFC 6750, 2.1); never from the URL, never from a cookie. */
export function bearerToken(headers: GuardedHeaders): string | undefined {
  const match = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(headers.authorization ?? '');
  return match?.[1];
}

/** @returns whose token it is @throws LukaError token_missing, token_invalid */
export function checkToken<T>(headers: GuardedHeaders, identify: (token: string) => T | undefined): T {
  const token = bearerToken(headers);
  if (token === undefined) throw new LukaError('token_missing');
  const known = identify(token);
  if (known === undefined) throw new LukaError('token_invalid');
  return known;
}

/** @throws LukaError scope_missing */
export function checkScope(allowed: readonly Scope[], wanted: Scope, name: string): void {
  if (allows(allowed, wanted)) return;
  throw new LukaError('scope_missing', { message: `the client ${name} has no scope ${wanted}` });
}

/**
 * Only application/json: a form or text/plain can be sent by any page without a preflight. And only as it is: nothing
 * is unpacked here, so a small body stays small.
 * @throws LukaError content_type_not_allowed
 */
export function checkContentType(headers: GuardedHeaders): void {
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  if (type!.trim() !== 'application/json') throw new LukaError('content_type_not_allowed');
  const charset = parameters.find((parameter) => parameter.trim().startsWith('charset'));
  if (charset !== undefined && !/^\s*charset\s*=\s*"?utf-?8"?\s*$/.test(charset))
    throw new LukaError('content_type_not_allowed', { message: 'the body is not in UTF-8' });
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new LukaError('content_type_not_allowed', {
      message: 'the body is compressed',
      remedy: 'send it as it is',
    });
}

/** The names a server on this port has, as they stand in a Host header. */
export function hostNames(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

export function originNames(port: number): string[] {
  return hostNames(port).map((name) => `http://${name}`);
}
