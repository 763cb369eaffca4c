/** Decides which queued run starts when: by its turn, within the limits. Driven by events; a timer only for attempts to come. */
import { LukaError } from '#shared/errors/luka-error.ts';
import { formatDuration } from '#shared/nouns/duration.ts';
import type { RunState } from '#shared/nouns/run.ts';
import { stepKind } from '#shared/nouns/step.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import { isoAt } from '../clock.ts';
import { endAdopted, type AdoptedRun } from '../runs/adoption.ts';
import type { Ending } from '../runs/ending.ts';
import { RunExecution } from '../runs/execute-run.ts';
import type { StopReason } from '../runs/execute-step.ts';
import type { ExecutionContext } from '../runs/execution-context.ts';
import type { LogShelf } from '../runs/logs/log-shelf.ts';
import type { RunLog } from '../runs/logs/run-log.ts';
import { repeatRun } from '../runs/recovery.ts';
import type { RunRow } from '../runs/records.ts';
import { longestRetryDelay, retryDelay, retryPolicy, worthRetrying } from '../runs/retry.ts';
import { stepName } from '../runs/steps/index.ts';
import { toStoreError } from '../store/store-errors.ts';
import { PersistentWrites } from './persistent-writes.ts';
import { RunLimits } from './run-limits.ts';
import { WaitingAttempts } from './waiting-attempts.ts';

/** How long to wait before looking at a queue again that could not be written. */
const LOOK_AGAIN_MS = 2_000;

export interface DispatcherOptions {
  readonly context: ExecutionContext;
  readonly logs: LogShelf;
  readonly bootId: string;
  readonly maxRunning: () => number;
  /** How many runs of a concurrency group go at once. */
  readonly groupLimit: (group: string) => number;
  readonly onError: (error: unknown) => void;
  /** What stands before the queue; without it everything may start. */
  readonly gate?: QueueGate | undefined;
  /** 0 to 1, for the part of a delay that is left to chance. */
  readonly random?: (() => number) | undefined;
}

/** Judges what was queued; until it has, a run does not start. */
export interface QueueGate {
  /** True while nothing new may start. */
  readonly frozen: () => boolean;
  /** Looks for runs that were not judged yet. */
  readonly look: () => void;
}

interface NextAttempt {
  /** ms since 1970. */
  readonly readyAt: number;
  /** ms. */
  readonly delay: number;
}

