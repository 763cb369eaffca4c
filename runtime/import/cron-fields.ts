/**
 * The five time fields of a crontab, read as cron reads them (entry.c of Vixie cron, which macOS, the BSDs, Debian and
 * cronie share) and written so that croner means the same days by them.
 */
interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS = [
  { name: 'minute', low: 0, high: 59, names: [] },
  { name: 'hour', low: 0, high: 23, names: [] },
  { name: 'day of the month', low: 1, high: 31, names: [] },
  { name: 'month', low: 1, high: 12, names: MONTHS },
  { name: 'day of the week', low: 0, high: 7, names: DAYS },
] as const satisfies readonly Field[];

export type ReadFields =
  | {
      readonly cron: string;
      /** True where both days must match, because a day field starts with a star: cron's rule, not its manual's. */
      readonly bothDays: boolean;
    }
  | { readonly fault: string };

/** @param fields minute, hour, day of the month, month, day of the week */
export function readCronFields(fields: readonly string[]): ReadFields {
  const read = FIELDS.map((field, index) => readField(field, fields[index] ?? ''));
  const fault = read.find((one) => typeof one === 'string');
  if (fault !== undefined) return { fault };
  const texts = (read as ReadField[]).map(writeField);
  const [, , days, , weekdays] = read as ReadField[];
  // cron.c: with a star at the start of either day field both must match, else one of the two is enough. croner goes by
  // fields that are nothing but a star, and takes a plus as "both".
  const bothDays = (days?.star === true || weekdays?.star === true) && texts[2] !== '*' && texts[4] !== '*';
  if (bothDays) texts[4] = `+${texts[4]}`;
  return { cron: texts.join(' '), bothDays };
}

interface ReadField {
  readonly field: Field;
  readonly text: string;
  readonly values: ReadonlySet<number>;
  readonly star: boolean;
  /** croner reads the text as it is, and means the same. */
  readonly plain: boolean;
}

const ITEM = /^(?:\*|([a-z]+|\d{1,4})(?:-([a-z]+|\d{1,4}))?)(?:\/(\d{1,4}))?$/i;

function readField(field: Field, text: string): ReadField | string {
  const values = new Set<number>();
  let plain = true;
  for (const item of text.split(',')) {
    const match = ITEM.exec(item);
    const wrong = `the ${field.name} "${text}" cannot be read`;
    if (!match) return wrong;
    const [, first, last, stepText] = match;
    if (stepText !== undefined && first !== undefined && last === undefined)
      return `${wrong}: a step needs a star or a range before it`;
    const from = first === undefined ? field.low : readNumber(field, first);
    let to = first === undefined ? field.high : last === undefined ? from : readNumber(field, last);
    // Sunday at the end of a range is the seventh day.
    if (field.names === DAYS && last?.toLowerCase() === 'sun' && from !== 0) to = 7;
    const step = stepText === undefined ? 1 : Number(stepText);
    if (from === undefined || to === undefined || from < field.low || to > field.high || step === 0)
      return `${wrong}: it goes from ${field.low} to ${field.high}`;
    if (from > to) return `${wrong}: ${from} comes after ${to}`;
    for (let value = from; value <= to; value += step)
      values.add(value === 7 && field.high === 7 ? 0 : value);
    if (stepText !== undefined && step > to - from) plain = false;
    if ((first?.length ?? 0) > 2 && /^\d/.test(first ?? '')) plain = false;
  }
  return { field, text, values, star: text.startsWith('*'), plain };
}

function readNumber(field: Field, text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const index = field.names.indexOf(text.toLowerCase());
  return index < 0 ? undefined : index + (field.names === DAYS ? 0 : field.low);
}

function writeField({ field, text, values, star, plain }: ReadField): string {
  const isDay = field.names === DAYS || field.high === 31;
  const whole = values.size === (field.high === 7 ? 7 : field.high - field.low + 1);
  // Only a field that cron takes for a star may be one: the rule for the two day fields asks for it.
  if (isDay && whole) return star ? '*' : `${field.low}-${field.high === 7 ? 6 : field.high}`;
  return plain ? text : [...values].sort((a, b) => a - b).join(',');
}
