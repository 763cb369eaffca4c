/**
 * Changes one value in the text of a plist. Every other character stays: comments, order, the way it is indented, the
 * end of its lines.
 */
import {
  entryOf,
  formatPlistPath,
  valueAt,
  type PlistPath,
  type PlistPlace,
  type PlistValue,
} from './plist-value.ts';
import { readXmlPlist } from './read-xml-plist.ts';
import { escapeXml, writeXmlValue } from './write-xml-value.ts';

/**
 * Sets the value at a path: an entry that is there is replaced, a new one is put behind the last of its dictionary, an
 * index that is the length of its array appends.
 * @throws RangeError where the path leads nowhere, or the value cannot be written
 */
export function setInPlist(text: string, path: PlistPath, value: PlistValue): string {
  const { root } = readXmlPlist(text);
  const known = root && valueAt(root, path);
  const style = styleOf(text, root);
  if (known?.place)
    return splice(
      text,
      known.place,
      writeXmlValue(value, indentAt(text, known.place.start), style.unit, style.newline),
    );
  const last = path.at(-1);
  const parent = root && valueAt(root, path.slice(0, -1));
  if (!parent?.place || last === undefined) throw leadsNowhere(path);
  const inner = innerIndent(text, parent, style.unit);
  const written = writeXmlValue(value, inner, style.unit, style.newline);
  if (parent.kind === 'dict' && typeof last === 'string')
    return append(text, parent.place, 'dict', style, inner, [`<key>${escapeXml(last)}</key>`, written]);
  if (parent.kind === 'array' && last === parent.items.length)
    return append(text, parent.place, 'array', style, inner, [written]);
  throw leadsNowhere(path);
}

/**
 * Takes out the value at a path, with its key and the line it leaves empty.
 * @throws RangeError where the path leads nowhere
 */
export function removeFromPlist(text: string, path: PlistPath): string {
  const { root } = readXmlPlist(text);
  const last = path.at(-1);
  const parent = root && valueAt(root, path.slice(0, -1));
  const value = parent && last !== undefined ? valueAt(parent, [last]) : undefined;
  if (!value?.place) throw leadsNowhere(path);
  const key = parent?.kind === 'dict' && typeof last === 'string' ? entryOf(parent, last)?.place : undefined;
  const between = key ? text.slice(key.end, value.place.start) : '';
  // A comment between a key and its value is the author's: it stays, as the rest does.
  if (key && between.trim() !== '') return cutLine(cutLine(text, value.place), key);
  return cutLine(text, { start: key?.start ?? value.place.start, end: value.place.end });
}

/**
 * Renames a key.
 * @throws RangeError where the path leads nowhere
 */
export function renameInPlist(text: string, path: PlistPath, name: string): string {
  const { root } = readXmlPlist(text);
  const last = path.at(-1);
  const parent = root && valueAt(root, path.slice(0, -1));
  const entry = parent?.kind === 'dict' && typeof last === 'string' ? entryOf(parent, last) : undefined;
  if (!entry?.place) throw leadsNowhere(path);
  return splice(text, entry.place, `<key>${escapeXml(name)}</key>`);
}

type Span = Pick<PlistPlace, 'start' | 'end'>;

function splice(text: string, { start, end }: Span, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** Takes a span out, and the whole line where nothing else is left in it. */
function cutLine(text: string, { start, end }: Span): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  if (lineEnd === null || text.slice(lineStart, start).trim() !== '') return splice(text, { start, end }, '');
  return splice(text, { start: lineStart, end: end + lineEnd[0].length }, '');
}

interface Style {
  readonly unit: string;
  readonly newline: string;
}

/** As the author has it: how much further in the first key of the outermost dictionary stands than that itself. */
function styleOf(text: string, root: PlistValue | undefined): Style {
  const own = indentAt(text, root?.place?.start ?? 0);
  const first = root?.kind === 'dict' ? root.entries[0]?.place : undefined;
  const inner = first ? indentAt(text, first.start) : '';
  const unit = inner.startsWith(own) ? inner.slice(own.length) : '';
  return { unit: unit === '' ? '\t' : unit, newline: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0] ?? '';
}

/** How far what is in a container is indented: as its first part is, or one step further than itself. */
function innerIndent(text: string, container: PlistValue, unit: string): string {
  const first =
    container.kind === 'dict'
      ? container.entries[0]?.place
      : container.kind === 'array'
        ? container.items[0]?.place
        : undefined;
  const own = indentAt(text, container.place?.start ?? 0);
  if (first && text.slice(container.place?.start, first.start).includes('\n'))
    return indentAt(text, first.start);
  return own + unit;
}

function append(
  text: string,
  place: Span,
  tag: 'dict' | 'array',
  { newline }: Style,
  inner: string,
  lines: readonly string[],
): string {
  const own = indentAt(text, place.start);
  const added = lines.map((line) => inner + line + newline).join('');
  const element = text.slice(place.start, place.end);
  const closing = element.lastIndexOf('</');
  // `<dict/>` has no end of its own to put something before.
  if (closing === -1) return splice(text, place, `<${tag}>${newline}${added}${own}</${tag}>`);
  const head = element.slice(0, closing);
  const body = head.trimEnd();
  // Kept up to the last sign of the last part: a comment there is one, too.
  return splice(text, place, `${body}${newline}${added}${own}${element.slice(closing)}`);
}

function leadsNowhere(path: PlistPath): RangeError {
  return new RangeError(`there is no place for ${formatPlistPath(path) || 'that'} in this plist`);
}
