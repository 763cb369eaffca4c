/** The lines of a YAML text, by offset. UTF-16 units. */
import { isNode } from 'yaml';

/** Where the line begins that an offset is in. */
export function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the next line begins. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** @param start of a line */
export function indentAt(text: string, start: number): string {
  return /^ */.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? '';
}

/** @param start of a line */
export function isBlank(text: string, start: number): boolean {
  return text.slice(start, lineEnd(text, start)).trim() === '';
}

/** @param indent what must stand before the `#`; anything where left out */
export function isComment(text: string, start: number, indent?: string): boolean {
  const line = text.slice(start, lineEnd(text, start));
  return line.trimStart().startsWith('#') && (indent === undefined || line.startsWith(`${indent}#`));
}

/**
 * Where the line after a node begins: comments on its own lines are its own, those below it are not.
 * @param least the answer is not before this
 */
export function contentEnd(text: string, node: unknown, least: number): number {
  const written = isNode(node) ? (node.range?.[1] ?? least) : least;
  let end = written === lineStart(text, written) ? written : lineEnd(text, written);
  for (let last = lineStart(text, end - 1); end > least; last = lineStart(text, end - 1)) {
    if (!isBlank(text, last) && !isComment(text, last)) break;
    end = last;
  }
  return Math.max(end, least);
}

export function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
