/** Writes triggers into the text of a task file as a careful person would: nothing else moves, no comment is lost. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, type Document, type Pair, type YAMLMap } from 'yaml';
import { readYaml } from './read-yaml.ts';
import { contentEnd, indentAt, isBlank, isComment, lineEnd, lineStart, newlineOf } from './text-lines.ts';
import { meansSame, relist, triggerLines, triggerNodes, type RawTrigger } from './trigger-items.ts';

/**
 * The text of a task file with its `triggers:` replaced. Triggers that mean what one of the file's means stay as they
 * are written there, comments included; without any, the field goes.
 * @returns undefined where the text is not a mapping that can be edited
 */
export function editTriggers(text: string, triggers: readonly RawTrigger[]): string | undefined {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const plain = text.slice(mark.length);
  const { document, faults, value } = readYaml(plain);
  const root = document?.contents;
  if (!document || faults.length > 0 || !isMap(root)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (sameTriggers(fields['triggers'], triggers)) return text;
  for (const edited of [
    spliced(plain, root, fields['triggers'], triggers),
    rewritten(document, triggers, newlineOf(plain)),
  ]) {
    if (edited !== undefined && says(edited, fields, triggers)) return mark + edited;
  }
  return undefined;
}

/** Only the lines of the field itself are touched. */
function spliced(
  text: string,
  root: YAMLMap,
  before: unknown,
  triggers: readonly RawTrigger[],
): string | undefined {
  if (root.flow === true) return undefined;
  const pair = pairOf(root, 'triggers');
  if (!pair) return inserted(text, root, triggers);
  const start = keyLine(text, pair);
  if (start === undefined) return undefined;
  const end = contentEnd(text, pair.value, lineEnd(text, start));
  if (triggers.length === 0) return removed(text, start, end);
  const { value } = pair;
  if (isSeq(value) && value.flow !== true && Array.isArray(before)) {
    const written = value.items.map((node, index) => ({ node, value: before[index] as unknown }));
    const relisted = relist(text, start, written, triggers);
    if (relisted !== undefined) return relisted;
  }
  const head = headOf(text, start, value);
  const newline = newlineOf(text);
  const lines = triggerLines(triggers, itemIndent(text, root, indentAt(text, start)), newline);
  return text.slice(0, start) + head + newline + lines + text.slice(end);
}

/** Before `steps:` and what is said above it, with the distance that the file keeps between its fields. */
function inserted(text: string, root: YAMLMap, triggers: readonly RawTrigger[]): string | undefined {
  const steps = pairOf(root, 'steps');
  const start = steps && keyLine(text, steps);
  if (start === undefined) return undefined;
  const indent = indentAt(text, start);
  let at = start;
  while (at > 0 && isComment(text, lineStart(text, at - 1), indent)) at = lineStart(text, at - 1);
  // A comment that begins the file is about the file.
  if (at === 0 || /^(---|%)/.test(text.slice(lineStart(text, at - 1), at))) at = start;
  const newline = newlineOf(text);
  const gap = at > 0 && isBlank(text, lineStart(text, at - 1)) ? newline : '';
  const lines = triggerLines(triggers, itemIndent(text, root, indent), newline);
  return `${text.slice(0, at)}${indent}triggers:${newline}${lines}${gap}${text.slice(at)}`;
}

/** What stands above the field stays; of two empty lines that come together, one goes. */
function removed(text: string, start: number, end: number): string {
  const doubled =
    (start === 0 || isBlank(text, lineStart(text, start - 1))) && end < text.length && isBlank(text, end);
  return text.slice(0, start) + text.slice(doubled ? lineEnd(text, end) : end);
}

/** The line of a key without its value, which is in brackets or not there; with the comment behind it. */
function headOf(text: string, start: number, value: unknown): string {
  const key = /^ *(?:triggers|"triggers"|'triggers') *:/.exec(text.slice(start))?.[0] ?? '';
  // Nothing at all has its place behind the comment.
  const [begin, behind] = (isNode(value) && value.range) || [0, 0];
  const from = begin === behind ? start + key.length : behind;
  const comment = /^[ \t]*#[^\n\r]*/.exec(text.slice(from))?.[0] ?? '';
  return key + comment;
}

/** How far the items of lists stand in this file. */
function itemIndent(text: string, root: YAMLMap, indent: string): string {
  for (const { value } of root.items) {
    const first = isSeq(value) && value.flow !== true && value.range ? value.range[0] : undefined;
    if (first === undefined) continue;
    const before = text.slice(lineStart(text, first), first);
    if (/^ *$/.test(before)) return before;
  }
  return `${indent}  `;
}

/** As the library writes the whole document: comments stay, but the way it is set may change. */
function rewritten(document: Document, triggers: readonly RawTrigger[], newline: string): string {
  const root = document.contents as YAMLMap;
  if (triggers.length === 0) root.delete('triggers');
  else if (root.has('triggers')) root.set('triggers', triggerNodes(document, triggers));
  else {
    const steps = root.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === 'steps');
    const pair = document.createPair('triggers', triggerNodes(document, triggers));
    root.items.splice(steps < 0 ? root.items.length : steps, 0, pair);
  }
  try {
    return document.toString({ lineWidth: 0 }).replaceAll('\n', newline);
  } catch (error) {
    // An alias whose anchor stood in the triggers.
    if (error instanceof Error) return '';
    throw error;
  }
}

/** Whether a text has exactly these triggers and is otherwise what it was, in the same order. */
function says(
  text: string,
  before: Readonly<Record<string, unknown>>,
  triggers: readonly RawTrigger[],
): boolean {
  const { value, faults } = readYaml(text);
  if (faults.length > 0 || value === null || typeof value !== 'object') return false;
  const { triggers: now, ...rest } = value as Record<string, unknown>;
  const { triggers: _then, ...other } = before;
  if (triggers.length === 0 ? now !== undefined : !sameTriggers(now, triggers)) return false;
  return isDeepStrictEqual(Object.entries(rest), Object.entries(other));
}

function sameTriggers(value: unknown, triggers: readonly RawTrigger[]): boolean {
  const list: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [undefined];
  return list.length === triggers.length && list.every((item, index) => meansSame(item, triggers[index]));
}

function pairOf(root: YAMLMap, name: string): Pair | undefined {
  return root.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** Where the line of a key begins; undefined where something else stands on it. */
function keyLine(text: string, { key }: Pair): number | undefined {
  const at = isScalar(key) ? key.range?.[0] : undefined;
  if (at === undefined) return undefined;
  const start = lineStart(text, at);
  return /^ *$/.test(text.slice(start, at)) ? start : undefined;
}
