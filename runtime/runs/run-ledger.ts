/** The queries of runs: everything that is true of a run is a row here before anyone hears of it. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '#shared/errors/catalogue.ts';
import { LukaError } from '#shared/errors/luka-error.ts';
import type { ParamValues } from '#shared/nouns/param.ts';
import { priorityRank, type Priority } from '#shared/nouns/priority.ts';
import type { RunState, RunSummary, StepRunState } from '#shared/nouns/run.ts';
import type { StepKind } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { Clock } from '../clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import { toSummary, type AttemptRow, type RunRow, type StepRow } from './records.ts';

export interface NewRun {
  readonly task?: string | undefined;
  readonly title: string;
  readonly priority: Priority;
  readonly cause: RunCause;
  readonly params: ParamValues;
  readonly definition: TaskDefinition;
  readonly taskFile?: string | undefined;
  readonly order?:
    { readonly id: string; readonly file?: string | undefined; readonly extras: unknown } | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** How a step or a run ended. */
export interface Ending<State extends string> {
  readonly state: State;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly errorCode?: ErrorCode | undefined;
  readonly message?: string | undefined;
}

export interface NewStep {
  readonly id?: string | undefined;
  readonly name: string;
  readonly kind: StepKind;
  readonly optional: boolean;
}

