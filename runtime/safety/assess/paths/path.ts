/** A path of a command as far as it is known: where it starts, and its parts with patterns and holes in them. */
import { fold } from '../shell/glob-match.ts';
import { wordOf, type Piece, type Word } from '../word.ts';

export interface Path {
  /** `temp`: below a folder that mktemp made. `unknown`: below something that only the run will know. */
  readonly root: '/' | 'temp' | 'unknown';
  readonly parts: readonly (readonly Piece[])[];
  /** The parts as a disk compares them; undefined where one is not wholly known. */
  readonly names: readonly (string | undefined)[];
}
type Parts = Omit<Path, 'names'>;

/** Deeper ones are cut: what is decided is decided by the first parts. */
const MAX_PARTS = 256;

export interface PathOptions {
  readonly cwd: Word;
  /** Read every hole that may be empty as nothing. */
  readonly emptied?: boolean;
}

/** Every rule asks for the same few paths. */
const known = new WeakMap<Word, { readonly cwd: Word; readonly emptied: boolean; readonly path: Path }>();

export function readPath(word: Word, { cwd, emptied = false }: PathOptions): Path {
  const before = known.get(word);
  if (before && before.cwd === cwd && before.emptied === emptied) return before.path;
  const pieces = emptied ? withoutHoles(word.pieces) : word.pieces;
  const path = cleaned(fromPieces(pieces, cwd, emptied, 0));
  known.set(word, { cwd, emptied, path });
  return path;
}

/** Whether some of it may turn out to be empty. */
export const mayShrink = (word: Word): boolean =>
  word.value === undefined && word.pieces.some((piece) => piece.kind === 'hole' && !piece.hole.filled);

function withoutHoles(pieces: readonly Piece[]): readonly Piece[] {
  return wordOf(pieces.filter((piece) => piece.kind !== 'hole' || piece.hole.filled)).pieces;
}

function fromPieces(pieces: readonly Piece[], cwd: Word, emptied: boolean, depth: number): Parts {
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

function cleaned(path: Parts): Path {
  const parts: (readonly Piece[])[] = [];
  for (const part of path.parts.slice(0, MAX_PARTS)) {
    const text = plain(part);
    if (text === '.') continue;
    if (text === '..') {
      if (parts.length === 0 && path.root !== '/') return { root: 'unknown', parts: [], names: [] };
      parts.pop();
    } else parts.push(part);
  }
  const names = parts.map((part) => {
    const text = plain(part);
    return text === undefined ? undefined : fold(text);
  });
  if (path.root !== '/') return { root: path.root, parts, names };
  for (const detour of DETOURS)
    if (names.length > detour.length && detour.every((name, at) => names[at] === name))
      return cleaned({ root: '/', parts: parts.slice(detour.length) });
  if (names[0] === 'private' && ['etc', 'tmp', 'var'].some((name) => names[1] === name))
    return { root: '/', parts: parts.slice(1), names: names.slice(1) };
  return { root: '/', parts, names };
}

/** The name of a part that is wholly known. */
export function plain(part: readonly Piece[]): string | undefined {
  const [only] = part;
  if (part.length === 1) return only!.kind === 'text' ? only!.text : undefined;
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
