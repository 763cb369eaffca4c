const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/**
 * Milliseconds as a task file says them: `1h30m`, `90s` as `1m30s`, `500ms`. A definition that was read carries
 * milliseconds, and a bare number in a file is seconds: it is never written as a number.
 */
export function durationText(ms: number): string {
  let left = Math.round(ms);
  let text = '';
  for (const [unit, size] of UNITS) {
    const n = Math.floor(left / size);
    if (n > 0) text += `${n}${unit}`;
    left -= n * size;
  }
  return text === '' ? '0s' : text;
}
