/** The few shapes of cron that a person chooses without knowing cron, and back from its text. Pure. */

export type SimpleCron =
  | { readonly kind: 'daily'; readonly hour: number; readonly minute: number }
  | { readonly kind: 'weekdays'; readonly hour: number; readonly minute: number }
  /** Sunday is 0. */
  | {
      readonly kind: 'weekly';
      readonly days: readonly number[];
      readonly hour: number;
      readonly minute: number;
    }
  | { readonly kind: 'monthly'; readonly day: number; readonly hour: number; readonly minute: number }
  | { readonly kind: 'hourly'; readonly minute: number }
  | { readonly kind: 'minutes'; readonly every: number };

export const SIMPLE_KINDS = [
  ['daily', 'Every day'],
  ['weekdays', 'Monday to Friday'],
  ['weekly', 'On some weekdays'],
  ['monthly', 'On a day of the month'],
  ['hourly', 'Every hour'],
  ['minutes', 'Every few minutes'],
] as const satisfies readonly (readonly [SimpleCron['kind'], string])[];

/** The numbers of minutes that make an hour come out even: others start anew at each full hour. */
export const MINUTE_STEPS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;
const NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const ALIASES: Readonly<Record<string, string>> = {
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};

/** @returns undefined for what is none of the shapes, right or wrong */
export function readCron(text: string): SimpleCron | undefined {
  const trimmed = text.trim().toLowerCase();
  const parts = (ALIASES[trimmed] ?? trimmed).split(/\s+/);
  // Six fields begin with seconds.
  const fields = parts.length === 6 && parts[0] === '0' ? parts.slice(1) : parts;
  if (fields.length !== 5) return undefined;
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = fields;
  if (months !== '*') return undefined;
  const minute = numberIn(minutes, 0, 59);
  if (hours === '*' && days === '*' && weekdays === '*') {
    const every = minutes === '*' ? 1 : /^\*\/(\d+)$/.exec(minutes)?.[1];
    const step = MINUTE_STEPS.find((n) => n === Number(every));
    if (step !== undefined) return { kind: 'minutes', every: step };
    return minute === undefined ? undefined : { kind: 'hourly', minute };
  }
  const hour = numberIn(hours, 0, 23);
  if (minute === undefined || hour === undefined) return undefined;
  if (weekdays === '*') {
    if (days === '*') return { kind: 'daily', hour, minute };
    const day = numberIn(days, 1, 31);
    return day === undefined ? undefined : { kind: 'monthly', day, hour, minute };
  }
  if (days !== '*') return undefined;
  if (weekdays === '1-5' || weekdays === 'mon-fri') return { kind: 'weekdays', hour, minute };
  const chosen = weekdays.split(',').map(weekdayOf);
  if (chosen.includes(undefined)) return undefined;
  return { kind: 'weekly', days: sorted(chosen as number[]), hour, minute };
}

export function writeCron(simple: SimpleCron): string {
  switch (simple.kind) {
    case 'daily':
      return `${simple.minute} ${simple.hour} * * *`;
    case 'weekdays':
      return `${simple.minute} ${simple.hour} * * 1-5`;
    case 'weekly':
      return `${simple.minute} ${simple.hour} * * ${sorted(simple.days).join(',') || '*'}`;
    case 'monthly':
      return `${simple.minute} ${simple.hour} ${simple.day} * *`;
    case 'hourly':
      return `${simple.minute} * * * *`;
    case 'minutes':
      return simple.every === 1 ? '* * * * *' : `*/${simple.every} * * * *`;
  }
}

/** The same time of day in another shape, as far as there is one. */
export function inShape(kind: SimpleCron['kind'], from: SimpleCron | undefined): SimpleCron {
  const minute = from && 'minute' in from ? from.minute : 0;
  const hour = from && 'hour' in from ? from.hour : 9;
  switch (kind) {
    case 'daily':
    case 'weekdays':
      return { kind, hour, minute };
    case 'weekly':
      return { kind, days: [1], hour, minute };
    case 'monthly':
      return { kind, day: 1, hour, minute };
    case 'hourly':
      return { kind, minute };
    case 'minutes':
      return { kind, every: 15 };
  }
}

function sorted(days: readonly number[]): readonly number[] {
  // Monday first, as calendars here do.
  return [...new Set(days)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
}

function weekdayOf(text: string): number | undefined {
  const named = NAMES.indexOf(text);
  return named >= 0 ? named : numberIn(text === '7' ? '0' : text, 0, 6);
}

function numberIn(text: string, low: number, high: number): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : undefined;
}
