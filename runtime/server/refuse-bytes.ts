/** The answer to what is no HTTP request, or never became one: no route and no hook ever sees it. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERRORS } from '#shared/errors/catalogue.ts';
import { LukaError, toErrorBody } from '#shared/errors/luka-error.ts';
import { SECURITY_HEADERS } from '#shared/http/security-headers.ts';

/**
 * Says why, in the form of every other refusal, and ends the connection: behind what cannot be read nothing can be.
 * @param error as `clientError` of node:http gives it
 */
export function refuseBytes(error: { code?: string }, socket: Duplex): void {
  // An answer that has begun (a stream) must not get another in its midst; node:http looks at the same field.
  const { _httpMessage: answer } = socket as Duplex & { _httpMessage?: { headersSent: boolean } };
  if (!socket.writable || error.code === 'ECONNRESET' || answer?.headersSent === true) {
    socket.destroy();
    return;
  }
  refuse(socket, reasonOf(error.code));
}

/** Ends a connection with a coded answer. */
export function refuse(socket: Duplex, reason: LukaError): void {
  const body = JSON.stringify({ error: toErrorBody(reason) });
  const { http } = ERRORS[reason.code];
  const headers = {
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${http} ${STATUS_CODES[http]}\r\n${lines.join('')}\r\n${body}`, () =>
    socket.destroy(),
  );
}

function reasonOf(code: string | undefined): LukaError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new LukaError('request_timed_out');
    case 'HPE_HEADER_OVERFLOW':
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new LukaError('headers_too_large');
    default:
      return new LukaError('request_invalid', {
        message: 'these bytes are no HTTP request',
        remedy: 'ask with a program that speaks HTTP/1.1',
      });
  }
}
