/** Writes imports in the place of `const x = require('x')` in all its forms. */
import { quote } from './quote.ts';
import type { ModuleText } from './module-text.ts';
import { isStable, type Source } from './source.ts';
import { isName, nameOf, part, parts, staticKey, type Syntax } from './syntax.ts';
import type { Target } from './target.ts';

export interface Hoisted {
  readonly node: Syntax;
  readonly target: Exclude<Target, { kind: 'keep' } | { kind: 'missing' }>;
  readonly specifier: string;
  readonly place: 'top' | 'later';
}

export function rewriteDeclarations(
  source: Source,
  hoisted: ReadonlyMap<Syntax, Hoisted>,
  text: ModuleText,
): void {
  const done = new Set<Syntax>();
  for (const one of hoisted.values()) {
    const parent = source.parentOf(one.node);
    if (one.place === 'top' && parent?.type === 'ExpressionStatement') {
      text.isImport(parent);
      text.edits.overwrite(parent.start, parent.end, `import ${from(one.target).slice('from '.length)};`);
      continue;
    }
    const declaration = one.place === 'top' ? declarationOf(source, one.node) : undefined;
    if (declaration === undefined) replaceByName(one, source, text);
    else if (!done.has(declaration)) {
      done.add(declaration);
      rewriteDeclaration(declaration, { source, hoisted, text });
    }
  }
}

/** The declaration at the top of the file whose value is the call, or a member of it. */
function declarationOf(source: Source, call: Syntax): Syntax | undefined {
  let value = call;
  const parent = source.parentOf(call);
  if (parent?.type === 'MemberExpression' && staticKey(parent) !== undefined) value = parent;
  const declarator = source.parentOf(value);
  if (declarator?.type !== 'VariableDeclarator') return undefined;
  const declaration = source.parentOf(declarator);
  return declaration !== undefined && source.parentOf(declaration) === source.root ? declaration : undefined;
}

interface Context {
  readonly source: Source;
  readonly hoisted: ReadonlyMap<Syntax, Hoisted>;
  readonly text: ModuleText;
}

/** One statement for each import; what else is declared stays a declaration. */
function rewriteDeclaration(declaration: Syntax, context: Context): void {
  const { source, text } = context;
  const kind = String(declaration['kind']);
  const declarators = parts(declaration, 'declarations');
  const written = declarators.map((one) => importFor(one, context));
  if (written.every((one) => one !== undefined)) text.isImport(declaration);
  if (written.every((one) => one === undefined)) {
    for (const one of declarators) replaceIn(one, context);
    return;
  }
  declarators.forEach((one, index) => {
    const statement = written[index];
    const next = declarators[index + 1];
    if (index === 0 && statement !== undefined) text.edits.remove(declaration.start, one.start);
    if (statement === undefined) {
      if (index > 0) text.edits.appendLeft(one.start, `${kind} `);
      replaceIn(one, context);
      if (next) splitBehind(one, next, source, text);
      else if (source.text[declaration.end - 1] !== ';') text.edits.appendLeft(declaration.end, ';');
      return;
    }
    text.edits.overwrite(
      one.start,
      one.end,
      next || source.text[declaration.end - 1] !== ';' ? `${statement};` : statement,
    );
    if (next) splitBehind(one, next, source, text, true);
  });
}

/** The comma between two declarators becomes the end of a statement. */
function splitBehind(one: Syntax, next: Syntax, source: Source, text: ModuleText, ended = false): void {
  const between = source.text.slice(one.end, next.start);
  if (/^\s*,\s*$/.test(between)) {
    text.edits.overwrite(one.end, next.start, ended ? '\n' : ';\n');
    return;
  }
  // Comments stand in between.
  const inside = source.comments.filter(({ start, end }) => start >= one.end && end <= next.start);
  for (let at = one.end; at < next.start; at++) {
    const comment = inside.find(({ start, end }) => at >= start && at < end);
    if (comment) at = comment.end - 1;
    else if (source.text[at] === ',') {
      text.edits.overwrite(at, at + 1, ended ? '' : ';');
      return;
    }
  }
}

