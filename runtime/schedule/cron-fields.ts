/**
 * Reads cron fields that name their values: stars, numbers, names, ranges, steps and lists. What depends on the month
 * (L, W, #, +) is left to croner, and so is the word on what is wrong.
 */
const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

export interface CronField {
  readonly min: number;
  readonly max: number;
  /** The names of its values, from `min` on. */
  readonly names: readonly string[];
  /** Days: `*` in one leaves the other to decide, which a range over all days does not. */
  readonly starIsSpecial: boolean;
}

export interface FieldValues {
  readonly star: boolean;
  /** Ascending. */
  readonly values: readonly number[];
}

const numbers = (min: number, max: number): CronField => ({ min, max, names: [], starIsSpecial: false });
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAY: CronField = {
  min: 0,
  max: 6,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
  starIsSpecial: true,
};
/** Second, minute, hour, day, month, weekday. */
export const CRON_FIELDS: readonly CronField[] = [
  numbers(0, 59),
  numbers(0, 59),
  numbers(0, 23),
  { ...numbers(1, 31), starIsSpecial: true },
  { ...numbers(1, 12), names: MONTHS },
  WEEKDAY,
];

/** Seconds first and the year last, where there are 5 to 7; else whatever there is. Nicknames are taken for what they mean. */
export function splitCron(expression: string): string[] {
  const trimmed = expression.trim();
  const parts = (NICKNAMES[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
  if (parts.length === 5) parts.unshift('0');
  if (parts.length === 6) parts.push('*');
  return parts;
}

/** @returns undefined where it cannot be read, or depends on the month */
export function readField(text: string, field: CronField): FieldValues | undefined {
  if (text === '*' || text === '?') return { star: true, values: valuesOf(field.min, field.max, 1) };
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const read = readItem(item, field);
    if (!read) return undefined;
    for (const value of read) values.add(value);
  }
  return { star: false, values: [...values].sort((a, b) => a - b) };
}

function readItem(item: string, field: CronField): number[] | undefined {
  const match = /^(?:\*|([A-Za-z]+|\d+)(?:-([A-Za-z]+|\d+))?)(?:\/(\d+))?$/.exec(item);
  if (!match) return undefined;
  const [, first, last, step = '1'] = match;
  // A step goes with a star or a range only.
  if (item.includes('/') && first !== undefined && last === undefined) return undefined;
  const from = first === undefined ? field.min : valueOf(first, field);
  const to = first === undefined ? field.max : last === undefined ? from : endOf(last, field);
  const size = Number(step);
  const isWeekday = field === WEEKDAY;
  const isSound = from >= field.min && to >= from && to <= (isWeekday ? 7 : field.max);
  if (!isSound || size < 1 || size > field.max - field.min + 1) return undefined;
  const values = valuesOf(from, to, size);
  return isWeekday ? values.map((value) => value % 7) : values;
}

function valueOf(text: string, field: CronField): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = field.names.indexOf(text.toUpperCase());
  return index < 0 ? NaN : field.min + index;
}

/** Sunday is the end of the week where a range ends with it. */
function endOf(text: string, field: CronField): number {
  return field === WEEKDAY && text.toUpperCase() === 'SUN' ? 7 : valueOf(text, field);
}

function valuesOf(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
