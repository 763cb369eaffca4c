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

export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
