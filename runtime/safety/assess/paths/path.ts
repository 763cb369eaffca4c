/** A path of a command as far as it is known: where it starts, and its parts with patterns and holes in them. */
import { fold } from '../shell/glob-match.ts';
import { wordOf, type Piece, type Word } from '../word.ts';

export interface Path {
  /** `temp`: below a folder that mktemp made. `unknown`: below something that only the run will know. */
  readonly root: '/' | 'temp' | 'unknown';
  readonly parts: readonly (readonly Piece[])[];
}

/** Deeper ones are cut: what is decided is decided by the first parts. */
const MAX_PARTS = 256;

export interface PathOptions {
  readonly cwd: Word;
  /** Read every hole that may be empty as nothing. */
  readonly emptied?: boolean;
}

export function readPath(word: Word, { cwd, emptied = false }: PathOptions): Path {
  const pieces = emptied ? withoutHoles(word.pieces) : word.pieces;
  return cleaned(fromPieces(pieces, cwd, emptied, 0));
}

/** Whether some of it may turn out to be empty. */
export const mayShrink = (word: Word): boolean =>
  word.value === undefined && word.pieces.some((piece) => piece.kind === 'hole' && !piece.hole.filled);

function withoutHoles(pieces: readonly Piece[]): readonly Piece[] {
  return wordOf(pieces.filter((piece) => piece.kind !== 'hole' || piece.hole.filled)).pieces;
}

function fromPieces(pieces: readonly Piece[], cwd: Word, emptied: boolean, depth: number): Path {
  const [first] = pieces;
  if (first?.kind === 'hole') {
    if (first.hole.temp) return { root: 'temp', parts: partsOf(pieces.slice(1)) };
    if (!first.hole.plain) return { root: 'unknown', parts: partsOf(pieces) };
  }
  if (first?.kind === 'text' && first.text.startsWith('/')) return { root: '/', parts: partsOf(pieces) };
  const own = partsOf(pieces);
  // A relative folder of a relative folder does not happen: the first one is absolute or not known.
  if (depth > 0) return { root: 'unknown', parts: own };
  const start = fromPieces(emptied ? withoutHoles(cwd.pieces) : cwd.pieces, cwd, emptied, 1);
  return { root: start.root, parts: [...start.parts, ...own] };
}

function partsOf(pieces: readonly Piece[]): (readonly Piece[])[] {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      parts.at(-1)!.push(piece);
      continue;
    }
    piece.text.split('/').forEach((text, at) => {
      if (at > 0) parts.push([]);
      if (text !== '') parts.at(-1)!.push({ kind: 'text', text });
    });
  }
  return parts.filter((part) => part.length > 0);
}

/** Names that lead to the same places: macOS keeps /etc, /tmp and /var below /private, and all data on a volume. */
const DETOURS: readonly (readonly string[])[] = [
  ['system', 'volumes', 'data'],
  ['volumes', 'macintosh hd'],
  ['volumes', 'macintosh hd - data'],
  ['proc', 'self', 'root'],
  ['proc', '1', 'root'],
  ['proc', 'self', 'cwd', '..'],
];

function cleaned(path: Path): Path {
  const parts: (readonly Piece[])[] = [];
  for (const part of path.parts.slice(0, MAX_PARTS)) {
    const text = plain(part);
    if (text === '.') continue;
    if (text === '..') {
      if (parts.length === 0 && path.root !== '/') return { root: 'unknown', parts: [] };
      parts.pop();
    } else parts.push(part);
  }
  if (path.root !== '/') return { ...path, parts };
  const names = parts.map(plain);
  for (const detour of DETOURS)
    if (names.length > detour.length && detour.every((name, at) => same(names[at], name)))
      return cleaned({ root: '/', parts: parts.slice(detour.length) });
  if (same(names[0], 'private') && ['etc', 'tmp', 'var'].some((name) => same(names[1], name)))
    return { root: '/', parts: parts.slice(1) };
  return { root: '/', parts };
}

const same = (name: string | undefined, other: string): boolean => name !== undefined && fold(name) === other;

/** The name of a part that is wholly known. */
export function plain(part: readonly Piece[]): string | undefined {
  if (part.some(({ kind }) => kind !== 'text')) return undefined;
  return part.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}

/** The path in text, where all of it is known. */
export function pathText({ root, parts }: Path): string | undefined {
  if (root !== '/') return undefined;
  const names = parts.map(plain);
  return names.every((name) => name !== undefined) ? `/${names.join('/')}` : undefined;
}

/** As it is shown: patterns as they are, holes by their names. */
export function shownPath(word: Word, cwd: Word): string {
  const path = readPath(word, { cwd });
  const rest = path.parts.map((part) => wordOf(part).text).join('/');
  if (path.root === '/') return `/${rest}`;
  if (path.root === 'temp') return `(temporary)${rest === '' ? '' : `/${rest}`}`;
  return rest === '' ? word.text : rest;
}
