/** Commands that run another one for what they find or read: xargs, find, parallel. */
import { readArguments, valuesOf } from '../arguments.ts';
import { holeWord, joinWords, textWord, wordOf, type Feed, type Piece, type Word } from '../word.ts';
import { findRoots, isNarrowed, narrowings } from './find-roots.ts';
import { command, type Call, type Inner, type Unwrap } from './inner.ts';

const OPERANDS = holeWord({ name: '(what it reads)', filled: true });

/** The words that xargs adds: known where its input is, else what find or ls would list. */
function operandsOf(stdin: Feed, { before, cwd }: Call, separator = /[\s\0]+/): readonly Word[] {
  const [text] = stdin.words;
  if (text && stdin.words.length === 1) {
    if (text.value !== undefined)
      return text.value
        .split(separator)
        .filter((part) => part !== '')
        .slice(0, 500)
        .map((part) => textWord(part.replaceAll(/^(["'])(.*)\1$/g, '$2')));
    return [text];
  }
  const [program, ...args] = before ?? [];
  const name = program?.text.split('/').at(-1);
  if (name === 'find' || name === 'gfind' || name === 'fd' || name === 'fdfind')
    return findRoots(args).map((root) => below(root, isNarrowed(args) ? OPERANDS.pieces : DEEP));
  if (name === 'ls' || name === 'gls') {
    const { operands } = readArguments(args);
    // ls names what is in a folder, without the folder: relative to where xargs runs.
    return (operands.length > 0 ? operands : [cwd]).map((root) => below(root, ALL));
  }
  return [OPERANDS];
}

const ALL: readonly Piece[] = [{ kind: 'glob', text: '*' }];
/** Everything, at any depth. */
const DEEP: readonly Piece[] = [{ kind: 'glob', text: '**' }];
const below = (root: Word, rest: readonly Piece[]): Word =>
  wordOf([...root.pieces, { kind: 'text', text: '/' }, ...rest]);

export const xargs: Unwrap = (args, call) => {
  const read = readArguments(args, {
    valued: 'adEeIiJLlnPRSs',
    long: ['arg-file', 'delimiter', 'max-args', 'max-procs', 'max-lines', 'max-chars', 'process-slot-var'],
    stop: true,
  });
  const words = read.rest;
  if (words.length === 0) return [];
  const [place] = [...valuesOf(read, 'I', 'J', 'replace'), ...(read.flags.has('i') ? [textWord('{}')] : [])];
  const mark = place?.text === '' ? '{}' : place?.text;
  const fromFile = read.flags.has('a') || read.flags.has('arg-file');
  // A line is one operand there, and whatever is between NULs.
  const byLine =
    mark !== undefined || ['0', 'null', 'd', 'delimiter', 'L'].some((flag) => read.flags.has(flag));
  const operands = fromFile ? [OPERANDS] : operandsOf(call.stdin, call, byLine ? /[\n\0]+/ : undefined);
  if (mark === undefined) return command([...words, ...operands]);
  return operands.slice(0, 8).map((operand): Inner => ({
    kind: 'command',
    words: words.map((word) => replaced(word, mark, operand)),
  }));
};

export function replaced(word: Word, mark: string, by: Word): Word {
  if (!word.text.includes(mark)) return word;
  const pieces: Piece[] = [];
  for (const piece of word.pieces) {
    if (piece.kind !== 'text') {
      pieces.push(piece);
      continue;
    }
    piece.text.split(mark).forEach((text, at) => {
      if (at > 0) pieces.push(...by.pieces);
      pieces.push({ kind: 'text', text });
    });
  }
  return wordOf(pieces);
}

const EXECUTES = new Set(['-exec', '-execdir', '-ok', '-okdir']);

export const find: Unwrap = (args) => {
  const found: Inner[] = [];
  const roots = findRoots(args);
  const narrowed = narrowings(args);
  for (let at = 0; at < args.length; at += 1) {
    if (!EXECUTES.has(args[at]!.text)) continue;
    const start = at + 1;
    let end = start;
    // It ends at `;`, or at a `+` right after `{}`.
    while (
      end < args.length &&
      args[end]!.text !== ';' &&
      !(args[end]!.text === '+' && args[end - 1]!.text === '{}')
    )
      end += 1;
    for (const root of roots.slice(0, 8)) {
      const operand = below(root, narrowed[at] ? OPERANDS.pieces : DEEP);
      found.push({
        kind: 'command',
        words: args.slice(start, end).map((word) => replaced(word, '{}', operand)),
      });
    }
    at = end;
  }
  return found;
};

/** fd(1): `-x` and `-X` take all the words that follow. */
export const fd: Unwrap = (args) => {
  const at = args.findIndex(({ text }) => ['-x', '-X', '--exec', '--exec-batch'].includes(text));
  if (at < 0) return [];
  const end = args.findIndex(({ text }, index) => index > at && text === ';');
  const words = args.slice(at + 1, end < 0 ? undefined : end);
  const marked = words.some(({ text }) => text.includes('{'));
  return command(marked ? words.map((word) => replaced(word, '{}', OPERANDS)) : [...words, OPERANDS]);
};

/** GNU parallel: a shell reads its command, with what comes after `:::` or from the input put in. */
export const parallel: Unwrap = (args, call) => {
  const { rest } = readArguments(args, {
    valued: 'jaIndNSC',
    long: 'jobs max-procs arg-file colsep delimiter joblog results timeout retries delay load memfree tmpdir workdir wd sshlogin halt'.split(
      ' ',
    ),
    stop: true,
  });
  const separator = rest.findIndex(({ text }) => /^:::\+?:?$/.test(text));
  const template = separator < 0 ? rest : rest.slice(0, separator);
  const given =
    separator < 0
      ? operandsOf(call.stdin, call)
      : rest.slice(separator + 1).filter(({ text }) => !text.startsWith(':::'));
  if (template.length === 0) return given.slice(0, 32).map((script): Inner => ({ kind: 'script', script }));
  const line = joinWords([...template], ' ');
  return given.slice(0, 32).map((word): Inner => ({
    kind: 'script',
    script: line.text.includes('{}') ? replaced(line, '{}', word) : joinWords([line, word], ' '),
  }));
};
