import type { RiskReason } from '#shared/nouns/gate.ts';

/**
 * The score of all reasons together, 0 to 100: each takes its share of what the others left, so that many small ones
 * add up, no order matters, and one more never makes it less.
 */
export function scoreOf(reasons: readonly Pick<RiskReason, 'points'>[]): number {
  const rest = reasons.reduce((left, { points }) => left * (1 - Math.min(100, Math.max(0, points)) / 100), 1);
  return Math.round(100 * (1 - rest));
}
