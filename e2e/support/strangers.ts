/** Pages that mean no good, and a server without guards to show that what they try does work elsewhere. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly port: number;
  /** `METHOD path` of every request, in order. */
  readonly requests: readonly string[];
  close(): void;
}

/** Serves an empty page at any path; under `/sandboxed` one whose origin is `null`. */
export function startStranger(): Promise<Listening> {
  return listen((path) => ({
    'content-type': 'text/html',
    ...(path === '/sandboxed'
      ? { 'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups' }
      : {}),
  }));
}

/** Answers everything to everybody. */
export function startUnguarded(): Promise<Listening> {
  return listen((path) => ({
    'content-type': path.endsWith('/events') ? 'text/event-stream' : 'text/html',
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
  }));
}

async function listen(headersOf: (path: string) => Record<string, string>): Promise<Listening> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(`${request.method} ${path}`);
    const headers = headersOf(path);
    response.writeHead(200, headers);
    if (headers['content-type'] === 'text/event-stream') response.write('data: secret\n\n');
    else response.end('<!doctype html><title>page</title><p>secret</p>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
