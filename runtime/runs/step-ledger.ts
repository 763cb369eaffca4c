/** The rows of steps: each exists before its process does, and says who that process is. */
import type { StepRunState } from '#shared/nouns/run.ts';
import type { StepKind } from '#shared/nouns/step.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Ending } from './ending.ts';
import type { StepRow } from './records.ts';

export interface NewStep {
  readonly id?: string | undefined;
  readonly name: string;
  readonly kind: StepKind;
  readonly optional: boolean;
}

export interface StepKey {
  readonly run: number;
  readonly attempt: number;
  /** From 0. */
  readonly index: number;
}

const KEY = 'run = ? and attempt = ? and idx = ?';

export class StepLedger {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** All steps of an attempt that begins, none of them started. */
  insert(tx: Transaction, run: number, attempt: number, steps: readonly NewStep[]): void {
    for (const [index, step] of steps.entries()) {
      tx.run(
        `insert into steps (run, attempt, idx, step_id, name, kind, optional, state, command)
         values (?, ?, ?, ?, ?, ?, ?, 'pending', '[]')`,
        run,
        attempt,
        index,
        step.id ?? null,
        step.name,
        step.kind,
        step.optional ? 1 : 0,
      );
    }
  }

  /** The step is about to be started. */
  start(key: StepKey, command: readonly string[], cwd: string | undefined): void {
    this.#store.commit((tx) => {
      tx.run(
        `update steps set state = 'running', command = ?, cwd = ?, started_at = ? where ${KEY}`,
        JSON.stringify(command),
        cwd ?? null,
        this.#clock.now(),
        key.run,
        key.attempt,
        key.index,
      );
      tx.emit({ type: 'step.started', run: key.run, data: { index: key.index } });
    });
  }

  /** Who the step's process is: enough to find it after a crash and never to mistake another for it. */
  identify(key: StepKey, pid: number, pidStarted: string | undefined): void {
    this.#store.commit((tx) =>
      tx.run(
        `update steps set pid = ?, pid_started = ? where ${KEY}`,
        pid,
        pidStarted ?? null,
        key.run,
        key.attempt,
        key.index,
      ),
    );
  }

  finish(key: StepKey, ending: Ending<StepRunState>, outputs: Record<string, string> | undefined): void {
    this.#store.commit((tx) => {
      tx.run(
        `update steps set state = ?, ended_at = ?, exit_code = ?, signal = ?, message = ?, outputs = ? where ${KEY}`,
        ending.state,
        this.#clock.now(),
        ending.exitCode ?? null,
        ending.signal ?? null,
        ending.message ?? null,
        outputs === undefined ? null : JSON.stringify(outputs),
        key.run,
        key.attempt,
        key.index,
      );
      tx.emit({ type: 'step.finished', run: key.run, data: { index: key.index, state: ending.state } });
    });
  }

  /** What an attempt that ended left open: steps that never ran are skipped, one that was going takes the attempt's end. */
  close(tx: Transaction, run: number, state: 'interrupted' | 'cancelled', now: number): void {
    tx.run("update steps set state = 'skipped' where run = ? and state = 'pending'", run);
    tx.run("update steps set state = ?, ended_at = ? where run = ? and state = 'running'", state, now, run);
  }

  /** Of all attempts, in order. */
  of(run: number): StepRow[] {
    return this.#store.all<StepRow>('select * from steps where run = ? order by attempt, idx', run);
  }
}
