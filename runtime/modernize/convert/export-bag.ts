/** Files that only say `exports.name = …`, each once and at the top: each becomes an export of its own. */
import { isOwnStatement, definedProperty, type ExportUse, type ExportUses } from './export-uses.ts';
import { writeDefault } from './export-default.ts';
import type { ModuleText } from './module-text.ts';
import { bindingOf, canBeNamed, type ExportPlan } from './named.ts';
import type { Source } from './source.ts';
import { part, type Syntax } from './syntax.ts';

interface Entry {
  readonly key: string;
  readonly statement: Syntax;
  readonly left: Syntax;
  readonly value: Syntax;
}

interface Bag {
  readonly entries: Entry[];
  /** Statements that say nothing more: the mark, and `exports.a = void 0` of compilers. */
  readonly dropped: Syntax[];
}

/** @param whole somebody needs the object itself: then a file of `__esModule` is no bag */
export function readBag(
  source: Source,
  { uses, asked, esModule }: ExportUses,
  whole: boolean,
): Bag | undefined {
  if (asked || uses.length === 0 || (esModule && whole)) return undefined;
  const entries: Entry[] = [];
  const dropped: Syntax[] = [];
  const empty: { key: string; statement: Syntax }[] = [];
  for (const use of uses) {
    const marked = definedProperty(source, use);
    const call = marked === undefined ? undefined : source.parentOf(marked.call);
    if (
      marked?.key === '__esModule' &&
      call?.type === 'ExpressionStatement' &&
      source.parentOf(call) === source.root
    ) {
      dropped.push(call);
      continue;
    }
    if (
      use.of === 'this' ||
      use.does !== 'assign' ||
      use.key === undefined ||
      !use.assignment ||
      !use.statement
    )
      return undefined;
    const preamble = emptyChain(source, use);
    if (preamble !== undefined) {
      empty.push({ key: use.key, statement: preamble });
      continue;
    }
    const value = part(use.assignment, 'right');
    const left = part(use.assignment, 'left');
    if (!isOwnStatement(source, use.assignment) || value === undefined || left === undefined)
      return undefined;
    if (use.key === '__esModule') dropped.push(use.statement);
    else if (!canBeNamed(use.key) && !(use.key === 'default' && esModule)) return undefined;
    else entries.push({ key: use.key, statement: use.statement, left, value });
  }
  const keys = new Set(entries.map(({ key }) => key));
  if (keys.size !== entries.length || entries.some(({ value }) => value.type === 'AssignmentExpression'))
    return undefined;
  if (empty.some(({ key }) => !keys.has(key))) return undefined;
  dropped.push(...new Set(empty.map(({ statement }) => statement)));
  return { entries, dropped };
}

/** `exports.a = exports.b = void 0;` */
function emptyChain(source: Source, { assignment }: ExportUse): Syntax | undefined {
  let top = assignment;
  while (top && source.parentOf(top)?.type === 'AssignmentExpression') top = source.parentOf(top);
  let value = top;
  while (value?.type === 'AssignmentExpression') value = part(value, 'right');
  const isEmpty = value?.type === 'UnaryExpression' && value['operator'] === 'void';
  return isEmpty && top !== undefined && isOwnStatement(source, top) ? source.parentOf(top) : undefined;
}

export function writeBag(
  source: Source,
  bag: Bag,
  { text, whole }: { text: ModuleText; whole: boolean },
): ExportPlan {
  for (const statement of bag.dropped) removeStatement(source, statement, text);
  const locals = new Map<string, string>();
  const listed: string[] = [];
  for (const { key, statement, left, value } of bag.entries) {
    if (key === 'default') {
      writeDefault(
        source,
        { start: left.start, behind: behindEquals(source, left), value, end: statement.end },
        text,
      );
      continue;
    }
    const binding = bindingOf(source, value, statement);
    if (binding !== undefined) {
      removeStatement(source, statement, text);
      locals.set(key, binding);
      listed.push(binding === key ? key : `${binding} as ${keyOf(key)}`);
    } else if (text.names.declare(key)) {
      text.edits.overwrite(left.start, left.end, `export const ${key}`);
      locals.set(key, key);
    } else {
      const local = text.names.take(key);
      text.edits.overwrite(left.start, left.end, `const ${local}`);
      locals.set(key, local);
      listed.push(`${local} as ${keyOf(key)}`);
    }
  }
  if (listed.length > 0) text.end(`export { ${listed.join(', ')} };`);
  const hasDefault = bag.entries.some(({ key }) => key === 'default');
  if (!hasDefault) writeObject(locals, text, whole);
  return { default: hasDefault ? 'key' : 'whole', named: [...locals.keys()], onlyDefault: [], open: false };
}

/** For whoever imports the whole: what module.exports was. */
function writeObject(locals: ReadonlyMap<string, string>, text: ModuleText, whole: boolean): void {
  const list = [...locals]
    .map(([key, local]) => (key === local ? key : `${keyOf(key)}: ${local}`))
    .join(', ');
  const object = locals.size === 0 ? '{}' : `{ ${list} }`;
  if (!whole) {
    text.end(`export default ${object};`);
    return;
  }
  const name = text.names.take('exported');
  text.end(`const ${name} = ${object};`);
  text.end(`export { ${name} as default, ${name} as 'module.exports' };`);
}

function keyOf(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
}

function behindEquals(source: Source, left: Syntax): number {
  let at = left.end;
  while (source.text[at] !== '=') at += 1;
  return at + 1;
}

/** With its line where nothing else is on it. */
function removeStatement(source: Source, { start, end }: Syntax, text: ModuleText): void {
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*\r?\n/.exec(source.text.slice(end));
  const alone = source.text.slice(lineStart, start).trim() === '' && rest !== null;
  text.edits.remove(alone ? lineStart : start, alone ? end + rest[0].length : end);
}