/** The import that does what a declarator does; undefined where none does. */
function importFor(declarator: Syntax, { source, hoisted }: Context): string | undefined {
  const init = part(declarator, 'init');
  const id = part(declarator, 'id');
  if (init === undefined || id === undefined) return undefined;
  const whole = hoisted.get(init);
  if (whole !== undefined) {
    if (whole.place !== 'top') return undefined;
    const name = nameOf(id);
    if (name !== undefined)
      return isImportable(source, name, declarator) ? `import ${bindWhole(name, whole.target)}` : undefined;
    const names = whole.target.kind === 'builtin' ? simplePattern(id, whole.target.names) : undefined;
    if (names !== undefined) {
      if (!names.every(([, local]) => isImportable(source, local, declarator))) return undefined;
      const list = names.map(([key, local]) => (key === local ? key : `${key} as ${local}`)).join(', ');
      return `import { ${list} } ${from(whole.target)}`;
    }
    return undefined;
  }
  const member = init.type === 'MemberExpression' ? hoisted.get(part(init, 'object') ?? init) : undefined;
  const key = staticKey(init);
  const local = nameOf(id);
  if (member?.target.kind !== 'builtin' || key === undefined || local === undefined || !isName(key))
    return undefined;
  if (!member.target.names.has(key) || !isImportable(source, local, declarator)) return undefined;
  return `import { ${key === local ? key : `${key} as ${local}`} } ${from(member.target)}`;
}

/** A name that is set once, and of which nobody can see that it is set earlier now. */
function isImportable(source: Source, name: string, declarator: Syntax): boolean {
  const variable = source.own(name);
  if (!variable || !isStable(variable)) return false;
  const first = variable.references.find((reference) => !reference.isWrite())?.identifier as
    Syntax | undefined;
  return first === undefined || first.start > declarator.start;
}

/** `{ a, b: c }` of names that the builtin has. */
function simplePattern(id: Syntax, has: ReadonlySet<string>): [string, string][] | undefined {
  if (id.type !== 'ObjectPattern') return undefined;
  const names: [string, string][] = [];
  for (const one of parts(id, 'properties')) {
    const key = one.type === 'Property' ? staticKey(one) : undefined;
    const local = nameOf(part(one, 'value'));
    if (key === undefined || local === undefined || !isName(key) || !has.has(key)) return undefined;
    names.push([key, local]);
  }
  return names.length > 0 ? names : undefined;
}

/** Calls inside a declarator that is no import itself. */
function replaceIn(declarator: Syntax, { source, hoisted, text }: Context): void {
  const init = part(declarator, 'init');
  if (init === undefined) return;
  for (const node of [init, part(init, 'object')]) {
    const one = node === undefined ? undefined : hoisted.get(node);
    if (one) replaceByName(one, source, text);
  }
}

function replaceByName(one: Hoisted, source: Source, text: ModuleText): void {
  const key = `${one.target.kind} ${one.target.specifier}`;
  const name = text.importWhole(key, one.specifier, (local) => `import ${bindWhole(local, one.target)};`);
  const parent = source.parentOf(one.node);
  // `new (require('x'))()` keeps its parentheses: they are outside of the node.
  const isShort = parent?.type === 'Property' && parent['shorthand'] === true;
  text.edits.overwrite(one.node.start, one.node.end, isShort ? `${name}: ${name}` : name);
}

function bindWhole(name: string, target: Hoisted['target']): string {
  return target.kind === 'commonjs' && target.importAs === 'module.exports'
    ? `{ 'module.exports' as ${name} } ${from(target)}`
    : `${name} ${from(target)}`;
}

/** `from 'x'`. */
function from(target: Hoisted['target']): string {
  return `from ${quote(target.specifier)}${target.kind === 'json' ? " with { type: 'json' }" : ''}`;
}
