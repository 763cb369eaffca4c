/**
 * Whether code could as well run after another module was loaded: it does nothing that is seen outside, and depends on
 * nothing that loading changes. Imports are evaluated before the code around them, so only past such code may one move.
 */
import type { Source } from './source.ts';
import { nameOf, part, parts, staticKey, staticText, type Syntax } from './syntax.ts';

/** Functions of Node that only compute, by the builtin they are of. */
const COMPUTES: Readonly<Record<string, ReadonlySet<string>>> = {
  path: new Set([
    'join',
    'resolve',
    'basename',
    'dirname',
    'extname',
    'normalize',
    'relative',
    'parse',
    'format',
  ]),
  url: new Set(['pathToFileURL', 'fileURLToPath']),
  util: new Set(['promisify', 'inherits', 'format']),
};
/** What compilers put around `require`: they only look at what was loaded. */
const HELPERS = /^(?:__importDefault|__importStar|_interopRequire(?:Default|Wildcard))$/;
const MAKES = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const KNOWN = new Set(
  'undefined NaN Infinity __dirname __filename module exports require Object Array Map Set WeakMap WeakSet Symbol Error Promise'.split(
    ' ',
  ),
);

export interface InertContext {
  readonly source: Source;
  /** Calls of `require` that become imports: their order among each other stays. */
  readonly isHoisted: (node: Syntax) => boolean;
  /** The builtin a name of the file stands for, without `node:`. */
  readonly builtinOf: (name: string) => string | undefined;
}

export function isInertStatement(statement: Syntax, context: InertContext): boolean {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'EmptyStatement':
      return true;
    case 'ClassDeclaration':
      return isInert(statement, context);
    case 'VariableDeclaration':
      return parts(statement, 'declarations').every((one) => {
        const init = part(one, 'init');
        const id = part(one, 'id');
        return (init === undefined || isInert(init, context)) && id !== undefined && isInertPattern(id);
      });
    case 'ExpressionStatement': {
      const expression = part(statement, 'expression');
      return expression !== undefined && isInert(expression, context);
    }
    default:
      return false;
  }
}

/** Taking a loaded thing apart asks nothing of other modules; defaults might. */
function isInertPattern(id: Syntax): boolean {
  if (id.type === 'Identifier') return true;
  if (id.type !== 'ObjectPattern') return false;
  return parts(id, 'properties').every(
    (one) => one.type === 'Property' && one['computed'] !== true && part(one, 'value')?.type === 'Identifier',
  );
}

export function isInert(node: Syntax, context: InertContext): boolean {
  const inert = (one: Syntax | undefined): boolean => one === undefined || isInert(one, context);
  switch (node.type) {
    case 'Literal':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return true;
    case 'ThisExpression':
      return true;
    case 'Identifier': {
      const name = String(node['name']);
      return !context.source.free.has(name) || KNOWN.has(name);
    }
    case 'TemplateLiteral':
      return parts(node, 'expressions').every(inert);
    case 'ArrayExpression':
      return parts(node, 'elements').every((one) => one.type !== 'SpreadElement' && inert(one));
    case 'ObjectExpression':
      return parts(node, 'properties').every(
        (one) =>
          one.type === 'Property' &&
          (one['computed'] !== true || staticKey(one) !== undefined) &&
          inert(part(one, 'value')),
      );
    case 'UnaryExpression':
      return node['operator'] !== 'delete' && inert(part(node, 'argument'));
    case 'BinaryExpression':
    case 'LogicalExpression':
      return (
        node['operator'] !== 'in' &&
        node['operator'] !== 'instanceof' &&
        inert(part(node, 'left')) &&
        inert(part(node, 'right'))
      );
    case 'ConditionalExpression':
      return inert(part(node, 'test')) && inert(part(node, 'consequent')) && inert(part(node, 'alternate'));
    case 'ClassExpression':
    case 'ClassDeclaration':
      return inert(part(node, 'superClass')) && isInertClass(node, inert);
    case 'MemberExpression':
      return isInertMember(node, context);
    case 'AssignmentExpression':
      return node['operator'] === '=' && isExportsPlace(part(node, 'left')) && inert(part(node, 'right'));
    case 'NewExpression':
      return MAKES.has(nameOf(part(node, 'callee')) ?? '') && parts(node, 'arguments').every(inert);
    case 'CallExpression':
      return context.isHoisted(node) || isInertCall(node, context);
    default:
      return false;
  }
}

function isInertClass(node: Syntax, inert: (one: Syntax | undefined) => boolean): boolean {
  const body = part(node, 'body');
  return (
    body !== undefined &&
    parts(body, 'body').every((one) => {
      if (one.type === 'StaticBlock' || (one['computed'] === true && staticKey(one) === undefined))
        return false;
      return one.type !== 'PropertyDefinition' || one['static'] !== true || inert(part(one, 'value'));
    })
  );
}

/** A member of what was loaded, or of a builtin; `process.env.X` may be set by what is loaded. */
function isInertMember(node: Syntax, context: InertContext): boolean {
  if (isExportsPlace(node)) return true;
  const object = part(node, 'object');
  if (object === undefined || staticKey(node) === undefined) return false;
  if (object.type === 'CallExpression') return context.isHoisted(object);
  const name = nameOf(object);
  return name !== undefined && context.builtinOf(name) !== undefined;
}

function isInertCall(node: Syntax, context: InertContext): boolean {
  const callee = part(node, 'callee');
  if (callee === undefined) return false;
  const args = parts(node, 'arguments');
  const inertArgs = args.every((one) => one.type !== 'SpreadElement' && isInert(one, context));
  if (nameOf(callee) === 'Symbol' || HELPERS.test(nameOf(callee) ?? '')) return inertArgs;
  if (callee.type !== 'MemberExpression') return false;
  const key = staticKey(callee) ?? '';
  const object = nameOf(part(callee, 'object')) ?? '';
  if (object === 'Object' && context.source.free.has('Object')) {
    if (key === 'defineProperty')
      return isExportsPlace(args[0]) && staticText(args[1]) !== undefined && inertArgs;
    return ['freeze', 'create'].includes(key) && inertArgs;
  }
  return COMPUTES[context.builtinOf(object) ?? '']?.has(key) === true && inertArgs;
}

/** `exports`, `module.exports`, and a named part of either. */
export function isExportsPlace(node: Syntax | undefined): boolean {
  if (node === undefined) return false;
  if (nameOf(node) === 'exports' || node.type === 'ThisExpression') return true;
  if (node.type !== 'MemberExpression' || staticKey(node) === undefined) return false;
  const object = part(node, 'object');
  if (nameOf(object) === 'module') return staticKey(node) === 'exports';
  return object !== undefined && isExportsPlace(object);
}
