/**
 * Files that do more with `exports` than can be said in declarations: the object stays one, and what it holds at the end
 * is exported by name, too.
 */
import { definedProperty, isOwnStatement, type ExportUse, type ExportUses } from './export-uses.ts';
import { writeMirrors } from './live-names.ts';
import type { ModuleText } from './module-text.ts';
import { bindingOf, canBeNamed, writeNamed, type ExportPlan, type NamedSource } from './named.ts';
import { literalKeys } from './object-keys.ts';
import type { Source } from './source.ts';
import { isFunction, nameOf, part, parts, staticKey, type Syntax } from './syntax.ts';

export interface ObjectOptions {
  readonly text: ModuleText;
  readonly whole: boolean;
}

export function writeObject(source: Source, found: ExportUses, { text, whole }: ObjectOptions): ExportPlan {
  const { uses, asked, esModule } = found;
  const isReplaced = asked || uses.some(({ kind }) => kind === 'set');
  const object = isReplaced ? 'module.exports' : plainObject(source, uses, text);
  if (isReplaced) shim(source, found, text);
  const keys = isReplaced ? replacedKeys(source, uses) : undefined;
  const { named, live, onlyDefault, open } = keys ?? collectKeys(source, uses);
  const mirrored = isReplaced ? [] : writeMirrors(source, uses, live, text);
  const rest = live.filter((key) => !mirrored.includes(key));
  const isKeyed = esModule && uses.some(({ key, does }) => key === 'default' && does === 'assign');
  const value = isKeyed ? `${object}.default` : object;
  if (isKeyed || whole) {
    const name = isReplaced ? text.names.take('exported') : object;
    if (isReplaced) text.end(`const ${name} = ${object};`);
    if (isKeyed) text.end(`export default ${value};`);
    text.end(
      isKeyed
        ? `export { ${name} as 'module.exports' };`
        : `export { ${name} as default, ${name} as 'module.exports' };`,
    );
  } else text.end(`export default ${value};`);
  writeNamed(named, object, text);
  return {
    default: isKeyed ? 'key' : 'whole',
    named: [...named.map(({ key }) => key), ...mirrored],
    onlyDefault: [...onlyDefault, ...rest].filter(
      (key) => key !== '__esModule' && !(isKeyed && key === 'default'),
    ),
    open,
  };
}

/** One object under one name. */
function plainObject(source: Source, uses: readonly ExportUse[], text: ModuleText): string {
  const isTaken = source.scopes.scopes.some(({ variables }) =>
    variables.some(({ name, defs }) => name === 'exports' && defs.length > 0),
  );
  const object = isTaken ? text.names.take('exported') : 'exports';
  text.head(`const ${object} = {};`);
  for (const { node, of } of uses)
    if (of !== 'exports' || isTaken) text.edits.overwrite(node.start, node.end, object);
  return object;
}

/** `module` and `exports` as Node gives them to a file. */
function shim(source: Source, { uses }: ExportUses, text: ModuleText): void {
  text.head('const module = { exports: {} };');
  const isSet = uses.some(({ of, kind }) => of === 'exports' && kind === 'set');
  if (source.free.has('exports')) text.head(`${isSet ? 'let' : 'const'} exports = module.exports;`);
  const tops = uses.filter(({ of }) => of === 'this');
  if (tops.length === 0) return;
  const first = text.names.take('initialExports');
  text.head(`const ${first} = module.exports;`);
  for (const { node } of tops) text.edits.overwrite(node.start, node.end, first);
}

interface Keys {
  readonly named: NamedSource[];
  /** Set again by functions, after the file was loaded. */
  readonly live: string[];
  readonly onlyDefault: string[];
  readonly open: boolean;
}

function collectKeys(source: Source, uses: readonly ExportUse[]): Keys {
  const named = new Map<string, NamedSource>();
  const live = new Set<string>();
  const onlyDefault = new Set<string>();
  let open = false;
  for (const use of uses) {
    const defined = definedProperty(source, use);
    if (defined !== undefined) {
      const binding = getterBinding(source, defined.descriptor);
      if (use.statement === undefined || !canBeNamed(defined.key) || binding === null)
        onlyDefault.add(defined.key);
      else named.set(defined.key, { key: defined.key, ...(binding === undefined ? {} : { binding }) });
    } else if (use.kind === 'value') open ||= !isPlainRead(source, use);
    else if (use.does === 'read') continue;
    else if (use.key === undefined) open = true;
    else if (!canBeNamed(use.key)) onlyDefault.add(use.key);
    else if (use.statement === undefined) live.add(use.key);
    else named.set(use.key, { key: use.key });
  }
  if (!open) bindOnce(source, uses, named);
  for (const key of [...live, ...onlyDefault]) named.delete(key);
  return { named: [...named.values()], live: [...live], onlyDefault: [...onlyDefault], open };
}

