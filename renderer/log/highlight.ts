/** Splits the spans of a line where a search text stands, without regard to case, so that the hits can be marked. */
import type { AnsiSpan } from './ansi.ts';

export interface MarkedSpan extends AnsiSpan {
  readonly hit: boolean;
}

export function markHits(spans: readonly AnsiSpan[], query: string): readonly MarkedSpan[] {
  const ranges = query === '' ? [] : rangesOf(spans.map((span) => span.text).join(''), query);
  if (ranges.length === 0) return spans.map((span) => ({ ...span, hit: false }));
  const marked: MarkedSpan[] = [];
  let at = 0;
  for (const { text, style } of spans) {
    const end = at + text.length;
    let from = at;
    for (const [start, stop] of ranges) {
      if (stop <= from || start >= end) continue;
      if (start > from) marked.push({ text: text.slice(from - at, start - at), style, hit: false });
      const low = Math.max(start, from);
      const high = Math.min(stop, end);
      marked.push({ text: text.slice(low - at, high - at), style, hit: true });
      from = high;
    }
    if (from < end) marked.push({ text: text.slice(from - at), style, hit: false });
    at = end;
  }
  return marked;
}

function rangesOf(text: string, query: string): [number, number][] {
  const haystack = fold(text);
  const needle = fold(query);
  const ranges: [number, number][] = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) {
    ranges.push([at, at + needle.length]);
  }
  return ranges;
}

/** Lower case that keeps every index: the few letters whose lower case is longer stay as they are. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length
    ? lower
    : Array.from(text, (char) =>
        char.toLowerCase().length === char.length ? char.toLowerCase() : char,
      ).join('');
}
