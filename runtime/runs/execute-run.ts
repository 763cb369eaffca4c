/** One attempt of a run from its first step to its end, which is durable before anyone hears of it. */
import { rm } from 'node:fs/promises';
import { LukaError } from '#shared/errors/luka-error.ts';
import { formatInterval } from '#shared/nouns/duration.ts';
import type { RunState } from '#shared/nouns/run.ts';
import { SERVICE_LOG_BYTES } from '#shared/nouns/service.ts';
import type { TaskDefinition } from '#shared/nouns/task.ts';
import type { AdoptedRun } from './adoption.ts';
import { checkRun } from './check-run.ts';
import type { Ending } from './ending.ts';
import { StepExecution, type StopReason } from './execute-step.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RunLog } from './logs/run-log.ts';
import type { RunRow } from './records.ts';
import { RunCage } from './run-cage.ts';
import { RunProcesses } from './run-processes.ts';
import { RunScope } from './run-scope.ts';
import { stepName } from './steps/index.ts';
import { createHealthProbe } from './health-probe.ts';
import { healthRules, watchHealth } from './health-watch.ts';
import { limitTime } from './time-limit.ts';

export interface ExecutionOptions {
  readonly row: RunRow;
  readonly definition: TaskDefinition;
  readonly log: RunLog;
  readonly context: ExecutionContext;
  /** Where it goes on, for an attempt that outlived the Luka that began it. */
  readonly adopted?: AdoptedRun | undefined;
}

const STOP_CODES = {
  timed_out: 'step_timed_out',
  interrupted: 'run_interrupted',
  failed: 'limit_exceeded',
  cancelled: undefined,
} as const;
/** What uses too much is not asked long: it may go on using it meanwhile. */
const LIMIT_GRACE_MS = 500;

export class RunExecution {
  readonly id: number;
  readonly #options: ExecutionOptions;
  readonly #scope: RunScope;
  readonly #processes: RunProcesses;
  readonly #steps: StepExecution;
  readonly #abort = new AbortController();
  #isLeft = false;
  #stopReason: StopReason | undefined;
  readonly #cage: RunCage;
  #startedAt = 0;
  /** All steps are over: there is nothing left to stop. */
  #ended = false;
  #cancelAsked = false;

