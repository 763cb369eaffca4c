/** OnCalendar of a timer as a cron expression: systemd.time(7), "Calendar events". Held against `systemd-analyze calendar`. */

/** `fault` says what cron cannot say. */
export type CalendarCron = { readonly cron: string; readonly tz?: string } | { readonly fault: string };

const WORDS: Readonly<Record<string, string>> = {
  minutely: '* * * * *',
  hourly: '0 * * * *',
  daily: '0 0 * * *',
  weekly: '0 0 * * 1',
  monthly: '0 0 1 * *',
  quarterly: '0 0 1 1,4,7,10 *',
  semiannually: '0 0 1 1,7 *',
  'semi-annually': '0 0 1 1,7 *',
  yearly: '0 0 1 1 *',
  annually: '0 0 1 1 *',
};
/** A week begins with Monday. */
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_NAME = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const WEEKDAYS = new RegExp(`^${DAY_NAME}(?:(?:,|\\.\\.|-)${DAY_NAME})*,?$`, 'i');
const TIME = /^[\d*/.,]+:[\d*/.,]+(?::[\d*/.,]+)?$/;
const DATE = /^[\d*/.,~-]+$/;
const ZONE = /^(?:UTC|[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+)$/;

class Fault extends Error {}

export function cronOfCalendar(text: string): CalendarCron {
  try {
    return read(text.trim());
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

function read(text: string): CalendarCron {
  const words = text.split(/\s+/);
  const last = words.at(-1) ?? '';
  const tz = words.length > 1 && ZONE.test(last) ? words.pop() : undefined;
  const zone = tz === undefined ? {} : { tz };
  const [only] = words;
  if (words.length === 1 && only !== undefined && Object.hasOwn(WORDS, only.toLowerCase()))
    return { cron: WORDS[only.toLowerCase()]!, ...zone };
  const days = WEEKDAYS.test(words[0] ?? '') ? words.shift() : undefined;
  const date =
    words[0] !== undefined && !words[0].includes(':') && DATE.test(words[0]) ? words.shift() : undefined;
  const time = words[0] !== undefined && TIME.test(words[0]) ? words.shift() : undefined;
  if (words.length > 0 || (days ?? date ?? time) === undefined)
    throw new Fault(`"${text}" is no calendar event that is understood`);
  const [month, day] = dateOf(date ?? '*-*-*');
  const [hour = '0', minute = '0', second = '00'] = (time ?? '00:00:00').split(':');
  if (!/^0+$/.test(second)) throw new Fault('it has seconds');
  const weekday = days === undefined ? '*' : weekdaysOf(days);
  // For systemd both must fit, for cron one of the two is enough.
  if (weekday !== '*' && day !== '*') throw new Fault('it has a day of the month and a weekday');
  const fields = [part(minute, 0, 59), part(hour, 0, 23), day, month, weekday];
  return { cron: fields.join(' '), ...zone };
}

function dateOf(text: string): [month: string, day: string] {
  if (text.includes('~')) throw new Fault('it counts days from the end of the month');
  const parts = text.split('-');
  const [day = '*', month = '*', year = '*'] = parts.toReversed();
  if (parts.length < 2 || parts.length > 3) throw new Fault(`"${text}" is no date`);
  if (year !== '*') throw new Fault('it names a year');
  return [part(month, 1, 12), part(day, 1, 31)];
}

/** `a`, `a..b`, `a/n`, `a..b/n` and lists of them; cron has a dash for the dots, and an end for what has none. */
function part(text: string, low: number, high: number): string {
  return text
    .split(',')
    .map((item) => {
      const [, from = '', to, step] = /^(\*|\d+)(?:\.\.(\d+))?(?:\/(\d+))?$/.exec(item) ?? [];
      if (from === '') throw new Fault(`"${item}" is no part of a time`);
      const first = from === '*' ? low : Number(from);
      const end = to === undefined ? high : Number(to);
      if (first < low || first > high || end > high || end < first)
        throw new Fault(`"${item}" is out of range`);
      if (step !== undefined) {
        // systemd refuses a step that leads nowhere.
        if (Number(step) === 0 || first + Number(step) > end) throw new Fault(`"${item}" is out of range`);
        return `${first}-${end}/${Number(step)}`;
      }
      if (from === '*') return '*';
      return to === undefined ? String(first) : `${first}-${end}`;
    })
    .join(',');
}

function weekdaysOf(text: string): string {
  const number = (name: string): number => DAYS.indexOf(name.slice(0, 3).toLowerCase());
  const days = new Set<number>();
  for (const item of text.split(',').filter((word) => word !== '')) {
    const [first = '', last = first] = item.split(/\.\.|-/);
    if (number(last) < number(first)) throw new Fault(`"${item}" counts backwards`);
    // Sunday is 0 for cron.
    for (let day = number(first); day <= number(last); day += 1) days.add((day + 1) % 7);
  }
  return [...days].toSorted((a, b) => a - b).join(',');
}
