/** One way to write a cron expression: what means the same reads the same, for keys and for words. */
import { CRON_FIELDS, readField, splitCron, type CronField } from './cron-fields.ts';

export function canonicalCron(expression: string): string {
  return canonicalFields(expression).join(' ');
}

/** In numbers, ascending, with `*`, `a-b` or a step where that says it; no seconds where they are 0, no year where it is any. */
export function canonicalFields(expression: string): string[] {
  const parts = splitCron(expression);
  if (parts.length !== 7) return parts;
  const fields = CRON_FIELDS.map((field, index) => canonicalField(parts[index] ?? '*', field));
  const year = parts[6] ?? '*';
  if (year !== '*' && year !== '?') return [...fields, year];
  return fields[0] === '0' ? fields.slice(1) : fields;
}

function canonicalField(text: string, field: CronField): string {
  const read = readField(text, field);
  if (!read) return text.toUpperCase();
  return read.star ? '*' : writeValues(read.values, field);
}

function writeValues(values: readonly number[], { min, max, starIsSpecial }: CronField): string {
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
