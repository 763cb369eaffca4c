/** A whole Luka on free ports, and raw HTTP to it: clients that a library would not let one be. */
import { connect } from 'node:net';
import { request } from 'node:http';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from '#shared/http/client.ts';
import { createRuntime, type RuntimeOptions } from '../create-runtime.ts';
import { homeLayout, type HomeLayout } from '../home/layout.ts';
import { openHome } from '../home/open-home.ts';
import { temporaryFolder } from '../testing.ts';

/**
 * @param prepare puts tasks into the home before the start, in place of the samples, which start by themselves: then
 *   nothing happens that nobody asked for
 */
export async function startLuka(
  options: Partial<RuntimeOptions> = {},
  prepare?: (layout: HomeLayout) => Promise<void>,
) {
  const folder = await temporaryFolder();
  const home = join(folder.path, 'home');
  if (prepare) {
    const layout = await openHome(home);
    // Only a home without a ledger is new, and gets samples.
    await writeFile(layout.database, '', { mode: 0o600 });
    await prepare(layout);
  }
  const runtime = createRuntime({ home, apiPort: 0, uiPort: 0, ...options });
  const started = await runtime.start();
  const layout = homeLayout(home);
  const token = (await readFile(layout.token, 'utf8')).trim();
  const { engine } = runtime;
  if (!engine) throw new Error('started without an engine');
  return {
    ...started,
    home,
    layout,
    token,
    runtime,
    engine,
    client: createClient({
      baseUrl: started.apiUrl,
      fetch: (url, init) => fetch(url, init),
      token: () => token,
      validate: true,
    }),
    async [Symbol.asyncDispose]() {
      await runtime.stop({ cancelRuns: true });
      await folder[Symbol.asyncDispose]();
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  /** The code of our own errors. */
  readonly code: string | undefined;
}

/** A request exactly as given: any Host, any header twice, any body. */
export function send(
  baseUrl: string,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string | undefined },
): Promise<RawAnswer> {
  const { port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: options.method ?? 'GET',
        path: options.path,
        headers: options.headers ?? {},
        setHost: options.headers?.['host'] === undefined,
      },
      (incoming) => {
        let body = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (body += chunk));
        incoming.on('end', () => {
          let code: string | undefined;
          try {
            code = (JSON.parse(body) as { error?: { code?: string } }).error?.code;
          } catch {
            // Not one of our errors.
          }
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body, code });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

/** Bytes to the port, and what comes back until it closes. */
export function sendBytes(baseUrl: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(bytes);
  });
}
