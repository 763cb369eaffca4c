/** JSON as it is written, with its escapes read: `\u0e20` is found as the letter that it means. */
import type { ReadText } from './document.ts';
import { RecordScanner } from './record-scanner.ts';
import { headingOf, sectionsOfRecords, type RecordPlace } from './records.ts';

/** A record that is longer is not looked into for what it is about. */
const MOST_LOOKED_INTO = 65_536;

export function readJson(source: string): ReadText {
  const text = withLetters(source);
  const records = recordsOf(text);
  return { text, sections: sectionsOfRecords(records, text.length), title: titleOf(text) };
}

/** Controls and what has a meaning of its own in JSON stay escaped: lines and quotes are as in the file. */
export function withLetters(json: string): string {
  return json.replaceAll(/\\u([0-9a-fA-F]{4})/g, (escape, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x20 || code === 0x22 || code === 0x5c ? escape : String.fromCharCode(code);
  });
}

function recordsOf(text: string): RecordPlace[] {
  const starts: number[] = [];
  const records: { start: number; end: number }[] = [];
  new RecordScanner().scan(
    text,
    (start) => starts.push(start),
    (end) => records.push({ start: starts.at(-1)!, end }),
  );
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
