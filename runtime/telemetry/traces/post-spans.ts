/** One request to a collector on this machine, and what its answer means. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** A collector that hangs holds up nothing but this. */
const PATIENCE_MS = 10_000;
/** More of an answer is not read. */
const MOST_BYTES = 65_536;
/** Worth another try, by the specification. */
const LATER = new Set([429, 502, 503, 504]);

export type Posted =
  | { readonly outcome: 'taken'; /** Spans that it did not want. */ readonly rejected: number }
  /** Never will be: the request is wrong for it. */
  | { readonly outcome: 'refused'; readonly message: string }
  /** Down, busy or slow. */
  | { readonly outcome: 'later'; readonly message: string };

export interface PostOptions {
  /** Aborted where nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
  readonly patienceMs?: number | undefined;
}

/** Where traces go at an endpoint. */
export function tracesUrl(endpoint: string): string {
  const base = endpoint.replace(/\/+$/, '');
  return base.endsWith('/v1/traces') ? base : `${base}/v1/traces`;
}

/** Never throws. Redirects are not followed: they could lead off this machine. */
export async function postSpans(
  endpoint: string,
  body: unknown,
  { signal, patienceMs = PATIENCE_MS }: PostOptions = {},
): Promise<Posted> {
  const ended = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(signal ? [signal] : [])]);
  try {
    const { status, said } = await post(tracesUrl(endpoint), JSON.stringify(body), ended);
    if (status >= 200 && status < 300) return { outcome: 'taken', rejected: rejectedOf(said) };
    const message = `${tracesUrl(endpoint)} answered ${status}`;
    return { outcome: LATER.has(status) ? 'later' : 'refused', message };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { outcome: 'later', message: `${tracesUrl(endpoint)} does not take traces (${why})` };
  }
}

function post(url: string, body: string, signal: AbortSignal): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const outgoing = request(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal,
      },
      (incoming) => {
        let seen = 0;
        incoming.on('data', (chunk: Buffer) => {
          seen += chunk.length;
          if (seen > MOST_BYTES) incoming.destroy(new Error('its answer does not end'));
        });
        text(incoming).then((said) => resolve({ status: incoming.statusCode ?? 0, said }), reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** `partialSuccess.rejectedSpans`, which as a number of 64 bits may be text. */
function rejectedOf(said: string): number {
  try {
    const answer = JSON.parse(said) as { partialSuccess?: { rejectedSpans?: string | number } };
    return Number(answer.partialSuccess?.rejectedSpans ?? 0) || 0;
  } catch {
    // Many answer with nothing.
    return 0;
  }
}
