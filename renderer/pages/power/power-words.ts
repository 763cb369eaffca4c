/** Power as a person says it. Pure; the zone and the moment are given. */
import type { Hold, HoldOwner, PowerStatus } from '#shared/nouns/power.ts';
import type { PowerFinding, SleepEvent } from '#shared/nouns/power-report.ts';
import type { Tone } from '../../words/run-state.ts';
import { instantOf, nextDay, dayOf } from '../../words/zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `On mains, 87 %`. */
export function sourceWords({
  source,
  percent,
  lowPower,
}: Pick<PowerStatus, 'source' | 'percent' | 'lowPower'>): string {
  const what = { ac: 'On mains', battery: 'On battery', unknown: 'Power source not known' }[source];
  const charge = percent === undefined ? '' : `, ${percent} %`;
  return `${what}${charge}${lowPower ? ', low-power mode' : ''}`;
}

/** What is left, rounded up, so that nothing ends before it says so: `1 h 59 min left`, `40 s left`. */
export function leftWords(until: string, now: number): string {
  const left = Date.parse(until) - now;
  if (left <= 0) return 'over';
  if (left < 90_000) return `${Math.ceil(left / 1_000)} s left`;
  return `${lengthWords(Math.ceil(left / MINUTE) * MINUTE)} left`;
}

/** To the minute: `3 h 5 min`, `40 min`, `under 1 min`. */
export function lengthWords(ms: number): string {
  if (ms < MINUTE) return ms <= 0 ? '0 min' : 'under 1 min';
  const minutes = Math.round(ms / MINUTE);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `Backup (#12)`, `You` for the person at this page. */
export function ownerWords(owner: HoldOwner): string {
  if (owner.kind === 'run') return `${owner.title} (#${owner.run})`;
  return owner.by === 'person' ? 'You' : owner.by;
}

/** In one line at the top of the page. */
export function awakeWords({ holds, blocker }: Pick<PowerStatus, 'holds' | 'blocker'>): {
  text: string;
  tone: Tone;
} {
  const held = holds.filter(({ held: is }) => is).length;
  if (held > 0)
    return { text: held === 1 ? 'Kept awake by one hold' : `Kept awake by ${held} holds`, tone: 'running' };
  if (holds.length > 0 && !blocker.works)
    return { text: 'Nothing keeps it awake, though it is asked for', tone: 'failed' };
  if (holds.length > 0) return { text: 'Nothing is held just now', tone: 'waiting' };
  return { text: 'The machine may sleep', tone: 'quiet' };
}

export function notHeld({ notHeldBecause }: Pick<Hold, 'notHeldBecause'>): string | undefined {
  return notHeldBecause === undefined ? undefined : `not held: ${notHeldBecause}`;
}

/** The next seven o'clock in the morning, ISO 8601. */
export function nextMorning(now: number, tz: string): string {
  const today = dayOf(now, tz);
  const seven = instantOf(today, 7, 0, tz);
  return new Date(seven > now ? seven : instantOf(nextDay(today, 1, tz), 7, 0, tz)).toISOString();
}

/** What can be asked for by one press; `undefined` asks nothing of the end. */
export const LENGTHS = [
  ['1 h', HOUR],
  ['2 h', 2 * HOUR],
] as const;

export const SEVERITY: Readonly<Record<PowerFinding['severity'], { word: string; tone: Tone }>> = {
  error: { word: 'Error', tone: 'failed' },
  warning: { word: 'Warning', tone: 'waiting' },
  info: { word: 'Note', tone: 'quiet' },
  ok: { word: 'Good', tone: 'ok' },
};

export const EVENT_WORDS: Readonly<Record<SleepEvent['kind'], string>> = {
  sleep: 'Fell asleep',
  wake: 'Woke',
  dark_wake: 'Woke in the dark',
  shutdown: 'Shut down',
  start: 'Started',
};