/** A key that is set once, to a binding of the file that never changes, is that binding. */
function bindOnce(source: Source, uses: readonly ExportUse[], named: Map<string, NamedSource>): void {
  for (const [key, known] of named) {
    if (known.binding !== undefined) continue;
    const sets = uses.filter(
      (use) => use.key === key && use.does !== 'read' && !isEmptyValue(lastValue(use.assignment)),
    );
    const [only] = sets;
    if (sets.length !== 1 || only?.assignment === undefined || !isOwnStatement(source, only.assignment))
      continue;
    const binding = bindingOf(source, part(only.assignment, 'right'), only.assignment);
    if (binding !== undefined) named.set(key, { key, binding });
  }
}

/** `void 0`, with which compilers begin. */
function isEmptyValue(value: Syntax | undefined): boolean {
  return value?.type === 'UnaryExpression' && value['operator'] === 'void';
}

/** A getter that returns a binding of the file is that binding; one that does more is asked only when somebody reads it. */
function getterBinding(source: Source, descriptor: Syntax): string | undefined | null {
  const getter = parts(descriptor, 'properties').find((one) => staticKey(one) === 'get');
  if (getter === undefined)
    return parts(descriptor, 'properties').some((one) => staticKey(one) === 'value') ? undefined : null;
  const value = part(getter, 'value');
  const body = value !== undefined && isFunction(value) ? part(value, 'body') : undefined;
  const returned = body?.type === 'BlockStatement' ? soleReturn(body) : body;
  const name = nameOf(returned);
  if (name !== undefined && source.own(name)) return name;
  // `return other.key`, as compilers write it: as good as a value.
  return returned?.type === 'MemberExpression' && nameOf(part(returned, 'object')) !== undefined
    ? undefined
    : null;
}

function soleReturn(body: Syntax): Syntax | undefined {
  const [only, ...more] = parts(body, 'body');
  return only?.type === 'ReturnStatement' && more.length === 0 ? part(only, 'argument') : undefined;
}

/** `const e = exports` and the like may set anything; a comparison and `this && this.helper` set nothing. */
function isPlainRead(source: Source, { node }: ExportUse): boolean {
  const parent = source.parentOf(node);
  if (parent?.type === 'BinaryExpression') return true;
  return (
    parent?.type === 'LogicalExpression' && parent['operator'] === '&&' && source.fieldOf(node) === 'left'
  );
}

/** Of an object that is replaced: the keys of all that it may be. */
function replacedKeys(source: Source, uses: readonly ExportUse[]): Keys {
  const keys = new Set<string>();
  const onlyDefault = new Set<string>();
  let open = false;
  let known = true;
  for (const use of uses) {
    if (use.kind === 'set') {
      const value = lastValue(use.assignment);
      if (value?.type === 'ObjectExpression') {
        const literal = literalKeys(source, value, value);
        for (const { key } of literal.named) keys.add(key);
        for (const key of literal.onlyDefault) onlyDefault.add(key);
        open ||= literal.open;
      } else if (
        value === undefined ||
        !(isFunction(value) || value.type === 'ClassExpression' || isOwnFunction(source, value))
      )
        known = false;
    } else if (use.does === 'assign' && use.key !== undefined) {
      if (use.statement !== undefined && canBeNamed(use.key)) keys.add(use.key);
      else onlyDefault.add(use.key);
    } else if (use.kind === 'value' || use.does === 'assign') open = true;
  }
  for (const key of onlyDefault) keys.delete(key);
  // Taking apart what may be null would throw.
  const named = known ? [...keys].map((key) => ({ key })) : [];
  return {
    named,
    live: [],
    onlyDefault: known ? [...onlyDefault] : [...keys, ...onlyDefault],
    open: open || !known,
  };
}

function lastValue(assignment: Syntax | undefined): Syntax | undefined {
  let value = assignment;
  while (value?.type === 'AssignmentExpression') value = part(value, 'right');
  // `exports = module.exports`
  return value;
}

function isOwnFunction(source: Source, value: Syntax): boolean {
  const type = source.own(nameOf(value) ?? '')?.defs[0]?.type;
  return type === 'FunctionName' || type === 'ClassName';
}
