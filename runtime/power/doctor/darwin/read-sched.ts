/** Reads `pmset -g sched` (pmset(1)): when the Mac will wake, start, sleep by itself. */
import type { ScheduledPowerEvent } from '#shared/nouns/power-report.ts';

/** ` [0]  wake at 09/29/2026 15:45:00 by 'luka' User visible: true`; the year has two digits on older systems. */
const ONCE =
  /^\s*\[\d+\]\s+(\w+) at (\d{1,2})\/(\d{1,2})\/(\d{2,4}) (\d{1,2}):(\d\d):(\d\d)(?:\s+by '?([^']*?)'?)?(?:\s+User visible: \w+)?(?:\s+leeway.*)?\s*$/i;
/** `  wakepoweron at 6:00AM every day`, `  sleep at 23:00 weekdays only`. */
const REPEATED = /^\s+(\w+) at (\d{1,2}:\d\d(?::\d\d)?\s?(?:AM|PM)?)\s+(\S.*?)\s*$/i;

/** Times are those of the machine's zone, as this process sees it. Lines that are not understood are left out. */
export function readSched(text: string): ScheduledPowerEvent[] {
  const events: ScheduledPowerEvent[] = [];
  for (const line of text.split('\n')) {
    const once = readOnce(line);
    if (once) {
      events.push(once);
      continue;
    }
    const [, type, time, days] = REPEATED.exec(line) ?? [];
    if (type !== undefined && time !== undefined && days !== undefined)
      events.push({ type: type.toLowerCase(), repeats: `${time} ${days}` });
  }
  return events;
}

function readOnce(line: string): ScheduledPowerEvent | undefined {
  const [whole, type = '', month, day, year, hour, minute, second, owner] = ONCE.exec(line) ?? [];
  if (whole === undefined) return undefined;
  const full = Number(year) < 100 ? 2_000 + Number(year) : Number(year);
  const at = new Date(full, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (Number.isNaN(at.getTime())) return undefined;
  return {
    at: at.toISOString(),
    type: type.toLowerCase(),
    ...(owner === undefined || owner === '' ? {} : { owner }),
  };
}

/** `12/31/26 23:58:00`: what `pmset schedule` takes, in the machine's zone. */
export function schedDate(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [two(date.getMonth() + 1), two(date.getDate()), two(date.getFullYear() % 100)].join('/');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
