/** Percent-encoding: writers differ in what they leave as it is, in the space, and in the case of the digits. */
import { distinctTexts } from './distinct.ts';

const ALWAYS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** What stays as it is, besides letters and digits. */
const KEPT = [
  // encodeURIComponent (ECMA-262, 19.2.6.7)
  "-_.!~*'()",
  // encodeURI
  "-_.!~*'();/?:@&=+$,#",
  // RFC 3986, 2.3, unreserved
  '-_.~',
  // The same and the slash: a path, and what Python's quote() does
  '-_.~/',
  // application/x-www-form-urlencoded (URL Standard)
  '*-._',
];

export function percentForms(value: Buffer): Buffer[] {
  const texts: string[] = [];
  for (const kept of KEPT) {
    const plain = ALWAYS + kept;
    const upper = percent(value, plain, 'upper');
    const lower = percent(value, plain, 'lower');
    texts.push(upper, lower, upper.replaceAll('%20', '+'), lower.replaceAll('%20', '+'));
  }
  texts.push(percent(value, '', 'upper'), percent(value, '', 'lower'));
  return distinctTexts(texts, 'latin1');
}

function percent(value: Buffer, plain: string, digits: 'upper' | 'lower'): string {
  const words = digits === 'upper' ? tableOf(plain).upper : tableOf(plain).lower;
  let text = '';
  for (const byte of value) text += words[byte]!;
  return text;
}

interface Table {
  readonly upper: readonly string[];
  readonly lower: readonly string[];
}
const tables = new Map<string, Table>();

function tableOf(plain: string): Table {
  let table = tables.get(plain);
  if (!table) {
    const word = (byte: number, hex: string) => {
      const character = String.fromCharCode(byte);
      return byte < 0x80 && plain.includes(character) ? character : `%${hex}`;
    };
    const lower = Array.from({ length: 256 }, (_, byte) => word(byte, byte.toString(16).padStart(2, '0')));
    const upper = Array.from({ length: 256 }, (_, byte) =>
      word(byte, byte.toString(16).padStart(2, '0').toUpperCase()),
    );
    table = { upper, lower };
    tables.set(plain, table);
  }
  return table;
}
