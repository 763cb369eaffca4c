/** Every use of `require`, and whether it is evaluated while the file loads or only when something is called. */
import type { Source } from './source.ts';
import { isFunction, nameOf, part, parts, staticKey, staticText, type Syntax } from './syntax.ts';

export interface RequireCall {
  /** The whole call. */
  readonly node: Syntax;
  readonly specifier: string;
  /** `top`: always, once, while the file loads. `later`: in a function, under a condition, in a try. */
  readonly place: 'top' | 'later';
  /** Evaluated while the file loads, though not surely: what a circle is made of. */
  readonly loading: boolean;
}

export interface RequireUses {
  readonly calls: readonly RequireCall[];
  /** `require(name)`: which file is known only when it runs. */
  readonly dynamic: readonly Syntax[];
  /** `require.resolve` and `require.resolve.paths`. */
  readonly resolves: readonly Syntax[];
  /** `require.cache`, `.main` and so on, with the member and its key. */
  readonly members: readonly { readonly node: Syntax; readonly key: string }[];
  /** `require` as a value: given away, asked for its type. */
  readonly bare: readonly Syntax[];
  readonly writes: readonly Syntax[];
}

/** What a call may stand in and still be evaluated exactly once, in the order of the text. */
const STRAIGHT = new Set(
  (
    'VariableDeclarator VariableDeclaration ExpressionStatement MemberExpression CallExpression NewExpression Property ' +
    'ObjectExpression ArrayExpression AssignmentExpression BinaryExpression UnaryExpression TemplateLiteral SpreadElement'
  ).split(' '),
);

export function findRequires(source: Source): RequireUses {
  const calls: RequireCall[] = [];
  const dynamic: Syntax[] = [];
  const resolves: Syntax[] = [];
  const members: { node: Syntax; key: string }[] = [];
  const bare: Syntax[] = [];
  const writes: Syntax[] = [];
  for (const { node, writes: isWrite } of source.free.get('require') ?? []) {
    const parent = source.parentOf(node);
    const field = source.fieldOf(node);
    if (isWrite) writes.push(node);
    else if (parent?.type === 'CallExpression' && field === 'callee') {
      const specifier = staticText(parts(parent, 'arguments')[0]);
      if (specifier === undefined) dynamic.push(parent);
      else calls.push({ node: parent, specifier, ...placeOfCall(source, parent) });
    } else if (parent?.type === 'MemberExpression' && field === 'object') {
      const key = staticKey(parent) ?? '';
      if (key === 'resolve') resolves.push(parent);
      else members.push({ node: parent, key });
    } else bare.push(node);
  }
  calls.sort((a, b) => a.node.start - b.node.start);
  return { calls, dynamic, resolves, members, bare, writes };
}

function placeOfCall(source: Source, call: Syntax): Pick<RequireCall, 'place' | 'loading'> {
  let straight = true;
  let loading = true;
  for (
    let below = call, at = source.parentOf(call);
    at && at !== source.root;
    below = at, at = source.parentOf(at)
  ) {
    if (at.type === 'AssignmentExpression' && at['operator'] !== '=') straight = false;
    if (at.type === 'CallExpression' && at['optional'] === true) straight = false;
    if (at.type === 'MemberExpression' && (at['optional'] === true || source.fieldOf(below) !== 'object'))
      straight = false;
    if (!STRAIGHT.has(at.type)) straight = false;
    if (isFunction(at) && !isCalledAtOnce(source, at)) loading = false;
    if (at.type === 'PropertyDefinition' && at['static'] !== true) loading = false;
  }
  return { place: straight ? 'top' : 'later', loading };
}

/** `(function () {…})()` */
function isCalledAtOnce(source: Source, node: Syntax): boolean {
  const parent = source.parentOf(node);
  return parent?.type === 'CallExpression' && source.fieldOf(node) === 'callee';
}

/** `require.main === module` and its kin: which node it is, and whether it is negated. */
export function mainQuestion(source: Source, member: Syntax): { node: Syntax; negated: boolean } | undefined {
  const parent = source.parentOf(member);
  if (parent?.type !== 'BinaryExpression') return undefined;
  const other = part(parent, source.fieldOf(member) === 'left' ? 'right' : 'left');
  if (nameOf(other) !== 'module' || !source.free.has('module')) return undefined;
  const operator = String(parent['operator']);
  if (operator === '===' || operator === '==') return { node: parent, negated: false };
  return operator === '!==' || operator === '!=' ? { node: parent, negated: true } : undefined;
}
