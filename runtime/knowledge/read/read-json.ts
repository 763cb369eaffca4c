/** JSON as it is written, with its escapes read: `\u0e20` is found as the letter that it means. */
import type { ReadText } from './document.ts';
import { headingOf, sectionsOfRecords, type RecordPlace } from './records.ts';

/** A record that is longer is not looked into for what it is about. */
const MOST_LOOKED_INTO = 65_536;

export function readJson(source: string): ReadText {
  // Controls and what has a meaning of its own in JSON stay escaped: lines and quotes are as in the file.
  const text = source.replaceAll(/\\u([0-9a-fA-F]{4})/g, (escape, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x20 || code === 0x22 || code === 0x5c ? escape : String.fromCharCode(code);
  });
  const records = recordsOf(text);
  return { text, sections: sectionsOfRecords(records, text.length), title: titleOf(text) };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Objects in the outermost list, or in a list of the outermost object: `[{…}]`, `{"lessons": [{…}]}`. */
function recordsOf(text: string): RecordPlace[] {
  const records: { start: number; end: number }[] = [];
  const open: number[] = [];
  let begun = -1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) {
      for (at += 1; at < text.length && text.charCodeAt(at) !== QUOTE; at += 1)
        if (text.charCodeAt(at) === BACKSLASH) at += 1;
    } else if (sign === 0x7b || sign === 0x5b) {
      if (sign === 0x7b && begun === -1 && open.at(-1) === 0x5b && open.length <= 2) begun = at;
      open.push(sign);
    } else if (sign === 0x7d || sign === 0x5d) {
      open.pop();
      if (begun !== -1 && open.at(-1) === 0x5b && open.length <= 2) {
        records.push({ start: begun, end: at + 1 });
        begun = -1;
      }
    }
  }
  return records.map(({ start, end }) => ({
    start,
    heading: end - start > MOST_LOOKED_INTO ? undefined : headingOf(parsed(text.slice(start, end))),
  }));
}

function titleOf(text: string): string | undefined {
  if (text.length > MOST_LOOKED_INTO) return undefined;
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { title, name } = value as Record<string, unknown>;
  const found = [title, name].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof found === 'string' ? found.trim().slice(0, 500) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not whole: it is searched as text.
    return undefined;
  }
}
