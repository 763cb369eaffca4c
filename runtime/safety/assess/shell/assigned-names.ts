/** The variables that a loop's body sets: at its start they may hold what an earlier round left. */
import { forEachChild, type SyntaxNode } from 'unbash';
import type { Budget } from '../bounds.ts';

const SETTERS = new Set(
  'read export declare typeset local readonly mapfile readarray getopts unset printf'.split(' '),
);
const MAX_NAMES = 200;

export function assignedNames(roots: readonly SyntaxNode[], budget: Budget): ReadonlySet<string> {
  const names = new Set<string>();
  const open: SyntaxNode[] = [...roots];
  while (open.length > 0 && names.size < MAX_NAMES) {
    const node = open.pop()!;
    budget.node();
    if (node.type === 'Assignment') {
      names.add(node.name);
      continue;
    }
    if (node.type === 'For' || node.type === 'Select') names.add(node.name.value);
    if (node.type === 'Command') {
      if (node.name && SETTERS.has(node.name.value))
        for (const word of node.suffix)
          if (word.type === 'Word' && /^[A-Za-z_]\w*$/.test(word.value)) names.add(word.value);
      // What is inside of substitutions sets nothing out here.
      for (const part of [...node.prefix, ...node.suffix])
        if (part.type === 'Assignment') names.add(part.name);
      continue;
    }
    if (node.type === 'Word' || node.type === 'Subshell') continue;
    forEachChild(node, (child) => open.push(child));
  }
  return names;
}
