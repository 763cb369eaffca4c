/** A wish that the machine stay awake. Moments are ms since 1970. */
import type { HoldKind, HoldOwner } from '#shared/nouns/power.ts';

export interface Wish {
  readonly id: string;
  readonly kind: HoldKind;
  readonly owner: HoldOwner;
  readonly since: number;
  readonly until?: number | undefined;
  /** It ends with this run. */
  readonly whileRun?: number | undefined;
  /** It is for as long as any run goes or waits for its turn. */
  readonly whileTasks?: true | undefined;
  readonly reason: string;
}
