/**
 * The variable by which everything a run started is found again, wherever it went. It names the home too: two Lukas on
 * one machine both have a run 1, and neither may end the other's.
 */
import { createHash } from 'node:crypto';

export const MARK_NAME = 'LUKA_MARK';

export interface RunMark {
  readonly name: string;
  readonly value: string;
  /** `NAME=value`, as it stands in a process's environment. */
  readonly text: string;
}

export function runMark(home: string, run: number): RunMark {
  const value = `${createHash('sha256').update(home).digest('hex').slice(0, 16)}.${run}`;
  return { name: MARK_NAME, value, text: `${MARK_NAME}=${value}` };
}
