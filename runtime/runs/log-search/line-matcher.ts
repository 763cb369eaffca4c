/** Which lines of a text match, and where in a line. Works on plain text of many lines at once: most have nothing in them. */
import { RE2JS } from 're2js';
import { fold, foldInPlace } from './plain-text.ts';

export interface LineMatcher {
  /** Numbers, from 0 on, of the lines of `text` that match. The last one has no line break behind it. */
  lines(text: string): readonly number[];
  /** Where the matches in a line are, at most a few; none for a match of nothing. */
  ranges(line: string): [number, number][];
}

export interface Pattern {
  readonly q: string;
  readonly regex: boolean;
  /** Upper and lower case are not the same. */
  readonly case: boolean;
}

const NONE: readonly number[] = [];
const MOST_RANGES = 20;
/**
 * With these a line that matches by itself may not match as a part of a longer text, even where `^` and `$` are those of
 * lines; each line is looked at by itself then.
 */
const ONLY_ALONE = /\\[AzZ]|\(\?[a-zA-Z]*[-m]/;

/** @throws what re2js throws for a pattern that it cannot read */
export function createMatcher(pattern: Pattern): LineMatcher {
  return pattern.regex ? regexMatcher(pattern) : textMatcher(pattern);
}

function textMatcher(pattern: Pattern): LineMatcher {
  const exact = pattern.case;
  const needle = exact ? pattern.q : fold(pattern.q);
  return {
    lines(text) {
      const haystack = exact ? text : fold(text);
      let at = haystack.indexOf(needle);
      if (at < 0) return NONE;
      const found: number[] = [];
      let line = 0;
      let start = 0;
      while (at >= 0) {
        for (let feed = haystack.indexOf('\n', start); feed >= 0 && feed < at;) {
          line += 1;
          start = feed + 1;
          feed = haystack.indexOf('\n', start);
        }
        found.push(line);
        const end = haystack.indexOf('\n', at);
        if (end < 0) break;
        at = haystack.indexOf(needle, end + 1);
      }
      return found;
    },
    ranges(line) {
      const haystack = exact ? line : foldInPlace(line);
      const wanted = exact ? needle : foldInPlace(pattern.q);
      const ranges: [number, number][] = [];
      for (
        let at = haystack.indexOf(wanted);
        at >= 0 && ranges.length < MOST_RANGES;
        at = haystack.indexOf(wanted, at + wanted.length)
      )
        ranges.push([at, at + wanted.length]);
      return ranges;
    },
  };
}

/** RE2 needs time in proportion to the text, whatever the pattern: no pattern can make it hang. */
function regexMatcher(pattern: Pattern): LineMatcher {
  const flags = pattern.case ? 0 : RE2JS.CASE_INSENSITIVE;
  const alone = RE2JS.compile(pattern.q, flags);
  const among = ONLY_ALONE.test(pattern.q) ? undefined : RE2JS.compile(pattern.q, flags | RE2JS.MULTILINE);
  return {
    lines(text) {
      // Where no line matches, which is nearly always, this is one question instead of a thousand.
      if (among?.test(text) === false) return NONE;
      const found: number[] = [];
      for (const [number, line] of text.split('\n').entries()) if (alone.test(line)) found.push(number);
      return found;
    },
    ranges(line) {
      const ranges: [number, number][] = [];
      const matcher = alone.matcher(line);
      while (ranges.length < MOST_RANGES && matcher.find())
        if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
      return ranges;
    },
  };
}
