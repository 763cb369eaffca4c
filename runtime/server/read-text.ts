import { isUtf8 } from 'node:buffer';
import { LukaError } from '#shared/errors/luka-error.ts';

/**
 * A body as text. Bytes that are no text are refused, not mended: what is judged must be what was sent (RFC 8259, 8.1).
 * @throws LukaError body_invalid
 */
export function readText(body: string | Buffer): string {
  if (typeof body === 'string') return body;
  if (!isUtf8(body)) throw new LukaError('body_invalid', { message: 'the body is not valid UTF-8' });
  return body.toString('utf8');
}
