/** The processes of a run: each step leads a group of its own; they are ended together, and none outlives the run. */
import type { Clock } from '../clock.ts';
import type { ProcessIdentity } from './processes/await-stranger.ts';
import { endTree } from './processes/end-tree.ts';
import { processStart } from './processes/identity.ts';
import { RunTree } from './processes/run-tree.ts';
import { groupExists } from './processes/signal.ts';

export interface RunProcessesOptions {
  /** `LUKA_MARK=…` of the run. */
  readonly mark: string;
  /** The files that they write to as their output, absolute. */
  readonly logs: readonly string[];
  readonly graceMs: () => number;
  readonly clock: Clock;
  /** Luka's own word in the run's log. */
  readonly note: (text: string) => void;
}

/** A step may leave a server for the next one; what is left when the run ends has had its time. */
const LAST_GRACE_MS = 1_000;

export class RunProcesses {
  readonly #options: RunProcessesOptions;
  readonly #groups = new Set<number>();
  /** Leaders that are not our children: nobody keeps their pid for us once they are gone. */
  readonly #strangers = new Map<number, string>();
  #ending: Promise<void> | undefined;

  /** Who belongs to the run; what was seen once is known from then on. */
  readonly tree: RunTree;

  constructor(options: RunProcessesOptions) {
    this.#options = options;
    this.tree = new RunTree({ groups: () => this.#groups, mark: options.mark, logs: options.logs });
  }

  /** A group that the run started. */
  add(leader: number): void {
    this.#groups.add(leader);
  }

  /** A group that an earlier Luka started for the run. */
  adopt({ pid, started }: ProcessIdentity): void {
    this.#groups.add(pid);
    this.#strangers.set(pid, started);
  }

  /** Its leader has ended; others of the group may go on. */
  settle(leader: number): void {
    if (!groupExists(leader)) this.#groups.delete(leader);
  }

  /**
   * Ends all that is going. One ending at a time: asking again while it goes on joins it.
   * @param graceMs between SIGTERM and SIGKILL, where it is not the task's
   */
  end(graceMs?: number): void {
    if (this.#groups.size > 0) this.#ending ??= this.#end(graceMs ?? this.#options.graceMs());
  }

  /** The groups that go, by their leaders. */
  get groups(): ReadonlySet<number> {
    return this.#groups;
  }

  /** Resolves when what was asked to end has ended; what is started after that can be ended anew. */
  async ended(): Promise<void> {
    await this.#ending;
    this.#ending = undefined;
  }

  /** @param everywhere look also where no group is known: what an earlier Luka started for this run may have left its group */
  async leaveNothing({ everywhere }: { everywhere: boolean }): Promise<void> {
    for (const group of this.#groups) this.settle(group);
    if (this.#groups.size === 0 && !everywhere) return;
    const { ended, left } = await this.#endTree(LAST_GRACE_MS);
    if (ended > 0)
      this.#options.note(`ended ${ended} ${ended === 1 ? 'process' : 'processes'} that the run left behind`);
    this.#tellLeft(left);
  }

  async #end(graceMs: number): Promise<void> {
    try {
      const { left } = await this.#endTree(graceMs);
      this.#tellLeft(left);
    } catch (error) {
      this.#options.note(`ending the processes failed: ${String(error)}`);
    }
  }

  async #endTree(graceMs: number): Promise<{ ended: number; left: number[] }> {
    for (const [leader, started] of this.#strangers) {
      const now = await processStart(leader);
      if (now !== undefined && now !== started) this.#groups.delete(leader);
    }
    const { mark, clock } = this.#options;
    return endTree({ groups: this.#groups, mark, graceMs, clock, tree: this.tree });
  }

  #tellLeft(left: readonly number[]): void {
    if (left.length > 0) this.#options.note(`these processes would not end: ${left.join(', ')}`);
  }
}
