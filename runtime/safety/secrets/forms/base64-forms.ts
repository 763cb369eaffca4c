/**
 * Base64 (RFC 4648, 4 and 5) of data that holds the value somewhere. How it looks depends on how many bytes stand before
 * it, modulo three. Characters at either end that carry bits of neighbours as well are no part of the form, but for the
 * end of the data, where those bits are zero.
 */
import { distinctTexts } from './distinct.ts';

export function base64Forms(value: Buffer): Buffer[] {
  const texts: string[] = [];
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before), value]).toString('base64');
    const bare = whole.replace(/=+$/, '');
    // Of the characters that hold bits of what stands before: one byte reaches into two, two bytes into three.
    const from = before === 0 ? 0 : before + 1;
    const inner = (before + value.length) % 3 === 0 ? bare : bare.slice(0, -1);
    texts.push(inner.slice(from), bare.slice(from), whole.slice(from));
  }
  return distinctTexts([...texts, ...texts.map(urlSafe)], 'latin1');
}

function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}
