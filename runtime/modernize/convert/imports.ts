/** Turns `require` into imports where they load the same at the same time, and keeps it where they would not. */
import { isInert, isInertStatement, type InertContext } from './inert.ts';
import type { ModuleText } from './module-text.ts';
import { quote } from './quote.ts';
import type { Remarks } from './remark.ts';
import { mainQuestion, type RequireCall, type RequireUses } from './requires.ts';
import { topStatement, type Source } from './source.ts';
import { rewriteDeclarations, type Hoisted } from './rewrite-declarations.ts';
import { nameOf, part, parts, type Syntax } from './syntax.ts';
import type { Resolve, Target } from './target.ts';

export interface ImportPlan {
  /** Calls that became imports, for whoever looks at what is loaded. */
  readonly hoisted: ReadonlyMap<Syntax, Hoisted>;
  /** What its own calls were resolved to. */
  readonly targets: ReadonlyMap<Syntax, Target>;
  /** Names of files that are still loaded by `require`. */
  readonly kept: ReadonlySet<string>;
}

/** Loading them has effects of their own (a warning, a connection): only when they were loaded before. */
const LOADED_WHEN_NEEDED = new Set([
  'sqlite',
  'wasi',
  'inspector',
  'inspector/promises',
  'test',
  'test/reporters',
  'repl',
  'sea',
]);

export interface ImportOptions {
  readonly source: Source;
  readonly uses: RequireUses;
  readonly resolve: Resolve;
  readonly remarks: Remarks;
  readonly text: ModuleText;
}

export function planImports(options: ImportOptions): ImportPlan {
  const { source, uses, resolve, remarks, text } = options;
  const targets = new Map(uses.calls.map(({ node, specifier }) => [node, resolve(specifier)]));
  const { hoisted, late } = chooseHoisted(source, uses.calls, targets);
  for (const call of uses.calls) {
    const target = targets.get(call.node);
    if (target === undefined || hoisted.has(call.node)) continue;
    keepCall(call, target, late.has(call.node), options);
  }
  for (const { node, target } of hoisted.values())
    if (target.kind === 'commonjs' && target.unsure !== undefined)
      remarks.warn(
        'modernize_unsure',
        node,
        target.unsure,
        'check that it is CommonJS: an ES module is imported by its names',
      );
  rewriteDeclarations(source, hoisted, text);
  keepOthers(options);
  const kept = new Set(uses.calls.filter(({ node }) => !hoisted.has(node)).map(({ specifier }) => specifier));
  return { hoisted, targets, kept };
}

/** Which calls can be imports: nothing before them in the file would notice that they load first. */
function chooseHoisted(
  source: Source,
  calls: readonly RequireCall[],
  targets: ReadonlyMap<Syntax, Target>,
): { hoisted: Map<Syntax, Hoisted>; late: Set<Syntax> } {
  const hoisted = new Map<Syntax, Hoisted>();
  const late = new Set<Syntax>();
  const builtins = builtinNames(source, calls, targets);
  const context: InertContext = {
    source,
    isHoisted: (node) => hoisted.has(node),
    builtinOf: (name) => builtins.get(name),
  };
  const statements = parts(source.root, 'body');
  let quietUntil = 0;
  for (const { node, place, specifier } of calls) {
    const target = targets.get(node);
    if (target === undefined) continue;
    if (target.kind === 'builtin') {
      const name = target.specifier.replace(/^node:/, '');
      if (place === 'top' || (!LOADED_WHEN_NEEDED.has(name) && !isGuarded(source, node)))
        hoisted.set(node, { node, target, specifier, place });
      continue;
    }
    if (place !== 'top' || (target.kind !== 'commonjs' && target.kind !== 'json')) continue;
    while (quietUntil < statements.length) {
      const statement = statements[quietUntil];
      if (statement === undefined || statement.end > node.start || !isInertStatement(statement, context))
        break;
      quietUntil += 1;
    }
    const own = topStatement(source, node);
    if (own !== undefined && statements[quietUntil] === own && isQuietBefore(own, node, source, context))
      hoisted.set(node, { node, target, specifier, place });
    else late.add(node);
  }
  return { hoisted, late };
}

