/** Decides which queued run starts when: by priority, then age, within the limits. Driven by events, never by a timer. */
import type { RunState } from '#shared/nouns/run.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { stepKind } from '#shared/nouns/step.ts';
import { RunExecution, type ExecutionContext, type StopReason } from '../runs/execute-run.ts';
import type { LogShelf } from '../runs/logs/log-shelf.ts';
import { repeatRun } from '../runs/recovery.ts';
import type { RunRow } from '../runs/records.ts';
import type { Ending } from '../runs/run-ledger.ts';
import { stepName } from '../runs/steps/index.ts';
import { toStoreError } from '../store/store-errors.ts';
import { LukaError } from '#shared/errors/luka-error.ts';

/** How long to wait before writing an end again that could not be written. */
const FINISH_RETRY_MS = 2_000;

export interface DispatcherOptions {
  readonly context: ExecutionContext;
  readonly logs: LogShelf;
  readonly bootId: string;
  readonly maxRunning: () => number;
  readonly onError: (error: unknown) => void;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #executions = new Map<number, RunExecution>();
  /** How many runs of each task are going. */
  readonly #perTask = new Map<string, number>();
  /** Tasks at their limit. */
  readonly #busy = new Set<string>();
  #open = false;
  #drained: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;
  /** Ends that wait for room on the disk: called, they try at once. */
  readonly #waiting = new Set<() => void>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Starts taking runs. */
  open(): void {
    this.#open = true;
    this.pump();
  }

  execution(run: number): RunExecution | undefined {
    return this.#executions.get(run);
  }

  /** Starts as many queued runs as the limits allow. To be called whenever a run was queued or ended. */
  pump(): void {
    const { context, maxRunning, onError } = this.#options;
    try {
      while (this.#open && this.#executions.size < maxRunning()) {
        const row = context.ledger.nextQueued([...this.#busy]);
        if (!row) return;
        const definition = context.ledger.definition(row.definition_hash);
        // The limit may have been lowered since the runs that are going were started.
        if (row.task !== null && (this.#perTask.get(row.task) ?? 0) >= (definition.concurrency ?? 1)) {
          this.#busy.add(row.task);
          continue;
        }
        context.ledger.start(
          row.id,
          this.#options.bootId,
          definition.steps.map((step) => ({
            id: step.id,
            name: stepName(step),
            kind: stepKind(step),
            optional: step.optional ?? false,
          })),
        );
        const started = context.clock.monotonic();
        let execution: RunExecution;
        try {
          execution = new RunExecution(row, definition, this.#options.logs.create(row.id, 1), context);
        } catch (error) {
          const coded = toStoreError(error);
          void this.#finishSurely(row, definition, {
            state: 'failed',
            errorCode: coded instanceof LukaError ? coded.code : 'ledger_unavailable',
            message: `the log could not be made: ${error instanceof Error ? error.message : String(error)}`,
          });
          continue;
        }
        this.#executions.set(row.id, execution);
        this.#count(row.task, definition.concurrency ?? 1, 1);
        void this.#carryOut(execution, row, definition, started);
      }
    } catch (error) {
      // The ledger cannot be written just now: the runs stay queued and are looked at again, with or without an event.
      onError(error);
      this.#cancelLook ??= context.clock.after(FINISH_RETRY_MS, () => {
        this.#cancelLook = undefined;
        this.pump();
      });
    }
  }

  /** Takes no more runs and ends those that are going. Resolves when their endings are durable. */
  async close(reason: StopReason): Promise<void> {
    this.#open = false;
    this.#cancelLook?.();
    for (const hurry of this.#waiting) hurry();
    for (const execution of this.#executions.values()) execution.stop(reason);
    if (this.#executions.size > 0) await new Promise<void>((resolve) => (this.#drained = resolve));
    await this.#options.context.store.durable().catch(this.#options.onError);
  }

  async #carryOut(
    execution: RunExecution,
    row: RunRow,
    definition: TaskDefinition,
    started: number,
  ): Promise<void> {
    const { context, logs, onError } = this.#options;
    let ending: Ending<RunState>;
    try {
      ending = await execution.execute();
    } catch (error) {
      onError(error);
      const coded = toStoreError(error);
      ending =
        coded instanceof LukaError
          ? { state: 'failed', errorCode: coded.code, message: coded.message }
          : { state: 'failed', errorCode: 'internal', message: 'Luka has a bug; luka.log has the details' };
    }
    const durationMs = context.clock.monotonic() - started;
    try {
      logs.close(execution.id);
    } catch (error) {
      onError(error);
    }
    await this.#finishSurely(row, definition, ending, durationMs);
    this.#executions.delete(execution.id);
    this.#count(row.task, definition.concurrency ?? 1, -1);
    this.pump();
    if (this.#executions.size === 0) this.#drained?.();
  }

  /**
   * The end of a run is not lost to a disk that is full for a while: it is written when there is room again. While Luka
   * stops there is no waiting: the row stays `running`, and the next start calls it interrupted.
   */
  async #finishSurely(
    row: RunRow,
    definition: TaskDefinition,
    ending: Ending<RunState>,
    durationMs?: number,
  ): Promise<void> {
    const { context, onError } = this.#options;
    for (;;) {
      try {
        // Queued again before the old run is closed: a crash in between asks twice, and the key makes it one run.
        if (ending.state === 'interrupted' && definition.idempotent)
          repeatRun(context.ledger, row, definition);
        context.ledger.finish(row.id, ending, durationMs);
        return;
      } catch (error) {
        onError(error);
        if (!this.#open) return;
      }
      await new Promise<void>((resolve) => {
        const go = () => {
          cancel();
          this.#waiting.delete(go);
          resolve();
        };
        const cancel = context.clock.after(FINISH_RETRY_MS, go);
        this.#waiting.add(go);
      });
    }
  }

  #count(task: string | null, limit: number, by: 1 | -1): void {
    if (task === null) return;
    const count = (this.#perTask.get(task) ?? 0) + by;
    if (count > 0) this.#perTask.set(task, count);
    else this.#perTask.delete(task);
    if (count >= limit) this.#busy.add(task);
    else this.#busy.delete(task);
  }
}
