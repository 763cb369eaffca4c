/** Whether a text is an ES module: it parses as one, and uses none of the names that only CommonJS has. */
import { parse } from 'acorn';
import type { Finding } from '#shared/nouns/finding.ts';
import { walkTree, type Syntax, type Visit } from './syntax-tree.ts';

/** What stands for each in an ES module (https://nodejs.org/api/esm.html#differences-between-es-modules-and-commonjs). */
const INSTEAD: Readonly<Record<string, string>> = {
  require: "write `import … from '…'`, or make one with createRequire(import.meta.url)",
  module: 'write `export`',
  exports: 'write `export`',
  __dirname: 'write import.meta.dirname',
  __filename: 'write import.meta.filename',
};
/** More findings than this of one file tell nobody more. */
const MOST = 20;

/** @param file as findings name it */
export function checkEsModule(text: string, file: string): Finding[] {
  let root: Syntax;
  try {
    root = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: true,
      locations: true,
    }) as unknown as Syntax;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [syntaxFault(error, file)];
  }
  const visits = [...walkTree(root)];
  const own = new Set(visits.filter(isBinding).map(({ node }) => String(node['name'])));
  return visits
    .flatMap((visit) => {
      const name = commonName(visit);
      return name === undefined || own.has(name) ? [] : [commonFault(name, visit, file)];
    })
    .slice(0, MOST);
}

/** A name of CommonJS that is used as one: `typeof require` only asks. */
function commonName({ node, parent, field }: Visit): string | undefined {
  if (node.type !== 'Identifier' || parent === undefined) return undefined;
  const name = String(node['name']);
  if (!Object.hasOwn(INSTEAD, name) || isMemberName(parent, field)) return undefined;
  switch (name) {
    case 'require':
      return (parent.type === 'CallExpression' && field === 'callee') || isObjectOfMember(parent, field)
        ? name
        : undefined;
    case 'module':
      return isObjectOfMember(parent, field) && nameOf(parent['property']) === 'exports' ? name : undefined;
    case 'exports':
      return isObjectOfMember(parent, field) || parent.type === 'AssignmentExpression' ? name : undefined;
    default:
      return parent.type === 'UnaryExpression' && parent['operator'] === 'typeof' ? undefined : name;
  }
}

/** `a.require`, `{ require: 1 }`, `import { require as x }`: the name of a part, not of a value. */
function isMemberName(parent: Syntax, field: string): boolean {
  if (parent['computed'] === true) return false;
  if (field === 'property') return parent.type === 'MemberExpression';
  if (field === 'key') return parent['shorthand'] !== true;
  return field === 'imported' || field === 'exported' || field === 'label';
}

function isObjectOfMember(parent: Syntax, field: string): boolean {
  return parent.type === 'MemberExpression' && field === 'object';
}

function nameOf(value: unknown): unknown {
  return (value as { name?: unknown } | undefined)?.name;
}

/** Whether an identifier gives a name to something of the module's own. Scopes are not told apart. */
function isBinding({ node, parent, field }: Visit): boolean {
  if (node.type !== 'Identifier' || parent === undefined) return false;
  if (field === 'id' || field === 'local' || field === 'params' || field === 'param') return true;
  return (
    (parent.type === 'Property' && field === 'value' && parent['shorthand'] === true) ||
    (parent.type === 'AssignmentPattern' && field === 'left') ||
    parent.type === 'ArrayPattern' ||
    parent.type === 'RestElement'
  );
}

function syntaxFault(error: SyntaxError, file: string): Finding {
  const { loc } = error as SyntaxError & { loc?: { line: number; column: number } };
  return {
    code: 'module_broken',
    severity: 'error',
    message: `it is no valid JavaScript module: ${error.message.replace(/ \(\d+:\d+\)$/, '')}`,
    remedy: 'mend it there',
    file,
    line: loc?.line ?? 1,
    column: (loc?.column ?? 0) + 1,
  };
}

function commonFault(name: string, { node }: Visit, file: string): Finding {
  const start = node.loc?.start;
  return {
    code: 'module_commonjs',
    severity: 'error',
    message: `${name === 'module' ? 'module.exports' : name} is CommonJS, which a task module is not`,
    remedy: INSTEAD[name] ?? 'write it as an ES module',
    file,
    line: start?.line ?? 1,
    column: (start?.column ?? 0) + 1,
  };
}
