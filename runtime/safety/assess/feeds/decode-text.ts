/** Programs that turn a known text into another known one: what hides a script from eyes must not hide it from the gate. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { hasFlag, readArguments } from '../arguments.ts';
import { hasHole, textWord, type Feed, type Word } from '../word.ts';

const MAX_TEXT = 262_144;
type Decoder = (bytes: Buffer, words: readonly Word[]) => Buffer | undefined;

const fromBase64: Decoder = (bytes) => Buffer.from(bytes.toString('latin1'), 'base64');

const inflate =
  (unpack: typeof gunzipSync | typeof inflateSync): Decoder =>
  (bytes) => {
    try {
      return unpack(bytes, { maxOutputLength: MAX_TEXT });
    } catch {
      // Not packed that way, or too large: then what comes out is not known.
      return undefined;
    }
  };

const DECODERS: Readonly<Record<string, Decoder>> = {
  base64: (bytes, words) =>
    hasFlag(readArguments(words, { valued: 'wbio' }), 'd', 'D', 'decode')
      ? fromBase64(bytes, words)
      : Buffer.from(bytes.toString('base64')),
  openssl: (bytes, words) => {
    const [first] = words;
    const { flags } = readArguments(words.slice(1), { oneDash: true });
    const isBase64 =
      first?.value === 'base64' || (first?.value === 'enc' && (flags.has('base64') || flags.has('a')));
    return isBase64 && flags.has('d') ? fromBase64(bytes, words) : undefined;
  },
  xxd: (bytes, words) => {
    const given = words.map(({ text }) => text).join(' ');
    if (!/-\w*r/.test(given) || !/-\w*p/.test(given)) return undefined;
    return Buffer.from(bytes.toString('latin1').replaceAll(/\s/g, ''), 'hex');
  },
  rev: (bytes) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .split('\n')
        .map((line) => Array.from(line).reverse().join(''))
        .join('\n'),
    ),
  tac: (bytes) => {
    const lines = bytes.toString('utf8').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return Buffer.from(`${lines.reverse().join('\n')}\n`);
  },
  tr: translate,
  gunzip: inflate(gunzipSync),
  zcat: inflate(gunzipSync),
  gzip: (bytes, words) =>
    hasFlag(readArguments(words), 'd', 'decompress') ? inflate(gunzipSync)(bytes, words) : undefined,
  pigz: (bytes, words) =>
    hasFlag(readArguments(words), 'd') ? inflate(gunzipSync)(bytes, words) : undefined,
  'zlib-flate': inflate(inflateSync),
};

/** Undefined: what comes out is not known. */
export function decoded(name: string, words: readonly Word[], input: Feed): Feed | undefined {
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  const bytes = bytesOf(input);
  if (!decoder || !bytes || words.some(hasHole)) return undefined;
  const output = decoder(bytes, words);
  if (!output || output.length > MAX_TEXT) return undefined;
  const text = output.toString('utf8');
  const isText = !text.includes('\uFFFD');
  return {
    words: isText ? [textWord(text)] : [],
    from: ['decoded'],
    ...(isText ? {} : { bytes: output }),
  };
}

function bytesOf({ words, bytes }: Feed): Buffer | undefined {
  if (bytes) return Buffer.from(bytes);
  const [only] = words;
  return words.length === 1 && only?.value !== undefined && only.value.length <= MAX_TEXT
    ? Buffer.from(only.value)
    : undefined;
}

/** tr(1) with plain sets and ranges. */
function translate(bytes: Buffer, words: readonly Word[]): Buffer | undefined {
  const { flags, operands } = readArguments(words);
  const [from, to] = operands.map(({ text }) => setOf(text));
  const text = bytes.toString('utf8');
  if (!from || [...flags].some((flag) => flag !== 'd')) return undefined;
  if (flags.has('d'))
    return Buffer.from(
      Array.from(text)
        .filter((char) => !from.includes(char))
        .join(''),
    );
  if (!to || to.length === 0) return undefined;
  const map = new Map(from.map((char, at) => [char, to[Math.min(at, to.length - 1)]!]));
  return Buffer.from(
    Array.from(text)
      .map((char) => map.get(char) ?? char)
      .join(''),
  );
}

const CLASSES: Readonly<Record<string, string>> = {
  '[:lower:]': 'a-z',
  '[:upper:]': 'A-Z',
  '[:digit:]': '0-9',
};

function setOf(text: string): readonly string[] | undefined {
  const plain = text.replaceAll(/\[:(?:lower|upper|digit):\]/g, (name) => CLASSES[name]!);
  if (plain.includes('[:') || plain.includes('[=') || plain.length > 512) return undefined;
  const chars = Array.from(plain.replaceAll(/\\n/g, '\n').replaceAll(/\\t/g, '\t').replaceAll(/\\\\/g, '\\'));
  const set: string[] = [];
  for (let at = 0; at < chars.length; at += 1) {
    const from = chars[at]!.codePointAt(0)!;
    const to = chars[at + 1] === '-' ? chars[at + 2]?.codePointAt(0) : undefined;
    if (to === undefined) set.push(chars[at]!);
    else {
      if (to < from || to - from > 256) return undefined;
      for (let code = from; code <= to; code += 1) set.push(String.fromCodePoint(code));
      at += 2;
    }
  }
  return set;
}
