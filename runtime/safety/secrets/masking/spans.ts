/** Positions in a stream: of the first byte, and behind the last. */
export type Span = [start: number, end: number];

/** By position; what overlaps or touches is one. */
export function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
  }
  return all;
}
