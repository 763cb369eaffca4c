/** Interpreters of other languages: code on the line, in a file, or from the input. */
import { readArguments, valuesOf } from '../arguments.ts';
import { INPUT, joinWords, textWord, type Word } from '../word.ts';
import { ask, type Inner, type Language, type Unwrap } from './inner.ts';

interface Interpreter {
  readonly language: Language;
  /** Options whose value is code. */
  readonly code: readonly string[];
  readonly valued: string;
  readonly long: readonly string[];
  /** Options that load a module first. */
  readonly loads?: readonly string[];
}

const JAVASCRIPT: Interpreter = {
  language: 'javascript',
  code: ['e', 'p', 'eval', 'print', 'pe'],
  valued: 'eprC',
  long: [
    'eval',
    'print',
    'require',
    'import',
    'loader',
    'experimental-loader',
    'conditions',
    'env-file',
    'input-type',
    'disable-warning',
    'title',
  ],
  loads: ['r', 'require', 'import', 'loader', 'experimental-loader'],
};
const PYTHON: Interpreter = {
  language: 'python',
  code: ['c'],
  valued: 'cWXm',
  long: ['check-hash-based-pycs'],
};
const PERL: Interpreter = { language: 'perl', code: ['e', 'E'], valued: 'eEIMmxC', long: [] };
const RUBY: Interpreter = { language: 'ruby', code: ['e'], valued: 'eIrCEFKTW', long: [] };
const PHP: Interpreter = {
  language: 'php',
  code: ['r', 'B', 'R', 'E'],
  valued: 'rBREfcdStz',
  long: ['run', 'process-code', 'process-begin', 'process-end'],
};
const OSASCRIPT: Interpreter = { language: 'applescript', code: ['e'], valued: 'els', long: [] };

const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  node: JAVASCRIPT,
  nodejs: JAVASCRIPT,
  tsx: JAVASCRIPT,
  'ts-node': JAVASCRIPT,
  electron: JAVASCRIPT,
  deno: JAVASCRIPT,
  bun: JAVASCRIPT,
  python: PYTHON,
  python2: PYTHON,
  python3: PYTHON,
  pypy: PYTHON,
  pypy3: PYTHON,
  ipython: PYTHON,
  perl: PERL,
  ruby: RUBY,
  jruby: RUBY,
  php: PHP,
  osascript: OSASCRIPT,
  lua: { language: 'any', code: ['e'], valued: 'el', long: [] },
  luajit: { language: 'any', code: ['e'], valued: 'el', long: [] },
  rscript: { language: 'any', code: ['e'], valued: 'e', long: [] },
  julia: { language: 'any', code: ['e', 'E', 'eval', 'print'], valued: 'eELJC', long: ['eval', 'print'] },
  tclsh: { language: 'any', code: [], valued: '', long: [] },
  expect: { language: 'any', code: ['c'], valued: 'cf', long: [] },
  groovy: { language: 'any', code: ['e'], valued: 'e', long: [] },
  elixir: { language: 'any', code: ['e', 'eval'], valued: 'e', long: ['eval'] },
  erl: { language: 'any', code: ['eval'], valued: '', long: ['eval'] },
  guile: { language: 'any', code: ['c'], valued: 'c', long: [] },
  sbcl: { language: 'any', code: ['eval'], valued: '', long: ['eval', 'load'] },
  gdb: { language: 'any', code: ['ex', 'eval-command'], valued: '', long: ['ex', 'eval-command'] },
};

/** `python3.12`, `perl5.36.0`, `lua5.4`. */
const versionless = (name: string): string => name.replace(/-?\d+(?:\.\d+)+$/, '');

export const interpreterOf = (name: string): Interpreter | undefined => {
  if (Object.hasOwn(INTERPRETERS, name)) return INTERPRETERS[name];
  const plain = versionless(name);
  return Object.hasOwn(INTERPRETERS, plain) ? INTERPRETERS[plain] : undefined;
};

const ONLY_ASK = new Set(['version', 'V', 'v', 'help', 'h', 'check']);

export const interpreter: Unwrap = (args, { name, stdin }) => {
  const { language, code, valued, long, loads = [] } = interpreterOf(name)!;
  // A cluster such as `-ne` of perl or `-Sc` of python ends with the option that takes the code.
  const given = language === 'javascript' ? javascriptArguments(name, args) : args;
  const read = readArguments(given, {
    valued,
    long: [...long, ...code.filter((option) => option.length > 1)],
    stop: true,
  });
  const all = readArguments(given, {
    valued,
    long: [...long, ...code.filter((option) => option.length > 1)],
  });
  const found: Inner[] = valuesOf(read, ...loads).map((word): Inner =>
    /^\.{0,2}\//.test(word.text)
      ? { kind: 'file', path: word, args: [], language }
      : ask('environment_loader', 40, `loads ${word.text} into ${name}`),
  );
  const texts = valuesOf(language === 'perl' || language === 'ruby' ? all : read, ...code);
  if (texts.length > 0) return [...found, { kind: 'code', language, code: joinWords([...texts], '\n') }];
  const module = language === 'python' ? valuesOf(read, 'm')[0] : undefined;
  if (module) return [...found, ...pythonModule(module.text, read.rest)];
  const [path, ...rest] = read.rest;
  if (path && path.text !== '-' && path.text !== '/dev/stdin') {
    const [only] = path.pieces;
    const content = path.pieces.length === 1 && only?.kind === 'hole' ? only.hole.content : undefined;
    return [
      ...found,
      content ? { kind: 'feed', feed: content, language } : { kind: 'file', path, args: rest, language },
    ];
  }
  if (stdin !== INPUT && ![...read.flags].some((flag) => ONLY_ASK.has(flag)))
    found.push({ kind: 'feed', feed: stdin, language });
  return found;
};

/** `-pe` of node is `-p` and `-e` at once. */
function javascriptArguments(name: string, args: readonly Word[]): readonly Word[] {
  if (name === 'deno' || name === 'bun') return withoutVerb(args);
  return args.map((word) => (word.text === '-pe' || word.text === '-ep' ? textWord('-e') : word));
}

function withoutVerb(args: readonly Word[]): readonly Word[] {
  if (args[0]?.text === 'run')
    return args
      .slice(1)
      .filter(
        ({ text }, at, all) =>
          !(text.startsWith('--allow') && all.slice(0, at).every((word) => word.text.startsWith('-'))),
      );
  if (args[0]?.text === 'eval')
    return [textWord('-e'), ...args.slice(1).filter(({ text }) => !text.startsWith('-'))];
  return args;
}

const HARMLESS_MODULES =
  /^(?:http\.server|json\.tool|venv|unittest|pytest|timeit|zipfile|tarfile|base64|compileall|py_compile|black|ruff|mypy|flake8|this|calendar|doctest|pdb|cProfile|gzip|site|platform|sysconfig)$/;

function pythonModule(module: string, args: readonly Word[]): readonly Inner[] {
  if (module === 'pip' || module === 'ensurepip')
    return [{ kind: 'command', words: [textWord('pip'), ...args] }];
  return HARMLESS_MODULES.test(module)
    ? []
    : [{ kind: 'note', rule: 'foreign_code', points: 10, text: `runs the Python module ${module}` }];
}
