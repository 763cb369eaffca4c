/** Files that set module.exports once, at the top, before anything else is done with it. */
import { writeDefault } from './export-default.ts';
import { behindOperator, isOwnStatement, type ExportUse, type ExportUses } from './export-uses.ts';
import type { ModuleText } from './module-text.ts';
import { bindingOf, canBeNamed, writeNamed, type ExportPlan, type NamedSource } from './named.ts';
import { literalKeys } from './object-keys.ts';
import { isStable, topStatement, type Source } from './source.ts';
import { isFunction, nameOf, part, parts, staticKey, type Syntax } from './syntax.ts';

export interface SingleValue {
  /** The statement that sets it, and where its value begins. */
  readonly statement: Syntax;
  readonly start: number;
  readonly behind: number;
  readonly value: Syntax;
  /** `const name = module.exports = …` */
  readonly declared?: string;
  readonly others: readonly ExportUse[];
}

export function readSingleValue(
  source: Source,
  { uses, asked, esModule }: ExportUses,
): SingleValue | undefined {
  const sets = uses.filter(({ kind }) => kind === 'set');
  const others = uses.filter(({ kind }) => kind !== 'set');
  const outer = sets[0]?.assignment;
  if (asked || esModule || outer === undefined || !sets.some(({ of }) => of === 'module')) return undefined;
  // `exports = module.exports = …`: all of them in one chain.
  const chain: Syntax[] = [];
  for (let at: Syntax | undefined = outer; at?.type === 'AssignmentExpression'; at = part(at, 'right'))
    chain.push(at);
  if (!sets.every(({ assignment }) => assignment !== undefined && chain.includes(assignment)))
    return undefined;
  if (chain.length !== sets.length) return undefined;
  const last = chain.at(-1);
  const value = last === undefined ? undefined : part(last, 'right');
  if (last === undefined || value === undefined) return undefined;
  const aliased = sets.some(({ of }) => of === 'exports');
  const fits = (use: ExportUse): boolean =>
    use.of !== 'this' &&
    (use.of === 'module' || aliased) &&
    use.node.start > outer.end &&
    !(use.kind === 'member' && use.does === 'change') &&
    !isInFunctionDeclaration(source, use.node);
  if (!others.every(fits)) return undefined;
  const behind = behindOperator(source, last);
  if (isOwnStatement(source, outer))
    return { statement: source.parentOf(outer) as Syntax, start: outer.start, behind, value, others };
  const declarator = source.parentOf(outer);
  const declaration = declarator === undefined ? undefined : source.parentOf(declarator);
  const declared = declarator?.type === 'VariableDeclarator' ? nameOf(part(declarator, 'id')) : undefined;
  const variable = declared === undefined ? undefined : source.own(declared);
  if (
    declared === undefined ||
    !variable ||
    !isStable(variable) ||
    !declaration ||
    source.parentOf(declaration) !== source.root
  )
    return undefined;
  return { statement: declaration, start: outer.start, behind, value, declared, others };
}

/** It is there from the start, and may be called before the value is set. */
function isInFunctionDeclaration(source: Source, node: Syntax): boolean {
  for (let at = source.parentOf(node); at; at = source.parentOf(at))
    if (at.type === 'FunctionDeclaration') return true;
  return false;
}

export interface WriteOptions {
  readonly text: ModuleText;
  readonly whole: boolean;
  /** The value is loaded from another module: its names can be passed on. */
  readonly passedOn?: string | undefined;
}

export function writeSingleValue(source: Source, single: SingleValue, options: WriteOptions): ExportPlan {
  const { text, whole, passedOn } = options;
  const { statement, start, behind, value, others } = single;
  const bound = single.declared ?? bindingOf(source, value, statement);
  const { named, onlyDefault, open } = keysOf(source, single, bound);
  const needsName = whole || others.length > 0 || named.some(({ binding }) => binding === undefined);
  let object = bound;
  if (single.declared !== undefined) {
    text.edits.overwrite(start, behind, '');
    if (source.text[behind] === ' ') text.edits.remove(behind, behind + 1);
    if (!whole) text.end(`export default ${single.declared};`);
  } else if (bound === undefined && needsName) {
    object = text.names.take('exported');
    text.edits.overwrite(start, behind, `const ${object} =`);
    if (!whole) text.end(`export default ${object};`);
  } else if (whole) text.edits.remove(start, statement.end);
  else writeDefault(source, { start, behind, value, end: statement.end }, text);
  if (object !== undefined) {
    for (const { node } of others) text.edits.overwrite(node.start, node.end, object);
    if (whole) text.end(`export { ${object} as default, ${object} as 'module.exports' };`);
    writeNamed(named, object, text);
  } else writeNamed(named, '', text);
  if (passedOn !== undefined) {
    text.end(`export * from ${passedOn};`);
    return { default: 'whole', named: [], onlyDefault: [], open: true, all: true };
  }
  const quiet = open && literalOf(source, value, bound) === undefined;
  return {
    default: 'whole',
    named: named.map(({ key }) => key),
    onlyDefault,
    open,
    ...(quiet ? { quiet } : {}),
  };
}

