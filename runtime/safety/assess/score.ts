import type { RiskReason } from '#shared/nouns/gate.ts';

export function scoreOf(reasons: readonly RiskReason[]): number {
  return Math.round(100 * (1 - reasons.reduce((left, { points }) => left * (1 - points / 100), 1)));
}
