/** The inside of a JSON string (RFC 8259, 7): writers differ in what they escape, and in the case of the digits. */
import { distinctTexts } from './distinct.ts';

/** The slash: PHP. `<`, `>` and `&`: Go. All that is not ASCII: Python, PHP. The separators: JavaScript in a page. */
const ALSO = [/(?!)/g, /\P{ASCII}/gu, /[<>&]/g, /[<>&]|\P{ASCII}/gu, /[\u2028\u2029]/g, /[<>&\u2028\u2029]/g];

export function jsonForms(value: Buffer): Buffer[] {
  const text = value.toString('utf8');
  const texts: string[] = [];
  const plain = JSON.stringify(text).slice(1, -1);
  for (const base of [plain, plain.replaceAll('/', '\\/')])
    for (const also of ALSO)
      for (const digits of ['lower', 'upper'] as const)
        texts.push(
          upperEscapes(
            base.replace(also, (character) => escaped(character, digits)),
            digits,
          ),
        );
  for (const digits of ['lower', 'upper'] as const) texts.push(everything(text, digits));
  return distinctTexts(texts, 'utf8');
}

/** What JSON.stringify itself wrote as `\u001b`. */
function upperEscapes(text: string, digits: 'lower' | 'upper'): string {
  if (digits === 'lower') return text;
  return text.replace(/\\(u[0-9a-f]{4}|[^])/g, (all) =>
    all.length === 6 ? `\\u${all.slice(2).toUpperCase()}` : all,
  );
}

function everything(text: string, digits: 'lower' | 'upper'): string {
  let all = '';
  for (let index = 0; index < text.length; index += 1) all += unit(text.charCodeAt(index), digits);
  return all;
}

/** A character beyond the first plane is two escapes. */
function escaped(match: string, digits: 'lower' | 'upper'): string {
  return everything(match, digits);
}

function unit(code: number, digits: 'lower' | 'upper'): string {
  const hex = code.toString(16).padStart(4, '0');
  return `\\u${digits === 'lower' ? hex : hex.toUpperCase()}`;
}
