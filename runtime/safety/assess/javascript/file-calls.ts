/** Functions of node:fs (and fs-extra) by what they do to which of their paths. */
import type { Effect } from '../effects/effect.ts';
import { textWord, type Word } from '../word.ts';

interface FileArguments {
  /** The path at this place of the arguments. */
  readonly path: (at: number) => Word;
  /** The second argument, where it is a known text. */
  readonly flag: string | undefined;
  readonly recursive: boolean;
}
type FileCall = (given: FileArguments) => readonly Effect[];

const reads: FileCall = ({ path }) => [{ kind: 'read', path: path(0) }];
const writes: FileCall = ({ path }) => [{ kind: 'write', path: path(0) }];
const appends: FileCall = ({ path }) => [{ kind: 'append', path: path(0) }];
const removes: FileCall = ({ path, recursive }) => [{ kind: 'delete', path: path(0), recursive }];
const clears: FileCall = ({ path }) => [{ kind: 'delete', path: path(0), recursive: true }];
const copies: FileCall = ({ path }) => [
  { kind: 'read', path: path(0), recursive: true },
  { kind: 'write', path: path(1) },
];
const moves: FileCall = ({ path }) => [
  { kind: 'move', path: path(0) },
  { kind: 'write', path: path(1) },
];
const links: FileCall = ({ path }) => [{ kind: 'write', path: path(1) }];
const modes: FileCall = ({ path, flag }) => [
  {
    kind: 'mode',
    path: path(0),
    recursive: false,
    mode: flag === undefined ? undefined : textWord(octal(flag)),
  },
];
const opens: FileCall = ({ path, flag }) =>
  flag !== undefined && /[wa+]/.test(flag)
    ? [{ kind: 'write', path: path(0) }]
    : [{ kind: 'read', path: path(0) }];

/** A mode is a number in code, and its text in base 8 everywhere else. */
const octal = (flag: string): string => (/^\d+$/.test(flag) ? Number(flag).toString(8) : flag);

const BASE: Readonly<Record<string, FileCall>> = {
  readFile: reads,
  createReadStream: reads,
  readdir: reads,
  opendir: reads,
  readlink: reads,
  writeFile: writes,
  createWriteStream: writes,
  truncate: writes,
  outputFile: writes,
  writeJson: writes,
  outputJson: writes,
  appendFile: appends,
  mkdir: appends,
  ensureDir: appends,
  ensureFile: appends,
  utimes: appends,
  rm: removes,
  rmdir: removes,
  unlink: removes,
  remove: clears,
  emptyDir: clears,
  copyFile: copies,
  cp: copies,
  copy: copies,
  rename: moves,
  move: moves,
  symlink: links,
  link: links,
  chmod: modes,
  lchmod: modes,
  chown: modes,
  lchown: modes,
  open: opens,
};

export const FILE_CALLS: Readonly<Record<string, FileCall>> = {
  ...BASE,
  ...Object.fromEntries(Object.entries(BASE).map(([name, call]) => [`${name}Sync`, call])),
};
