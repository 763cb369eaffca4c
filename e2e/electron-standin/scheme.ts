/**
 * `protocol.handle` over a loopback server: Chromium without Electron has no way to be given a scheme, so the page has
 * the origin `http://127.0.0.1:<port>` there while the main process sees, as always, `app://luka`.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type Electron from 'electron';

type Handler = (request: Request) => Response | Promise<Response>;

const SCHEME_ORIGIN = 'app://luka';
let handler: Handler | undefined;
let privileged: Electron.CustomScheme[] = [];

const server = createServer(
  (request, response) => void serve(request, response).catch(() => response.destroy()),
);
let bridge = '';

/** Before the main process is loaded. No await at the top of this module: what is required, and not imported, has none. */
export async function openBridge(): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  bridge = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    privileged = schemes;
  },
  handle(scheme, handle) {
    if (!privileged.some((one) => one.scheme === scheme))
      throw new Error(`${scheme} was not registered as privileged`);
    handler = handle;
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

/** `app://luka/x` as the browser can load it. */
export function toBrowser(url: string): string {
  const isOurs = url === SCHEME_ORIGIN || url.startsWith(`${SCHEME_ORIGIN}/`);
  return isOurs ? bridge + url.slice(SCHEME_ORIGIN.length) : url;
}

/** An address in the browser as the main process would see it. */
export function fromBrowser(url: string): string {
  const isOurs = url === bridge || url.startsWith(`${bridge}/`);
  return isOurs ? SCHEME_ORIGIN + url.slice(bridge.length) : url;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (handler === undefined) {
    response.writeHead(503).end();
    return;
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && name !== 'host' && name !== 'connection')
      headers.set(name, fromBrowser(value));
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await handler(
    new Request(SCHEME_ORIGIN + (request.url ?? '/'), {
      method: request.method ?? 'GET',
      headers,
      signal: gone.signal,
      ...(hasBody ? { body: Readable.toWeb(request) as unknown as BodyInit, duplex: 'half' } : {}),
    }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
}
