/** The newest durations of each task's successes: read of the ledger once, which keeps them longer than anything else. */
import type { LedgerView } from '../note/ledger-view.ts';
import type { RunFacts } from '../figures/run-facts.ts';
import { HISTORY } from './judge-duration.ts';

export class Histories {
  readonly #ledger: LedgerView;
  readonly #known = new Map<string, number[]>();

  constructor(ledger: LedgerView) {
    this.#ledger = ledger;
  }

  /** Of those that ended before a run, the oldest first. */
  of(task: string, before: Pick<RunFacts, 'run' | 'endedAt'>): readonly number[] {
    let known = this.#known.get(task);
    if (!known) this.#known.set(task, (known = this.#ledger.durationsBefore(task, before, HISTORY)));
    return known;
  }

  add(task: string, durationMs: number): void {
    const known = this.#known.get(task) ?? [];
    known.push(durationMs);
    if (known.length > HISTORY) known.shift();
  }

  forget(): void {
    this.#known.clear();
  }
}
