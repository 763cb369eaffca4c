/** Which days and weeks get a digest, and which documents are in each. */
import { dayOf } from './markdown.ts';

export interface Dated {
  readonly id: number;
  /** ms since 1970. */
  readonly at: number;
}

export interface Period {
  /** `2026-11-29` or `2026-W48`. */
  readonly name: string;
  readonly unit: 'day' | 'week';
  /** The newest first. */
  readonly documents: readonly number[];
}

const DAYS = 7;
const WEEKS = 4;

/** The last days and weeks in which something was written, on this machine's clock; the newest first. */
export function periodsOf(documents: readonly Dated[], now: number): Period[] {
  const days = new Set(Array.from({ length: DAYS }, (_, back) => dayOf(daysBefore(now, back))));
  const weeks = new Set(Array.from({ length: WEEKS }, (_, back) => weekOf(daysBefore(now, 7 * back))));
  const newest = documents.filter(({ at }) => at <= now).toSorted((a, b) => b.at - a.at || b.id - a.id);
  return [
    ...periods(newest, 'day', ({ at }) => dayOf(at), days),
    ...periods(newest, 'week', ({ at }) => weekOf(at), weeks),
  ];
}

function periods(
  documents: readonly Dated[],
  unit: Period['unit'],
  nameOf: (document: Dated) => string,
  wanted: ReadonlySet<string>,
): Period[] {
  return [...Map.groupBy(documents, nameOf)]
    .filter(([name]) => wanted.has(name))
    .map(([name, own]) => ({ name, unit, documents: own.map(({ id }) => id) }));
}

/** The same hour of a day before, also where a clock was changed in between. */
function daysBefore(now: number, days: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() - days);
  return date.getTime();
}

/** Of ISO 8601: weeks begin on Monday, and the first one has the year's first Thursday. */
export function weekOf(ms: number): string {
  const date = new Date(ms);
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - (date.getDay() || 7));
  const first = new Date(thursday.getFullYear(), 0, 1);
  const week = 1 + Math.floor(Math.round((thursday.getTime() - first.getTime()) / 86_400_000) / 7);
  return `${thursday.getFullYear()}-W${String(week).padStart(2, '0')}`;
}
