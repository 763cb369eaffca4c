/** The text while it is rewritten: edits in place, lines for the head and for the end. */
import { MagicString } from 'magic-string';
import { FreshNames } from './names.ts';
import { directives, type Source } from './source.ts';
import { parts, type Syntax } from './syntax.ts';

export class ModuleText {
  readonly edits: MagicString;
  readonly names: FreshNames;
  /** Imports that stand for no statement of the source. */
  readonly #imports = new Map<string, string>();
  readonly #head: string[] = [];
  readonly #end: string[] = [];
  readonly #source: Source;
  readonly #statements = new Set<Syntax>();
  #require: string | undefined;

  constructor(source: Source) {
    this.#source = source;
    this.edits = new MagicString(source.text);
    this.names = new FreshNames(
      source.names,
      (name) => source.own(name) !== undefined || source.free.has(name),
    );
  }

  /** @returns the name under which a whole module is imported at the head */
  importWhole(key: string, specifier: string, statement: (name: string) => string): string {
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const name = this.names.forSpecifier(specifier);
    this.#imports.set(key, name);
    this.#head.push(statement(name));
    return name;
  }

  /** A `require` of its own, which loads as it did before. */
  needRequire(): void {
    if (this.#require !== undefined) return;
    this.#require = this.names.take('createRequire');
    const what = this.#require === 'createRequire' ? 'createRequire' : `createRequire as ${this.#require}`;
    this.#head.unshift(`import { ${what} } from 'node:module';`);
    this.head(`const require = ${this.#require}(import.meta.url);`);
  }

  /** A statement of the file that is an import now. */
  isImport(statement: Syntax): void {
    this.#statements.add(statement);
  }

  head(line: string): void {
    this.#head.push(line);
  }

  end(line: string): void {
    this.#end.push(line);
  }

  toString(): string {
    const { text, root } = this.#source;
    const strict = directives(root).filter((one) => one['directive'] === 'use strict');
    for (const one of strict) this.#removeLine(one.start, one.end);
    // Imports first: what is made of them comes behind those that stand at the top already.
    this.#insert(headPlace(text, this.#source), this.#head.filter(isImport));
    const others = this.#head.filter((line) => !isImport(line));
    const last = this.#lastOfFirstImports();
    if (last === undefined) this.#insert(headPlace(text, this.#source), others);
    else if (others.length > 0) this.edits.appendLeft(lineEnd(text, last.end), `\n${others.join('\n')}`);
    let result = this.edits.toString();
    if (this.#end.length > 0) result = `${result.replace(/\s*$/, '')}\n\n${this.#end.join('\n')}\n`;
    result = result.replace(/^(?:\r?\n)+/, '');
    // One kind of line end; in templates both kinds are the same to the language.
    return text.includes('\r\n') ? result.replace(/\r?\n/g, '\r\n') : result;
  }

  #insert(at: number, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const isStart = at === 0 || this.#source.text[at - 1] === '\n';
    this.edits.appendLeft(at, `${isStart ? '' : '\n'}${lines.join('\n')}\n`);
  }

  /** The last import of those that the file begins with. */
  #lastOfFirstImports(): Syntax | undefined {
    const body = parts(this.#source.root, 'body').filter((one) => typeof one['directive'] !== 'string');
    const end = body.findIndex((one) => !this.#statements.has(one));
    return body[(end === -1 ? body.length : end) - 1];
  }

  /** With its line where nothing else is on it. */
  #removeLine(start: number, end: number): void {
    const { text } = this.#source;
    let last = end;
    while (text[last] === ' ' || text[last] === '\t') last += 1;
    const alone = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
    if (alone && text[last] === '\r') last += 1;
    if (alone && text[last] === '\n') last += 1;
    // A comment behind it stays, without the space before it.
    else if (!alone || text[last] !== '/') last = end;
    this.edits.remove(start, last);
    // `'use strict'` without a semicolon and an empty line after it: one is enough.
    if (alone && text[last] === '\n' && (start === 0 || text.slice(0, start).endsWith('\n\n')))
      this.edits.remove(last, last + 1);
  }
}

/** Behind a comment on the same line. */
function lineEnd(text: string, at: number): number {
  const rest = /^[ \t]*(?:\/\/[^\n]*)?(?=\r?\n|$)/.exec(text.slice(at));
  return at + (rest?.[0].length ?? 0);
}

const isImport = (line: string): boolean => line.startsWith('import ');

/** Behind the hash bang, and behind comments that an empty line parts from the code: those are about the file. */
function headPlace(text: string, { comments, root }: Source): number {
  const bang = text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
  const first = (root['body'] as { start: number }[])[0]?.start ?? text.length;
  let place = bang;
  for (const { start, end, type } of comments) {
    if (start < bang || start >= first || (type === 'Line' && start === 0 && bang > 0)) continue;
    const gap = /^[ \t]*\r?\n(?:[ \t]*\r?\n)+/.exec(text.slice(end));
    if (gap) place = end + gap[0].length;
  }
  return place;
}
