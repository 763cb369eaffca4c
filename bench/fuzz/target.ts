/** What can be fuzzed. A target is a file in `targets/` that exports `target`. */
import type { Random } from '../chaos/random.ts';

export interface FuzzTarget {
  readonly name: string;
  /** One input; the same chance makes the same input. */
  make(random: Random): unknown;
  /** How many inputs may be under way together; 1 where left out. */
  readonly atOnce?: number;
  /** Before the first input, in the process in which all of them are run. */
  start?(): Promise<void>;
  /** Throws where something does not hold. Longer than two seconds is a hang. */
  run(input: unknown): Promise<void> | void;
  stop?(): Promise<void> | void;
}

/** Each input has a chance of its own, so that one of a million is made again without the others. */
export function seedOf(seed: number, index: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)) >>> 0;
}
