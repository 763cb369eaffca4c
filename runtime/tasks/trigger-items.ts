/** The items of `triggers:` as lines of text: each with the comments above it. */
import { isDeepStrictEqual } from 'node:util';
import { Document, isCollection, isMap, type Node, type YAMLSeq } from 'yaml';
import { Trigger, TRIGGER_KINDS } from '#shared/nouns/trigger.ts';
import { contentEnd, isBlank, isComment, lineEnd, newlineOf } from './text-lines.ts';

/** A trigger as a file says it, durations as text. */
export type RawTrigger = Readonly<Record<string, unknown>>;

/** One that is in the file now. */
export interface Written {
  readonly node: unknown;
  readonly value: unknown;
}

interface Item {
  /** Comments and empty lines above it. */
  readonly lead: string;
  readonly body: string;
  readonly value: unknown;
}

/**
 * A block list with other items: those that mean the same keep their lines, in whichever place they are.
 * @param start of the line with the key
 * @returns undefined where the lines cannot be told apart
 */
export function relist(
  text: string,
  start: number,
  list: readonly Written[],
  triggers: readonly RawTrigger[],
): string | undefined {
  const first = lineEnd(text, start);
  if (!/:\s*(#.*)?\s*$/.test(text.slice(start, first))) return undefined;
  const items: Item[] = [];
  let at = first;
  let indent = '';
  for (const { node, value } of list) {
    let dash = at;
    while (dash < text.length && (isBlank(text, dash) || isComment(text, dash))) dash = lineEnd(text, dash);
    const line = /^( *)-(?=\s)/.exec(text.slice(dash));
    if (!line) return undefined;
    indent = line[1] ?? '';
    const end = contentEnd(text, node, lineEnd(text, dash));
    items.push({ lead: text.slice(at, dash), body: ended(text.slice(dash, end), text), value });
    at = end;
  }
  // What stands apart at the top is about the list and not about its first item.
  const [head, lead] = splitLead(items[0]?.lead ?? '');
  const own = items.toSpliced(0, 1, { body: '', value: undefined, ...items[0], lead });
  return text.slice(0, first) + head + arranged(own, triggers, indent, newlineOf(text)) + text.slice(at);
}

function arranged(
  items: readonly Item[],
  triggers: readonly RawTrigger[],
  indent: string,
  newline: string,
): string {
  const left = new Set(items);
  const kept = triggers.map((trigger, index) => {
    const same = [items[index], ...left].find(
      (item) => item !== undefined && left.has(item) && meansSame(item.value, trigger),
    );
    if (same) left.delete(same);
    return same;
  });
  return triggers
    .map((trigger, index) => {
      const old = kept[index];
      if (old) return (index === 0 ? unpadded(old.lead) : old.lead) + old.body;
      const before = items[index];
      // One that was changed keeps what is said above it.
      const changed = before && left.has(before) && kindOf(before.value) === kindOf(trigger);
      return (changed ? before.lead : '') + triggerLines([trigger], indent, newline);
    })
    .join('');
}

/** Without the empty lines it begins with. */
function unpadded(lead: string): string {
  return lead.replace(/^(?:[ \t]*\r?\n)+/, '');
}

/** `60m` is `1h`, whichever of the two somebody wrote. */
export function meansSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(meaning(a), meaning(b));
}

function meaning(raw: unknown): unknown {
  const read = Trigger.safeParse(raw);
  return read.success ? read.data : raw;
}

function splitLead(lead: string): [head: string, own: string] {
  const gap = /^[^]*\n[ \t]*\r?\n|^[ \t]*\r?\n/.exec(lead)?.[0] ?? '';
  return [gap, lead.slice(gap.length)];
}

function kindOf(value: unknown): string | undefined {
  return value !== null && typeof value === 'object'
    ? TRIGGER_KINDS.find((kind) => Object.hasOwn(value, kind))
    : undefined;
}

function ended(body: string, text: string): string {
  return body.endsWith('\n') ? body : body + newlineOf(text);
}

/** New items, one below the other. */
export function triggerLines(triggers: readonly RawTrigger[], indent: string, newline: string): string {
  const document = new Document();
  document.contents = triggerNodes(document, triggers);
  const text = document.toString({ lineWidth: 0, blockQuote: false });
  return text.replaceAll(/^(?=.)/gm, indent).replaceAll('\n', newline);
}

/** As people write them: an item's fields below each other, and what is in a field on its line. */
export function triggerNodes(document: Document, triggers: readonly RawTrigger[]): Node {
  const list = document.createNode(triggers, { aliasDuplicateObjects: false }) as unknown as YAMLSeq;
  for (const item of list.items) {
    if (!isMap(item)) continue;
    for (const { value } of item.items) if (isCollection(value)) value.flow = true;
  }
  return list;
}
