/** A CommonJS file as read: its tree, who is whose child, and which names are its own. */
import { parse, type Comment } from 'acorn';
import { analyze, type Scope, type ScopeManager, type Variable } from 'eslint-scope';
import { walkTree } from '../../deploy/modules/syntax-tree.ts';
import { isFunction, nameOf, part, parts, type Syntax, type Visit } from './syntax.ts';

export interface FreeUse {
  readonly node: Syntax;
  readonly writes: boolean;
}

export interface Source {
  readonly text: string;
  readonly root: Syntax;
  readonly comments: readonly Comment[];
  /** Every node once, in the order of the source. */
  readonly visits: readonly Visit[];
  /** Names that nothing in the file declares, and where they are used. */
  readonly free: ReadonlyMap<string, readonly FreeUse[]>;
  /** Of the file itself: what Node wraps into a function. */
  readonly top: Scope;
  readonly scopes: ScopeManager;
  /** Every identifier there is, so that new names are new. */
  readonly names: ReadonlySet<string>;
  /** Whether the whole file says 'use strict'. */
  readonly strict: boolean;
  parentOf(node: Syntax): Syntax | undefined;
  fieldOf(node: Syntax): string;
  /** A binding of the file itself, not of a function in it. */
  own(name: string): Variable | undefined;
}

/** @throws SyntaxError as acorn says it, with `loc` */
export function readSource(text: string): Source {
  const comments: Comment[] = [];
  const root = parse(text, {
    ecmaVersion: 'latest',
    sourceType: 'commonjs',
    allowHashBang: true,
    locations: true,
    ranges: true,
    onComment: comments,
  }) as unknown as Syntax;
  const visits = [...walkTree(root)];
  const above = new Map(visits.map((visit) => [visit.node, visit]));
  const scopes = analyze(root as never, { ecmaVersion: 2025, sourceType: 'commonjs', nodejsScope: true });
  const top = scopes.globalScope?.childScopes[0];
  if (!top) throw new Error('a file without a scope');
  const free = new Map<string, FreeUse[]>();
  for (const reference of scopes.globalScope?.through ?? []) {
    const node = reference.identifier as unknown as Syntax;
    const uses = free.get(reference.identifier.name) ?? [];
    uses.push({ node, writes: reference.isWrite() });
    free.set(reference.identifier.name, uses);
  }
  return {
    text,
    root,
    comments,
    visits,
    free,
    top,
    scopes,
    names: new Set(visits.flatMap((visit) => (isKey(visit) ? [] : (nameOf(visit.node) ?? [])))),
    strict: isStrict(root),
    parentOf: (node) => above.get(node)?.parent,
    fieldOf: (node) => above.get(node)?.field ?? '',
    own: (name) => top.set.get(name),
  };
}

/** `a.name`, `{ name: 1 }`: no binding. */
function isKey({ parent, field }: Visit): boolean {
  return (
    (field === 'property' || field === 'key') &&
    parent?.['computed'] !== true &&
    parent?.['shorthand'] !== true
  );
}

/** The directives at the start of a body. */
export function directives(body: Syntax): Syntax[] {
  return parts(body, 'body').filter((statement) => typeof statement['directive'] === 'string');
}

function isStrict(body: Syntax): boolean {
  return directives(body).some((one) => one['directive'] === 'use strict');
}

/** Whether the code at a node was strict before it was a module: the file, a function around it, or a class says so. */
export function isStrictAt(source: Source, node: Syntax): boolean {
  if (source.strict) return true;
  for (let at: Syntax | undefined = node; at; at = source.parentOf(at)) {
    if (at.type === 'ClassBody') return true;
    const body = isFunction(at) ? part(at, 'body') : undefined;
    if (body?.type === 'BlockStatement' && isStrict(body)) return true;
  }
  return false;
}

/** The nearest function around a node that has a `this` of its own; undefined at the top of the file. */
export function thisOwner(source: Source, node: Syntax): Syntax | undefined {
  let below = node;
  for (let at = source.parentOf(node); at; below = at, at = source.parentOf(at)) {
    if (at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression') return at;
    if (at.type === 'StaticBlock') return at;
    if (at.type === 'PropertyDefinition' && source.fieldOf(below) === 'value') return at;
  }
  return undefined;
}

/** The statement of the file's own body that holds a node, and undefined where a function stands in between. */
export function topStatement(source: Source, node: Syntax): Syntax | undefined {
  for (let at: Syntax | undefined = node; at; at = source.parentOf(at)) {
    if (source.parentOf(at) === source.root) return isFunction(at) ? undefined : at;
    if (isFunction(at) || at.type === 'ClassBody') return undefined;
  }
  return undefined;
}

/** Whether a binding of the file has one value from its declaration on. */
export function isStable(variable: Variable): boolean {
  if (variable.defs.length !== 1) return false;
  const kind = variable.defs[0]?.type;
  const writes = variable.references.filter((reference) => reference.isWrite());
  if (kind === 'Variable') return writes.length === 1 && writes[0]?.init === true;
  return writes.length === 0;
}
