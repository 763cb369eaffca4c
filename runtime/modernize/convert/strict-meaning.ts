/** What means something else in strict code, which every module is. */
import type { Remarks } from './remark.ts';
import { isStrictAt, thisOwner, type Source } from './source.ts';
import { isFunction, nameOf, part, parts, staticKey, type Syntax } from './syntax.ts';

const GLOBALS = new Set(Object.getOwnPropertyNames(globalThis));
const FIXED = new Set(['undefined', 'NaN', 'Infinity']);

export function findStrictMeaning(source: Source, remarks: Remarks): void {
  findUndeclared(source, remarks);
  findTwice(source, remarks);
  findOwnNameWrites(source, remarks);
  for (const { node, parent, field } of source.visits) {
    if (node.type === 'CallExpression' && nameOf(part(node, 'callee')) === 'eval' && source.free.has('eval'))
      remarks.refuse(
        'modernize_eval',
        node,
        'eval sees and makes other names in a module',
        'call a function instead',
      );
    if (node.type === 'ReturnStatement' && owner(source, node) === undefined)
      remarks.refuse(
        'modernize_return',
        node,
        'a module cannot return from its top',
        'put the rest into an if, or into a function',
      );
    if (
      node.type === 'MetaProperty' &&
      part(node, 'meta')?.['name'] === 'new' &&
      thisOwner(source, node) === undefined
    )
      remarks.refuse(
        'modernize_new_target',
        node,
        'new.target has no meaning at the top of a module',
        'remove it',
      );
    if (node.type === 'Identifier' && node['name'] === 'arguments' && isUse(parent, field))
      checkArguments(source, node, remarks);
    if (node.type === 'MemberExpression' && ['caller', 'callee'].includes(staticKey(node) ?? '')) {
      const of = nameOf(part(node, 'object'));
      if (of === 'arguments' || staticKey(node) === 'caller')
        remarks.refuse(
          'modernize_callee',
          node,
          `${of ?? 'a function'}.${staticKey(node)} does not exist in a module`,
          'give the function a name and use it',
        );
    }
    if (node.type === 'ThisExpression' && !isStrictAt(source, node)) checkThis(source, node, remarks);
  }
}

function isUse(parent: Syntax | undefined, field: string): boolean {
  return (
    !((field === 'property' || field === 'key') && parent?.['computed'] !== true) ||
    parent?.['shorthand'] === true
  );
}

/** The function a node is in, arrows too. */
function owner(source: Source, node: Syntax): Syntax | undefined {
  for (let at = source.parentOf(node); at; at = source.parentOf(at)) if (isFunction(at)) return at;
  return undefined;
}

function findUndeclared(source: Source, remarks: Remarks): void {
  for (const [name, uses] of source.free)
    for (const { node, writes } of uses) {
      if (!writes || ['module', 'exports', 'require', '__dirname', '__filename', 'arguments'].includes(name))
        continue;
      if (FIXED.has(name) || !GLOBALS.has(name))
        remarks.refuse(
          'modernize_undeclared',
          node,
          `${name} is set and was never declared: in a module that throws`,
          `declare it (let ${name}), or say globalThis.${name}`,
        );
    }
}

/** In a function's body a second declaration replaces the first; at the top of a module it is a syntax error. */
function findTwice(source: Source, remarks: Remarks): void {
  for (const variable of source.top.variables) {
    const kinds = variable.defs.map(({ type }) => type as string);
    if (kinds.length < 2 || !kinds.includes('FunctionName')) continue;
    const at = variable.defs.at(-1)?.name as unknown as Syntax;
    remarks.refuse(
      'modernize_twice',
      at,
      `${variable.name} is declared twice`,
      'remove or rename one of them',
    );
  }
}

/** `(function f() { f = 1 })`: nothing happens in sloppy code, and it throws in strict code. */
function findOwnNameWrites(source: Source, remarks: Remarks): void {
  for (const scope of source.scopes.scopes) {
    if (scope.type !== 'function-expression-name') continue;
    for (const variable of scope.variables)
      for (const reference of variable.references)
        if (reference.isWrite() && !isStrictAt(source, reference.identifier as unknown as Syntax))
          remarks.refuse(
            'modernize_own_name',
            reference.identifier as unknown as Syntax,
            `the name of the function ${variable.name} cannot be set: in a module that throws`,
            'use another name',
          );
  }
}

