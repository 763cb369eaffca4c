/** The comments of code, each in its line: what people wrote for people. Code itself has better searches. */
import type { ReadText } from './document.ts';

interface Habits {
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  readonly quotes: string;
}

const C: Habits = { line: ['//'], block: [['/*', '*/']], quotes: '"\'`' };
const HASH: Habits = { line: ['#'], block: [], quotes: '"\'' };
const OF_ENDING: Readonly<Record<string, Habits>> = {
  py: {
    line: ['#'],
    block: [
      ['"""', '"""'],
      ["'''", "'''"],
    ],
    quotes: '"\'',
  },
  rb: { line: ['#'], block: [['\n=begin', '\n=end']], quotes: '"\'' },
  sh: HASH,
  bash: HASH,
  zsh: HASH,
  fish: HASH,
  toml: HASH,
  sql: { line: ['--'], block: [['/*', '*/']], quotes: "'" },
  lua: { line: ['--'], block: [['--[[', ']]']], quotes: '"\'' },
  css: { line: [], block: [['/*', '*/']], quotes: '"\'' },
  php: { line: ['//', '#'], block: [['/*', '*/']], quotes: '"\'' },
  // A quote is a lifetime more often than a character.
  rs: { line: ['//'], block: [['/*', '*/']], quotes: '"' },
};

/** @param path tells the language by its ending */
export function readCode(text: string, path: string): ReadText {
  const habits = OF_ENDING[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? C;
  return { text: commentsOf(text, habits), sections: [], title: path.slice(path.lastIndexOf('/') + 1) };
}

/** UTF-16 units. What is longer is no string but a quote that nothing ends. */
const LONGEST_STRING = 65_536;

function commentsOf(text: string, { line, block, quotes }: Habits): string {
  const kept: string[] = [];
  for (let at = 0; at < text.length;) {
    const opened = block.find(([open]) => text.startsWith(open, at));
    if (opened) {
      const close = text.indexOf(opened[1], at + opened[0].length);
      const end = close === -1 ? text.length : close + opened[1].length;
      kept.push(text.slice(at, end));
      at = end;
    } else if (line.some((sign) => text.startsWith(sign, at))) {
      const newline = text.indexOf('\n', at);
      const end = newline === -1 ? text.length : newline;
      kept.push(text.slice(at, end));
      at = end;
    } else if (quotes.includes(text[at]!)) {
      const end = behindString(text, at);
      // The string is left out, and its lines go on.
      for (; at < end; at += 1) if (text[at] === '\n') kept.push('\n');
    } else {
      if (text[at] === '\n') kept.push('\n');
      at += 1;
    }
  }
  return kept.join('');
}

/** Only templates go on in the next line. */
function behindString(text: string, from: number): number {
  const quote = text[from]!;
  const most = Math.min(text.length, from + LONGEST_STRING);
  for (let at = from + 1; at < most; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n' && quote !== '`') break;
  }
  return from + 1;
}
