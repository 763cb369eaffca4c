/** When room on a disk is worth a word. The same for the doctor and the look at the start. */

/** Bytes: a night of logs, and what the ledger needs to go on. */
const FEW = 1_000_000_000;
const TOO_FEW = 100_000_000;

/** @returns undefined where there is enough */
export function spaceSeverity(bytes: number): 'error' | 'warning' | undefined {
  if (bytes < TOO_FEW) return 'error';
  return bytes < FEW ? 'warning' : undefined;
}