/** In a `try`: whether it can be loaded is what is asked there. */
function isGuarded(source: Source, node: Syntax): boolean {
  for (let at = source.parentOf(node); at; at = source.parentOf(at))
    if (at.type === 'TryStatement') return true;
  return false;
}

/** Of its own statement, what is evaluated before the call. */
function isQuietBefore(statement: Syntax, call: Syntax, source: Source, context: InertContext): boolean {
  return source.visits.every(({ node, parent }) => {
    if (node.start < statement.start || node.end > call.start || parent === undefined) return true;
    const isEvaluated = [
      'CallExpression',
      'NewExpression',
      'AssignmentExpression',
      'UpdateExpression',
      'TaggedTemplateExpression',
      'MemberExpression',
    ].includes(node.type);
    return !isEvaluated || isInert(node, context) || parent.type === 'AssignmentExpression';
  });
}

function builtinNames(
  source: Source,
  calls: readonly RequireCall[],
  targets: ReadonlyMap<Syntax, Target>,
): Map<string, string> {
  const names = new Map<string, string>();
  for (const { node } of calls) {
    const target = targets.get(node);
    const parent = source.parentOf(node);
    const name = parent?.type === 'VariableDeclarator' ? nameOf(part(parent, 'id')) : undefined;
    if (target?.kind === 'builtin' && name !== undefined && source.own(name))
      names.set(name, target.specifier.replace(/^node:/, ''));
  }
  return names;
}

function keepCall(
  { node, place, specifier }: RequireCall,
  target: Target,
  isLate: boolean,
  { remarks, text }: ImportOptions,
): void {
  if (target.kind === 'missing' && place === 'top') {
    remarks.refuse(
      'modernize_missing',
      node,
      `"${specifier}" is not found from here`,
      'install it, or mend the path',
    );
    return;
  }
  text.needRequire();
  if (target.kind === 'commonjs' && target.requireAs !== undefined) {
    const argument = parts(node, 'arguments')[0];
    if (argument) text.edits.overwrite(argument.start, argument.end, quote(target.requireAs));
  }
  if (target.kind === 'keep')
    remarks.tell(
      'modernize_kept_require',
      node,
      `"${specifier}" is still loaded by require: ${target.why}`,
      'import it by its names where you know them',
    );
  else if (isLate)
    remarks.tell(
      'modernize_kept_order',
      node,
      `"${specifier}" is still loaded by require: the file does something before it, and imports come first`,
      'move it to the top, where the order does not matter, and modernize again',
    );
  else
    remarks.tell(
      'modernize_kept_require',
      node,
      `"${specifier}" is still loaded by require: only here, and only when it is needed`,
      'nothing: it loads as before',
    );
}

/** `require(name)`, `require.resolve`, `require.main`, and `require` as a value. */
function keepOthers({ source, uses, remarks, text }: ImportOptions): void {
  for (const node of uses.writes)
    remarks.refuse(
      'modernize_require_set',
      node,
      'require is set to something else',
      'call the other one by another name',
    );
  for (const node of uses.dynamic) {
    text.needRequire();
    remarks.warn(
      'modernize_dynamic',
      node,
      'which file is loaded is known only when it runs: it is still loaded by require, as CommonJS where there are two',
      'check that nothing of it is shared with what is imported',
    );
  }
  for (const node of uses.resolves) {
    text.needRequire();
    remarks.tell(
      'modernize_resolve',
      node,
      'require.resolve is kept: it finds files as before',
      'nothing, or import.meta.resolve where a URL will do',
    );
  }
  for (const { node, key } of uses.members) {
    const question = key === 'main' ? mainQuestion(source, node) : undefined;
    if (question !== undefined) continue;
    remarks.refuse(
      key === 'main' ? 'modernize_main' : 'modernize_require_member',
      node,
      key === 'cache'
        ? 'require.cache holds no ES modules: taking one out of it would do nothing'
        : `require.${key === '' ? '[…]' : key} has no counterpart in a module`,
      key === 'main' ? 'write require.main === module, or process.argv[1] for the path' : 'do it without',
    );
  }
  for (const node of uses.bare) {
    text.needRequire();
    if (source.parentOf(node)?.type === 'UnaryExpression') continue;
    remarks.warn(
      'modernize_require_given',
      node,
      'require is given away: it is one that loads CommonJS as before',
      'check what is loaded with it',
    );
  }
}
