/** All checks, over evidence that was read once. */
import { checkAfter, checkCalls, checkMoments, checkOutcomes } from './check-slots.ts';
import { checkAsks, checkAttempts, checkEffects, checkEnds, checkOrders } from './check-runs.ts';
import type { Evidence } from './evidence.ts';
import { finding, type Violation } from './violation.ts';

export function checkFile({ ledger }: Evidence): Violation[] {
  return finding((report) => {
    for (const line of ledger.damage) report('ledger', line);
  });
}

export function checkOrphans({ left }: Evidence): Violation[] {
  return finding((report) => {
    for (const process of left) report('orphan', `still alive: ${process}`);
  });
}

export const CHECKS = [
  checkFile,
  checkOrphans,
  checkMoments,
  checkAfter,
  checkCalls,
  checkOutcomes,
  checkAsks,
  checkOrders,
  checkEnds,
  checkAttempts,
  checkEffects,
] as const;

export function checkAll(evidence: Evidence): Violation[] {
  return CHECKS.flatMap((check) => check(evidence));
}
