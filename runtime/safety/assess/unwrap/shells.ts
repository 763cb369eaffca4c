/** Shells: a text after `-c`, a file, or whatever comes in. And the builtins that read text as commands. */
import { hasFlag, readArguments } from '../arguments.ts';
import { INPUT, joinWords, textWord, type Feed, type Word } from '../word.ts';
import { ask, type Inner, type Unwrap } from './inner.ts';

export const SHELLS = new Set('sh bash zsh dash ksh ash mksh rbash bash5 ksh93 yash hush posh'.split(' '));
/** Their language is another one, which is not read here. */
export const OTHER_SHELLS = new Set('fish csh tcsh pwsh powershell nu xonsh elvish rc es osh'.split(' '));

const VALUED = 'oO';
const LONG = ['rcfile', 'init-file'];

export const shell: Unwrap = (given, { stdin }) => {
  const args = withoutPlus(given);
  const { flags, operands, values, unsure } = readArguments(args, { valued: VALUED, long: LONG, stop: true });
  const found: Inner[] = [];
  for (const file of [...(values.get('rcfile') ?? []), ...(values.get('init-file') ?? [])])
    found.push({ kind: 'file', path: file, args: [], language: 'shell' });
  const rest = afterOptions(args);
  if (flags.has('c')) {
    const [script, zero, ...positional] = rest;
    if (script) found.push({ kind: 'script', script, args: positional, zero });
    else found.push(ask('unparsed', 50, 'a shell is given its script in a way that cannot be read'));
  } else if (operands.length > 0 && !flags.has('s')) {
    const [path, ...positional] = rest;
    found.push(fileOrContent(path!, positional));
  } else if (stdin !== INPUT || flags.has('s')) {
    found.push({ kind: 'feed', feed: stdin, language: 'shell' });
  }
  if (unsure && operands.length === 0 && !flags.has('c'))
    found.push(ask('unparsed', 50, 'a shell is given options that only the run will know'));
  return found;
};

/** `+x` takes back what `-x` gives; it says nothing of what is run. */
function withoutPlus(args: readonly Word[]): readonly Word[] {
  let at = 0;
  while (/^[-+]/.test(args[at]?.text ?? '') && args[at]!.text !== '--') at += 1;
  return [...args.slice(0, at).filter(({ text }) => !text.startsWith('+')), ...args.slice(at)];
}

/** What follows the options, where the `-c` of a shell takes its text from the operands, not from the next word. */
function afterOptions(args: readonly Word[]): readonly Word[] {
  return readArguments(args, { valued: VALUED, long: LONG, stop: true }).rest;
}

/** A script's file, unless it is what another command writes. */
export function fileOrContent(path: Word, args: readonly Word[], here?: true): Inner {
  const content = contentOf(path);
  const same = here ? { here } : {};
  return content
    ? { kind: 'feed', feed: content, language: 'shell', ...same }
    : { kind: 'file', path, args, language: 'shell', ...same };
}

function contentOf(path: Word): Feed | undefined {
  const [only] = path.pieces;
  return path.pieces.length === 1 && only?.kind === 'hole' ? only.hole.content : undefined;
}

const INPUTS = new Set(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0', '-']);

export const source: Unwrap = (args, { stdin }) => {
  const [path, ...rest] = args[0]?.text === '--' ? args.slice(1) : args;
  if (!path) return [];
  if (INPUTS.has(path.text)) return [{ kind: 'feed', feed: stdin, language: 'shell', here: true }];
  return [fileOrContent(path, rest, true)];
};

export const evaluate: Unwrap = (args) => {
  const words = args[0]?.text === '--' ? args.slice(1) : args;
  if (words.length === 0) return [];
  return [{ kind: 'script', script: joinWords([...words], ' '), here: true }];
};

export const trap: Unwrap = (args) => {
  const words = args[0]?.text === '--' ? args.slice(1) : args;
  const [script] = words;
  if (!script || words.length < 2 || script.text.startsWith('-') || script.text === '') return [];
  return [{ kind: 'script', script, here: true }];
};

/** `alias x='…'`: the text is looked at where it is given, whether or not it is used. */
export const alias: Unwrap = (args) =>
  args.flatMap((word): readonly Inner[] => {
    const equals = word.text.indexOf('=');
    const [first, ...rest] = word.pieces;
    if (equals <= 0 || first?.kind !== 'text' || first.text.length < equals) return [];
    const start = textWord(first.text.slice(first.text.indexOf('=') + 1));
    const script = joinWords(
      [start, { ...word, pieces: rest, text: '', value: rest.length > 0 ? undefined : '' }],
      '',
    );
    return [{ kind: 'script', script }];
  });

/** `mapfile -C 'command'` calls it for every few lines. */
export const mapfile: Unwrap = (args) => {
  const { values } = readArguments(args, { valued: 'dnOsuCc' });
  return (values.get('C') ?? []).map((script): Inner => ({ kind: 'script', script }));
};

export const hash: Unwrap = (args) =>
  hasFlag(readArguments(args, { valued: 'p' }), 'p')
    ? [ask('unparsed', 60, 'gives a program the name of another')]
    : [];

export const enable: Unwrap = (args) =>
  hasFlag(readArguments(args, { valued: 'f' }), 'f')
    ? [ask('environment_loader', 70, 'loads foreign code into the shell')]
    : [];
