/** A span of time as systemd writes it: systemd.time(7). */

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  us: 1e-6,
  usec: 1e-6,
  ms: 1e-3,
  msec: 1e-3,
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: 60,
  min: 60,
  minute: 60,
  minutes: 60,
  h: 3_600,
  hr: 3_600,
  hour: 3_600,
  hours: 3_600,
  d: 86_400,
  day: 86_400,
  days: 86_400,
  w: 604_800,
  week: 604_800,
  weeks: 604_800,
};

/** `5min 20s`, `1h`, `90`. @returns s; undefined where it is no span, or has months or years */
export function seconds(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)\s*/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return undefined;
  let total = 0;
  for (const [, number, unit = ''] of parts) {
    const size = UNITS[unit];
    if (size === undefined) return undefined;
    total += Number(number) * size;
  }
  return total;
}
