/** What is wrong with a clock, as far as the ledger tells. Pure. */
import { formatDuration } from '#shared/nouns/duration.ts';

/** Before this there was no Luka: a machine without a battery for its clock starts at 1970. */
export const EARLIEST = Date.UTC(2025, 0, 1);
/** A time server may set a clock back a little. */
const BACK_MS = 60_000;

export interface ClockFault {
  readonly kind: 'absurd' | 'back';
  readonly message: string;
  readonly evidence: readonly string[];
}

/** @param newestAt ms since 1970 of the ledger's newest event */
export function clockFault(now: number, newestAt: number | undefined): ClockFault | undefined {
  if (now < EARLIEST)
    return {
      kind: 'absurd',
      message: `the clock says ${dayOf(now)}, which cannot be`,
      evidence: [`now is ${new Date(now).toISOString()}`],
    };
  if (newestAt === undefined || newestAt - now <= BACK_MS) return undefined;
  return {
    kind: 'back',
    message: `the clock is ${formatDuration(newestAt - now)} behind the newest entry of the ledger`,
    evidence: [
      `now is ${new Date(now).toISOString()}`,
      `the newest entry is of ${new Date(newestAt).toISOString()}`,
    ],
  };
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
