/** Small questions about a syntax tree: what a node is called, which text or key it stands for. */
import { isSyntax, type Syntax, type Visit } from '../../deploy/modules/syntax-tree.ts';

export type { Syntax, Visit };

export function part(node: Syntax, field: string): Syntax | undefined {
  const value = node[field];
  return isSyntax(value) ? value : undefined;
}

export function parts(node: Syntax, field: string): Syntax[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

/** The name of an identifier. */
export function nameOf(node: Syntax | undefined): string | undefined {
  return node?.type === 'Identifier' ? String(node['name']) : undefined;
}

/** A text that is known without running anything: a literal, or a template without parts. */
export function staticText(node: Syntax | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type !== 'TemplateLiteral' || parts(node, 'expressions').length > 0) return undefined;
  const value = parts(node, 'quasis')[0]?.['value'] as { cooked?: unknown } | undefined;
  return typeof value?.cooked === 'string' ? value.cooked : undefined;
}

/** The key of a member or of a property, where it is known. */
export function staticKey(node: Syntax): string | undefined {
  const key = part(node, node.type === 'MemberExpression' ? 'property' : 'key');
  if (node['computed'] === true) return staticText(key);
  return nameOf(key) ?? (key?.type === 'Literal' ? String(key['value']) : undefined);
}

export const isFunction = (node: Syntax | undefined): boolean =>
  node !== undefined &&
  ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);

/** 1-based, as findings have it. */
export function placeOf(node: Syntax): { line: number; column: number } {
  return { line: node.loc?.start.line ?? 1, column: (node.loc?.start.column ?? 0) + 1 };
}

/** Words that no binding may have in a module (ECMA-262, ReservedWord and those of strict code). */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield NaN Infinity'
  ).split(' '),
);

export const isName = (text: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*$/u.test(text) && !RESERVED.has(text);
