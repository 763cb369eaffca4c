/** Dates as people write them in English and Thai, each as `2026-05-01`. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const THAI_MONTHS = [
  ['ม.ค.', 'มกราคม'],
  ['ก.พ.', 'กุมภาพันธ์'],
  ['มี.ค.', 'มีนาคม'],
  ['เม.ย.', 'เมษายน'],
  ['พ.ค.', 'พฤษภาคม'],
  ['มิ.ย.', 'มิถุนายน'],
  ['ก.ค.', 'กรกฎาคม'],
  ['ส.ค.', 'สิงหาคม'],
  ['ก.ย.', 'กันยายน'],
  ['ต.ค.', 'ตุลาคม'],
  ['พ.ย.', 'พฤศจิกายน'],
  ['ธ.ค.', 'ธันวาคม'],
];
const ENGLISH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const THAI = THAI_MONTHS.flat()
  .map((name) => name.replaceAll('.', String.raw`\.`))
  .join('|');
/** Years from here on are of the Buddhist era. */
const BUDDHIST_FROM = 2_400;

/** Days in an order that differs between countries, such as 01/05/2026, are not taken for dates. */
export const DATE_PATTERN = String.raw`\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)? ${ENGLISH},? \d{4}|${ENGLISH} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2} ?(?:${THAI}) ?\d{4}`;

/** @returns undefined where it is no day of the calendar */
export function readDate(text: string): string | undefined {
  const plain = text.trim().toLowerCase();
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain) ?? [];
  if (year !== undefined) return dateOf(Number(year), Number(month), Number(day));
  const numbers = [...plain.matchAll(/\d+/g)].map(([number]) => Number(number));
  const named = monthOf(plain);
  const last = numbers.at(-1);
  const first = numbers[0];
  return named === undefined || first === undefined || last === undefined || numbers.length < 2
    ? undefined
    : dateOf(last, named, first);
}

function monthOf(text: string): number | undefined {
  const thai = THAI_MONTHS.findIndex((names) => names.some((name) => text.includes(name)));
  if (thai !== -1) return thai + 1;
  const word = /[a-z]{3,}/.exec(text.replace(/\d+(?:st|nd|rd|th)/, ''))?.[0].slice(0, 3);
  const english = word === undefined ? -1 : MONTHS.indexOf(word);
  return english === -1 ? undefined : english + 1;
}

function dateOf(written: number, month: number, day: number): string | undefined {
  const year = written >= BUDDHIST_FROM ? written - 543 : written;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1900 && year < 2200;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}