export class RunLedger {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
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
  add(run: NewRun): { run: RunSummary; created: boolean } {
    const body = JSON.stringify(run.definition);
    const hash = createHash('sha256').update(body).digest('hex');
    const request = createHash('sha256')
      .update(JSON.stringify([run.task ?? null, run.params, run.task === undefined ? hash : null]))
      .digest('hex');
    return this.#store.commit((tx) => {
      if (run.idempotencyKey !== undefined) {
        const seen = tx.get<RunRow>('select * from runs where idempotency_key = ?', run.idempotencyKey);
        if (seen) {
          if (seen.request_hash !== request) {
            throw new LukaError('idempotency_conflict', {
              message: `the idempotency key was used for run #${seen.id}, which is different`,
            });
          }
          return { run: toSummary(seen), created: false };
        }
      }
      tx.run('insert into definitions (hash, body) values (?, ?) on conflict do nothing', hash, body);
      const { lastId } = tx.run(
        `insert into runs (task, title, state, rank, cause, params, definition_hash, task_file, order_id, order_file,
           order_extras, idempotency_key, request_hash, queued_at)
         values (?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        run.task ?? null,
        run.title,
        priorityRank(run.priority),
        JSON.stringify(run.cause),
        JSON.stringify(run.params),
        hash,
        run.taskFile ?? null,
        run.order?.id ?? null,
        run.order?.file ?? null,
        run.order === undefined ? null : JSON.stringify(run.order.extras),
        run.idempotencyKey ?? null,
        request,
        this.#clock.now(),
      );
      const summary = summaryOf(tx, lastId);
      tx.emit({ type: 'run.queued', run: lastId, task: run.task, data: { run: summary } });
      return { run: summary, created: true };
    });
  }

  /** The next queued run by priority, then age, of a task that is not among `busy`. */
  nextQueued(busy: readonly string[]): RunRow | undefined {
    return this.#store.get<RunRow>(
      `select * from runs where state = 'queued' and (task is null or task not in (select value from json_each(?)))
       order by rank, id limit 1`,
      JSON.stringify(busy),
    );
  }

  /** Takes a queued run: it is `running` from here on, with its first attempt and all its steps pending. */
  start(id: number, bootId: string, steps: readonly NewStep[]): void {
    const now = this.#clock.now();
    this.#store.commit((tx) => {
      tx.run("update runs set state = 'running', started_at = ? where id = ? and state = 'queued'", now, id);
      tx.run(
        "insert into attempts (run, number, state, started_at, boot_id) values (?, 1, 'running', ?, ?)",
        id,
        now,
        bootId,
      );
      for (const [index, step] of steps.entries()) {
        tx.run(
          `insert into steps (run, attempt, idx, step_id, name, kind, optional, state, command)
           values (?, 1, ?, ?, ?, ?, ?, 'pending', '[]')`,
          id,
          index,
          step.id ?? null,
          step.name,
          step.kind,
          step.optional ? 1 : 0,
        );
      }
      const summary = summaryOf(tx, id);
      tx.emit({ type: 'run.started', run: id, task: summary.task, data: { run: summary } });
    });
  }

  /** The step is about to be started: its row exists before its process does. */
  startStep(run: number, index: number, command: readonly string[], cwd: string | undefined): void {
    this.#store.commit((tx) => {
      tx.run(
        "update steps set state = 'running', command = ?, cwd = ?, started_at = ? where run = ? and attempt = 1 and idx = ?",
        JSON.stringify(command),
        cwd ?? null,
        this.#clock.now(),
        run,
        index,
      );
      tx.emit({ type: 'step.started', run, data: { index } });
    });
  }

  /** Who the step's process is: enough to find it after a crash and never to mistake another for it. */
  identifyStep(run: number, index: number, pid: number, pidStarted: string | undefined): void {
    this.#store.commit((tx) =>
      tx.run(
        'update steps set pid = ?, pid_started = ? where run = ? and attempt = 1 and idx = ?',
        pid,
        pidStarted ?? null,
        run,
        index,
      ),
    );
  }

  finishStep(
    run: number,
    index: number,
    ending: Ending<StepRunState>,
    outputs: Record<string, string> | undefined,
  ): void {
    this.#store.commit((tx) => {
      tx.run(
        `update steps set state = ?, ended_at = ?, exit_code = ?, signal = ?, message = ?, outputs = ?
         where run = ? and attempt = 1 and idx = ?`,
        ending.state,
        this.#clock.now(),
        ending.exitCode ?? null,
        ending.signal ?? null,
        ending.message ?? null,
        outputs === undefined ? null : JSON.stringify(outputs),
        run,
        index,
      );
      tx.emit({ type: 'step.finished', run, data: { index, state: ending.state } });
    });
  }

  /** Ends an active run, whatever its state. Steps that never ran become `skipped`, one that was going takes the run's end. */
  finish(id: number, ending: Ending<RunState>, durationMs?: number): RunSummary {
    const now = this.#clock.now();
    return this.#store.commit((tx) => {
      tx.run(
        `update runs set state = ?, ended_at = ?, duration_ms = ?, exit_code = ?, signal = ?, error_code = ?, message = ?
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
      tx.run(
        "update attempts set state = ?, ended_at = ? where run = ? and state = 'running'",
        ending.state,
        now,
        id,
      );
      tx.run("update steps set state = 'skipped' where run = ? and state = 'pending'", id);
      tx.run(
        "update steps set state = ?, ended_at = ? where run = ? and state = 'running'",
        ending.state === 'interrupted' ? 'interrupted' : 'cancelled',
        now,
        id,
      );
      const summary = summaryOf(tx, id);
      tx.emit({ type: 'run.finished', run: id, task: summary.task, data: { run: summary } });
      return summary;
    });
  }

  noteCancelling(id: number, reason: string): void {
    this.#store.commit((tx) => tx.emit({ type: 'run.cancelling', run: id, data: { reason } }));
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

  steps(id: number): StepRow[] {
    return this.#store.all<StepRow>('select * from steps where run = ? order by attempt, idx', id);
  }

  definition(hash: string): TaskDefinition {
    const row = this.#store.get<{ body: string }>('select body from definitions where hash = ?', hash);
    if (!row) throw new Error(`the ledger has no definition ${hash}`);
    return JSON.parse(row.body) as TaskDefinition;
  }

  running(): RunRow[] {
    return this.#store.all<RunRow>("select * from runs where state = 'running' order by id");
  }
}

function summaryOf(tx: Transaction, id: number): RunSummary {
  return toSummary(tx.get<RunRow>('select * from runs where id = ?', id)!);
}
