/** Places that nothing may be done to as a whole, and what else a path means to the person. */
import type { Work } from '../../work.ts';
import { fold, matchesPieces } from '../shell/glob-match.ts';
import type { Piece, Word } from '../word.ts';
import { mayShrink, plain, readPath, type Path } from './path.ts';

/** Names as a disk compares them; a `*` is any one name. */
export type Place = readonly string[];

const SYSTEM: readonly Place[] = [
  [],
  ...'Users Users/* home home/* root var/root etc usr bin sbin lib lib64 boot dev opt proc sys run nix System System/* Library Applications cores var private private/var private/etc Volumes Volumes/* mnt mnt/* media media/* media/*/* usr/bin usr/sbin usr/lib usr/lib64 usr/libexec usr/share usr/local usr/local/bin usr/local/lib opt/homebrew opt/homebrew/bin var/lib var/db System/Library/* Library/Extensions'
    .split(' ')
    .map((text) => fold(text).split('/')),
];

export function placeOf(path: string): Place {
  return fold(path)
    .split('/')
    .filter((part) => part !== '');
}

const placesOf = new WeakMap<Work, readonly Place[]>();

export function catastrophicPlaces(work: Work): readonly Place[] {
  const known = placesOf.get(work);
  if (known) return known;
  const places = [...SYSTEM, placeOf(work.personHome), placeOf(work.lukaHome)];
  placesOf.set(work, places);
  return places;
}

const writableOf = new WeakMap<Work, readonly Place[]>();

export function writablePlaces(work: Work): readonly Place[] {
  const known = writableOf.get(work);
  if (known) return known;
  const places = work.writable.map(placeOf);
  writableOf.set(work, places);
  return places;
}

/** Volumes and what is mounted: a backup may be made to look like its source there, as a whole. */
export function isVolume(path: Path): boolean {
  return (
    path.root === '/' && path.parts.length >= 2 && ['volumes', 'mnt', 'media'].includes(path.names[0] ?? '')
  );
}

/** Whether doing something to the whole of `path` does it to all of a place: to itself, a folder above, all inside. */
export function covers(path: Path, place: Place): boolean {
  if (path.root !== '/') return false;
  const { parts } = path;
  const matches = (at: number): boolean => {
    const name = place[at]!;
    return name === '*' ? isOneName(parts[at]!) : matchesPart(path, at, name);
  };
  const last = parts.at(-1);
  const own = last && isWide(last) ? parts.slice(0, -1) : parts;
  if (own.length > place.length) return false;
  // `/home/*` takes in all of /home: a pattern for everything counts as the folder that it is in.
  return own.every((_, at) => matches(at));
}

/** A part without holes, or with no more than that: `*` of a place is any name, but none that is not known. */
const isOneName = (part: readonly Piece[]): boolean => part.every(({ kind }) => kind !== 'hole');

function matchesPart({ parts, names }: Path, at: number, name: string): boolean {
  if (names[at] !== undefined) return names[at] === name;
  const part = parts[at]!;
  return isOneName(part) && matchesPieces(part, name, 'nothing');
}

/** A pattern that takes (nearly) everything: `*`, `.*`, `*.*`, `[a-z]*`, `.[!.]*`. */
export function isWide(part: readonly Piece[]): boolean {
  return (
    part.some((piece) => piece.kind === 'glob' && !piece.text.startsWith('[') && piece.text !== '?') &&
    part.every((piece) => piece.kind === 'glob' || (piece.kind === 'text' && /^\.*$/.test(piece.text)))
  );
}

/** Everything that a deletion of this word may be read as. */
export interface Reading {
  readonly path: Path;
  /** The path, if all that is not known were empty; undefined where nothing may be. */
  readonly emptied: Path | undefined;
}

export function readingOf(word: Word, cwd: Word): Reading {
  return {
    path: readPath(word, { cwd }),
    // Nothing at all is no path, and no danger.
    emptied: mayShrink(word) && !isOnlyHole(word) ? readPath(word, { cwd, emptied: true }) : undefined,
  };
}

const isOnlyHole = (word: Word): boolean => word.pieces.every(({ kind }) => kind === 'hole');

const TEMP: readonly Place[] = ['tmp/*', 'var/tmp/*', 'var/folders/*/*/*/*', 'dev/shm/*'].map((text) =>
  text.split('/'),
);

/** Inside of a folder for temporary files, but not that folder itself. */
export function isTemporary(path: Path): boolean {
  if (path.root === 'temp') return true;
  return TEMP.some((place) => {
    if (path.root !== '/' || path.parts.length < place.length) return false;
    return place.every((name, at) => (name === '*' ? !isWide(path.parts[at]!) : matchesPart(path, at, name)));
  });
}

/** Surely inside of a folder, or the folder itself; what is not known below it counts as staying there. */
export function isInside(path: Path, folder: Place): boolean {
  if (path.root !== '/' || path.parts.length < folder.length) return false;
  return folder.every((name, at) => name === '*' || path.names[at] === name);
}

/** The same, where a pattern may lead inside too. */
function mayBeInside(path: Path, folder: Place): boolean {
  if (path.root !== '/' || path.parts.length < folder.length) return false;
  return folder.every((name, at) => matchesPart(path, at, name));
}

export const isExactly = (path: Path, place: Place): boolean =>
  path.parts.length === place.length && isInside(path, place);

const SYSTEM_ROOTS: readonly Place[] =
  'etc usr bin sbin lib lib64 boot system library applications var opt root private nix'
    .split(' ')
    .map((name) => [name]);
/** The person's own: written to by package managers without harm to the system. */
const SYSTEM_EXCEPT: readonly Place[] = ['var/tmp', 'var/folders', 'opt/homebrew/var', 'usr/local/var'].map(
  (text) => text.split('/'),
);

export const isSystem = (path: Path): boolean =>
  SYSTEM_ROOTS.some((place) => mayBeInside(path, place)) &&
  !SYSTEM_EXCEPT.some((place) => isInside(path, place));

export const isDevice = (path: Path): boolean => isInside(path, ['dev']);

/** Devices that are made to be written to. */
const HARMLESS_DEVICES =
  /^(?:null|zero|full|tty\w*|stdout|stderr|stdin|fd|random|urandom|console|ptmx|pts|shm|tcp|udp|log)$/i;

export function isRawDevice(path: Path): boolean {
  if (!isDevice(path) || path.parts.length < 2) return false;
  const name = plain(path.parts[1]!);
  if (name !== undefined) return !HARMLESS_DEVICES.test(name);
  const [first] = path.parts[1]!;
  return (
    first?.kind === 'text' && /^(?:r?disk|sd|hd|vd|xvd|nvme|mmcblk|md|dm|loop|mapper|sr)/i.test(first.text)
  );
}

/** Folders of a home that are a person's life. */
const PRECIOUS =
  /^(?:documents|desktop|library|pictures|photos|movies|music|videos|downloads|public|sites|applications|projects?|code|src|dev|work|workspace|repos?|git|dropbox|onedrive|google drive|icloud drive|\.ssh|\.gnupg|\.aws|\.config|\.kube|\.docker|\.local|\.mozilla|\.thunderbird|mail)$/i;

export function isPrecious(path: Path, home: Place): boolean {
  if (!isInside(path, home)) return false;
  const parts = path.parts.slice(home.length);
  const own = parts.length > 1 && isWide(parts.at(-1)!) ? parts.slice(0, -1) : parts;
  if (own.length !== 1) return false;
  const name = plain(own[0]!);
  return name !== undefined ? PRECIOUS.test(name) : own[0]!.some(({ kind }) => kind === 'glob');
}
