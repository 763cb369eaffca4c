/**
 * Reads lines of `pmset -g log`: `2026-09-26 22:29:58 -0700 Sleep  <tab>Entering Sleep state due to 'Clamshell Sleep':… Using
 * AC (Charge:100%) 1025 secs`. The log goes back weeks and is tens of megabytes, mostly of assertions.
 */
import type { SleepEvent } from '#shared/nouns/power-report.ts';
import { isoAt } from '../../../clock.ts';
import { sleepWhy, wakeWhy } from './log-words.ts';

/** Nearly all lines tell of assertions: this much of each is looked at. */
export const TELLS = /^[0-9-]{10} [0-9:]{8} [+-][0-9]{4} (Sleep|Wake|DarkWake|Start) /;
const LINE = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\w+)\s+(.*)$/;

/** @returns undefined for lines that tell of something else */
export function readLogLine(line: string): SleepEvent | undefined {
  if (!TELLS.test(line)) return undefined;
  const [, day, time, hours, minutes, domain = '', text = ''] = LINE.exec(line) ?? [];
  const at = Date.parse(`${day}T${time}${hours}:${minutes}`);
  if (Number.isNaN(at)) return undefined;
  const kind = kindOf(domain, text);
  if (kind === undefined) return undefined;
  const why = kind === 'sleep' ? sleepWhy(text) : kind === 'start' ? undefined : wakeWhy(text);
  return {
    at: isoAt(at),
    kind,
    text: text.replace(/\s+/g, ' ').trim().slice(0, 300),
    ...(why === undefined ? {} : { why }),
    ...fed(text),
  };
}

function kindOf(domain: string, text: string): SleepEvent['kind'] | undefined {
  switch (domain) {
    case 'Sleep':
      // The display goes off first, and for a while it works in the dark.
      if (text.startsWith('Entering DarkWake state')) return 'dark_wake';
      return text.startsWith('Entering Sleep state') ? 'sleep' : undefined;
    case 'DarkWake':
      return 'dark_wake';
    case 'Start':
      return /powerd process is started/i.test(text) ? 'start' : undefined;
    default:
      return /wake/i.test(text) ? 'wake' : undefined;
  }
}

/** `Using AC (Charge:100%)`, `Using BATT (Charge:64%)`, `Using Batt(Charge: 64)`. */
function fed(text: string): Pick<SleepEvent, 'source' | 'percent'> {
  const [, source, charge] = /Using (AC|Batt\w*)\s*(?:\(Charge:\s*(\d{1,3})%?\))?/i.exec(text) ?? [];
  if (source === undefined) return {};
  return {
    source: source.toUpperCase() === 'AC' ? 'ac' : 'battery',
    ...(charge === undefined ? {} : { percent: Math.min(100, Number(charge)) }),
  };
}
