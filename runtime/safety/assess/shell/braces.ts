/** `{a,b}` and `{1..9}`, expanded in the text of a word as bash does it: before anything else (bash(1), "Brace Expansion"). */
import { Exceeded, MAX_BRACES } from '../bounds.ts';

const MAX_STEPS = 1_000_000;

interface Group {
  readonly start: number;
  readonly end: number;
  readonly items: readonly string[];
}

/** @throws Exceeded where it makes more words than are looked at */
export function expandBraces(text: string): readonly string[] {
  const done: string[] = [];
  const open = [text];
  // Each brace may be looked for the end of, in each of the words.
  const braces = text.split('{').length;
  let steps = 0;
  while (open.length > 0) {
    const next = open.shift()!;
    steps += braces * next.length + 1;
    if (steps > MAX_STEPS || open.length + done.length > MAX_BRACES)
      throw new Exceeded('its braces make too many words');
    const group = firstGroup(next);
    if (!group) done.push(next);
    else
      open.unshift(...group.items.map((item) => next.slice(0, group.start) + item + next.slice(group.end)));
  }
  return done;
}

function firstGroup(text: string): Group | undefined {
  for (let start = nextBrace(text, 0); start >= 0; start = nextBrace(text, start + 1)) {
    const group = groupAt(text, start);
    if (group) return group;
  }
  return undefined;
}

function nextBrace(text: string, from: number): number {
  for (let at = from; at < text.length; at = skip(text, at)) {
    if (text[at] === '{') return at;
  }
  return -1;
}

function groupAt(text: string, start: number): Group | undefined {
  const items: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length; at = skip(text, at)) {
    const char = text[at];
    if (char === '{') depth += 1;
    else if (char === ',' && depth === 1) {
      items.push(text.slice(from, at));
      from = at + 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth > 0) continue;
      const last = text.slice(from, at);
      if (items.length > 0) return { start, end: at + 1, items: [...items, last] };
      const range = sequence(last);
      return range && { start, end: at + 1, items: range };
    }
  }
  return undefined;
}

/** The place after the character, the quoted text or the expansion that starts here. */
function skip(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 2;
  if (char === "'") return after(text, text.indexOf("'", at + 1));
  if (char === '"' || char === '`') {
    let end = at + 1;
    while (end < text.length && text[end] !== char) end += text[end] === '\\' ? 2 : 1;
    return end + 1;
  }
  if (char === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) {
    const [open, close] = text[at + 1] === '{' ? ['{', '}'] : ['(', ')'];
    let depth = 0;
    for (let end = at + 1; end < text.length; end += 1) {
      if (text[end] === open) depth += 1;
      else if (text[end] === close) depth -= 1;
      if (depth === 0) return end + 1;
    }
    return text.length;
  }
  return at + 1;
}

const after = (text: string, found: number): number => (found < 0 ? text.length : found + 1);

function sequence(body: string): readonly string[] | undefined {
  const match = /^(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(body);
  if (!match) return undefined;
  const [, first = '', last = '', by = '1'] = match;
  const isNumber = /\d/.test(first);
  if (isNumber !== /\d/.test(last)) return undefined;
  const from = isNumber ? Number(first) : first.charCodeAt(0);
  const to = isNumber ? Number(last) : last.charCodeAt(0);
  const step = Math.max(1, Math.abs(Number(by)));
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > MAX_BRACES) throw new Exceeded('its braces make too many words');
  const width =
    isNumber && (/^-?0\d/.test(first) || /^-?0\d/.test(last)) ? Math.max(first.length, last.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to >= from ? index * step : -index * step);
    return isNumber ? String(value).padStart(width, '0') : String.fromCharCode(value);
  });
}
