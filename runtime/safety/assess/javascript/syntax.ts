/** A JavaScript text as a flat list of its nodes: nothing here recurses, so that no depth can exhaust the stack. */
import { parse, type Node, type Options } from 'acorn';
import { Exceeded, MAX_JS_NODES, MAX_SCRIPT } from '../bounds.ts';

/** Acorn's nodes are read by their kinds only. */
export type Syntax = Node & { readonly [key: string]: unknown };

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowImportExportEverywhere: true,
};

/** @throws Exceeded where it is too large, or no valid JavaScript */
export function parseJavaScript(code: string): readonly Syntax[] {
  if (code.length > MAX_SCRIPT) throw new Exceeded('it is too long');
  return flatten(parseEither(code));
}

function parseEither(code: string): Syntax {
  try {
    return parse(code, { ...OPTIONS, sourceType: 'module' }) as unknown as Syntax;
  } catch (error) {
    // Sloppy code is no module: `with`, octal numbers, `await` as a name.
    if (!(error instanceof SyntaxError)) throw error;
  }
  try {
    return parse(code, { ...OPTIONS, sourceType: 'script' }) as unknown as Syntax;
  } catch (error) {
    if (error instanceof SyntaxError) throw new Exceeded(`it is no valid JavaScript: ${error.message}`);
    throw error;
  }
}

/** In the order of the source. */
function flatten(root: Syntax): readonly Syntax[] {
  const nodes: Syntax[] = [];
  const open: Syntax[] = [root];
  while (open.length > 0) {
    const node = open.pop()!;
    nodes.push(node);
    if (nodes.length > MAX_JS_NODES) throw new Exceeded('it has too many parts');
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at -= 1) open.push(children[at]!);
  }
  return nodes;
}

function childrenOf(node: Syntax): Syntax[] {
  const children: Syntax[] = [];
  for (const [key, value] of Object.entries(node)) {
    if (key === 'type' || key === 'start' || key === 'end') continue;
    if (Array.isArray(value)) children.push(...value.filter(isSyntax));
    else if (isSyntax(value)) children.push(value);
  }
  return children;
}

export const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

export const nodeOf = (value: unknown): Syntax | undefined => (isSyntax(value) ? value : undefined);
export const nodesOf = (value: unknown): readonly Syntax[] =>
  Array.isArray(value) ? value.filter(isSyntax) : [];
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
