/** What echo and printf write, exactly (bash(1), "SHELL BUILTIN COMMANDS"). */
import { hasHole, joinWords, textWord, wordOf, type Piece, type Word } from '../word.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001B',
  E: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

export function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|([abeEfnrtv\\'"]))/g,
    (_, hex?: string, short?: string, long?: string, octal?: string, letter?: string) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return codePoint(Number.parseInt(octal, 8) & 0xff);
      return ESCAPES[letter!]!;
    },
  );
}

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

const unescapeWord = (word: Word): Word =>
  wordOf(
    word.pieces.map((piece): Piece =>
      piece.kind === 'text' ? { kind: 'text', text: unescape(piece.text) } : piece,
    ),
  );

/** All that it may write: some shells read escapes without being told to. */
export function echoed(words: readonly Word[]): readonly Word[] {
  let at = 0;
  let escapes: boolean | undefined;
  let ends = true;
  for (; /^-[neE]+$/.test(words[at]?.value ?? ''); at += 1) {
    const option = words[at]!.text;
    if (option.includes('n')) ends = false;
    if (option.includes('e')) escapes = true;
    if (option.includes('E')) escapes = false;
  }
  const line = joinWords(words.slice(at), ' ');
  const text = wordOf([...line.pieces, { kind: 'text', text: ends ? '\n' : '' }]);
  if (escapes === true) return [unescapeWord(text)];
  return escapes === undefined && text.text.includes('\\') ? [text, unescapeWord(text)] : [text];
}

const MAX_ROUNDS = 100;

/** Undefined: its format says more than is computed here. */
export function printedWith(words: readonly Word[]): Word | undefined {
  const operands = words[0]?.value === '--' ? words.slice(1) : words;
  const [format, ...values] = operands;
  if (!format || hasHole(format) || format.text.startsWith('-')) return undefined;
  const parts = format.text.split(/(%%|%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z])/);
  const pieces: Piece[] = [];
  let next = 0;
  let rounds = 0;
  do {
    const before = next;
    for (const part of parts) {
      if (!part.startsWith('%') || part === '%') pieces.push({ kind: 'text', text: unescape(part) });
      else if (part === '%%') pieces.push({ kind: 'text', text: '%' });
      else {
        const value = values[next] ?? textWord('');
        next += 1;
        if (part === '%s') pieces.push(...value.pieces);
        else if (part === '%b') pieces.push(...unescapeWord(value).pieces);
        else if (part === '%c' && value.value !== undefined)
          pieces.push({ kind: 'text', text: value.value.slice(0, 1) });
        else if (part === '%d' && /^-?\d+$/.test(value.value ?? '')) pieces.push(...value.pieces);
        else return undefined;
      }
    }
    rounds += 1;
    if (next === before) break;
  } while (next < values.length && rounds < MAX_ROUNDS);
  return next < values.length && rounds >= MAX_ROUNDS ? undefined : wordOf(pieces);
}
