/** Runners of a project's own scripts: what they run is in its files. */
import { readArguments, valuesOf } from '../arguments.ts';
import { joinWords, textWord, wordOf, type Word } from '../word.ts';
import { ask, type Inner, type Unwrap } from './inner.ts';

const NPM_OPTIONS = {
  valued: 'CwL',
  long: ['prefix', 'workspace', 'loglevel', 'registry', 'dir', 'filter', 'cwd', 'call', 'package'],
  stop: true,
} as const;
const SHORT = new Set([
  'test',
  't',
  'tst',
  'start',
  'stop',
  'restart',
  'build',
  'lint',
  'check',
  'dev',
  'format',
]);

export const build: Unwrap = (args, { name }) => {
  if (name === 'make' || name === 'gmake') return make(args);
  const read = readArguments(args, NPM_OPTIONS);
  const scripts = valuesOf(read, 'call').map((script): Inner => ({ kind: 'script', script }));
  if (name === 'npx' || name === 'pnpx' || name === 'bunx') return [...scripts, ...packageProgram(args)];
  const [verb, ...rest] = read.rest;
  if (!verb) return scripts;
  if (verb.text === 'exec' || verb.text === 'dlx' || verb.text === 'x')
    return [...scripts, ...packageProgram(rest)];
  const isRun = verb.text === 'run' || verb.text === 'run-script' || verb.text === 'rum';
  const script = isRun
    ? rest.find(({ text }) => !text.startsWith('-'))
    : SHORT.has(verb.text)
      ? textWord(verb.text === 't' || verb.text === 'tst' ? 'test' : verb.text)
      : undefined;
  if (!script) return scripts;
  const [folder] = valuesOf(read, 'prefix', 'C', 'dir', 'cwd');
  const path = folder
    ? wordOf([...folder.pieces, { kind: 'text', text: '/package.json' }])
    : textWord('package.json');
  const after = rest.findIndex(({ text }) => text === '--');
  const more = after < 0 ? [] : rest.slice(after + 1);
  return [...scripts, { kind: 'project', path, script, args: more }];
};

/** The program of a package: the first word that is no option. */
function packageProgram(args: readonly Word[]): readonly Inner[] {
  const { rest, values } = readArguments(args, { valued: 'pc', long: ['package', 'call'], stop: true });
  const scripts = [...(values.get('c') ?? []), ...(values.get('call') ?? [])].map((script): Inner => ({
    kind: 'script',
    script,
  }));
  const words = rest[0]?.text === '--' ? rest.slice(1) : rest;
  return words.length > 0 ? [...scripts, { kind: 'command', words }] : scripts;
}

/** make(1): its file says what it runs; variables on its line may be commands. */
function make(args: readonly Word[]): readonly Inner[] {
  const read = readArguments(args, {
    valued: 'fCIjlOoW',
    long: ['file', 'makefile', 'directory', 'eval', 'jobs'],
  });
  const [folder] = valuesOf(read, 'C', 'directory');
  const files = valuesOf(read, 'f', 'file', 'makefile');
  // A variable given on the line may be one that a recipe runs.
  const overrides = read.operands.flatMap(({ text }): readonly Inner[] => {
    const value = /^[A-Za-z_.][\w.]*\s?[:?+]?=(.+)$/s.exec(text)?.[1];
    return value === undefined ? [] : [{ kind: 'script', script: textWord(value) }];
  });
  const evaluated = valuesOf(read, 'eval').map((script): Inner => ({
    kind: 'note',
    rule: 'foreign_code',
    points: 45,
    text: `make is given \`${script.text}\` to evaluate`,
    effect: 'ask',
  }));
  const place = (file: Word): Word => (folder ? joinWords([folder, file], '/') : file);
  return [
    ...(files.length > 0 ? files : [textWord('Makefile')]).map((file): Inner =>
      /^(?:-$|\/dev\/|\/proc\/)/.test(file.text)
        ? ask('script_unread', 45, 'make reads its recipes from its input')
        : { kind: 'makefile', path: place(file) },
    ),
    ...evaluated,
    ...overrides,
  ];
}
