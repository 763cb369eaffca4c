/** `export default` in the place of an assignment. */
import type { ModuleText } from './module-text.ts';
import type { Source } from './source.ts';
import { nameOf, part, type Syntax } from './syntax.ts';

interface Place {
  readonly start: number;
  /** Behind the `=`. */
  readonly behind: number;
  readonly value: Syntax;
  /** Of the statement. */
  readonly end: number;
}

export function writeDefault(source: Source, { start, behind, value, end }: Place, text: ModuleText): void {
  text.edits.overwrite(start, behind, 'export default');
  const bare = source.text.slice(behind, value.start).trim() === '';
  if (!bare || (value.type !== 'FunctionExpression' && value.type !== 'ClassExpression')) return;
  const name = nameOf(part(value, 'id'));
  // As a declaration it would bring a name into the file, which something else has already or means something else by.
  if (
    name !== undefined &&
    (source.own(name) !== undefined || source.free.has(name) || isSet(source, value))
  ) {
    text.edits.appendRight(value.start, '(');
    text.edits.appendLeft(value.end, ')');
  } else if (source.text[end - 1] === ';') text.edits.remove(end - 1, end);
}

/** Whether a function sets its own name: nothing happens where it is an expression. */
function isSet(source: Source, value: Syntax): boolean {
  const name = nameOf(part(value, 'id'));
  return source.scopes.scopes.some(
    ({ type, block, variables }) =>
      type === 'function-expression-name' &&
      (block as unknown as Syntax) === value &&
      variables.some(
        (variable) => variable.name === name && variable.references.some((one) => one.isWrite()),
      ),
  );
}
