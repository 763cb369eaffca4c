/** JSON lines: each record as one readable line, `lesson: …, task: …`, in the place of its own. */
import type { ReadText } from './document.ts';
import { headingOf, MOST_APART, sectionsOfRecords, type RecordPlace } from './records.ts';

/** UTF-16 units. A longer line is left as it is. */
export const LONGEST_LINE = 262_144;
const DEEPEST = 4;

export function readJsonl(text: string): ReadText {
  const lines: string[] = [];
  const records: RecordPlace[] = [];
  let length = 0;
  const all = text.split('\n');
  for (const line of all) {
    const { record, readable } = readLine(line);
    if (readable.trim() !== '') {
      const heading = all.length > MOST_APART ? undefined : headingOf(record);
      records.push({ start: length, heading });
    }
    lines.push(readable);
    length += readable.length + 1;
  }
  return { text: lines.join('\n'), sections: sectionsOfRecords(records, length) };
}

/** @returns the record, where the line is one, and what is read of the line */
export function readLine(line: string): { readonly record: unknown; readonly readable: string } {
  const record = parsed(line);
  return { record, readable: record === undefined ? line : wordsOf(record) };
}

function parsed(line: string): unknown {
  if (line.length > LONGEST_LINE || !/^\s*[{[]/.test(line)) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // A torn line, as a crash leaves it, is text like any other.
    return undefined;
  }
}

function wordsOf(record: unknown): string {
  const words: string[] = [];
  add('', record, 0, words);
  return words.join(', ');
}

function add(key: string, value: unknown, depth: number, words: string[]): void {
  if (value === null || value === '') return;
  if (typeof value === 'object') {
    if (depth >= DEEPEST) words.push(labelled(key, JSON.stringify(value)));
    else if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
      words.push(labelled(key, value.join(' ')));
    else
      for (const [name, one] of Object.entries(value)) {
        const path = Array.isArray(value) ? key : key === '' ? name : `${key}.${name}`;
        add(path, one, depth + 1, words);
      }
    return;
  }
  words.push(labelled(key, typeof value === 'string' ? value : JSON.stringify(value)));
}

function labelled(key: string, value: string): string {
  // Line ends within a value would move all lines behind it.
  const line = value.replaceAll(/[\r\n]+/g, ' ');
  return key === '' ? line : `${key}: ${line}`;
}