interface Keys {
  readonly named: readonly NamedSource[];
  readonly onlyDefault: string[];
  readonly open: boolean;
}

/** Of the value's literal, and of what is set on it afterwards. */
function keysOf(
  source: Source,
  { statement, value, others, declared }: SingleValue,
  bound: string | undefined,
): Keys {
  const literal = literalOf(source, value, bound);
  const found = literal
    ? literalKeys(source, literal, statement)
    : { named: [], onlyDefault: [], open: hasUnknownKeys(source, value, bound) };
  const named = new Map<string, NamedSource>(found.named.map((one) => [one.key, one]));
  const onlyDefault = new Set(found.onlyDefault);
  let open = found.open;
  let given = false;
  for (const { key, assignment, at } of [
    ...assigned(source, others),
    ...(bound === undefined ? [] : assignedTo(source, bound)),
  ]) {
    if (key === undefined) open = true;
    else if (at === undefined || !canBeNamed(key)) {
      named.delete(key);
      onlyDefault.add(key);
    } else if (!onlyDefault.has(key)) {
      const binding = named.has(key) ? undefined : bindingOf(source, part(assignment, 'right'), at);
      named.set(key, { key, ...(binding === undefined ? {} : { binding }) });
    }
  }
  if (
    others.some(({ kind }) => kind === 'value') ||
    (bound !== undefined && declared === undefined && isGivenAway(source, bound, statement))
  )
    given = true;
  const list = [...named.values()];
  // What was given to others may have been changed by them: what counts is what is there at the end.
  return { named: given ? list.map(({ key }) => ({ key })) : list, onlyDefault: [...onlyDefault], open };
}

interface Assigned {
  readonly key: string | undefined;
  readonly assignment: Syntax;
  /** The statement, where it is one of the file itself and surely evaluated. */
  readonly at: Syntax | undefined;
}

function assigned(source: Source, others: readonly ExportUse[]): Assigned[] {
  return others.flatMap(({ does, key, assignment, statement }) =>
    does === 'assign' && assignment
      ? [{ key, assignment, at: isOwnStatement(source, assignment) ? statement : undefined }]
      : [],
  );
}

/** `name.key = …` for a binding that is exported. */
function assignedTo(source: Source, name: string): Assigned[] {
  return (source.own(name)?.references ?? []).flatMap((reference) => {
    const member = source.parentOf(reference.identifier as unknown as Syntax);
    const assignment = member?.type === 'MemberExpression' ? source.parentOf(member) : undefined;
    if (!member || assignment?.type !== 'AssignmentExpression' || part(assignment, 'left') !== member)
      return [];
    return [
      {
        key: staticKey(member),
        assignment,
        at: isOwnStatement(source, assignment) ? topStatement(source, assignment) : undefined,
      },
    ];
  });
}

/** Whether a binding is handed to a call, as `Object.assign(api, …)`. */
function isGivenAway(source: Source, name: string, statement: Syntax): boolean {
  return (source.own(name)?.references ?? []).some((reference) => {
    const node = reference.identifier as unknown as Syntax;
    const parent = source.parentOf(node);
    return (
      parent?.type === 'CallExpression' &&
      source.fieldOf(node) === 'arguments' &&
      topStatement(source, node) !== statement
    );
  });
}

function literalOf(source: Source, value: Syntax, bound: string | undefined): Syntax | undefined {
  if (value.type === 'ObjectExpression') return value;
  const definition = bound === undefined ? undefined : source.own(bound)?.defs[0];
  const init =
    definition?.type === 'Variable' ? part(definition.node as unknown as Syntax, 'init') : undefined;
  return init?.type === 'ObjectExpression' ? init : undefined;
}

/** Functions, classes and plain values have no keys but those that are set on them. */
function hasUnknownKeys(source: Source, value: Syntax, bound: string | undefined): boolean {
  if (isFunction(value) || value.type === 'Literal' || value.type === 'TemplateLiteral') return false;
  if (value.type === 'ClassExpression') return hasStatics(value);
  const definition = bound === undefined ? undefined : source.own(bound)?.defs[0];
  if (definition?.type === 'FunctionName') return false;
  const node = definition?.node as unknown as Syntax | undefined;
  if (definition?.type === 'ClassName' && node) return hasStatics(node);
  const init = node === undefined ? undefined : part(node, 'init');
  return init === undefined || !isFunction(init);
}

function hasStatics(node: Syntax): boolean {
  const body = part(node, 'body');
  return (
    body === undefined ||
    parts(body, 'body').some(
      (one) => one.type === 'StaticBlock' || (one['static'] === true && one.type === 'PropertyDefinition'),
    )
  );
}