function checkArguments(source: Source, node: Syntax, remarks: Remarks): void {
  const holder = thisOwner(source, node);
  if (holder === undefined || !isFunction(holder)) {
    remarks.refuse(
      'modernize_arguments',
      node,
      'arguments do not exist at the top of a module',
      'use require, module and the others by name',
    );
    return;
  }
  if (isStrictAt(source, node) || parts(holder, 'params').some(({ type }) => type !== 'Identifier')) return;
  const names = new Set(parts(holder, 'params').map(nameOf));
  const scope = source.scopes.acquire(holder as never);
  const isSet = scope?.variables.some(
    (variable) => names.has(variable.name) && variable.references.some((reference) => reference.isWrite()),
  );
  const isChanged = source.visits.some(
    ({ node: target, field, parent }) =>
      (field === 'left' || parent?.type === 'UpdateExpression') &&
      target.type === 'MemberExpression' &&
      nameOf(part(target, 'object')) === 'arguments' &&
      thisOwner(source, target) === holder,
  );
  if ((isSet === true && names.size > 0) || (isChanged && names.size > 0))
    remarks.refuse(
      'modernize_arguments',
      node,
      'arguments and parameters follow each other here: in a module they do not',
      'use ...rest, or set a variable of its own',
    );
}

/** `this` of a function that is called without an object: the global object in sloppy code, undefined in strict code. */
function checkThis(source: Source, node: Syntax, remarks: Remarks): void {
  const holder = thisOwner(source, node);
  if (holder === undefined || !isFunction(holder)) return;
  const parent = source.parentOf(holder);
  const message = '`this` is the global object here, and undefined in a module';
  const remedy = 'write globalThis';
  if (parent?.type === 'CallExpression' && source.fieldOf(holder) === 'callee') {
    remarks.refuse('modernize_this', node, message, remedy);
    return;
  }
  const name =
    holder.type === 'FunctionDeclaration' ? nameOf(part(holder, 'id')) : variableName(parent, holder);
  if (name === undefined) {
    if (parent !== undefined && !isMethodPlace(parent, holder))
      remarks.warn(
        'modernize_this_unsure',
        node,
        'a function uses `this`: called without an object it was the global object, and is undefined in a module',
        'check how it is called',
      );
    return;
  }
  if (calledPlainly(source, name)) {
    remarks.refuse('modernize_this', node, `${name}() is called without an object: ${message}`, remedy);
    return;
  }
  const isConstructor = source.visits.some(
    ({ node: one }) => one.type === 'NewExpression' && nameOf(part(one, 'callee')) === name,
  );
  if (!isConstructor && !/^\p{Lu}/u.test(name))
    remarks.warn(
      'modernize_this_unsure',
      node,
      `${name} uses \`this\`: called without an object it was the global object, and is undefined in a module`,
      'check how it is called',
    );
}

/** Where a function is a method, or is given its `this`. */
function isMethodPlace(parent: Syntax, holder: Syntax): boolean {
  if (
    ['Property', 'MethodDefinition', 'PropertyDefinition', 'MemberExpression', 'NewExpression'].includes(
      parent.type,
    )
  )
    return true;
  if (parent.type === 'AssignmentExpression') return part(parent, 'left')?.type === 'MemberExpression';
  // `list.forEach(function () {…}, this)`
  return (
    parent.type === 'CallExpression' &&
    parts(parent, 'arguments').indexOf(holder) < parts(parent, 'arguments').length - 1
  );
}

function variableName(parent: Syntax | undefined, holder: Syntax): string | undefined {
  return parent?.type === 'VariableDeclarator' && part(parent, 'init') === holder
    ? nameOf(part(parent, 'id'))
    : undefined;
}

function calledPlainly(source: Source, name: string): boolean {
  return source.visits.some(
    ({ node }) => node.type === 'CallExpression' && nameOf(part(node, 'callee')) === name,
  );
}
