/** Keys that functions set after the file was loaded: a variable beside each follows, and is what the name exports. */
import type { ExportUse } from './export-uses.ts';
import type { ModuleText } from './module-text.ts';
import type { Source } from './source.ts';
import type { Syntax } from './syntax.ts';

/** @returns those that can be followed */
export function writeMirrors(
  source: Source,
  uses: readonly ExportUse[],
  keys: readonly string[],
  text: ModuleText,
): string[] {
  const followed: string[] = [];
  for (const key of keys) {
    const writes = uses
      .filter((use) => use.key === key && use.does !== 'read')
      .map((use) => writeOf(source, use));
    if (writes.length === 0 || writes.some((write) => write === undefined)) continue;
    const local = text.names.take(key);
    text.head(`let ${local};`);
    for (const write of writes) if (write) mirror(source, write, local, text);
    text.end(`export { ${local === key ? key : `${local} as ${JSON.stringify(key)}`} };`);
    followed.push(key);
  }
  return followed;
}

/** The expression whose value is the new one; undefined where there is none. */
function writeOf(source: Source, { member }: ExportUse): Syntax | undefined {
  const outer = member === undefined ? undefined : source.parentOf(member);
  if (outer?.type === 'AssignmentExpression') return outer;
  if (outer?.type !== 'UpdateExpression') return undefined;
  // `exports.count++` is the old value: only where nobody asks for it.
  return outer['prefix'] === true || source.parentOf(outer)?.type === 'ExpressionStatement'
    ? outer
    : undefined;
}

function mirror(source: Source, write: Syntax, local: string, text: ModuleText): void {
  const isStatement = source.parentOf(write)?.type === 'ExpressionStatement';
  const isBehind = write.type === 'UpdateExpression' && write['prefix'] !== true;
  const operator = isBehind ? String(write['operator']) : '';
  if (isBehind) text.edits.remove(write.end - operator.length, write.end);
  text.edits.prependRight(write.start, `${isStatement ? '' : '('}${local} = ${operator}`);
  if (!isStatement) text.edits.appendLeft(write.end, ')');
}
