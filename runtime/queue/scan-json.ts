/**
 * Checks JSON without building it and without recursion: where exactly it goes wrong, whether it could still become
 * JSON if more were written to it (a half-written file), and how deep it nests. Accepts exactly what JSON.parse does.
 */

export type JsonScan =
  | { readonly ok: true; readonly depth: number }
  | {
      readonly ok: false;
      /** UTF-16 units from the start. */
      readonly offset: number;
      readonly message: string;
      /** True where the text just ends too early. */
      readonly incomplete: boolean;
    }
  | { readonly ok: false; readonly offset: number; readonly tooDeep: true };

type Expect = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'end';

const WORDS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };
const SAY: Readonly<Record<Expect, string>> = {
  value: 'a value',
  'value-or-end': 'a value or "]"',
  key: 'a name in double quotes',
  'key-or-end': 'a name in double quotes or "}"',
  colon: '":"',
  'comma-or-end': '","',
  end: 'nothing more',
};

export function scanJson(text: string, maxDepth = Infinity): JsonScan {
  const open: ('{' | '[')[] = [];
  let expect: Expect = 'value';
  let depth = 0;
  let at = 0;
  const afterValue = (): Expect => (open.length === 0 ? 'end' : 'comma-or-end');
  const wrong = (offset: number, message: string): JsonScan => ({
    ok: false,
    offset,
    message,
    incomplete: false,
  });
  const tooEarly: JsonScan = {
    ok: false,
    offset: text.length,
    message: 'it ends too early',
    incomplete: true,
  };

  for (;;) {
    while (at < text.length && ' \t\n\r'.includes(text[at] ?? 'x')) at += 1;
    const char = text[at];
    if (char === undefined) return expect === 'end' ? { ok: true, depth } : tooEarly;
    const closes = char === '}' || char === ']' ? char : undefined;
    if (closes !== undefined && closable(expect, closes, open)) {
      open.pop();
      expect = afterValue();
      at += 1;
    } else if (expect === 'comma-or-end' && char === ',') {
      expect = open.at(-1) === '{' ? 'key' : 'value';
      at += 1;
    } else if (expect === 'colon' && char === ':') {
      expect = 'value';
      at += 1;
    } else if (expect === 'key' || expect === 'key-or-end') {
      if (char !== '"') return wrong(at, `expected ${SAY[expect]}, found ${show(char)}`);
      const end = stringEnd(text, at);
      if (typeof end !== 'number') return end === 'incomplete' ? tooEarly : wrong(end.offset, end.message);
      expect = 'colon';
      at = end;
    } else if (expect === 'value' || expect === 'value-or-end') {
      if (char === '{' || char === '[') {
        open.push(char);
        if (open.length > maxDepth) return { ok: false, offset: at, tooDeep: true };
        depth = Math.max(depth, open.length);
        expect = char === '{' ? 'key-or-end' : 'value-or-end';
        at += 1;
        continue;
      }
      const end = char === '"' ? stringEnd(text, at) : scalarEnd(text, at, char);
      if (end === undefined) return wrong(at, `expected ${SAY[expect]}, found ${show(char)}`);
      if (typeof end !== 'number') return end === 'incomplete' ? tooEarly : wrong(end.offset, end.message);
      expect = afterValue();
      at = end;
    } else {
      const closing = open.at(-1) === '{' ? ' or "}"' : ' or "]"';
      return wrong(
        at,
        `expected ${SAY[expect]}${expect === 'comma-or-end' ? closing : ''}, found ${show(char)}`,
      );
    }
  }
}

function closable(expect: Expect, closes: '}' | ']', open: readonly ('{' | '[')[]): boolean {
  const fits = open.at(-1) === (closes === '}' ? '{' : '[');
  return fits && (expect === 'comma-or-end' || expect === (closes === '}' ? 'key-or-end' : 'value-or-end'));
}

type End = number | 'incomplete' | { readonly offset: number; readonly message: string };

function stringEnd(text: string, start: number): End {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') return at + 1;
    if (char < ' ')
      return { offset: at, message: 'a line break or control character inside a text; write \\n' };
    if (char !== '\\') continue;
    at += 1;
    const escape = text[at];
    if (escape === undefined) return 'incomplete';
    if (escape !== 'u') {
      if (!'"\\/bfnrt'.includes(escape))
        return { offset: at - 1, message: `\\${escape} is no escape; write \\\\` };
      continue;
    }
    for (let digit = 0; digit < 4; digit += 1) {
      at += 1;
      const hex = text[at];
      if (hex === undefined) return 'incomplete';
      if (!/[0-9a-fA-F]/.test(hex)) return { offset: at, message: '\\u needs four hexadecimal digits' };
    }
  }
  return 'incomplete';
}

/** The end of a number or a word; undefined where neither starts here. */
function scalarEnd(text: string, start: number, char: string): End | undefined {
  const word = WORDS[char];
  if (word !== undefined) {
    const found = text.slice(start, start + word.length);
    if (found === word) return start + word.length;
    if (word.startsWith(found)) return 'incomplete';
    return undefined;
  }
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  number.lastIndex = start;
  if (number.test(text)) {
    const end = number.lastIndex;
    // What could follow if more were written, such as the "." of 1.5.
    const rest = text.slice(end);
    if (/^(\.|[eE][+-]?)$/.test(rest)) return 'incomplete';
    return /^[.eE\d]/.test(rest) ? { offset: end, message: 'this is not how a number is written' } : end;
  }
  return char === '-' && start === text.length - 1 ? 'incomplete' : undefined;
}

function show(char: string): string {
  return char < ' ' ? 'a control character' : JSON.stringify(char);
}
