/** For tests: HTTP as bytes, for requests that no client library would send, and answers taken apart again. */
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The code of our own errors. */
  readonly code: string | undefined;
}

/** Names and values in the order in which they are sent; a name may come twice. */
export type Headers = readonly (readonly [string, string])[];

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body?: string | Buffer | undefined;
}

export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`, 'latin1'),
    Buffer.from(body ?? ''),
  ]);
}

export interface Exchange {
  readonly answers: readonly Answer[];
  /** Everything that came back, one character a byte. */
  readonly text: string;
  /** From the first byte sent to the end, ms. */
  readonly ms: number;
}

/**
 * Sends all pieces, one after the other, and reads until the other end closes.
 * A stream that is answered has no end: it is left once it has begun.
 */
export function exchange(
  port: number,
  pieces: Buffer | string | AsyncIterable<Buffer | string>,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const isHead = !isStream(pieces) && pieces.toString('latin1').startsWith('HEAD ');
    const done = () => resolve({ answers: answersIn(text, isHead), text, ms: performance.now() - began });
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (/content-type: text\/event-stream/.test(text)) socket.destroy();
    });
    socket.on('close', done);
    // Refused while it was still being sent: what came back before counts.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    void (async () => {
      if (!isStream(pieces)) socket.write(pieces);
      else
        for await (const piece of pieces) {
          if (socket.destroyed) return;
          if (!socket.write(piece))
            await new Promise((free) => socket.once('drain', free).once('close', free));
        }
    })();
  });
}

function isStream(
  pieces: Buffer | string | AsyncIterable<Buffer | string>,
): pieces is AsyncIterable<Buffer | string> {
  return typeof pieces !== 'string' && !Buffer.isBuffer(pieces);
}

/**
 * Answers as they stand in a stream of bytes. All of ours give their length, but for streams.
 * @param isHead they answer HEAD: they give the length of what does not follow
 */
export function answersIn(text: string, isHead = false): Answer[] {
  const answers: Answer[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    const head = /^HTTP\/1\.1 (\d{3}) /.exec(rest);
    if (end < 0 || !head) return answers;
    const headers: Record<string, string> = {};
    for (const line of rest.slice(0, end).split('\r\n').slice(1)) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    const status = Number(head[1]);
    const isBare = isHead || status < 200 || status === 204 || status === 304;
    const length = isBare ? 0 : lengthOf(headers['content-length']);
    const body = rest.slice(end + 4, length === undefined ? undefined : end + 4 + length);
    // Cut off in its midst, it is no answer.
    if (length !== undefined && body.length < length) return answers;
    // "Continue" is said on the way.
    if (status >= 200) answers.push({ status, headers, body, code: codeOf(body) });
    if (length === undefined) return answers;
    rest = rest.slice(end + 4 + length);
  }
}

function lengthOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function codeOf(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined;
  try {
    return (JSON.parse(body) as { error?: { code?: string } }).error?.code;
  } catch {
    return undefined;
  }
}
