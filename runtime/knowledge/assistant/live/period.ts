/** Times as people say them, English and Thai, in the machine's zone. */

export interface Period {
  /** ms since 1970; `to` is not in it. */
  readonly from: number;
  readonly to: number;
  /** As the question has it. */
  readonly words: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const THAI_WEEKDAYS = ['อาทิตย์', 'จันทร์', 'อังคาร', 'พุธ', 'พฤหัส', 'ศุกร์', 'เสาร์'];

type Rule = readonly [RegExp, (now: number, match: RegExpExecArray) => readonly [number, number]];

/** A moment of a day, counted from today. */
function at(now: number, days: number, hour: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour).getTime();
}
const day = (now: number, days: number) => [at(now, days, 0), at(now, days + 1, 0)] as const;
/** From evening to morning. Asked in the small hours, last night is the one that goes on. */
const night = (now: number): readonly [number, number] => {
  const isNight = new Date(now).getHours() < 5;
  return isNight ? [at(now, -1, 18), now] : [at(now, -1, 18), Math.min(now, at(now, 0, 9))];
};
const tonight = (now: number): readonly [number, number] =>
  new Date(now).getHours() < 5 ? [now, at(now, 0, 6)] : [Math.max(now, at(now, 0, 17)), at(now, 1, 6)];
const week = (now: number): readonly [number, number] => {
  const monday = -((new Date(now).getDay() + 6) % 7);
  return [at(now, monday, 0), at(now, monday + 7, 0)];
};
const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  min: 60_000,
  hour: HOUR,
  day: DAY,
  week: 7 * DAY,
};
const THAI_UNITS: Readonly<Record<string, number>> = {
  นาที: 60_000,
  ชั่วโมง: HOUR,
  วัน: DAY,
  สัปดาห์: 7 * DAY,
  อาทิตย์: 7 * DAY,
};

const RULES: readonly Rule[] = [
  [
    /\blast night\b|\bovernight\b|\bduring the night\b|\bin the night\b|เมื่อคืน(?:นี้|วาน)?/iu,
    (now) => night(now),
  ],
  [/\btonight\b|\bthis evening\b|คืนนี้|เย็นนี้/iu, (now) => tonight(now)],
  [/\bthis morning\b|เช้านี้|เมื่อเช้า(?:นี้)?/iu, (now) => [at(now, 0, 5), at(now, 0, 12)]],
  [/\bthis afternoon\b|บ่ายนี้/iu, (now) => [at(now, 0, 12), at(now, 0, 18)]],
  [/\bday before yesterday\b|เมื่อวานซืน/iu, (now) => day(now, -2)],
  [/\byesterday\b|เมื่อวาน(?:นี้)?/iu, (now) => day(now, -1)],
  [/\btomorrow\b|พรุ่งนี้/iu, (now) => day(now, 1)],
  [/\btoday\b|วันนี้/iu, (now) => day(now, 0)],
  [/\bthis week\b|(?:สัปดาห์|อาทิตย์)นี้/iu, (now) => week(now)],
  [/\blast week\b|(?:สัปดาห์|อาทิตย์)(?:ที่แล้ว|ก่อน)/iu, (now) => week(now - 7 * DAY)],
  [/\bnext week\b|(?:สัปดาห์|อาทิตย์)หน้า/iu, (now) => week(now + 7 * DAY)],
  [
    /\b(?:in |within |over |during )?(?:the )?(?:last|past) (\d{1,4} )?(minute|min|hour|day|week)s?\b/iu,
    (now, [, count, unit]) => [now - Number(count ?? 1) * UNITS[unit!.toLowerCase()]!, now],
  ],
  [
    /\b(?:in |within |over |during )?(?:the )?next (\d{1,4} )?(minute|min|hour|day)s?\b/iu,
    (now, [, count, unit]) => [now, now + Number(count ?? 1) * UNITS[unit!.toLowerCase()]!],
  ],
  [
    /(\d{1,4})? ?(นาที|ชั่วโมง|วัน|สัปดาห์|อาทิตย์)(?:ที่แล้ว|ที่ผ่านมา|ก่อน)/u,
    (now, [, count, unit]) => [now - Number(count ?? 1) * THAI_UNITS[unit!]!, now],
  ],
  [
    /\b(?:last |on |since )?(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\b/iu,
    (now, [, name]) => weekday(now, WEEKDAYS.indexOf(name!.slice(0, 3).toLowerCase())),
  ],
  [
    /วัน(อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์)(?:บดี)?(?:ที่แล้ว|ที่ผ่านมา)?/u,
    (now, [, name]) => weekday(now, THAI_WEEKDAYS.indexOf(name!)),
  ],
];

/** The last such day; today where it is one. */
function weekday(now: number, wanted: number): readonly [number, number] {
  const back = (new Date(now).getDay() - wanted + 7) % 7;
  return day(now, -back);
}

const CLOCK =
  /\b(?:at |around |by )?(\d{1,2})(?::(\d{2})\s*(am|pm)?|\s*(am|pm))(?![\w:])|(?:เวลา|ตอน)\s*(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:น\.|นาฬิกา|โมง))?/iu;

export interface ReadTimes {
  readonly period?: Period;
  /** A moment, where an hour is named: of the period's day, else the last such hour. */
  readonly moment?: number;
  /** The question without them. */
  readonly rest: string;
}

export function readTimes(question: string, now: number): ReadTimes {
  let rest = question;
  let period: Period | undefined;
  for (const [pattern, span] of RULES) {
    const match = pattern.exec(rest);
    if (!match) continue;
    const [from, to] = span(now, match);
    period = { from, to, words: match[0].trim() };
    rest = rest.replace(match[0], ' ');
    break;
  }
  const clock = CLOCK.exec(rest);
  const moment = clock && momentOf(clock, period, now);
  if (clock && moment !== undefined && moment !== null) rest = rest.replace(clock[0], ' ');
  return { rest, ...(period ? { period } : {}), ...(typeof moment === 'number' ? { moment } : {}) };
}

function momentOf(clock: RegExpExecArray, period: Period | undefined, now: number): number | undefined {
  const [, hourText, minuteText, half, otherHalf, thaiHour, thaiMinute] = clock;
  const minute = Number(minuteText ?? thaiMinute ?? 0);
  let hour = Number(hourText ?? thaiHour);
  const word = (half ?? otherHalf)?.toLowerCase();
  if (word === 'pm' && hour < 12) hour += 12;
  if (word === 'am' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return undefined;
  const start = new Date(period?.from ?? now);
  for (const days of [0, 1]) {
    const moment = new Date(
      start.getFullYear(),
      start.getMonth(),
      start.getDate() + days,
      hour,
      minute,
    ).getTime();
    if (period && moment >= period.from && moment < period.to) return moment;
  }
  const today = new Date(new Date(now).setHours(hour, minute, 0, 0)).getTime();
  return today <= now ? today : new Date(new Date(today).setDate(new Date(today).getDate() - 1)).getTime();
}
