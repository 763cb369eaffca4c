/** A receipt in a line or two for people: `slept 02:10–05:40 in the middle of this run, frozen 3 h 30 min`. */
import type { HoldSpan, RunPower } from '#shared/nouns/power.ts';
import { lengthWords } from '../schedule/local-words.ts';

/** More stretches than these are told by their number. */
const TOLD = 3;

export function receiptWords(power: Omit<RunPower, 'words'>): string[] {
  return [...holdWords(power.holds), ...sleepWords(power), ...clockLines(power), ...sourceWords(power)];
}

function holdWords(holds: readonly HoldSpan[]): string[] {
  if (holds.length === 0) return ['the task lets the machine sleep: nothing was held for it'];
  const held = holds.filter(({ notHeldBecause }) => notHeldBecause === undefined);
  const not = holds.filter(({ notHeldBecause }) => notHeldBecause !== undefined);
  return [
    ...(held.length > 0 ? [`kept awake ${held.map(spanWords).slice(0, TOLD).join(', ')}${more(held)}`] : []),
    ...not.slice(0, TOLD).map((span) => `not kept awake ${spanWords(span)}: ${span.notHeldBecause ?? ''}`),
    ...(not.length > TOLD ? [`not kept awake in ${not.length - TOLD} more stretches`] : []),
  ];
}

function sleepWords({ sleeps, darkWakes, frozenMs }: Omit<RunPower, 'words'>): string[] {
  const asleep = sleeps.filter(({ kind }) => kind === 'sleep');
  if (asleep.length === 0) return [];
  const told = asleep.slice(0, TOLD).map((sleep) => {
    const why = sleep.reason === undefined ? '' : ` (${sleep.reason})`;
    return `${spanWords(sleep)}${why}`;
  });
  const dark = darkWakes === 0 ? '' : `, ${darkWakes} dark ${darkWakes === 1 ? 'wake' : 'wakes'}`;
  return [
    `slept ${told.join(', ')}${more(asleep)} in the middle of this run${dark}, frozen ${lengthWords(frozenMs)}`,
  ];
}

/** Only where the clocks went apart by more than a sleep explains. */
function clockLines({ wallMs, monotonicMs, frozenMs }: Omit<RunPower, 'words'>): string[] {
  if (wallMs === undefined || monotonicMs === undefined) return [];
  const apart = wallMs - monotonicMs;
  if (Math.abs(apart) < 2_000 || Math.abs(apart - frozenMs) < Math.max(60_000, frozenMs / 10)) return [];
  return [
    apart > 0
      ? `the wall clock went on ${lengthWords(apart)} further than the other one: it slept, or the clock was set`
      : `the wall clock was set back by ${lengthWords(-apart)} meanwhile`,
  ];
}

function sourceWords({ sources }: Omit<RunPower, 'words'>): string[] {
  if (sources.length < 2) return [];
  const words = sources.map(({ at, source, percent, lowPower }) => {
    const charge = percent === undefined ? '' : ` (${percent} %)`;
    const low = lowPower ? ', low-power mode' : '';
    const what = source === 'ac' ? 'on mains' : source === 'battery' ? 'on battery' : 'on a source unknown';
    return `${what}${charge}${low} from ${hourOf(at)}`;
  });
  return [`${words.slice(0, TOLD + 1).join(', then ')}${more(words, TOLD + 1)}`];
}

function spanWords({ from, to }: { from: string; to?: string | undefined }): string {
  return to === undefined ? `since ${hourOf(from)}` : `${hourOf(from)}–${hourOf(to)}`;
}

function more(list: readonly unknown[], told = TOLD): string {
  return list.length > told ? ` and ${list.length - told} more` : '';
}

/** In the machine's zone. */
function hourOf(iso: string): string {
  const date = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
