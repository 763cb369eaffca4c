import { describe, expect, it } from 'vitest';
import { lastOccurrences, nextOccurrence, occurrences } from './occurrences.ts';
import { clockOf, DAY_NAMES, matcherOf, walk, type Fresh } from './walking-oracle.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const ZONES = [
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Bangkok',
  'Africa/Casablanca',
  'Asia/Beirut',
  'America/Havana',
  'America/St_Johns',
  'UTC',
];

interface Window {
  zone: string;
  from: number;
  to: number;
  /** Moments are taken from around it. */
  middle: number;
}

/** mulberry32 */
function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  return { below, pick };
}
type Random = ReturnType<typeof randomOf>;

function numberField(random: Random, from: number, to: number): string {
  const one = () => from + random.below(to - from + 1);
  const [low, high] = [one(), one()].sort((a, b) => a - b) as [number, number];
  return random.pick([
    () => '*',
    () => `*/${1 + random.below(Math.min(30, to))}`,
    () => `${one()}`,
    () => `${one()}`,
    () => `${one()},${one()},${one()}`,
    () => `${low}-${high}`,
    () => `${low}-${high}/${1 + random.below(Math.min(9, to))}`,
  ])();
}

function expression(random: Random, around: Fresh, seconds: boolean): string[] {
  const near = () => `${(around.hour + 22 + random.below(5)) % 24}`;
  const dayPick = random.below(10);
  return [
    seconds ? numberField(random, 0, 59) : '0',
    numberField(random, 0, 59),
    random.pick(['*', near(), near(), `${near()},${near()}`, numberField(random, 0, 23)]),
    dayPick < 6 ? '*' : random.pick([`${around.day}`, `${around.day}`, 'L', numberField(random, 1, 28)]),
    dayPick < 8 ? '*' : random.pick([`${around.month}`, numberField(random, 1, 12)]),
    dayPick % 3 ? '*' : random.pick([DAY_NAMES[around.weekday]!, 'mon-fri', numberField(random, 0, 6)]),
  ];
}

/** The hours of 1985 to 2037 in which a zone's clocks are changed. */
function changesOf(zone: string): number[] {
  const clock = clockOf(zone);
  const changes: number[] = [];
  for (let day = Date.UTC(1985, 11, 20); day < Date.UTC(2038, 0); day += DAY) {
    if (clock(day + DAY) - clock(day) === DAY) continue;
    let hour = day;
    while (clock(hour + HOUR) - clock(hour) === HOUR) hour += HOUR;
    changes.push(hour);
  }
  return changes;
}

function windowsOf(zone: string, most: number, half: number, random: Random): Window[] {
  const changes = changesOf(zone);
  const apia = changes.filter((hour) => Math.abs(hour - Date.UTC(2011, 11, 30)) < DAY);
  return Array.from({ length: most }, (_, index) => {
    const any = Date.UTC(1990, 0) + random.below(48 * 365 * 24) * HOUR;
    const middle = apia[index] ?? (index % 8 === 7 || changes.length === 0 ? any : random.pick(changes));
    return { zone, from: middle - half, to: middle + half, middle };
  });
}

/** Where clocks are changed, or else the middle. */
function edgeOf({ middle }: Window, fresh: readonly Fresh[]): Fresh {
  return (
    fresh.find((one, index) => one.leapt || one.at - (fresh[index - 1]?.at ?? one.at) > 2 * MINUTE) ??
    fresh.find((one) => one.at >= middle)!
  );
}

function momentIn({ from, to }: Window, edge: number, random: Random): number {
  const moment = random.pick([
    () => edge + random.pick([-MINUTE, -1, 0, 1, MINUTE]),
    () => edge - random.below(5 * HOUR),
    () => edge + (random.below(360) - 180) * MINUTE,
    () => from + random.below(to - from),
  ])();
  return Math.max(from, Math.min(to, moment));
}

interface Tally {
  cases: number;
  onLeap: number;
  notAgain: number;
  differences: string[];
}

function compare(window: Window, step: number, many: number, random: Random, tally: Tally): void {
  const { zone, from, to } = window;
  const { fresh, again } = walk(zone, from, to, step);
  const edge = edgeOf(window, fresh);
  for (let n = 0; n < many; n++) {
    const around = random.below(3) > 0 ? edge : random.pick(fresh);
    const fields = expression(random, around, step === SECOND);
    const cron = (fields[0] === '0' ? fields.slice(1) : fields).join(' ');
    const trigger = { cron, tz: zone };
    const isDue = matcherOf(fields);
    const after = momentIn(window, edge.at, random);
    const due = new Set<number>();
    let onLeap = false;
    for (const one of fresh) {
      if (one.at <= after || !isDue(one)) continue;
      due.add(one.at);
      onLeap ||= one.leapt;
    }
    const wanted = [...due];
    const { last, count } = lastOccurrences(trigger, after, to, 4);
    const first = occurrences(trigger, after, to).take(6).toArray();
    const next = nextOccurrence(trigger, after);
    const isNext = wanted[0] === undefined ? next === undefined || next > to : next === wanted[0];
    const [found, expected] = [
      JSON.stringify({ first, last, count }),
      JSON.stringify({ first: wanted.slice(0, 6), last: wanted.slice(-4), count: wanted.length }),
    ];
    if (!isNext || found !== expected) {
      tally.differences.push(`${cron} ${zone} ${after}: ${next} ${found}, not ${expected}`);
    }
    tally.cases += 1;
    if (onLeap) tally.onLeap += 1;
    if (again.some((one) => one.at > after && isDue(one))) tally.notAgain += 1;
  }
}

function compareAll(step: number, windows: Window[], many: number, random: Random): Tally {
  const tally: Tally = { cases: 0, onLeap: 0, notAgain: 0, differences: [] };
  for (const window of windows) compare(window, step, many, random, tally);
  return tally;
}

describe('ZonedCalendar', () => {
  it(
    'agrees with a walk through every minute: 100,000 expressions, zones and moments',
    { timeout: 240_000 },
    () => {
      const random = randomOf(3);
      const windows = ZONES.flatMap((zone) => windowsOf(zone, 20, 26 * HOUR, random));
      const tally = compareAll(MINUTE, windows, 420, random);
      expect(tally.differences.slice(0, 5)).toEqual([]);
      expect(tally.cases).toBeGreaterThanOrEqual(100_000);
      // What the rule is about did come up.
      expect(tally.onLeap).toBeGreaterThan(3_000);
      expect(tally.notAgain).toBeGreaterThan(3_000);
    },
  );

  it('agrees with a walk through every second around clock changes', { timeout: 240_000 }, () => {
    const random = randomOf(7);
    const windows = ZONES.flatMap((zone) => windowsOf(zone, 2, 3 * HOUR, random));
    const tally = compareAll(SECOND, windows, 60, random);
    expect(tally.differences.slice(0, 5)).toEqual([]);
    expect(tally.onLeap).toBeGreaterThan(30);
    expect(tally.notAgain).toBeGreaterThan(30);
  });
});
