/** What the files of the folder of reports are, by their names: `day-2026-11-29.md`, `week-2026-11-23.md`, `261129_session.md`. */
import { readdir } from 'node:fs/promises';
import { ReportName, type PeriodKind, type ReportKind } from '#shared/nouns/report.ts';
import { hasCode } from '../home/atomic-file.ts';
import { weekNumber } from './period.ts';

export interface NamedReport {
  /** Without `.md`. */
  readonly name: string;
  readonly kind: ReportKind;
  /** The day in its name, by which reports are ordered. */
  readonly day: string | undefined;
}

/** The newest first; what has no day in its name comes last. Empty where there is no folder. */
export async function listNames(folder: string): Promise<NamedReport[]> {
  const files = await readdir(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return files
    .filter((file) => file.endsWith('.md') && ReportName.safeParse(file.slice(0, -3)).success)
    .map((file) => namedOf(file.slice(0, -3)))
    .toSorted(
      (a, b) =>
        compare(b.day ?? '', a.day ?? '') ||
        ORDER[a.kind] - ORDER[b.kind] ||
        compare(a.name.length, b.name.length) ||
        compare(a.name, b.name),
    );
}

/** Of one day: the week that begins with it, the day, then the rest. */
const ORDER: Readonly<Record<ReportKind, number>> = { week: 0, day: 1, session: 2, other: 3 };

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function namedOf(name: string): NamedReport {
  const [, period, periodDay] = /^(day|week)-(\d{4}-\d{2}-\d{2})(?:-\d+)?$/.exec(name) ?? [];
  if (periodDay !== undefined && isDay(periodDay))
    return { name, kind: period === 'day' ? 'day' : 'week', day: periodDay };
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})_/.exec(name) ?? [];
  const written = `20${year}-${month}-${day}`;
  if (year !== undefined && isDay(written)) return { name, kind: 'session', day: written };
  const anywhere = /\d{4}-\d{2}-\d{2}/.exec(name)?.[0];
  return { name, kind: 'other', day: anywhere !== undefined && isDay(anywhere) ? anywhere : undefined };
}

/** The name of the file, without a number behind it. */
export function stemOf(kind: PeriodKind, day: string): string {
  return `${kind}-${day}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `Sunday 29 November 2026`; `Week 48: 23 to 29 November 2026`; of others the name without its date. */
export function titleOf({ name, kind, day }: NamedReport): string {
  const again = /^(?:day|week)-\d{4}-\d{2}-\d{2}-(\d+)$/.exec(name)?.[1];
  const copy = again === undefined ? '' : ` (${again})`;
  if (kind === 'day' && day !== undefined) return `${dayTitle(day)}${copy}`;
  if (kind === 'week' && day !== undefined) return `${weekTitle(day)}${copy}`;
  if (kind === 'session' && day !== undefined) {
    const words = name.slice(7).replaceAll(/[_-]+/g, ' ').trim();
    return words === 'session' || words === '' ? 'Session' : `Session: ${words}`;
  }
  const words = name.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function dayTitle(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function weekTitle(monday: string): string {
  const first = new Date(`${monday}T00:00:00Z`);
  const last = new Date(first.getTime() + 6 * 86_400_000);
  const month = (date: Date) => MONTHS[date.getUTCMonth()]!;
  const end = `${last.getUTCDate()} ${month(last)} ${last.getUTCFullYear()}`;
  const sameYear = first.getUTCFullYear() === last.getUTCFullYear();
  const start = [
    first.getUTCDate(),
    ...(month(first) === month(last) ? [] : [month(first)]),
    ...(sameYear ? [] : [first.getUTCFullYear()]),
  ].join(' ');
  return `Week ${weekNumber(monday)}: ${start} to ${end}`;
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}
