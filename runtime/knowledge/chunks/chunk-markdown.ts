/** Markdown as chunks that follow its headings. Tolerant: any text is Markdown. https://spec.commonmark.org */
import type { Chunk } from './chunk.ts';
import { chunkSections, type Section } from './chunk-sections.ts';

/** @returns chunks that together are the whole text; none for an empty one */
export function chunkMarkdown(text: string, most?: number): Chunk[] {
  return chunkSections(text, sectionsOf(text), most);
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const FRONT = /^---[ \t]*$/;

/** Sections begin at headings; the first one at the beginning. */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [{ start: 0, headings: [] }];
  const open: { depth: number; title: string }[] = [];
  let fence: string | undefined;
  let inFront = false;
  let frontEnd = 0;
  /** Where the paragraph began that the line before is of. */
  let previous: number | undefined;
  const begin = (start: number, depth: number, title: string): void => {
    while ((open.at(-1)?.depth ?? 0) >= depth) open.pop();
    open.push({ depth, title });
    const headings = open.map((each) => each.title);
    // A heading at the very beginning opens the section that is there; front matter alone is none that could be found.
    const last = sections.at(-1)!;
    const isFirst =
      start === last.start || (sections.length === 1 && text.slice(frontEnd, start).trim() === '');
    if (isFirst) sections.pop();
    sections.push({ start: isFirst ? last.start : start, headings });
  };
  for (let start = 0, number = 0; start < text.length; number += 1) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    const paragraph = previous;
    previous = undefined;
    // Most lines are told by how they begin.
    const sign = inFront || number === 0 ? OTHER : signOf(text, start);
    if (
      sign === CODE ||
      (fence === undefined ? sign === PLAIN || sign === BLANK : sign !== fence.charCodeAt(0))
    ) {
      if (fence === undefined && sign === PLAIN) previous = paragraph ?? start;
      start = next;
      continue;
    }
    const line = text.slice(start, next).replace(/\r?\n$/, '');
    if (number === 0 && FRONT.test(line)) inFront = hasFrontEnd(text, next);
    else if (inFront) {
      inFront = !FRONT.test(line);
      if (!inFront) frontEnd = next;
    } else if (fence !== undefined) {
      const mark = FENCE.exec(line)?.[1];
      if (mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark)
        fence = undefined;
    } else if (FENCE.test(line)) fence = FENCE.exec(line)![1];
    else {
      const [, hashes, title = ''] = ATX.exec(line) ?? [];
      if (hashes !== undefined) begin(start, hashes.length, title.trim());
      else if (paragraph !== undefined && SETEXT.test(line))
        // What is underlined is the whole paragraph.
        begin(paragraph, line.trim().startsWith('=') ? 1 : 2, joined(text.slice(paragraph, start)));
      else if (line.trim() !== '' && !/^(?: {4}|\t|[ ]{0,3}(?:[-*+>]|\d+[.)])(?:[ \t]|$))/.test(line))
        previous = paragraph ?? start;
    }
    start = next;
  }
  return sections;
}

/** Front matter that never ends is none. */
function hasFrontEnd(text: string, from: number): boolean {
  return /^---[ \t]*\r?$/m.test(text.slice(from));
}

function joined(lines: string): string {
  return lines.trim().replaceAll(/\s*\n\s*/g, ' ');
}

const SPACE = 0x20;
const MOST_INDENT = 3;

/** What a line is, where its beginning tells; else the sign that it begins with. */
const PLAIN = -1;
const BLANK = -2;
const CODE = -3;
const OTHER = -4;
/** Signs that may begin something else than a paragraph, and digits, which begin lists. */
const TELLING = new Set(Array.from('#`~=-*+>0123456789', (sign) => sign.charCodeAt(0)));

function signOf(text: string, start: number): number {
  let at = start;
  while (at - start <= MOST_INDENT && text.charCodeAt(at) === SPACE) at += 1;
  if (at - start > MOST_INDENT) return CODE;
  const code = text.charCodeAt(at);
  if (code === 0x0a) return BLANK;
  if (TELLING.has(code)) return code;
  // Not those that may be space: controls, and whatever else lies beyond ASCII between the letters.
  const isPrint = code > SPACE && code < 0x7f;
  return isPrint || (code >= 0xe01 && code <= 0xe2e) || (code >= 0x3400 && code <= 0x9fff) ? PLAIN : OTHER;
}
