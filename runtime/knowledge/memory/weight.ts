/** How much a memory weighs now: importance that grows with use and fades with time. */

/** Of a memory that was never recalled. */
export const HALF_LIFE_MS = 30 * 86_400_000;

export interface Weighed {
  /** 0 to 1. */
  readonly importance: number;
  readonly pinned: boolean;
  /** ms since 1970. */
  readonly at: number;
  readonly uses: number;
  readonly usedAt: number | undefined;
}

/**
 * Each use brings what is missing to 1 a little nearer, and makes it fade more slowly; fading begins anew with each. Pinned
 * ones do not fade.
 * @param now ms since 1970; a clock that was moved back makes nothing heavier
 * @returns 0 to 1
 */
export function weightOf(memory: Weighed, now: number): number {
  const uses = Math.max(0, memory.uses);
  const strength = memory.importance + (1 - memory.importance) * (uses / (uses + 12));
  if (memory.pinned) return strength;
  const age = Math.max(0, now - Math.max(memory.at, memory.usedAt ?? 0));
  return strength * 2 ** (-age / (HALF_LIFE_MS * (1 + Math.log2(1 + uses))));
}
