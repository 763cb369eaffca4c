/** A piece of a chunk around what was searched for, with the hits marked, and the lines that it is from. */
import type { SnippetPart } from '#shared/nouns/knowledge.ts';
import { isSplitPair } from '../chunks/split-text.ts';
import { leadOf } from '../words/lead.ts';
import { marksOf, type Mark } from './mark-hits.ts';
import type { Term } from './query.ts';

/** UTF-16 units. */
const LENGTH = 240;
/** Shown before the first hit. */
const BEFORE = 60;

export interface Snippet {
  readonly parts: SnippetPart[];
  /** 1-based lines of the file, of the first and the last hit shown; undefined where none is. */
  readonly lines: { readonly first: number; readonly last: number } | undefined;
  /** How many of the terms are in the text of the chunk. */
  readonly terms: number;
}

export interface SnippetSource {
  readonly text: string;
  /** Of its beginning, 1-based. */
  readonly line: number;
  /** Title and headings are shown beside it, and front matter says nothing to a reader. */
  readonly isMarkdown: boolean;
}

export function snippetOf({ text, line, isMarkdown }: SnippetSource, terms: readonly Term[]): Snippet {
  const marks = marksOf(text, terms);
  const lead = isMarkdown ? leadOf(text) : 0;
  const inBody = marks.filter(({ start }) => start >= lead);
  const start = inBody.length > 0 ? Math.max(lead, bestStart(text, inBody)) : bestStart(text, marks);
  const end = wordEnd(text, Math.min(text.length, start + LENGTH));
  const shown = marks.filter((mark) => mark.start >= start && mark.end <= end);
  const parts: SnippetPart[] = [];
  let at = start;
  const add = (to: number, hit: boolean): void => {
    const piece = text.slice(at, to).replace(/\s+/g, ' ');
    if (piece !== '') parts.push({ text: piece, hit });
    at = to;
  };
  for (const mark of shown) {
    add(mark.start, false);
    add(mark.end, true);
  }
  add(end, false);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    parts: framed(parts, start > lead, end < text.length),
    lines: first && last && { first: line + breaks(text, first.start), last: line + breaks(text, last.end) },
    terms: new Set(marks.map(({ term }) => term)).size,
  };
}

/** Where the most different terms are seen at once. */
function bestStart(text: string, marks: readonly Mark[]): number {
  let best = { start: 0, score: -1 };
  for (const [at, mark] of marks.entries()) {
    const from = mark.start - BEFORE;
    const seen = marks.slice(at, at + 40).filter(({ end }) => end <= from + LENGTH);
    const score = 10 * new Set(seen.map(({ term }) => term)).size + Math.min(seen.length, 9);
    if (score > best.score) best = { start: from, score };
  }
  return wordStart(text, Math.max(0, best.start));
}

/** Not in the middle of a word where a space is near. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + 30).search(/\s/);
  if (space !== -1) return at + space + 1;
  return isSplitPair(text, at) ? at + 1 : at;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(at - 30, at).search(/\s\S*$/);
  if (space > 0) return at - 30 + space;
  return isSplitPair(text, at) ? at - 1 : at;
}

function framed(parts: SnippetPart[], isCutBefore: boolean, isCutAfter: boolean): SnippetPart[] {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return parts;
  const framedParts = [...parts];
  if (!first.hit) framedParts[0] = { ...first, text: first.text.trimStart() };
  const end = framedParts.at(-1)!;
  if (!end.hit) framedParts[framedParts.length - 1] = { ...end, text: end.text.trimEnd() };
  return [
    ...(isCutBefore ? [{ text: '… ', hit: false }] : []),
    ...framedParts.filter(({ text }) => text !== ''),
    ...(isCutAfter ? [{ text: ' …', hit: false }] : []),
  ];
}

function breaks(text: string, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
