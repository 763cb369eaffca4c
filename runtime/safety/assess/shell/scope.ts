/**
 * The variables, functions and folder at one point of a script. Branches fork it; where they meet again a variable may
 * have any of the values it has in one of them.
 */
import type { Function as FunctionNode } from 'unbash';
import { Exceeded, MAX_CHOICES, MAX_LIST, MAX_VARIABLES } from '../bounds.ts';
import { holeWord, type Feed, type Word } from '../word.ts';

interface Binding {
  /** The values that it may have. */
  readonly choices: readonly Word[];
  /** Its elements, where it is an array. */
  readonly list?: readonly Word[];
}

const CWD = '\0cwd';
const POSITIONAL = '\0positional';

export class Scope {
  private readonly own = new Map<string, Binding>();
  private readonly calls = new Map<string, FunctionNode>();
  private readonly exports = new Set<string>();
  private readonly parent: Scope | undefined;
  private ownInput: Feed | undefined;

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  get(name: string): readonly Word[] | undefined {
    return this.find(name)?.choices;
  }

  list(name: string): readonly Word[] | undefined {
    return this.find(name)?.list;
  }

  set(name: string, choices: readonly Word[]): void {
    this.bind(name, { choices: distinct(choices, name) });
  }

  setList(name: string, list: readonly Word[]): void {
    this.bind(name, { choices: list.slice(0, 1), list });
  }

  /** From here on its value is not known, or one of those that it has. */
  blur(name: string): void {
    const before = this.find(name);
    this.bind(name, { choices: distinct([...(before?.choices ?? []), unknown(name)], name) });
  }

  /** Something ran that may have set anything. */
  blurAll(): void {
    for (const name of this.names()) if (!name.startsWith('\0')) this.blur(name);
    this.set(CWD, [...this.cwd, unknown('the folder', true)]);
  }

  get cwd(): readonly Word[] {
    return this.get(CWD) ?? [unknown('the folder', true)];
  }

  set cwd(choices: readonly Word[]) {
    this.set(CWD, choices);
  }

  /** What `exec < file` left as the input of all that follows. */
  get input(): Feed | undefined {
    return this.ownInput ?? this.parent?.input;
  }

  set input(feed: Feed | undefined) {
    this.ownInput = feed;
  }

  /** `$1`, `$2` …; undefined: not known. */
  get positional(): readonly Word[] | undefined {
    return this.list(POSITIONAL);
  }

  set positional(words: readonly Word[] | undefined) {
    this.bind(POSITIONAL, words ? { choices: [], list: words } : { choices: [] });
  }

  function(name: string): FunctionNode | undefined {
    return this.calls.get(name) ?? this.parent?.function(name);
  }

  define(name: string, node: FunctionNode): void {
    if (this.calls.size >= MAX_VARIABLES) throw new Exceeded('it has too many functions');
    this.calls.set(name, node);
  }

  export(name: string): void {
    if (this.exports.size < MAX_VARIABLES) this.exports.add(name);
  }

  private exported(name: string): boolean {
    return this.exports.has(name) || this.exports.has('*') || (this.parent?.exported(name) ?? false);
  }

  /** What a program that is started here gets: what is not exported it does not know. */
  child(positional: readonly Word[]): Scope {
    const child = this.fork();
    for (const name of this.names()) if (!name.startsWith('\0') && !this.exported(name)) child.blur(name);
    child.positional = positional;
    return child;
  }

  /** A copy that changes by itself. */
  fork(): Scope {
    return new Scope(this);
  }

  /** Takes over what branches came to. `all`: one of them surely ran. */
  merge(forks: readonly Scope[], all: boolean): void {
    const names = new Set(forks.flatMap((fork) => [...fork.own.keys()]));
    for (const name of names) {
      const bindings = forks.map((fork) => fork.find(name));
      if (!all) bindings.push(this.find(name));
      const lists = bindings.map((binding) => binding?.list);
      if (bindings.some((binding) => binding?.list)) {
        const [first] = lists;
        const same = first && lists.every((list) => list && sameWords(list, first));
        if (same) this.bind(name, { choices: first.slice(0, 1), list: first });
        else this.bind(name, { choices: [unknown(name)] });
        continue;
      }
      this.bind(name, {
        choices: distinct(
          bindings.flatMap((binding) => binding?.choices ?? [unknown(name)]),
          name,
        ),
      });
    }
    for (const fork of forks) {
      for (const [name, node] of fork.calls) this.define(name, node);
      for (const name of fork.exports) this.export(name);
    }
  }

  private find(name: string): Binding | undefined {
    return this.own.get(name) ?? this.parent?.find(name);
  }

  private bind(name: string, binding: Binding): void {
    if ((binding.list?.length ?? 0) > MAX_LIST) throw new Exceeded('it has too long a list');
    if (this.own.size >= MAX_VARIABLES && !this.own.has(name))
      throw new Exceeded('it has too many variables');
    this.own.set(name, binding);
  }

  private names(): Set<string> {
    return new Set([...(this.parent?.names() ?? []), ...this.own.keys()]);
  }
}

function unknown(name: string, filled = false): Word {
  return holeWord({ name: name.startsWith('\0') || name.includes(' ') ? name : `$${name}`, filled });
}

function distinct(words: readonly Word[], name: string): readonly Word[] {
  if (words.length < 2) return words;
  const seen = new Map<string, Word>();
  for (const word of words) seen.set(`${word.value === undefined ? '?' : '='}${word.text}`, word);
  return seen.size > MAX_CHOICES
    ? [...[...seen.values()].slice(0, MAX_CHOICES - 1), unknown(name)]
    : [...seen.values()];
}

const sameWords = (a: readonly Word[], b: readonly Word[]): boolean =>
  a.length === b.length && a.every((word, at) => word.text === b[at]!.text);
