/** What keeps the machine from falling asleep, whatever the system calls it. */
import type { BlockerStatus, HoldKind } from '#shared/nouns/power.ts';

export interface HoldRequest {
  readonly kind: HoldKind;
  /** For those who look at who keeps the machine awake: `Luka: Backup (run 12)`. */
  readonly why: string;
  /**
   * Called at most once, and not after `release()`: it could not be held, or ended by itself.
   * @param why in words
   */
  readonly onLost: (why: string) => void;
}

export interface Grip {
  /** Lets go; more than once is the same as once. */
  release(): void;
}

/** Whoever takes a grip is out of the machine's way again when Luka ends, however it ends. */
export interface SleepBlocker {
  readonly name: string;
  /** Why nothing can be held at all here, in words; then `hold` is not to be called. */
  readonly absent?: string | undefined;
  status(): BlockerStatus;
  /** Never throws: what goes wrong is told by `onLost`. */
  hold(request: HoldRequest): Grip;
  /** Processes that hold for Luka, so that the doctor knows them. */
  readonly pids: () => ReadonlySet<number>;
  /** Resolves when nothing is held any more. */
  close(): Promise<void>;
}
