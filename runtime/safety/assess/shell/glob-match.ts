/**
 * Patterns of the shell against names, without regular expressions: their time could not be bounded. Case does not
 * count, since it does not on a Mac's disk.
 */
import type { Piece } from '../word.ts';

type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'star' | 'one' } | SetToken;
interface SetToken {
  readonly kind: 'set';
  readonly has: (char: string) => boolean;
}

/** @param hole what a hole may stand for: anything, or nothing at all */
export function matchesPieces(pieces: readonly Piece[], name: string, hole: 'anything' | 'nothing'): boolean {
  return matches(tokensOf(pieces, hole), fold(name));
}

export function matchesPattern(pattern: readonly Piece[], text: string): boolean {
  return matches(tokensOf(pattern, 'anything'), fold(text));
}

/** Names that look the same on a disk that knows neither case nor the form of accents. */
export const fold = (text: string): string => text.normalize('NFC').toLowerCase();

function tokensOf(pieces: readonly Piece[], hole: 'anything' | 'nothing'): Token[] {
  return pieces.flatMap((piece): Token[] => {
    if (piece.kind === 'text') return Array.from(fold(piece.text)).map((char) => ({ kind: 'char', char }));
    if (piece.kind === 'hole') return hole === 'anything' ? [{ kind: 'star' }] : [];
    if (piece.text === '?') return [{ kind: 'one' }];
    if (piece.text.startsWith('[')) return [setToken(piece.text)];
    // `*`, and patterns in parentheses, which may stand for anything.
    return [{ kind: 'star' }];
  });
}

function setToken(text: string): SetToken {
  const negated = text[1] === '!' || text[1] === '^';
  const body = Array.from(fold(text.slice(negated ? 2 : 1, -1)));
  if (body.join('').includes('[:')) return { kind: 'set', has: () => true };
  const has = (char: string): boolean =>
    body.some((from, at) => {
      if (body[at + 1] === '-' && body[at + 2] !== undefined) return from <= char && char <= body[at + 2]!;
      return from === char;
    });
  return { kind: 'set', has: (char) => has(char) !== negated };
}

/** Two pointers and one place to come back to: at worst the product of both lengths. */
function matches(tokens: readonly Token[], text: string): boolean {
  const chars = Array.from(text);
  let at = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (at < chars.length) {
    const current = tokens[token];
    if (current?.kind === 'star') {
      star = token;
      resume = at;
      token += 1;
    } else if (current && fits(current, chars[at]!)) {
      at += 1;
      token += 1;
    } else if (star >= 0) {
      token = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (tokens[token]?.kind === 'star') token += 1;
  return token === tokens.length;
}

function fits(token: Token, char: string): boolean {
  if (token.kind === 'one') return true;
  if (token.kind === 'set') return token.has(char);
  return token.kind === 'char' && token.char === char;
}
