/** The text literals of a program in one of the usual languages, without reading the language itself. */
export interface Literal {
  readonly text: string;
  /** Where it starts and ends in the code, quotes included. */
  readonly start: number;
  readonly end: number;
}

const MAX_LITERALS = 2_000;

const PAIRS: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '<': '>' };

/** @param words also the literals of Perl and Ruby that are quoted by a word: `q(…)`, `%x{…}` */
export function literalsOf(code: string, words = false): readonly Literal[] {
  const found: Literal[] = [];
  for (let at = 0; at < code.length && found.length < MAX_LITERALS; at += 1) {
    const quote = code[at]!;
    const opening =
      words && (quote === 'q' || quote === '%')
        ? /^(?:q[qxw]?|%[qQxwW]?)\s?([([{<|!/])/.exec(code.slice(at, at + 5))
        : null;
    if (opening && !/\w/.test(code[at - 1] ?? '')) {
      const from = at + opening[0].length;
      const close = endOf(code, from, PAIRS[opening[1]!] ?? opening[1]!);
      if (close >= 0) {
        found.push({ text: unquoted(code.slice(from, close)), start: at, end: close + 1 });
        at = close;
        continue;
      }
    }
    if (quote !== '"' && quote !== "'" && quote !== '`') continue;
    const long = code.startsWith(quote.repeat(3), at) && quote !== '`' ? 3 : 1;
    const close = endOf(code, at + long, quote.repeat(long));
    if (close < 0) continue;
    found.push({ text: unquoted(code.slice(at + long, close)), start: at, end: close + long });
    at = close + long - 1;
  }
  return found;
}

function endOf(code: string, from: number, quotes: string): number {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1;
    else if (code.startsWith(quotes, at)) return at;
    // A quote in a comment or a word must not swallow what comes after it.
    else if (quotes.length === 1 && quotes !== '`' && code[at] === '\n') return -1;
  }
  return -1;
}

const PLAIN: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unquoted(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-7]{3})|([\s\S]))/g,
    (_, hex?: string, wide?: string, octal?: string, char?: string) => {
      if (hex !== undefined || wide !== undefined)
        return String.fromCharCode(Number.parseInt((hex ?? wide)!, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      return PLAIN[char!] ?? char!;
    },
  );
}

/** Neighbours that only a `+`, a `.` or a space joins are one text. */
export function joinedLiterals(code: string, literals: readonly Literal[]): readonly Literal[] {
  const joined: Literal[] = [];
  for (const literal of literals) {
    const last = joined.at(-1);
    if (last && isGap(code, last, literal, /^\s*[+.]?\s*$/))
      joined[joined.length - 1] = { text: last.text + literal.text, start: last.start, end: literal.end };
    else joined.push(literal);
  }
  return joined;
}

/** Lists of literals: `["rm", "-rf", "/"]`. */
export function literalLists(code: string, literals: readonly Literal[]): readonly (readonly Literal[])[] {
  const lists: Literal[][] = [];
  for (const literal of literals) {
    const list = lists.at(-1);
    const last = list?.at(-1);
    if (last && isGap(code, last, literal, /^\s*,\s*$/)) list!.push(literal);
    else lists.push([literal]);
  }
  return lists.filter((list) => list.length > 1);
}

/** What stands between two literals, where that is little enough to be only a sign. */
function isGap(code: string, last: Literal, next: Literal, pattern: RegExp): boolean {
  return next.start - last.end <= 40 && pattern.test(code.slice(last.end, next.start));
}
