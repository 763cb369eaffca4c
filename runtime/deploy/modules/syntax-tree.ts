/** A syntax tree as a walk without recursion: no depth of it can exhaust the stack. */
import type { Node } from 'acorn';

/** Acorn's nodes are read by their kinds only. */
export type Syntax = Node & { readonly [key: string]: unknown };

export interface Visit {
  readonly node: Syntax;
  readonly parent: Syntax | undefined;
  /** The field of the parent that holds it. */
  readonly field: string;
}

/** Every node with its parent, in the order of the source. */
export function* walkTree(root: Syntax): Iterable<Visit> {
  const open: Visit[] = [{ node: root, parent: undefined, field: '' }];
  for (let visit = open.pop(); visit; visit = open.pop()) {
    yield visit;
    const { node } = visit;
    const children: Visit[] = [];
    for (const [field, value] of Object.entries(node)) {
      if (field === 'loc') continue;
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isSyntax(child)) children.push({ node: child, parent: node, field });
    }
    open.push(...children.toReversed());
  }
}

export const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
