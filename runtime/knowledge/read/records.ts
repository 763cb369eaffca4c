/** Records of JSON: what one is about, and where chunks of many small ones begin. */
import type { Section } from '../chunks/chunk-sections.ts';
import { MOST_UNITS } from '../chunks/chunk.ts';

/** Up to so many, each is found by itself; of more, neighbours are found together. */
export const MOST_APART = 2_000;
const MOST_HEADING = 120;
/** Fields that say what a record is about, the most telling first. */
const TELLING = ['title', 'lesson', 'name', 'event', 'summary', 'message', 'task', 'type', 'kind', 'id'];
const WHEN = ['ts', 'timestamp', 'time', 'at', 'date', 'created_at', 'createdAt'];

export interface RecordPlace {
  /** UTF-16 offset in the text. */
  readonly start: number;
  /** What it is about, where it says so. */
  readonly heading?: string | undefined;
}

/** @param length of the whole text */
export function sectionsOfRecords(records: readonly RecordPlace[], length: number): Section[] {
  if (records.length <= MOST_APART)
    return records.map(({ start, heading }) => ({ start, headings: heading === undefined ? [] : [heading] }));
  return sectionsOfMany(
    records.map(({ start }) => start),
    length,
  );
}

/** As many neighbours together as make one chunk. @param starts of records, ascending @param length of the whole text */
export function sectionsOfMany(starts: readonly number[], length: number): Section[] {
  const sections: Section[] = [];
  let begin = 0;
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? length;
    if (at > 0 && end - begin <= MOST_UNITS) return;
    begin = start;
    sections.push({ start, headings: [] });
  });
  return sections;
}

/** One line on what a record is about. */
export function headingOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined;
  const fields = record as Record<string, unknown>;
  const about = firstOf(fields, TELLING);
  if (about === undefined) return undefined;
  const when = firstOf(fields, WHEN);
  return (when === undefined ? about : `${about} (${when})`).slice(0, MOST_HEADING);
}

function firstOf(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const words = asWords(fields[key]);
    if (words !== undefined) return words;
  }
  return undefined;
}

function asWords(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  return value.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_HEADING) || undefined;
}
