/** Every place where a file says what it exports, and what else it asks of `module`. */
import type { Remarks } from './remark.ts';
import type { RequireUses } from './requires.ts';
import { mainQuestion } from './requires.ts';
import { thisOwner, topStatement, type Source } from './source.ts';
import { nameOf, part, parts, staticKey, staticText, type Syntax } from './syntax.ts';

export interface ExportUse {
  /** `exports`, `module.exports`, or `this` at the top. */
  readonly node: Syntax;
  readonly of: 'exports' | 'module' | 'this';
  /** `set`: it is replaced. `member`: one of its keys is meant. `value`: anything else. */
  readonly kind: 'set' | 'member' | 'value';
  /** The member, for `member`; its key where it is known. */
  readonly member?: Syntax;
  readonly key?: string;
  /** What is done to the member. */
  readonly does?: 'assign' | 'change' | 'read';
  /** The assignment, for `set`, and for a member that is assigned. */
  readonly assignment?: Syntax;
  /** The statement of the file it is in; undefined where a function stands in between. */
  readonly statement: Syntax | undefined;
}

export interface ExportUses {
  readonly uses: readonly ExportUse[];
  /** `typeof module`, `typeof exports`: they have to be there. */
  readonly asked: boolean;
  /** `Object.defineProperty(exports, '__esModule', …)` or `exports.__esModule = true`. */
  readonly esModule: boolean;
}

export function findExports(source: Source, requires: RequireUses, remarks: Remarks): ExportUses {
  const uses: ExportUse[] = [];
  let asked = false;
  const main = new Set(
    requires.members.flatMap(({ node, key }) => {
      const question = key === 'main' ? mainQuestion(source, node) : undefined;
      return question ? [question.node] : [];
    }),
  );
  for (const { node } of source.free.get('exports') ?? []) {
    if (isTypeof(source, node)) asked = true;
    else uses.push(readUse(source, node, 'exports'));
  }
  for (const { node, writes } of source.free.get('module') ?? []) {
    const parent = source.parentOf(node);
    if (parent !== undefined && main.has(parent)) continue;
    if (isTypeof(source, node)) asked = true;
    else if (!writes && parent?.type === 'MemberExpression' && source.fieldOf(node) === 'object') {
      const key = staticKey(parent);
      if (key === 'exports') {
        if (isTypeof(source, parent)) asked = true;
        uses.push(readUse(source, parent, 'module'));
      } else if (key !== 'filename' && key !== 'path')
        remarks.refuse(
          'modernize_module',
          parent,
          `module.${key ?? '[…]'} has no counterpart in a module`,
          key === 'parent'
            ? 'write require.main === module, which becomes import.meta.main'
            : 'do it without',
        );
    } else if (isLogicalTest(source, node)) asked = true;
    else
      remarks.refuse(
        'modernize_module',
        node,
        'module itself is used as a value',
        'name the part of it that is meant',
      );
  }
  for (const { node } of source.visits)
    if (node.type === 'ThisExpression' && thisOwner(source, node) === undefined)
      uses.push(readUse(source, node, 'this'));
  uses.sort((a, b) => a.node.start - b.node.start);
  return { uses, asked, esModule: uses.some((use) => marksEsModule(source, use)) };
}

function isTypeof(source: Source, node: Syntax): boolean {
  const parent = source.parentOf(node);
  return parent?.type === 'UnaryExpression' && parent['operator'] === 'typeof';
}

/** `module && module.exports` */
function isLogicalTest(source: Source, node: Syntax): boolean {
  return source.parentOf(node)?.type === 'LogicalExpression' && source.fieldOf(node) === 'left';
}

function readUse(source: Source, node: Syntax, of: ExportUse['of']): ExportUse {
  const parent = source.parentOf(node);
  const field = source.fieldOf(node);
  const base = { node, of, statement: topStatement(source, node) };
  if (parent?.type === 'AssignmentExpression' && field === 'left')
    return parent['operator'] === '='
      ? { ...base, kind: 'set', assignment: parent }
      : { ...base, kind: 'value' };
  if (parent?.type === 'MemberExpression' && field === 'object') {
    const key = staticKey(parent);
    const outer = source.parentOf(parent);
    const place = source.fieldOf(parent);
    const known = { ...base, kind: 'member', member: parent, ...(key === undefined ? {} : { key }) } as const;
    if (outer?.type === 'AssignmentExpression' && place === 'left')
      return outer['operator'] === '='
        ? { ...known, does: 'assign', assignment: outer }
        : { ...known, does: 'change' };
    const changes =
      outer?.type === 'UpdateExpression' ||
      (outer?.type === 'UnaryExpression' && outer['operator'] === 'delete') ||
      isPatternPlace(source, outer, place);
    return { ...known, does: changes ? 'change' : 'read' };
  }
  return { ...base, kind: 'value' };
}

/** `[exports.a] = …`, `({ a: exports.a } = …)`, `for (exports.a of …)` */
function isPatternPlace(source: Source, outer: Syntax | undefined, place: string): boolean {
  if (outer === undefined) return false;
  return (
    outer.type === 'ArrayPattern' ||
    outer.type === 'RestElement' ||
    outer.type === 'AssignmentPattern' ||
    (/^For(?:In|Of)Statement$/.test(outer.type) && place === 'left') ||
    (outer.type === 'Property' && place === 'value' && source.parentOf(outer)?.type === 'ObjectPattern')
  );
}

/** The call `Object.defineProperty(exports, 'key', …)` that a use is the first argument of. */
export function definedProperty(
  source: Source,
  { node, kind }: ExportUse,
): { call: Syntax; key: string; descriptor: Syntax } | undefined {
  const call = source.parentOf(node);
  if (kind !== 'value' || call?.type !== 'CallExpression' || parts(call, 'arguments')[0] !== node)
    return undefined;
  const callee = part(call, 'callee');
  if (callee?.type !== 'MemberExpression' || staticKey(callee) !== 'defineProperty') return undefined;
  if (!['Object', 'Reflect'].includes(nameOf(part(callee, 'object')) ?? '')) return undefined;
  const key = staticText(parts(call, 'arguments')[1]);
  const descriptor = parts(call, 'arguments')[2];
  return key === undefined || descriptor?.type !== 'ObjectExpression' ? undefined : { call, key, descriptor };
}

export function marksEsModule(source: Source, use: ExportUse): boolean {
  return use.key === '__esModule' || definedProperty(source, use)?.key === '__esModule';
}

/** Whether an assignment is a whole statement at the top of the file, without parentheses. */
export function isOwnStatement(source: Source, assignment: Syntax): boolean {
  const statement = source.parentOf(assignment);
  return (
    statement?.type === 'ExpressionStatement' &&
    source.parentOf(statement) === source.root &&
    statement.start === assignment.start
  );
}

/** Where the text behind the `=` of an assignment begins. */
export function behindOperator(source: Source, assignment: Syntax): number {
  const left = part(assignment, 'left');
  let at = left?.end ?? assignment.start;
  while (source.text[at] !== '=') {
    const comment = source.comments.find(({ start }) => start === at);
    at = comment ? comment.end : at + 1;
  }
  return at + 1;
}
