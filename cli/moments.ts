/** Moments as a person says them, in tables. Scripts use --json, which has them in full. */
const STEPS = [
  [1_000, 's'],
  [60_000, 'min'],
  [3_600_000, 'h'],
  [86_400_000, 'd'],
] as const;

/** `3 min ago`, `in 2 h`, `now`; a dash where there is no such moment. */
export function formatMoment(iso: string | undefined, now: number = Date.now()): string {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(at)) return '-';
  const distance = Math.abs(at - now);
  if (distance < 1_000) return 'now';
  const [size, unit] = STEPS.findLast(([size]) => distance >= size) ?? STEPS[0];
  const text = `${Math.floor(distance / size)} ${unit}`;
  return at > now ? `in ${text}` : `${text} ago`;
}

/**
 * A moment as the clock on the wall shows it, in the form in which it can be typed again: `today 09:00`,
 * `yesterday 23:59:30`, `Mon 2026-03-02 09:00`.
 */
export function formatClock(iso: string, now: number = Date.now()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '-';
  const seconds = at.getSeconds() === 0 ? '' : `:${two(at.getSeconds())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}${seconds}`;
  const today = new Date(now);
  const days = [-1, 0, 1].findIndex((offset) => isDay(at, today, offset));
  if (days >= 0) return `${NEAR[days]} ${time}`;
  const weekday = at.toDateString().slice(0, 3);
  return `${weekday} ${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

const NEAR = ['yesterday', 'today', 'tomorrow'];
const two = (n: number): string => String(n).padStart(2, '0');

function isDay(at: Date, today: Date, offset: number): boolean {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() + offset);
  return at.toDateString() === day.toDateString();
}
