/** What a variable holds, the shell's own ones included (bash(1), "Shell Variables" and "Special Parameters"). */
import { holeWord, textWord, type Word } from '../word.ts';
import type { Scope } from './scope.ts';

/** Always a plain number. */
const NUMBERS = new Set(
  '# ? $ ! LINENO RANDOM SRANDOM SECONDS UID EUID PPID BASHPID OPTIND EPOCHSECONDS COLUMNS LINES SHLVL'.split(
    ' ',
  ),
);
/** Never empty, and not for a script to choose. */
const FILLED = new Set(
  '0 PATH USER LOGNAME HOSTNAME HOSTTYPE OSTYPE MACHTYPE BASH_VERSION BASH_SOURCE'.split(' '),
);
const SHELLS = new Set(['SHELL', 'BASH']);
export const DEFAULT_IFS = ' \t\n';

/** The values that a variable may have here; a hole where it is not known. */
export function valuesOf(name: string, scope: Scope): readonly Word[] {
  if (/^[1-9]\d*$/.test(name)) {
    const { positional } = scope;
    return [positional ? (positional[Number(name) - 1] ?? textWord('')) : unknown(name)];
  }
  const set = scope.get(name);
  if (set) return set;
  if (NUMBERS.has(name)) return [holeWord({ name: `$${name}`, filled: true, plain: true })];
  if (name === 'PWD') return scope.cwd;
  if (name === 'IFS') return [textWord(DEFAULT_IFS)];
  if (SHELLS.has(name)) return [textWord('/bin/bash')];
  if (name === 'TMPDIR') return [holeWord({ name: '$TMPDIR', filled: true, temp: true })];
  return [FILLED.has(name) ? holeWord({ name: `$${name}`, filled: true }) : unknown(name)];
}

/** The elements of `$@` or of an array; undefined: not known. */
export function elementsOf(name: string, scope: Scope): readonly Word[] | undefined {
  if (name === '@' || name === '*') return scope.positional;
  const list = scope.list(name);
  if (list) return list;
  const values = scope.get(name);
  return values?.length === 1 && values[0]!.value !== undefined ? values : undefined;
}

export const unknown = (name: string): Word => holeWord({ name: `$${name}`, filled: false });
