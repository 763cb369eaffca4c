/** As a shell writes it back: `set -x`, `export -p`, `printf %q`. Quotes around the whole are no part of the form. */
import { distinctTexts } from './distinct.ts';

const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
};

export function shellForms(value: Buffer): Buffer[] {
  const text = value.toString('utf8');
  return distinctTexts(
    [
      text.replaceAll("'", "'\\''"),
      text.replaceAll("'", `'"'"'`),
      text.replaceAll(/[\\"$`]/g, '\\$&'),
      text.replaceAll(/[\\"$`!]/g, '\\$&'),
      // printf %q of bash (lib/sh/shquote.c)
      text.replaceAll(/^[#~]|[ \t'"\\|&;()<>!{}*[\]?^$`,]/g, '\\$&'),
      // Shellwords of Ruby
      text.replaceAll(/[^A-Za-z0-9_\-.,:+/@\n\u0080-\u{10ffff}]/gu, '\\$&'),
      ansiC(text, '\\E', (character) => character),
      ansiC(text, '\\033', octal),
      ansiC(text, '\\e', octal),
    ],
    'utf8',
  );
}

/** `$'…'`: control characters by name or in octal. */
function ansiC(text: string, escape: string, other: (character: string) => string): string {
  return text.replaceAll(/[\p{Cc}\\']|[^\p{ASCII}]/gu, (character) => {
    if (character === '\u001b') return escape;
    if (character > '\u007f') return other(character);
    return NAMED[character] ?? octal(character);
  });
}

function octal(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