  constructor(options: ExecutionOptions) {
    const { row, definition, context, log } = options;
    this.id = row.id;
    this.#options = options;
    if (definition.service) log.keepNewest(definition.service.log ?? SERVICE_LOG_BYTES);
    this.#scope = new RunScope(row, definition, context);
    this.#processes = new RunProcesses({
      mark: this.#scope.mark.text,
      logs: [log.files.out, log.files.err],
      graceMs: () => definition.grace ?? context.defaultGraceMs(),
      clock: context.clock,
      note: (text) => log.note(text),
    });
    this.#cage = new RunCage({
      row,
      definition,
      context,
      log,
      scope: this.#scope,
      processes: this.#processes,
      onExceeded: (message) => this.stop({ state: 'failed', message }),
    });
    this.#steps = new StepExecution({
      ...options,
      scope: this.#scope,
      processes: this.#processes,
      stopped: this.#abort.signal,
      stopReason: () => this.#stopReason,
      isLeft: () => this.#isLeft,
      cage: () => this.#cage.steps,
      secrets: () => this.#cage.secrets,
    });
  }

  /** Whether somebody wanted it cancelled, if only when this attempt was over: then there is no other. */
  get cancelAsked(): boolean {
    return this.#cancelAsked;
  }

  /** Whether its processes may be left to the next Luka of this home, which waits for them. */
  get outlives(): boolean {
    return this.#options.definition.orphans === 'adopt' && this.#stopReason === undefined;
  }

  /**
   * Its processes go on for the next Luka of this home: nothing more is started, written down or cleared away here, so that
   * what it needs to know of their end is still there.
   */
  leave(): void {
    this.#isLeft = true;
  }

  /** Ends everything the run started; `execute` then returns with this reason. The first reason stands. */
  stop(reason: StopReason): void {
    if (reason.state === 'cancelled') this.#cancelAsked = true;
    if (this.#stopReason || this.#ended) return;
    this.#stopReason = reason;
    this.#options.log.note(reason.message);
    this.#abort.abort();
    this.#processes.end(reason.state === 'failed' && reason.code === undefined ? LIMIT_GRACE_MS : undefined);
  }

  /** Runs all steps. Never throws for what a step does; the ending says it. @returns undefined where it was left */
  async execute(): Promise<Ending<RunState> | undefined> {
    const { row, definition, context, log, adopted } = this.#options;
    // The limit holds for each attempt on its own: a run may take as long as all its attempts and the waits between.
    const limit = definition.timeout;
    this.#startedAt = context.clock.monotonic();
    const cancelTimer =
      limit === undefined
        ? undefined
        : limitTime(context.clock, limit, adopted?.startedAt, () =>
            this.stop({
              state: 'timed_out',
              message: `the run took longer than ${formatInterval(limit)}: ending it`,
            }),
          );
    let stopHealth: (() => void) | undefined;
    if (adopted) log.note('Luka was away; the run goes on');
    else if (row.max_attempts > 1) log.note(`attempt ${row.attempt} of ${row.max_attempts}`);
    try {
      // What outlived Luka goes on as it is; what is still to be started passes the gate.
      const refusal = adopted ? undefined : await this.#refusal();
      if (refusal) return refusal;
      stopHealth = this.#watchHealth();
      const ending = await this.#allSteps();
      if (this.#isLeft) return undefined;
      const checked = await this.#check(ending);
      return this.#isLeft ? undefined : checked;
    } finally {
      this.#ended = true;
      cancelTimer?.();
      stopHealth?.();
      this.#cage.stop();
      if (!this.#isLeft) await this.#cleanUp();
    }
  }

  /** @returns how the attempt ends where it may not run */
  async #refusal(): Promise<Ending<RunState> | undefined> {
    try {
      await this.#cage.admit();
      return undefined;
    } catch (error) {
      if (!(error instanceof LukaError)) throw error;
      if (this.#stopReason) return undefined;
      this.#options.log.note(`nothing was started: ${error.message}`);
      const state = error.code === 'run_denied' ? 'denied' : 'failed';
      return { state, errorCode: error.code, message: error.message };
    }
  }

  async #allSteps(): Promise<Ending<RunState>> {
    const { definition, log, adopted } = this.#options;
    let warning: string | undefined;
    for (const [index, step] of definition.steps.entries()) {
      if (this.#stopReason || this.#isLeft) break;
      const before = adopted?.ended[index];
      if (before?.outputs) this.#scope.keepOutputs(step.id, before.outputs);
      const going = adopted?.going?.index === index ? adopted.going : undefined;
      if (!before && !going) {
        const refusal = await this.#refusal();
        if (refusal) return refusal;
      }
      const ending = before?.ending ?? (await this.#steps.execute(step, index, going));
      if (this.#stopReason) break;
      if (ending.state === 'succeeded') continue;
      const name = stepName(step);
      if (step.optional) {
        warning = `optional step ${index + 1} (${name}) failed: ${ending.message ?? ending.state}`;
        if (!before) log.note(warning);
        continue;
      }
      return {
        state: ending.state === 'timed_out' ? 'timed_out' : 'failed',
        exitCode: ending.exitCode,
        signal: ending.signal,
        errorCode: ending.errorCode ?? (ending.state === 'timed_out' ? 'step_timed_out' : 'step_failed'),
        message: `step ${index + 1} (${name}): ${ending.message ?? ending.state}`,
      };
    }
    if (this.#stopReason) {
      const { state, message, code } = this.#stopReason;
      await this.#processes.ended();
      return { state, message, errorCode: code ?? STOP_CODES[state] };
    }
    return { state: 'succeeded', exitCode: 0, message: warning };
  }

  async #check(ending: Ending<RunState>): Promise<Ending<RunState>> {
    const { row, definition, context, log, adopted } = this.#options;
    if (this.#stopReason || definition.checks === undefined) return ending;
    const refusal = await this.#refusal();
    if (refusal) return refusal;
    await this.#cage.secrets.drained();
    const passed = adopted ? Math.max(0, context.clock.now() - adopted.startedAt) : 0;
    const durationMs = context.clock.monotonic() - this.#startedAt + passed;
    try {
      return await checkRun(ending, {
        run: row.id,
        attempt: row.attempt,
        definition,
        context,
        log,
        scope: this.#scope,
        processes: this.#processes,
        cage: this.#cage.steps,
        secrets: this.#cage.secrets,
        startedAt: context.clock.now() - durationMs,
        durationMs,
        signal: this.#abort.signal,
      });
    } catch (error) {
      if (!this.#stopReason) throw error;
      await this.#processes.ended();
      const { state, message } = this.#stopReason;
      return { state, message, errorCode: STOP_CODES[state] };
    }
  }

  /** A service is asked how it does for as long as it goes; one that does not do its work is ended. */
  #watchHealth(): (() => void) | undefined {
    const { definition, context } = this.#options;
    const { service } = definition;
    if (service?.health === undefined) return undefined;
    const probe = createHealthProbe(service.health, {
      ...this.#options,
      scope: this.#scope,
      processes: this.#processes,
      cage: this.#cage,
    });
    const watch = watchHealth({
      rules: healthRules(service.health),
      clock: context.clock,
      probe,
      onHealthy: () => context.onHealth?.(this.id, undefined),
      onUnhealthy: (complaint) => {
        context.onHealth?.(this.id, complaint);
        this.stop({
          state: 'failed',
          code: 'service_unhealthy',
          message: `its health check failed: ${complaint}`,
        });
      },
      onError: (error) => this.#options.log.note(`asking for its health failed: ${String(error)}`),
    });
    return () => watch.stop();
  }

  /** What a run started does not outlive it. */
  async #cleanUp(): Promise<void> {
    await this.#processes.ended();
    try {
      await this.#processes.leaveNothing({ everywhere: this.#options.adopted !== undefined });
      await this.#cage.secrets.drained();
      if (this.#scope.usesScratch) await rm(this.#scope.scratch, { recursive: true, force: true });
    } catch (error) {
      // The run has its result; what could not be cleared away does not change it.
      this.#options.log.note(`clearing up failed: ${String(error)}`);
    }
  }
}
