/** Builtins that change what comes after them: variables, the folder, the arguments (bash(1), "SHELL BUILTIN COMMANDS"). */
import { readArguments } from '../arguments.ts';
import { afterText, leadingText, textWord, wordOf, type Feed, type Word } from '../word.ts';
import { printedWith } from '../feeds/print-text.ts';
import type { Scope } from './scope.ts';
import { unknown, valuesOf } from './variables.ts';

type Builtin = (args: readonly Word[], scope: Scope, stdin: Feed) => void;

const MAX_FOLDER = 4_096;

const cd: Builtin = (args, scope) => {
  const { operands } = readArguments(args);
  const [target] = operands;
  if (!target) scope.cwd = valuesOf('HOME', scope);
  else if (target.text === '-' || /^[+-]\d+$/.test(target.text)) scope.cwd = [unknown('OLDPWD')];
  else scope.cwd = scope.cwd.map((cwd) => folder(cwd, target));
};

export function folder(cwd: Word, target: Word): Word {
  const [first] = target.pieces;
  if (first?.kind === 'text' && first.text.startsWith('/')) return target;
  // Into nothing, one stays where one is; a variable that is not known leads anywhere but to the root.
  if (first?.kind === 'hole' && !first.hole.plain)
    return wordOf([{ kind: 'hole', hole: { ...first.hole, filled: true } }, ...target.pieces.slice(1)]);
  const joined = wordOf([...cwd.pieces, { kind: 'text', text: '/' }, ...target.pieces]);
  return joined.text.length > MAX_FOLDER || joined.pieces.length > 64 ? unknown('PWD') : joined;
}

const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);

const read: Builtin = (args, scope, stdin) => {
  const { operands, values } = readArguments(args, { valued: 'adinNptu' });
  const arrays = values.get('a') ?? [];
  const names = [...operands, ...arrays].map(({ text }) => text).filter(isName);
  const [text] = stdin.words;
  if (
    names.length === 1 &&
    arrays.length === 0 &&
    stdin.words.length === 1 &&
    text?.value !== undefined &&
    !text.value.includes('\\')
  ) {
    const lines = text.value.split('\n').filter((line) => line !== '');
    if (lines.length > 0 && lines.length <= 32) {
      scope.set(
        names[0]!,
        lines.map((line) => textWord(line.trim())),
      );
      return;
    }
  }
  for (const name of names.length > 0 ? names : ['REPLY']) scope.set(name, [unknown(name)]);
};

const declare: Builtin = (args, scope) => {
  const { flags } = readArguments(args);
  for (const word of args) {
    const text = leadingText(word);
    const name = /^([A-Za-z_][A-Za-z0-9_]*)(?:\+?=|$)/.exec(text)?.[1];
    if (name === undefined) continue;
    // A name for another variable: its value is that one's.
    if (flags.has('n')) scope.set(name, [unknown(name)]);
    else if (text.includes('+=')) scope.blur(name);
    else if (text.includes('=')) scope.set(name, [afterText(word, text.indexOf('=') + 1)]);
  }
};

const exporting: Builtin = (args, scope, stdin) => {
  declare(args, scope, stdin);
  for (const word of args) {
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(leadingText(word))?.[0];
    if (name !== undefined) scope.export(name);
  }
};

const BUILTINS: Readonly<Record<string, Builtin>> = {
  cd,
  chdir: cd,
  pushd: cd,
  popd: (_, scope) => {
    scope.cwd = [unknown('OLDPWD')];
  },
  read,
  mapfile: (args, scope) => {
    for (const { text } of readArguments(args, { valued: 'dnOsuCc' }).operands)
      if (isName(text)) scope.set(text, [unknown(text)]);
  },
  readarray: (args, scope) => {
    for (const { text } of readArguments(args, { valued: 'dnOsuCc' }).operands)
      if (isName(text)) scope.set(text, [unknown(text)]);
  },
  alias: (args, scope) => {
    for (const word of args) {
      const name = /^([^=\s]+)=/.exec(leadingText(word))?.[1];
      if (name !== undefined) scope.set(`\0alias ${name}`, [afterText(word, name.length + 1)]);
    }
  },
  getopts: (args, scope) => {
    for (const name of [args[1]?.text ?? '', 'OPTARG']) if (isName(name)) scope.set(name, [unknown(name)]);
  },
  unset: (args, scope) => {
    for (const { text } of readArguments(args).operands) if (isName(text)) scope.set(text, [textWord('')]);
  },
  set: (args, scope) => {
    if (args.some(({ text }) => /^-\w*a/.test(text))) scope.export('*');
    const at = args.findIndex(({ text }) => text === '--');
    if (at >= 0) scope.positional = args.slice(at + 1);
    else {
      const { rest } = readArguments(args, { valued: 'o', stop: true });
      if (rest.length > 0) scope.positional = rest;
    }
  },
  shift: (args, scope) => {
    const count = Number(args[0]?.value ?? 1);
    scope.positional = Number.isInteger(count) ? scope.positional?.slice(count) : undefined;
  },
  printf: (args, scope) => {
    if (args[0]?.text !== '-v' || !args[1]) return;
    const name = args[1].text;
    if (isName(name)) scope.set(name, [printedWith(args.slice(2)) ?? unknown(name)]);
  },
  declare: (args, scope, stdin) =>
    (args.some(({ text }) => /^-\w*x/.test(text)) ? exporting : declare)(args, scope, stdin),
  typeset: declare,
  local: declare,
  readonly: declare,
  export: exporting,
};

export function runBuiltin(name: string, args: readonly Word[], scope: Scope, stdin: Feed): void {
  if (Object.hasOwn(BUILTINS, name)) BUILTINS[name]!(args, scope, stdin);
}

const EVALUATE_SUBSCRIPTS = new Set(
  'test [ printf read unset declare typeset local export readonly let mapfile readarray wait'.split(' '),
);

/** A subscript is evaluated even inside of single quotes: `test -v 'x[$(…)]'` runs what is in it. */
export const evaluatesSubscript = (name: string, args: readonly Word[]): boolean =>
  EVALUATE_SUBSCRIPTS.has(name) &&
  args.some(({ text }) => {
    const start = text.indexOf('[');
    return start >= 0 && (text.includes('$(', start) || text.includes('`', start));
  });
