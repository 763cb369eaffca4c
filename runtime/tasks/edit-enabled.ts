import { isMap, isScalar, parseDocument, type Document } from 'yaml';

/** The text of a task file with `enabled:` set; it is `true` where it is left out. */
export function editEnabled(text: string, enabled: boolean): string | undefined {
  return editFlag(text, 'enabled', enabled, true);
}

/**
 * A YAML mapping with one switch set. Only that one value is touched where it can be: every comment, blank line and
 * indentation stays.
 * @param unset what it is where it is left out
 * @returns undefined where the text is not a mapping that can be edited
 */
export function editFlag(text: string, key: string, wanted: boolean, unset: boolean): string | undefined {
  const document = parseDocument(text, { keepSourceTokens: true });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return undefined;
  const pair = root.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair) {
    const { value } = pair;
    const plain = isScalar(value) && value.range && value.tag === undefined && !value.anchor;
    const [start, end] = plain ? (value.range ?? [0, 0]) : [0, 0];
    if (end > start) return text.slice(0, start) + String(wanted) + text.slice(end);
    return rewritten(document, key, wanted);
  }
  if (wanted === unset) return text;
  const first = root.items[0]?.key;
  const start = isScalar(first) ? first.range?.[0] : undefined;
  if (root.flow === true || start === undefined || (start > 0 && text[start - 1] !== '\n')) {
    return rewritten(document, key, wanted);
  }
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return `${text.slice(0, start)}${key}: ${wanted}${newline}${text.slice(start)}`;
}

function rewritten(document: Document, key: string, wanted: boolean): string {
  document.set(key, wanted);
  return document.toString({ lineWidth: 0 });
}
