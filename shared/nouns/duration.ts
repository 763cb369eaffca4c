import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy;

/**
 * Reads a duration such as `500ms`, `10s`, `1h30m` or a bare number of seconds.
 * @returns whole milliseconds, or undefined where the text is no duration.
 */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number')
    return Number.isFinite(text) && text >= 0 ? Math.round(text * 1_000) : undefined;
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1_000);
  PART.lastIndex = 0;
  let total = 0;
  while (PART.lastIndex < trimmed.length) {
    const match = PART.exec(trimmed);
    if (!match) return undefined;
    total += Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  }
  return trimmed.length > 0 ? Math.round(total) : undefined;
}

/** Writes milliseconds the way a person says them: `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 2_880) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

/** Writes a length that somebody chose, exactly: `5 s`, `1 h 30 min`, `6 h`, `1.5 s`. */
export function formatInterval(ms: number): string {
  if (ms < 1_000 || ms % 1_000 !== 0) return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
  const parts: [number, string][] = [
    [Math.floor(ms / 86_400_000), 'd'],
    [Math.floor(ms / 3_600_000) % 24, 'h'],
    [Math.floor(ms / 60_000) % 60, 'min'],
    [Math.floor(ms / 1_000) % 60, 's'],
  ];
  return parts.flatMap(([n, unit]) => (n > 0 ? [`${n} ${unit}`] : [])).join(' ');
}

/** A duration in a file: text like `10s` or a number of seconds. The parsed value is milliseconds. */
export const Duration = z
  .union([z.string(), z.number()])
  .transform((value, context) => {
    const ms = parseDuration(value);
    if (ms === undefined) {
      context.addIssue({
        code: 'custom',
        message: `"${value}" is not a duration; write a number with a unit, such as 30s, 5m or 1h30m`,
      });
      return z.NEVER;
    }
    return ms;
  })
  .meta({
    description: 'A duration: a number with a unit (500ms, 30s, 5m, 1h30m, 2d) or a number of seconds.',
  });
