/** One way to write a cron expression: what means the same reads the same, for keys and for words. */
const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Field {
  readonly min: number;
  readonly max: number;
  /** The names of its values, from `min` on. */
  readonly names: readonly string[];
  /** Days: `*` in one leaves the other to decide, which a range over all days does not. */
  readonly starIsSpecial: boolean;
}

const numbers = (min: number, max: number): Field => ({ min, max, names: [], starIsSpecial: false });
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const FIELDS: readonly Field[] = [
  numbers(0, 59),
  numbers(0, 59),
  numbers(0, 23),
  { ...numbers(1, 31), starIsSpecial: true },
  { ...numbers(1, 12), names: MONTHS },
  { min: 0, max: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], starIsSpecial: true },
];

/** In numbers, ascending, with `*`, `a-b` or a step where that says it; no seconds where they are 0, no year where it is any. */
export function canonicalCron(expression: string): string {
  return cronFields(expression).join(' ');
}

/** 5 fields; 6 with seconds first; 7 with a year last. Whatever cannot be read is left as it is. */
export function cronFields(expression: string): string[] {
  const trimmed = expression.trim();
  const parts = (NICKNAMES[trimmed.toLowerCase()] ?? trimmed).split(/\s+/);
  if (parts.length < 5 || parts.length > 7) return parts;
  const all = parts.length === 5 ? ['0', ...parts] : parts;
  const fields = FIELDS.map((field, index) => canonicalField(all[index] ?? '*', field));
  const year = all[6] ?? '*';
  if (year !== '*' && year !== '?') return [...fields, year];
  return fields[0] === '0' ? fields.slice(1) : fields;
}

function canonicalField(text: string, field: Field): string {
  if (text === '*' || text === '?') return '*';
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const read = readItem(item.toUpperCase(), field);
    // L, W, # and + have no numbers for every month.
    if (!read) return text.toUpperCase();
    for (const value of read) values.add(value);
  }
  return writeValues(
    [...values].sort((a, b) => a - b),
    field,
  );
}

function readItem(item: string, field: Field): number[] | undefined {
  const match = /^(?:\*|([A-Z]+|\d+)(?:-([A-Z]+|\d+))?)(?:\/(\d+))?$/.exec(item);
  if (!match) return undefined;
  const [, first, last, step] = match;
  // A step goes with a star or a range only.
  if (step !== undefined && first !== undefined && last === undefined) return undefined;
  const isDays = field.max === 6;
  const from = first === undefined ? field.min : valueOf(first, field);
  let to = first === undefined ? field.max : last === undefined ? from : valueOf(last, field);
  // Sunday is 7 too, and the end of the week where a range ends with it.
  if (isDays && last === 'SUN') to = 7;
  const size = step === undefined ? 1 : Number(step);
  if (!(from >= field.min && to >= from && to <= (isDays ? 7 : field.max) && size > 0)) return undefined;
  const values: number[] = [];
  for (let value = from; value <= to; value += size) values.push(isDays ? value % 7 : value);
  return values;
}

function valueOf(text: string, field: Field): number {
  if (/^\d+$/.test(text)) return Number(text);
  const index = field.names.indexOf(text);
  return index < 0 ? NaN : field.min + index;
}

function writeValues(values: readonly number[], { min, max, starIsSpecial }: Field): string {
  const [first = min, second = max] = values;
  const size = max - min + 1;
  if (values.length === size) return starIsSpecial ? `${min}-${max}` : '*';
  const step = second - first;
  const isStep =
    values.length > 2 &&
    step > 1 &&
    // Every 25 minutes would be a lie: after 50 comes 0.
    (starIsSpecial || size % step === 0) &&
    values.length === Math.ceil(size / step) &&
    values.every((value, index) => value === min + index * step);
  return isStep ? `*/${step}` : runsOf(values).join(',');
}

function runsOf(values: readonly number[]): string[] {
  const runs: number[][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run && value === (run.at(-1) ?? NaN) + 1) run.push(value);
    else runs.push([value]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)));
}
