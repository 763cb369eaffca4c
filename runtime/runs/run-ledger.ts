/** The queries of runs: everything that is true of a run is a row here before anyone hears of it. */
import type { Run, RunState, RunSummary } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isoAt, type Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { Ending } from './ending.ts';
import { insertRun, summaryOf, type AddedRun, type NewRun } from './insert-run.ts';
import type { AttemptRow, CheckRow, RunRow, VerdictRow } from './records.ts';
import { StepLedger, type NewStep } from './step-ledger.ts';
import { TaskHealthBook } from './task-health.ts';

export type { AddedRun, NewRun } from './insert-run.ts';

export class RunLedger {
  readonly steps: StepLedger;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #health: TaskHealthBook;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.steps = new StepLedger(store, clock);
    this.#health = new TaskHealthBook(store, clock);
  }

  /** New ids start above `id`: a fresh ledger must not reuse the log folders of one that was set aside. */
  reserveIdsUpTo(id: number): void {
    this.#store.commit((tx) => {
      const current = tx.get<{ seq: number }>("select seq from sqlite_sequence where name = 'runs'");
      if (current === undefined) tx.run("insert into sqlite_sequence (name, seq) values ('runs', ?)", id);
      else if (current.seq < id) tx.run("update sqlite_sequence set seq = ? where name = 'runs'", id);
    });
  }

  /**
   * Puts a run into the queue. Committed, not yet durable: the caller waits for the store.
   * @throws LukaError idempotency_conflict when the key stands for something else
   */
  add(run: NewRun): AddedRun {
    return this.#store.commit((tx) => this.insert(tx, run));
  }

  /** The same as part of a larger transaction: a slot and its run are one fact. @throws LukaError idempotency_conflict */
  insert(tx: Transaction, run: NewRun): AddedRun {
    return insertRun(tx, run, this.#clock.now());
  }

  /** The next run that may start, by its turn: not waiting for another attempt, its task and its group not at their limits; only
   *  one that the gate has judged, where there is a gate. @param only lives of services: there is room for nothing else */
  nextQueued(
    busy: { readonly tasks: readonly string[]; readonly groups: readonly string[] },
    { judged, only }: { readonly judged: boolean; readonly only?: 'services' | undefined },
  ): RunRow | undefined {
    return this.#store.get<RunRow>(
      `select * from runs where state = 'queued' and ready_at is null ${judged ? 'and gate is not null' : ''}
         ${only === 'services' ? 'and service = 1' : ''}
         and (task is null or task not in (select value from json_each(?)))
         and (group_name is null or group_name not in (select value from json_each(?)))
       order by turn, id limit 1`,
      JSON.stringify(busy.tasks),
      JSON.stringify(busy.groups),
    );
  }

  /** Takes a queued run: it is `running` from here on, with its next attempt and all its steps pending. */
  start({ id, attempt }: Pick<RunRow, 'id' | 'attempt'>, bootId: string, steps: readonly NewStep[]): void {
    const now = this.#clock.now();
    this.#store.commit((tx) => {
      tx.run(
        "update runs set state = 'running', started_at = ?, message = null where id = ? and state = 'queued'",
        now,
        id,
      );
      tx.run(
        "insert into attempts (run, number, state, started_at, boot_id) values (?, ?, 'running', ?, ?)",
        id,
        attempt,
        now,
        bootId,
      );
      this.steps.insert(tx, id, attempt, steps);
      const summary = summaryOf(tx, id);
      tx.emit({ type: 'run.started', run: id, task: summary.task, data: { run: summary } });
    });
  }

  /**
   * Ends an attempt and puts the run back into the queue for another one, not before `readyAt` (ms since 1970). It keeps
   * its turn: what it has waited already counts.
   */
  retry(id: number, ending: Ending<RunState>, readyAt: number): RunSummary {
    const now = this.#clock.now();
    return this.#store.commit((tx) => {
      tx.run(
        `update runs set state = 'queued', attempt = attempt + 1, ready_at = ?, message = ?
         where id = ? and state = 'running'`,
        readyAt,
        ending.message ?? null,
        id,
      );
      this.#closeAttempt(tx, id, ending, now);
      const run = summaryOf(tx, id);
      tx.emit({
        type: 'run.retrying',
        run: id,
        task: run.task,
        data: { run, attempt: run.attempt, readyAt: isoAt(readyAt) },
      });
      return run;
    });
  }

  /** Runs that wait for another attempt. */
  waiting(): RunRow[] {
    return this.#store.all<RunRow>(
      "select * from runs where state = 'queued' and ready_at is not null order by ready_at, id",
    );
  }

  /** They have waited long enough. Written down, so that a clock that is set back does not make them wait again. */
  makeReady(ids: readonly number[]): void {
    this.#store.commit((tx) =>
      tx.run(
        "update runs set ready_at = null where state = 'queued' and id in (select value from json_each(?))",
        JSON.stringify(ids),
      ),
    );
  }

  /** Ends an active run, whatever its state. `durationMs` is the last attempt's. */
  finish(id: number, ending: Ending<RunState>, durationMs?: number): RunSummary {
    return this.#store.commit((tx) => this.finishIn(tx, id, ending, durationMs));
  }

  /** The same as part of a larger transaction: a decision and the end it makes are one fact. */
  finishIn(tx: Transaction, id: number, ending: Ending<RunState>, durationMs?: number): RunSummary {
    const now = this.#clock.now();
    // A run that waited for another attempt never made it.
    tx.run(
      `update runs set state = ?, ended_at = ?, duration_ms = ?, exit_code = ?, signal = ?, error_code = ?, message = ?,
         attempt = case when state = 'queued' then max(1, attempt - 1) else attempt end
       where id = ?`,
      ending.state,
      now,
      durationMs ?? null,
      ending.exitCode ?? null,
      ending.signal ?? null,
      ending.errorCode ?? null,
      ending.message ?? null,
      id,
    );
    this.#closeAttempt(tx, id, ending, now);
    const summary = summaryOf(tx, id);
    tx.emit({ type: 'run.finished', run: id, task: summary.task, data: { run: summary } });
    // A service has waits of its own between its starts.
    if (summary.cause.kind !== 'service')
      this.#health.noteEnd(tx, summary, () => this.#definitionOf(tx, id).quarantine, now);
    return summary;
  }

  /** How an attempt is confined, and by what. */
  noteConfinement(id: number, attempt: number, confined: NonNullable<Run['confinement']>): void {
    this.#store.commit((tx) =>
      tx.run(
        'update attempts set confined = ? where run = ? and number = ?',
        JSON.stringify(confined),
        id,
        attempt,
      ),
    );
  }

  noteCancelling(id: number, reason: string): void {
    this.#store.commit((tx) => tx.emit({ type: 'run.cancelling', run: id, data: { reason } }));
  }

  /** Why a run was to be cancelled, where somebody asked for that. */
  cancelReason(id: number): string | undefined {
    const event = this.#store.get<{ data: string }>(
      "select data from events where type = 'run.cancelling' and run = ? limit 1",
      id,
    );
    return event && String((JSON.parse(event.data) as { reason: unknown }).reason);
  }

  row(id: number): RunRow | undefined {
    return this.#store.get<RunRow>('select * from runs where id = ?', id);
  }

  rowByKey(key: string): RunRow | undefined {
    return this.#store.get<RunRow>('select * from runs where idempotency_key = ?', key);
  }

  attempts(id: number): AttemptRow[] {
    return this.#store.all<AttemptRow>('select * from attempts where run = ? order by number', id);
  }

  /** What the checks of an attempt found. */
  checks(id: number, attempt: number): CheckRow[] {
    return this.#store.all<CheckRow>(
      'select * from check_results where run = ? and attempt = ? order by idx',
      id,
      attempt,
    );
  }

  verdict(id: number): VerdictRow | undefined {
    return this.#store.get<VerdictRow>('select * from verdicts where run = ?', id);
  }

  definition(hash: string): TaskDefinition {
    const row = this.#store.get<{ body: string }>('select body from definitions where hash = ?', hash);
    if (!row) throw new Error(`the ledger has no definition ${hash}`);
    return JSON.parse(row.body) as TaskDefinition;
  }

  /** Lives of services that wait or go, newest first. */
  activeServices(): RunRow[] {
    return this.#store.all<RunRow>(
      `select * from runs where state in ('queued', 'awaiting_approval', 'running') and service = 1 order by id desc`,
    );
  }

  running(): RunRow[] {
    // The longer condition is the index's: SQLite does not see that the shorter one is part of it.
    return this.#store.all<RunRow>(
      `select * from runs where state in ('queued', 'awaiting_approval', 'running') and state = 'running' order by id`,
    );
  }

  #closeAttempt(tx: Transaction, id: number, ending: Ending<RunState>, now: number): void {
    tx.run(
      `update attempts set state = ?, ended_at = ?, exit_code = ?, signal = ?, error_code = ?, message = ?
       where run = ? and state = 'running'`,
      ending.state,
      now,
      ending.exitCode ?? null,
      ending.signal ?? null,
      ending.errorCode ?? null,
      ending.message ?? null,
      id,
    );
    this.steps.close(tx, id, ending.state === 'interrupted' ? 'interrupted' : 'cancelled', now);
  }

  #definitionOf(tx: Transaction, id: number): TaskDefinition {
    const { hash } = tx.get<{ hash: string }>('select definition_hash as hash from runs where id = ?', id)!;
    return this.definition(hash);
  }
}