interface Claimed {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  /** Where it goes on, for a run that outlived the Luka that started it. */
  readonly adopted?: AdoptedRun | undefined;
}

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #executions = new Map<number, RunExecution>();
  /** Those of them that are lives of services: they go beside the limit, since they go on for ever. */
  readonly #services = new Set<number>();
  readonly #limits: RunLimits;
  readonly #waiting: WaitingAttempts;
  readonly #writes: PersistentWrites;
  /** Runs that are left to the next Luka when this one closes. */
  readonly #left = new Set<number>();
  #open = false;
  #closed = false;
  #drained: (() => void) | undefined;
  #idle: PromiseWithResolvers<boolean> | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { clock } = options.context;
    this.#limits = new RunLimits(options.groupLimit);
    this.#waiting = new WaitingAttempts(clock, () => this.pump());
    this.#writes = new PersistentWrites(clock, options.onError);
  }

  /**
   * Starts taking runs.
   * @param adopted runs that outlived an earlier Luka: they go on where they are, whatever the limits
   */
  async open(adopted: readonly AdoptedRun[]): Promise<void> {
    const { ledger, clock } = this.#options.context;
    // They count before anything else is taken.
    if (adopted.length > 0) await Promise.all(adopted.map((run) => this.#adopt(run)));
    if (this.#closed) return;
    this.#open = true;
    for (const row of ledger.waiting()) {
      const policy = retryPolicy(ledger.definition(row.definition_hash).retry);
      // Nobody knows how long it has waited while Luka was not there; longer than it would have to at first, it does not.
      this.#waiting.add(row.id, row.ready_at ?? clock.now(), longestRetryDelay(policy, row.attempt - 1));
    }
    this.pump();
  }

  execution(run: number): RunExecution | undefined {
    return this.#executions.get(run);
  }

  /** Starts as many queued runs as the limits allow. To be called whenever a run was queued or ended, or a limit raised. */
  pump(): void {
    if (!this.#open) return;
    const { context, gate, maxRunning, onError } = this.#options;
    try {
      this.#endWaits();
      gate?.look();
      if (gate?.frozen()) return;
      for (;;) {
        const full = this.#executions.size - this.#services.size >= maxRunning();
        const row = context.ledger.nextQueued(this.#limits.busy(), {
          judged: gate !== undefined,
          only: full ? 'services' : undefined,
        });
        if (!row) return;
        const definition = context.ledger.definition(row.definition_hash);
        if (this.#limits.admits(row, definition)) this.#begin({ row, definition });
      }
    } catch (error) {
      // The ledger cannot be written just now: the runs stay queued and are looked at again, with or without an event.
      onError(error);
      this.#cancelLook ??= context.clock.after(LOOK_AGAIN_MS, () => {
        this.#cancelLook = undefined;
        this.pump();
      });
    }
  }

  /**
   * Takes no more runs; those that are going go on to their end.
   * @returns true when nothing but services goes any more, false where `resume` came before
   */
  drain(): Promise<boolean> {
    this.#open = false;
    this.#idle ??= Promise.withResolvers<boolean>();
    const { promise } = this.#idle;
    this.#tellIdle();
    return promise;
  }

  /** Takes runs again, after `drain`. */
  resume(): void {
    if (this.#closed || this.#idle === undefined) return;
    this.#idle.resolve(false);
    this.#idle = undefined;
    this.#open = true;
    this.pump();
  }

  /**
   * Takes no more runs and ends those that are going. Resolves when their endings are durable.
   * @param leave runs whose task says `orphans: adopt` are not ended: the next Luka of this home goes on with them
   */
  async close(reason: StopReason, { leave = false }: { leave?: boolean } = {}): Promise<void> {
    this.#open = false;
    this.#closed = true;
    this.#idle?.resolve(false);
    this.#cancelLook?.();
    this.#waiting.stop();
    this.#writes.giveUp();
    for (const execution of this.#executions.values()) {
      if (leave && execution.outlives) {
        execution.leave();
        this.#left.add(execution.id);
      } else execution.stop(reason);
    }
    if (!this.#isEmpty()) await new Promise<void>((resolve) => (this.#drained = resolve));
    await this.#options.context.store.durable().catch(this.#options.onError);
  }

  #isEmpty(): boolean {
    return this.#executions.size === this.#left.size;
  }

  #tellIdle(): void {
    if (this.#executions.size === this.#services.size) this.#idle?.resolve(true);
  }

  #endWaits(): void {
    const due = this.#waiting.due();
    if (due.length === 0) return;
    this.#options.context.ledger.makeReady(due);
    this.#waiting.forget(due);
  }

  #begin(claimed: Claimed): void {
    const { context, bootId, logs } = this.#options;
    const { row, definition } = claimed;
    context.ledger.start(
      row,
      bootId,
      definition.steps.map((step) => ({
        id: step.id,
        name: stepName(step),
        kind: stepKind(step),
        optional: step.optional ?? false,
      })),
    );
    const started = context.clock.monotonic();
    let log: RunLog;
    try {
      log = logs.create(row.id, row.attempt);
    } catch (error) {
      const ending = withoutLog(error);
      const next = this.#nextAttempt(claimed, ending);
      void this.#settle(claimed, ending, () => next);
      return;
    }
    this.#execute(claimed, log, started);
  }

  async #adopt(adopted: AdoptedRun): Promise<void> {
    const { context, logs } = this.#options;
    const { row, startedAt } = adopted;
    const claimed = { row, definition: adopted.definition, adopted };
    try {
      const log = await logs.resume(row.id, row.attempt);
      const passed = Math.max(0, context.clock.now() - startedAt);
      this.#execute(claimed, log, context.clock.monotonic() - passed);
    } catch (error) {
      await endAdopted(adopted, context);
      await this.#settle(claimed, withoutLog(error), () => undefined);
    }
  }

  #execute(claimed: Claimed, log: RunLog, started: number): void {
    const { context } = this.#options;
    const execution = new RunExecution({ ...claimed, log, context });
    this.#executions.set(execution.id, execution);
    if (claimed.row.service === 1) this.#services.add(execution.id);
    this.#limits.started(claimed.row, claimed.definition);
    void this.#carryOut(execution, claimed, log, started);
  }

  async #carryOut(execution: RunExecution, claimed: Claimed, log: RunLog, started: number): Promise<void> {
    const { context, logs, onError } = this.#options;
    let ending: Ending<RunState> | undefined;
    try {
      ending = await execution.execute();
    } catch (error) {
      if (this.#left.has(execution.id)) return;
      onError(error);
      const coded = toStoreError(error);
      ending =
        coded instanceof LukaError
          ? { state: 'failed', errorCode: coded.code, message: coded.message }
          : { state: 'failed', errorCode: 'internal', message: 'Luka has a bug; luka.log has the details' };
    }
    // It stays among those that go: only the next Luka knows how it ends.
    if (ending === undefined) return;
    const durationMs = context.clock.monotonic() - started;
    const next = this.#nextAttempt(claimed, ending);
    if (next) log.note(attemptWords(claimed.row, ending, next));
    try {
      logs.close(execution.id);
    } catch (error) {
      onError(error);
    }
    await this.#settle(claimed, ending, () => (execution.cancelAsked ? undefined : next), durationMs);
    this.#executions.delete(execution.id);
    this.#services.delete(execution.id);
    this.#limits.ended(claimed.row, claimed.definition);
    this.pump();
    this.#tellIdle();
    if (this.#isEmpty()) this.#drained?.();
  }

  /** When the next attempt comes, where the end of this one is worth another. */
  #nextAttempt({ row, definition }: Claimed, ending: Ending<RunState>): NextAttempt | undefined {
    if (row.attempt >= row.max_attempts) return undefined;
    const policy = retryPolicy(definition.retry);
    if (!worthRetrying(policy, ending)) return undefined;
    const delay = retryDelay(policy, row.attempt, this.#options.random ?? Math.random);
    return { delay, readyAt: this.#options.context.clock.now() + delay };
  }

  /**
   * Writes down how an attempt ended: as the run's end, or as a reason for another attempt.
   * @param next asked when it is written, which may be long after
   */
  async #settle(
    { row, definition }: Claimed,
    ending: Ending<RunState>,
    next: () => NextAttempt | undefined,
    durationMs?: number,
  ): Promise<void> {
    const { ledger } = this.#options.context;
    let again: NextAttempt | undefined;
    const written = await this.#writes.insist(() => {
      again = next();
      if (again) {
        ledger.retry(row.id, ending, again.readyAt);
        return;
      }
      // Queued again before the old run is closed: a crash in between asks twice, and the key makes it one run.
      if (ending.state === 'interrupted' && definition.idempotent) repeatRun(ledger, row, definition);
      ledger.finish(row.id, ending, durationMs);
    });
    if (again && written && this.#open) this.#waiting.add(row.id, again.readyAt, again.delay);
  }
}

function withoutLog(error: unknown): Ending<RunState> {
  const coded = toStoreError(error);
  return {
    state: 'failed',
    errorCode: coded instanceof LukaError ? coded.code : 'ledger_unavailable',
    message: `the log could not be made: ${error instanceof Error ? error.message : String(error)}`,
  };
}

function attemptWords(row: RunRow, ending: Ending<RunState>, next: NextAttempt): string {
  const how = ending.state === 'timed_out' ? 'took too long' : 'failed';
  return (
    `attempt ${row.attempt} of ${row.max_attempts} ${how}: ${ending.message ?? ending.state}; ` +
    `the next one starts in ${formatDuration(next.delay)}, at ${isoAt(next.readyAt)}`
  );
}
