/** What a person would call a command line: the script it runs, not the shell, the interpreter or `cd` before it. */
import { posix } from 'node:path';

/** UTF-16 units that are looked at. */
const MOST = 2_000;
/** One word with its quotes, or what separates commands. */
const TOKEN = /(?:[^\s"'\\;&|()<>]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+|[;&|()]+|\d*[<>]+&?/g;
/** Commands that only prepare for the next one. */
const PREPARING = new Set(
  'cd [ [[ test set export source . umask ulimit sleep true : if then for while do echo date printf mkdir { !'.split(
    ' ',
  ),
);
/** Programs that run another one: how many words of their own stand before it, and which options take a word. */
const WRAPPERS: Readonly<Record<string, readonly [words: number, options: string]>> = {
  sudo: [0, 'ugpC'],
  doas: [0, 'uC'],
  env: [0, 'uS'],
  nice: [0, 'n'],
  ionice: [0, 'cnp'],
  exec: [0, 'a'],
  nohup: [0, ''],
  time: [0, 'of'],
  command: [0, ''],
  caffeinate: [0, 'tw'],
  setsid: [0, ''],
  chronic: [0, ''],
  cronic: [0, ''],
  flock: [1, 'wE'],
  lockf: [1, 't'],
  timeout: [1, 'ks'],
  gtimeout: [1, 'ks'],
};
const INTERPRETER =
  /^(?:(?:ba|z|da|k|fi)?sh|node|nodejs|deno|bun|python[\d.]*|pypy[\d.]*|ruby|perl|php|osascript|java|Rscript|lua|npx|tsx|ts-node)$/;
const CODE_FLAG = /^-[a-z]*[ce]$/;
/** Programs whose first word says what they do. */
const WITH_VERB = /^(?:npm|yarn|pnpm|make|git|docker|brew|launchctl|systemctl|rake|artisan)$/;
const EXTENSION = /\.(?:sh|bash|zsh|command|m?js|cjs|ts|py|rb|pl|php|scpt|applescript|jar|app|lua|r)$/i;

/** An id for a task that runs the command; not yet unique. */
export function nameOfCommand(command: string): string {
  return slug(wordsOf(command, 0)) || 'job';
}

/** Text as a task id, or nothing where it has no letter or digit that an id may have. */
export function slug(text: string): string {
  return text
    .slice(0, MOST)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/-{2,}/g, '-')
    .slice(0, 60)
    .replaceAll(/^[._-]+|[._-]+$/g, '');
}

/** Ids that are given once each: `backup`, `backup-2`, `backup-3`. */
export class IdPool {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  take(wanted: string): string {
    let id = wanted;
    for (let n = 2; this.#taken.has(id); n += 1) id = `${wanted}-${n}`;
    this.#taken.add(id);
    return id;
  }
}

function wordsOf(command: string, depth: number): string {
  const commands: string[][] = [[]];
  let redirected = false;
  for (const [token] of command.slice(0, MOST).matchAll(TOKEN)) {
    if (/^[;&|()]+$/.test(token)) commands.push([]);
    else if (/[<>]&?$/.test(token)) redirected = true;
    else if (redirected) redirected = false;
    else commands.at(-1)?.push(token.replaceAll(/["'\\]/g, ''));
  }
  const named = commands.map((words) => nameWords(words, depth));
  return (
    named.find((name) => name !== undefined) ?? slugOf(commands.find((words) => words.length > 0)?.[0] ?? '')
  );
}

function nameWords(all: readonly string[], depth: number): string | undefined {
  const words = [...all];
  for (;;) {
    const word = words.shift();
    if (word === undefined || word === '') return undefined;
    if (/^[A-Za-z_]\w*=/.test(word)) continue;
    const program = posix.basename(word);
    if (PREPARING.has(program)) return undefined;
    const wrapper = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program] : undefined;
    if (wrapper === undefined) return nameProgram(program, words, depth);
    while (words[0]?.startsWith('-') === true) {
      const option = words.shift() ?? '';
      if (option.length === 2 && wrapper[1].includes(option.charAt(1))) words.shift();
    }
    words.splice(0, wrapper[0]);
  }
}

function nameProgram(program: string, words: readonly string[], depth: number): string {
  if (INTERPRETER.test(program)) {
    const code = words.findIndex((word) => CODE_FLAG.test(word));
    const script = words.find((word) => !word.startsWith('-'));
    if (code >= 0 && words.findIndex((word) => !word.startsWith('-')) === code + 1)
      return depth > 0 ? slugOf(program) : wordsOf(words.slice(code + 1).join(' '), 1) || slugOf(program);
    if (script === undefined) return slugOf(program);
    const name = posix.basename(script);
    const verb = words[words.indexOf(script) + 1];
    return WITH_VERB.test(name) && verb !== undefined ? `${name}-${verb}` : slugOf(script);
  }
  if (WITH_VERB.test(program)) {
    const verbs = words.filter((word) => !word.startsWith('-') && word !== 'run' && word !== 'exec');
    return [program, ...verbs.slice(0, 1).map(slugOf)].join('-');
  }
  return slugOf(program);
}

function slugOf(path: string): string {
  return posix.basename(path).replace(EXTENSION, '');
}
