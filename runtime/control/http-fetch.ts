/**
 * The part of fetch that the typed client needs, over node:http. The global fetch takes longer to load than a whole
 * `luka status` takes to run, keeps connections open behind a command that wants to end, and gives up on a quiet
 * stream after five minutes.
 */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { Fetch, FetchResponse } from '#shared/http/client.ts';

/** @throws LukaError not_running where nothing answers, or where the connection breaks */
export const httpFetch: Fetch = (url, init) =>
  new Promise<FetchResponse>((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: init.method,
        headers: init.headers,
        agent: false,
        signal: init.signal as AbortSignal | undefined,
      },
      (incoming) => {
        const status = incoming.statusCode ?? 0;
        resolve({
          status,
          ok: status >= 200 && status < 300,
          text: () => text(incoming).catch((error: unknown) => Promise.reject(asNotRunning(error))),
          body: incoming,
        });
      },
    );
    outgoing.on('error', (error) => reject(asNotRunning(error)));
    outgoing.end(init.body);
  });

function asNotRunning(error: unknown): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error;
  return new LukaError('not_running', {
    message: `Luka does not answer (${error instanceof Error ? error.message : String(error)})`,
    remedy: 'it may be starting or stopping: see `luka status`, or start it with `luka up`',
    cause: error,
  });
}
